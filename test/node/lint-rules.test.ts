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

/** Where each room shows itself to the others. */
const FACES = {
  index: "index.ts",
  app: "app.tsx",
  config: "config.ts",
  leave: "leave.ts",
  mailto: "mailto.ts",
  metrics: "metrics.ts",
  outbox: "outbox.ts",
  resend: "resend.ts",
  link: "link.ts",
  pages: "pages/index.ts",
  messages: "messages/index.ts",
  log: "log.ts",
  cli: "cli/link.ts",
} as const;

type Room = keyof typeof FACES;

const ROOMS = Object.keys(FACES) as Room[];

/** Who may know whom. */
const MAY_KNOW: Record<Room, readonly Room[]> = {
  index: ["app", "config", "leave", "mailto", "metrics", "outbox", "resend", "log"],
  app: ["config", "leave", "link", "pages", "log"],
  config: ["link"],
  leave: [],
  mailto: ["config", "leave", "link"],
  metrics: [],
  outbox: ["config", "link", "resend", "log"],
  resend: [],
  link: [],
  pages: ["messages"],
  messages: [],
  log: [],
  cli: ["config", "link", "messages", "resend"],
};

const EDGES: readonly Room[] = ["index", "outbox"];
const CLOCKS: readonly Room[] = ["index", "outbox", "cli"];

/** What is not for everybody, and for whom it is. */
const RESERVED: readonly { code: string; rooms: readonly Room[] }[] = [
  { code: 'import { Hono } from "hono";', rooms: ["app", "pages"] },
  { code: 'import { html } from "hono/html";', rooms: ["app", "pages"] },
  { code: 'import { env } from "cloudflare:workers";', rooms: EDGES },
  { code: 'import { readFileSync } from "node:fs";', rooms: ["cli"] },
  { code: 'import { Command } from "commander";', rooms: ["cli"] },
  { code: 'import { stringify } from "csv-stringify/sync";', rooms: ["cli"] },
  { code: 'export const response = fetch("https://api.example");', rooms: ["resend", "cli"] },
  { code: 'export const answer = globalThis.fetch("https://api.example");', rooms: [] },
  { code: 'export const reply = self.fetch("https://api.example");', rooms: [] },
  { code: 'export const digest = crypto.subtle.digest("SHA-256", bytes);', rooms: ["link"] },
  { code: "export const { subtle } = crypto;", rooms: ["link"] },
  { code: 'export const hidden = globalThis.crypto.subtle.digest("SHA-256", bytes);', rooms: [] },
  { code: "export const now = Date.now();", rooms: CLOCKS },
  { code: "export const date = new Date();", rooms: CLOCKS },
  { code: "export const started = performance.now();", rooms: CLOCKS },
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

const others = (room: Room) => ROOMS.filter((other) => other !== room);
const importFace = (other: Room, from: string) =>
  `import { something as ${other} } from "${from}${FACES[other]}";`;
const importInside = (other: Room) => `import { inside as ${other} } from "../${other}/inside.ts";`;

for (const room of ROOMS) {
  const up = FACES[room].includes("/") ? "../" : "./";
  lintFile(
    `src/${FACES[room]}`,
    others(room).map((other) => importFace(other, up)),
  );
  lintFile(
    `src/${room}/others.ts`,
    others(room).map((other) => importFace(other, "../")),
  );
  lintFile(`src/${room}/insides.ts`, others(room).map(importInside));
  lintFile(`src/${room}/own.ts`, ['import { own } from "./inside.ts";']);
  lintFile(
    `src/${room}/reserved.ts`,
    RESERVED.map(({ code }) => code),
  );
}

const LEAVE_TYPES = ["link", "log", "metrics", "outbox", "resend"].map(
  (other) => `import type { Something as ${other} } from "../${other}.ts";`,
);
const OTHER_WAYS = [
  'export { something } from "../leave.ts";',
  'export const later = import("../leave.ts");',
  'import type { Membership } from "../leave.ts";',
];
lintFile("src/leave/types.ts", LEAVE_TYPES);
lintFile("src/config/other-ways.ts", OTHER_WAYS);

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
  const forbidden = others(room).filter((other) => !MAY_KNOW[room].includes(other));

  it(`may know ${MAY_KNOW[room].join(", ") || "nobody"}, and nobody else`, () => {
    const up = FACES[room].includes("/") ? "../" : "./";
    expect(reported(`src/${FACES[room]}`)).toEqual(forbidden.map((other) => importFace(other, up)));
    expect(reported(`src/${room}/others.ts`)).toEqual(
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

describe("the room leave", () => {
  it("may know the types of link, log, metrics, outbox and resend", () => {
    expect(reported("src/leave/types.ts")).toEqual([]);
  });
});

describe("a forbidden room", () => {
  it("may not be known by a re-export, later, or by its types alone", () => {
    expect(reported("src/config/other-ways.ts")).toEqual(OTHER_WAYS);
  });
});
