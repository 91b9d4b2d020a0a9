/**
 * The architecture is kept by the linter, and this shows that it bites: a small Worker with every
 * forbidden step in it, linted with the project's own rules. The tables are the design's, written by hand.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Where each room shows itself to the others; the Ledger has a second face, for those who ask it. */
const FACES = {
  index: "index.ts",
  app: "app.tsx",
  config: "config.ts",
  ledger: "ledger/ledger.ts",
  asking: "ledger/asking.ts",
  mailto: "mailto.ts",
  metrics: "metrics.ts",
  unsubscribe: "unsubscribe.ts",
  resend: "resend.ts",
  link: "link.ts",
  pages: "pages/index.ts",
  messages: "messages/index.ts",
  log: "log.ts",
  cli: "cli/link.ts",
} as const;

type Face = keyof typeof FACES;
type Room = Exclude<Face, "asking">;

const ROOMS = Object.keys(FACES).filter((face) => face !== "asking") as Room[];

/** Who may know whom. */
const MAY_KNOW: Record<Room, readonly Face[]> = {
  index: ["app", "config", "ledger", "mailto", "metrics", "unsubscribe", "log"],
  app: ["config", "asking", "unsubscribe", "link", "pages", "log"],
  config: ["asking", "link"],
  ledger: ["config", "resend", "link", "log"],
  mailto: ["config", "asking", "unsubscribe", "link"],
  metrics: [],
  unsubscribe: ["config", "asking", "metrics", "log"],
  resend: [],
  link: [],
  pages: ["messages"],
  messages: [],
  log: [],
  cli: ["config", "resend", "link", "messages"],
};

const EDGES: readonly Room[] = ["index", "ledger"];

const READS_CLOCK = [
  "export const now = Date.now();",
  "export const date = new Date();",
  "export const started = performance.now();",
];
const FETCHES = 'export const response = fetch("https://api.example");';
const RUNS_SQL = [
  'export const rows = storage.sql.exec("SELECT 1");',
  'export const more = sql.exec("SELECT 1");',
];
/** The Ledger has the storage at hand, whatever it is called there. */
const RUNS_SQL_OTHERWISE = [
  'export const own = this.ctx.storage.sql.exec("SELECT 1");',
  'export const renamed = db.exec("SELECT 1");',
  "export const { exec } = db;",
];

/** What is not for everybody, and for which rooms it is. */
const RESERVED: readonly { code: string; rooms: readonly Room[] }[] = [
  { code: 'import { Hono } from "hono";', rooms: ["app", "pages"] },
  { code: 'import { html } from "hono/html";', rooms: ["app", "pages"] },
  { code: 'import { env } from "cloudflare:workers";', rooms: EDGES },
  { code: 'import { readFileSync } from "node:fs";', rooms: ["cli"] },
  { code: 'import { Command } from "commander";', rooms: ["cli"] },
  { code: 'import { stringify } from "csv-stringify/sync";', rooms: ["cli"] },
  { code: FETCHES, rooms: ["resend", "cli"] },
  { code: 'export const answer = globalThis.fetch("https://api.example");', rooms: [] },
  { code: 'export const reply = self.fetch("https://api.example");', rooms: [] },
  { code: 'export const digest = crypto.subtle.digest("SHA-256", bytes);', rooms: ["link"] },
  { code: "export const { subtle } = crypto;", rooms: ["link"] },
  { code: 'export const hidden = globalThis.crypto.subtle.digest("SHA-256", bytes);', rooms: [] },
  ...READS_CLOCK.map((code) => ({ code, rooms: ["index", "cli"] as const })),
  { code: 'console.log("here");', rooms: ["log", "cli"] },
  { code: 'console["log"]("there");', rooms: ["log", "cli"] },
  ...RUNS_SQL.map((code) => ({ code, rooms: [] })),
  ...RUNS_SQL_OTHERWISE.map((code) => ({
    code,
    rooms: ROOMS.filter((room) => !EDGES.includes(room)),
  })),
];

const ARCHITECTURE = /^eslint\(no-restricted-(?:imports|globals|properties)\)$/;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

interface Diagnostic {
  filename: string;
  code: string;
  labels: { span: { line: number } }[];
}

const files = new Map<string, readonly string[]>();
let reports: ReadonlyMap<string, ReadonlySet<number>> = new Map();

/** Writes down a file to be linted, one statement a line. */
function lintFile(path: string, lines: readonly string[]): void {
  files.set(path, lines);
}

/** The lines of a file that were reported, as they stand there. */
function reported(path: string): string[] {
  const lines = files.get(path) ?? [];
  return lines.filter((_, index) => reports.get(path)?.has(index + 1));
}

const ALL_FACES = Object.keys(FACES) as Face[];
const isOwn = (room: Room, face: Face) => face === room || FACES[face].split("/")[0] === room;
const others = (room: Room) => ROOMS.filter((other) => other !== room);
const otherFaces = (room: Room) => ALL_FACES.filter((face) => !isOwn(room, face));
const importFace = (other: Face, from: string) =>
  `import { something as ${other} } from "${from}${FACES[other]}";`;
const importInside = (other: Room) => `import { inside as ${other} } from "../${other}/inside.ts";`;
const up = (room: Room) => (FACES[room].includes("/") ? "../" : "./");

