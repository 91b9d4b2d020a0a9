/** Lint rules. The table of rooms is the architecture: it says who may import whom. */

import { defineConfig } from "oxlint";

/**
 * Every room of `src/`, and what it may import: a room's face, or one file of a room, or the types of one file.
 * A room is `src/{room}.ts(x)` with the folder of the same name.
 */
const ROOMS = {
  index: ["app", "config", "ledger/ledger", "log", "mailto", "metrics", "unsubscribe"],
  app: [
    "config",
    "ledger/asking",
    "type ledger/health",
    "type ledger/ledger",
    "type ledger/link-sync",
    "link",
    "log",
    "pages",
    "unsubscribe",
  ],
  config: ["ledger/asking", "link"],
  ledger: ["config", "link", "log", "resend"],
  log: [],
  mailto: ["config", "ledger/asking", "link", "unsubscribe"],
  metrics: [],
  unsubscribe: ["config", "ledger/asking", "log", "metrics"],
  resend: [],
  link: [],
  pages: ["messages"],
  messages: [],
  cli: ["config", "link", "messages", "resend"],
} as const;

const HONO_ROOMS = new Set(["app", "pages"]);

/** Rooms that run in Node, and never in the Worker. */
const NODE_ROOMS = new Set(["cli"]);

/** Rooms that the runtime starts. */
const RUNTIME_ROOMS = new Set(["index", "ledger"]);

const NODE_PACKAGES = [
  "@clack/prompts",
  "cli-progress",
  "cli-table3",
  "commander",
  "csv-parse",
  "csv-stringify",
  "postal-mime",
  "smol-toml",
];

type Room = keyof typeof ROOMS;

/** A room, or one file in it. */
type Place = Room | `${Room}/${string}`;

/** The runtime starts the Worker in `index` and the Ledger in `ledger/ledger`, a person starts `cli`: there the clock is read. */
const CLOCKS: readonly Place[] = ["index", "ledger/ledger", "cli"];

/** Globals that only some places may touch. */
const GLOBALS: readonly { name: string; places: readonly Place[] }[] = [
  // The Ledger hands it on, and its clock names its type.
  { name: "fetch", places: ["resend", "ledger/ledger", "ledger/clock", "cli"] },
  // The report formats times, and reads no clock.
  { name: "Date", places: [...CLOCKS, "ledger/report"] },
  { name: "performance", places: CLOCKS },
  { name: "console", places: ["log", "cli"] },
  // Back doors to all of these.
  { name: "globalThis", places: [] },
  { name: "self", places: [] },
];

const SQL: readonly Place[] = ["ledger/sql"];

/** Properties that only some places may touch. */
const PROPERTIES: readonly { object?: string; property: string; places: readonly Place[] }[] = [
  { object: "crypto", property: "subtle", places: ["link"] },
  // All SQL goes through the wrapper that counts its rows.
  { object: "storage", property: "sql", places: SQL },
  { object: "sql", property: "exec", places: SQL },
];

/** Where the storage is at hand under any name; elsewhere, this is what regular expressions do. */
const EXEC = { property: "exec", message: "Only ledger/sql may use it." };

/** What a place may not touch. */
function reserved(place: Place) {
  const room = place.split("/")[0] as Room;
  const isShut = ({ places }: { places: readonly Place[] }) =>
    !places.includes(place) && !places.includes(room);
  const message = (places: readonly Place[]) =>
    `Only ${places.join(" and ") || "nobody"} may use it.`;
  const properties = PROPERTIES.filter(isShut).map(({ places, ...property }) =>
    Object.assign(property, { message: message(places) }),
  );
  if (RUNTIME_ROOMS.has(room) && !SQL.includes(place)) properties.push(EXEC);
  return {
    "no-restricted-globals": [
      "error",
      ...GLOBALS.filter(isShut).map(({ name, places }) => ({ name, message: message(places) })),
    ],
    "no-restricted-properties": properties.length === 0 ? "off" : ["error", ...properties],
  } as const;
}

