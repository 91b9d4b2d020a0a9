/** Lint rules. The table of rooms is the architecture: it says which room may import from which. */

import { existsSync } from "node:fs";

import { defineConfig } from "oxlint";

/**
 * Each room, a folder or a file, and the rooms that it may import. Of one with files in parentheses it may import those
 * files, and the types of the others.
 */
const ROOMS = {
  "src/index": ["http", "email", "ledger(client ledger)", "settings", "telemetry"],
  "src/http": [
    "crypto",
    "ledger(asking client)",
    "links",
    "messages",
    "pages",
    "settings",
    "telemetry",
  ],
  "src/email": ["ledger(asking client)", "links", "settings"],
  "src/ledger": ["crypto", "links", "resend", "settings", "telemetry"],
  "src/resend": ["links()"],
  "src/settings": ["crypto", "ledger()", "links"],
  "src/links": ["crypto"],
  "src/crypto": [],
  "src/pages": ["ledger()", "messages", "settings()"],
  "src/messages": [],
  "src/telemetry": ["ledger()", "resend()", "settings()"],
  cli: ["crypto", "ledger()", "links", "resend", "settings"],
} as const;

type Room = keyof typeof ROOMS;
const isFile = (room: Room) => existsSync(new URL(`${room}.ts`, import.meta.url));
const rooms = Object.keys(ROOMS) as Room[];

/** Who may import a package, and why it is kept there. */
const PACKAGES: readonly { group: string[]; rooms: readonly Room[]; message: string }[] = [
  {
    group: ["hono", "hono/*"],
    rooms: ["src/http", "src/pages"],
    message: "Hono stays in http and pages.",
  },
  {
    group: ["cloudflare:*"],
    rooms: ["src/index", "src/ledger"],
    message: "The runtime comes in through index and ledger.",
  },
  {
    group: [
      "node:*",
      "@clack/*",
      "@decimalturn/*",
      "cli-*",
      "commander",
      "csv-*",
      "jsonc-parser",
      "htmlparser2",
      "postal-mime",
      "tldts",
    ],
    rooms: ["cli"],
    message: "Node and its packages stay in cli.",
  },
];

/** Globals and properties that only some rooms or files may touch. */
const CLOCKS = ["src/index", "src/ledger/runtime", "cli"];
const SQL = ["src/ledger/sql"];
const RESERVED: readonly {
  global?: string;
  object?: string;
  property?: string;
  places: readonly string[];
}[] = [
  { global: "fetch", places: ["src/resend", "src/ledger/runtime", "cli"] },
  // These format times, and read no clock.
  { global: "Date", places: [...CLOCKS, "src/ledger/report", "src/ledger/record"] },
  { global: "performance", places: CLOCKS },
  { global: "console", places: ["src/telemetry", "cli"] },
  { global: "globalThis", places: [] },
  { global: "self", places: [] },
  { object: "crypto", property: "subtle", places: ["src/crypto", "src/links"] },
  // All SQL goes through the wrapper that counts its rows.
  { object: "storage", property: "sql", places: SQL },
  { object: "sql", property: "exec", places: SQL },
];

const onlyIn = (places: readonly string[]) => `Only these may use it: ${places.join(", ")}.`;

function reserved(place: string) {
  const shut = RESERVED.filter(
    ({ places }) => !places.some((open) => `${place}/`.startsWith(`${open}/`)),
  );
  return {
    "no-restricted-globals": [
      "error",
      ...shut.flatMap(({ global, places }) =>
        global ? [{ name: global, message: onlyIn(places) }] : [],
      ),
    ],
    "no-restricted-properties": [
      "error",
      ...shut.flatMap(({ object, property, places }) =>
        object && property ? [{ object, property, message: onlyIn(places) }] : [],
      ),
    ],
  } as const;
}

/** What a room may not import from another one. */
function restrictedImports(room: Room, other: Room) {
  const name = other.replace("src/", "");
  const entries: readonly string[] = ROOMS[room];
  if (room === other || entries.includes(name)) return [];
  const partly = entries.find((entry) => entry.startsWith(`${name}(`));
  const files =
    partly
      ?.slice(name.length + 1, -1)
      .split(" ")
      .filter(Boolean) ?? [];
  const message = `${room} may not import this of ${name}; see the table in oxlint.config.ts.`;
  // A room that is one file, seen from a file beside it, from a folder, and from outside of src/.
  const way = isFile(room) ? "^\\./" : room === "cli" ? "/src/" : "^\\.\\./";
  if (isFile(other)) return [{ regex: `${way}${name}\\.ts$`, message }];
  return [
    {
      group: [`**/${name}/**`, ...files.map((file) => `!**/${name}/${file}.ts`)],
      allowTypeImports: partly !== undefined,
      message,
    },
  ];
}

const override = (place: string, room: Room) =>
  ({
    files: [`${place}.{ts,tsx}`, `${place}/**`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...rooms.flatMap((other) => restrictedImports(room, other)),
            ...PACKAGES.filter(({ rooms: open }) => !open.includes(room)).map(
              ({ group, message }) => ({ group, message }),
            ),
          ],
        },
      ],
      ...reserved(place),
    },
  }) as const;

/** Files that may touch what the rest of their room may not. */
const files = new Set(
  RESERVED.flatMap(({ places }) => places.filter((place) => /^src\/\w+\//.test(place))),
);

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: ["worker-env.d.ts"],
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
    ...rooms.map((room) => override(room, room)),
    ...[...files].map((place) => override(place, place.split("/").slice(0, 2).join("/") as Room)),
    {
      files: ["src/index.ts", "test/main.ts", "*.config.ts"],
      rules: { "import/no-default-export": "off" },
    },
    { files: ["cli/**", "sandbox/**", "bench/**", "test/**"], rules: { "no-console": "off" } },
    {
      files: ["sandbox/**", "bench/**", "test/**"],
      rules: {
        "unicorn/consistent-function-scoping": "off",
        "vitest/valid-expect": ["error", { maxArgs: 2 }],
      },
    },
  ],
});