for (const room of ROOMS) {
  lintFile(
    `src/${FACES[room]}`,
    otherFaces(room).map((other) => importFace(other, up(room))),
  );
  lintFile(
    `src/${room}/others.ts`,
    otherFaces(room).map((other) => importFace(other, "../")),
  );
  lintFile(`src/${room}/insides.ts`, others(room).map(importInside));
  lintFile(`src/${room}/own.ts`, ['import { own } from "./inside.ts";']);
  lintFile(
    `src/${room}/reserved.ts`,
    RESERVED.map(({ code }) => code),
  );
}

/** What one file of the Ledger may, and no other. */
const OF_ONE_FILE = {
  "src/ledger/ledger.ts": [...READS_CLOCK, FETCHES],
  "src/ledger/report.ts": READS_CLOCK.slice(0, 2),
  "src/ledger/sql.ts": [...RUNS_SQL, ...RUNS_SQL_OTHERWISE],
};
for (const path of Object.keys(OF_ONE_FILE)) {
  const code = RESERVED.filter(({ rooms }) => !rooms.includes("ledger")).map((one) => one.code);
  lintFile(path, [...(files.get(path) ?? []), ...code]);
}

const TYPED = ["health", "ledger", "link-sync"];
const LEDGER_TYPES = TYPED.map(
  (file) => `import type * as ${file.replace("-", "")} from "../ledger/${file}.ts";`,
);
const LEDGER_VALUES = TYPED.map((file) => `export * from "../ledger/${file}.ts";`);
const LEDGER_INSIDE = 'import type { Entries } from "../ledger/entries.ts";';
lintFile("src/app/types.ts", [...LEDGER_TYPES, ...LEDGER_VALUES, LEDGER_INSIDE]);
lintFile("src/unsubscribe/types.ts", LEDGER_TYPES);

const OTHER_WAYS = [
  'export { something } from "../mailto.ts";',
  'export const later = import("../mailto.ts");',
  'import type { Services } from "../mailto.ts";',
];
lintFile("src/config/other-ways.ts", OTHER_WAYS);
lintFile("src/config/ledger.ts", []);
lintFile("src/config/own-ledger.ts", ['import { readLedger } from "./ledger.ts";']);

let folder: string | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lint-rules-"));
  cpSync(join(ROOT, "oxlint.config.ts"), join(folder, "oxlint.config.ts"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  for (const [path, lines] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${lines.join("\n")}\n`);
  }
  const oxlint = join(ROOT, "node_modules/oxlint/bin/oxlint");
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, "-f", "json", "src"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (!stdout.startsWith("{")) throw new Error(`oxlint did not run: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  const found = new Map<string, Set<number>>();
  for (const { filename, code, labels } of diagnostics) {
    if (!ARCHITECTURE.test(code)) continue;
    const lines = found.get(filename) ?? new Set();
    for (const { span } of labels) lines.add(span.line);
    found.set(filename, lines);
  }
  reports = found;
});

afterAll(() => folder !== undefined && rmSync(folder, { recursive: true }));

describe.each(ROOMS)("the room %s", (room) => {
  const forbidden = otherFaces(room).filter((other) => !MAY_KNOW[room].includes(other));

  it(`may know ${MAY_KNOW[room].join(", ") || "nobody"}, and nobody else`, () => {
    const imports = (path: string) =>
      reported(path).filter((line) => line.includes("something as"));
    expect(imports(`src/${FACES[room]}`)).toEqual(
      forbidden.map((other) => importFace(other, up(room))),
    );
    expect(imports(`src/${room}/others.ts`)).toEqual(
      forbidden.map((other) => importFace(other, "../")),
    );
  });

  it("may not reach into anybody's folder but its own", () => {
    expect(reported(`src/${room}/insides.ts`)).toEqual(others(room).map(importInside));
    expect(reported(`src/${room}/own.ts`)).toEqual([]);
  });

  it("may not touch what is reserved for others", () => {
    const refused = RESERVED.filter(({ rooms }) => !rooms.includes(room));
    expect(reported(`src/${room}/reserved.ts`)).toEqual(refused.map(({ code }) => code));
  });
});

describe("in the Ledger", () => {
  it.each(Object.entries(OF_ONE_FILE))("%s alone may do what is its own", (path, own) => {
    const refused = RESERVED.map(({ code }) => code).filter(
      (code) => reported("src/ledger/reserved.ts").includes(code) && !own.includes(code),
    );
    const lines = reported(path).filter((line) => !line.includes("something as"));
    expect(lines).toEqual(refused);
  });
});

describe("the types of the Ledger", () => {
  it("may be known by app, and by its types alone", () => {
    expect(reported("src/app/types.ts")).toEqual([...LEDGER_VALUES, LEDGER_INSIDE]);
    expect(reported("src/unsubscribe/types.ts")).toEqual(LEDGER_TYPES);
  });

  it("are not what another room calls its own ledger.ts", () => {
    expect(reported("src/config/own-ledger.ts")).toEqual([]);
  });
});

describe("a forbidden room", () => {
  it("may not be known by a re-export, later, or by its types alone", () => {
    expect(reported("src/config/other-ways.ts")).toEqual(OTHER_WAYS);
  });
});