/** What a room may not import from another one. */
function restrictedImports(room: Room, other: Room) {
  const allowed: readonly string[] = ROOMS[room];
  if (allowed.includes(other)) {
    return [
      {
        group: [`**/${other}/*`, `!**/${other}/index.ts`, `!**/${other}/index.tsx`],
        message: `What lies in ${other}/ is that room's own; import its face.`,
      },
    ];
  }
  const files = allowed.filter((name) => name.startsWith(`${other}/`));
  const types = allowed.flatMap((name) =>
    name.startsWith(`type ${other}/`) ? [name.slice(5)] : [],
  );
  if (files.length + types.length === 0) {
    const group = [
      `**/${other}/**`,
      ...(other === "ledger" ? [] : [`**/${other}.ts`, `**/${other}.tsx`]),
    ];
    return [{ group, message: `The room ${room} may not know the room ${other}.` }];
  }
  const known = [...files, ...types];
  // The types come first: what a group excepts, oxlint asks no later pattern about.
  return [
    ...types.map((name) => ({
      regex: `/${name}\\.ts$`,
      allowTypeImports: true,
      message: `The room ${room} may know the types of ${name} only.`,
    })),
    {
      group: [`**/${other}/*`, ...known.map((name) => `!**/${name}.ts`)],
      message: `Of the room ${other}, the room ${room} may know ${known.join(", ")} only.`,
    },
  ];
}

function roomOverride(room: Room) {
  const others = (Object.keys(ROOMS) as Room[]).filter((other) => other !== room);
  return {
    files: [`src/${room}.{ts,tsx}`, `src/${room}/**`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...others.flatMap((other) => restrictedImports(room, other)),
            ...(HONO_ROOMS.has(room)
              ? []
              : [{ group: ["hono", "hono/*"], message: "Hono stays in app and pages." }]),
            ...(NODE_ROOMS.has(room)
              ? []
              : [
                  {
                    group: ["node:*", ...NODE_PACKAGES.flatMap((name) => [name, `${name}/*`])],
                    message: "Node and its packages stay in cli.",
                  },
                ]),
            ...(RUNTIME_ROOMS.has(room)
              ? []
              : [
                  {
                    group: ["cloudflare:*"],
                    message: "The runtime comes in through index and ledger.",
                  },
                ]),
          ],
        },
      ],
      ...reserved(room),
    },
  } as const;
}

/** Files that may touch what the rest of their room may not. */
const FILES = new Set(
  [...GLOBALS, ...PROPERTIES].flatMap(({ places }) =>
    places.filter((place) => place.includes("/")),
  ),
);

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: ["worker-configuration.d.ts"],
  rules: {
    eqeqeq: "error",
    "no-console": "error",
    "import/no-cycle": "error",
    "import/no-default-export": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/switch-exhaustiveness-check": "error",
    // The compiler's `noImplicitReturns` knows which switches are exhaustive.
    "typescript/consistent-return": "off",
    // Assertions stand where unchecked data is being checked.
    "typescript/no-unsafe-type-assertion": "off",
    // Secrets are tried, pages are read and streams are drained one after the other.
    "no-await-in-loop": "off",
  },
  overrides: [
    ...Object.keys(ROOMS).map((room) => roomOverride(room as Room)),
    ...Array.from(FILES, (place) => ({ files: [`src/${place}.ts`], rules: reserved(place) })),
    {
      files: ["src/index.ts", "test/main.ts", "*.config.ts"],
      rules: { "import/no-default-export": "off" },
    },
    {
      files: ["src/cli/**"],
      rules: { "no-console": "off" },
    },
    {
      files: ["test/**"],
      rules: {
        "no-console": "off",
        "unicorn/consistent-function-scoping": "off",
        "vitest/valid-expect": ["error", { maxArgs: 2 }],
      },
    },
  ],
});
