/** Lint rules. The table of rooms is the architecture: it says who may import whom. */

import { defineConfig } from "oxlint";

/** Every room of `src/`, and the rooms that it may import. A room is `src/{room}.ts(x)` with the folder of the same name. */
const ROOMS = {
  index: ["app", "config", "leave", "log", "mailto", "outbox", "resend"],
  app: ["config", "leave", "link", "log", "pages"],
  config: ["link"],
  leave: ["link", "log", "outbox", "resend"],
  log: [],
  mailto: ["config", "leave", "link"],
  outbox: ["config", "link", "log", "resend"],
  resend: [],
  link: [],
  pages: ["messages"],
  messages: [],
  cli: ["config", "link", "messages", "resend"],
};

/** Rooms that import types alone from another room. */
const TYPES_ONLY = new Set(["leave"]);

const HONO_ROOMS = new Set(["app", "pages"]);

/** Rooms that run in Node, and never in the Worker. */
const NODE_ROOMS = new Set(["cli"]);

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

/** Globals that only some rooms may touch. */
const RESERVED: readonly { name: string; rooms: readonly Room[] }[] = [
  { name: "fetch", rooms: ["resend", "cli"] },
  // The runtime starts the Worker in `index` and the Durable Object in `outbox`, a person starts `cli`: there the clock is read.
  { name: "Date", rooms: ["index", "outbox", "cli"] },
  { name: "performance", rooms: ["index", "outbox", "cli"] },
  // Back doors to all of these.
  { name: "globalThis", rooms: [] },
  { name: "self", rooms: [] },
];

function roomOverride(room: Room) {
  const allowed: readonly string[] = ROOMS[room];
  const forbidden = Object.keys(ROOMS).filter(
    (other) => other !== room && !allowed.includes(other),
  );
  return {
    files: [`src/${room}.{ts,tsx}`, `src/${room}/**`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...forbidden.map((other) => ({
              group: [`**/${other}.ts`, `**/${other}.tsx`, `**/${other}/**`],
              message: `The room ${room} may not know the room ${other}.`,
            })),
            ...allowed.map((other) => ({
              group: [`**/${other}/*`, `!**/${other}/index.ts`, `!**/${other}/index.tsx`],
              message: `What lies in ${other}/ is that room's own; import its face.`,
            })),
            ...(TYPES_ONLY.has(room)
              ? allowed.map((other) => ({
                  group: [`**/${other}.ts`],
                  allowTypeImports: true,
                  message: `The room ${room} may know the types of ${other} only.`,
                }))
              : []),
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
            ...(room === "index" || room === "outbox"
              ? []
              : [
                  {
                    group: ["cloudflare:*"],
                    message: "The runtime comes in through index and outbox.",
                  },
                ]),
          ],
        },
      ],
      "no-restricted-globals": [
        "error",
        ...RESERVED.filter(({ rooms }) => !rooms.includes(room)).map(({ name, rooms }) => ({
          name,
          message: `Only ${rooms.join(" and ") || "nobody"} may use it.`,
        })),
      ],
      "no-restricted-properties":
        room === "link"
          ? "off"
          : ["error", { object: "crypto", property: "subtle", message: "Only link may use it." }],
    },
  };
}

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
    {
      files: ["src/index.ts", "*.config.ts"],
      rules: { "no-console": "off", "import/no-default-export": "off" },
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
