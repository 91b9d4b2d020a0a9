/** What commands say when they are used wrongly or cannot start: one line on stderr, or JSON, and exit code 2. */

import { describe, expect, it } from "vitest";

import { folderOf, ID, ID_LINK, link, OTHER_SECRET, run, SECRET, SENDER } from "./run.ts";

const LINK = ["link", ...SENDER, "--contact", ID];

/** Each command, with arguments that it could start with. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  link: LINK,
  secret: ["secret"],
  deploy: ["deploy"],
  doctor: ["doctor", "https://acme.com", "--list", "weekly"],
  stats: ["stats"],
  record: ["record", "https://acme.com"],
  "sync-links": ["sync-links"],
};
const CSV_MAILTO = ["--list", "product-news", "--csv", "--mailto-domain", "acme.com"];
const NO_LIST = ["link", "--origin", "https://acme.com"];

/** Settings with which the commands could start. */
const SETTINGS = {
  LINK_SECRETS: SECRET,
  RESEND_API_KEY: "re_x",
  CLOUDFLARE_ACCOUNT_ID: "0123456789abcdef0123456789abcdef",
  CLOUDFLARE_API_TOKEN: "a-token-of-cloudflare",
  OPERATOR_TOKEN: "a-token-of-the-operator",
};

const asJson = ([name = "", ...args]: readonly string[]) => [name, "--json", ...args];

type Row = readonly [title: string, args: readonly string[], message: RegExp];

const OPTIONS: readonly Row[] = [
  ...Object.entries(COMMANDS).flatMap(([name, args]): Row[] => [
    [`${name}, an unknown option`, [...args, "--nonsense"], /^unknown option '--nonsense'/],
    [`${name}, a stray word`, [...args, "--quiet", "word"], /^too many arguments/],
  ]),
  ["no command", [], /^a command is missing; give one of link, secret, dev, deploy, /],
  ["an unknown command", ["lnk"], /^unknown command 'lnk' \(Did you mean link\?\)/],
  ["a misspelled option", ["link", "--lst", "x"], /^unknown option '--lst' \(Did you mean --list/],
  ["an option without its value", ["link", "--contact"], /^option '--contact .*' argument missing/],
  ["nothing to do", ["link"], /^nothing to do; give --contact <id or address>, --csv or --open/],
  ["no origin", ["link", "--list", "weekly", "--contact", ID], /^--origin: is missing; /],
  ["no list", [...NO_LIST, "--csv"], /^--list: is missing; /],
  ["two tasks", [...LINK, "--csv"], /^option '--csv' cannot be used with option '--contact/],
  ["two formats", [...LINK, "--headers", "--csv"], /^option '--csv' cannot be used with/],
  ["an option of another task", ["link", "--open", ID_LINK, "--list", "weekly"], /^option '--open/],
  ["too long a mailto:", [...NO_LIST, ...CSV_MAILTO], /^--list: makes the mailto: address 66 /],
  [
    "no origin of a Worker",
    ["record", "http://acme.com"],
    /^command-argument value 'http:.* is invalid for argument 'origin'. Give https/,
  ],
  ["no filter", ["record", "https://acme.com", "--dropped", "x"], /^--dropped and --allow-/],
  [
    "part of the record",
    ["record", "https://acme.com", "--filter", "x", "--since", "2026-11-01"],
    /^--since: /,
  ],
  [
    "part of an import",
    ["record", "https://acme.com", "--import", "x", "--since", "2026-11-01"],
    /^--since: /,
  ],
  [
    "a file twice",
    ["record", "https://acme.com", "--filter", "x", "--dropped", "./x"],
    /^--dropped: is /,
  ],
  ["a missing file", [...LINK, "--config", "no.toml"], /^--config: no\.toml does not exist; give/],
  ["SQL as a list", ["stats", "--list", "x' OR '1' = '1"], /^option '--list <.* Give a name/],
  ["SQL as a dataset", ["stats", "--dataset", "a; DROP"], /^option '--dataset <.* Give letters/],
  ...["0", "91", "1.5", "week"].map((days): Row => {
    return [`${days} days`, ["stats", "--days", days], /^option '--days <.* Give a number from 1/];
  }),
];

describe("a wrong option", () => {
  it.each(OPTIONS)("is one line, and one of JSON with --json: %s", async (_, args, message) => {
    const { exitCode, stdout, stderr } = await run(args, { env: SETTINGS });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr.slice("error: ".length)).toMatch(message);
    const json = await run(asJson(args), { env: SETTINGS });
    expect([json.exitCode, json.stdout]).toEqual([2, ""]);
    const error = { message: expect.any(String), exitCode: 2 };
    expect(JSON.parse(json.stderr)).toEqual({ error });
  });
});

const MISSING = "is missing; ";

describe("a wrong setting", () => {
  it.each([
    ["link", "LINK_SECRETS", "", "is missing; put the deployed Worker's LINK_SECRETS into .dev"],
    ["link", "LINK_SECRETS", " , ", MISSING],
    ["link", "LINK_SECRETS", "x".repeat(31), "has 31 characters, must have at least 32; copy it"],
    ["link", "LINK_SECRETS", `${OTHER_SECRET},tiny`, "secret 2 of 2 has 4 characters"],
    ["doctor", "LINK_SECRETS", "", MISSING],
    ["link", "LISTS", '{"xxx": "xxx"', "is not valid JSON; check its quotes, commas, and brackets"],
    ["doctor", "LISTS", "[]", "is not a table of lists"],
    ["sync-links", "LINK_SECRETS", "tiny", "has 4 characters"],
    ["sync-links", "RESEND_API_KEY", "", MISSING],
    ["record", "OPERATOR_TOKEN", "", MISSING],
    ["stats", "CLOUDFLARE_ACCOUNT_ID", "", MISSING],
    ["stats", "CLOUDFLARE_ACCOUNT_ID", "acme", "is not an account ID of 32 hex digits"],
    ["stats", "CLOUDFLARE_API_TOKEN", "", MISSING],
    ["stats", "CLOUDFLARE_API_TOKEN", "two words", "has characters that a token cannot have"],
    ["stats", "CLOUDFLARE_API_BASE_URL", "http://acme.com", "must be https"],
    ["stats", "CLOUDFLARE_API_BASE_URL", "https://acme.com/v4?key=1", "must be https"],
  ])(
    "is named with its remedy, and never shown: %s, %s=%j",
    async (name, setting, value, problem) => {
      const args = COMMANDS[name] ?? [];
      const env = { ...SETTINGS, [setting]: value };
      const { exitCode, stdout, stderr } = await run(args, { env });
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr.split("\n")).toHaveLength(2);
      expect(stderr).toContain(`error: ${setting}: ${problem}`);
      expect(stderr).not.toMatch(/xxx|tiny|two words|acme\.com|correct-horse|npm run.* secret/);
      const json = await run(asJson(args), { env });
      expect(`error: ${JSON.parse(json.stderr).error.message}\n`).toBe(stderr);
    },
  );
});

describe("an environment", () => {
  it.each([
    ["link", "LINK_SECRETS"],
    ["doctor", "LINK_SECRETS"],
    ["record", "OPERATOR_TOKEN"],
    ["sync-links", "RESEND_API_KEY"],
  ])("has secrets of its own, which are asked for by their file: %s", async (name, setting) => {
    const files = { "wrangler.toml": "[env.staging]", ".dev.vars": `${setting}=${SECRET}\n` };
    const env = { CLOUDFLARE_ENV: "staging" };
    const { exitCode, stderr } = await run(COMMANDS[name] ?? [], { root: folderOf(files), env });
    const where = `put the deployed Worker's ${setting} into .dev.vars.staging or the environment`;
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`${setting}: is missing; ${where}`),
    ]);
  });

  it("has a dataset of its own, and no one else's numbers", async () => {
    const root = folderOf({ "wrangler.toml": "[env.staging]" });
    const { exitCode, stderr } = await run(["stats", "--env=staging"], { root, env: SETTINGS });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("env.staging has no METRICS")]);
  });
});

it.each(["", "dev", ...Object.keys(COMMANDS)])("shows help on stdout: %s", async (name) => {
  const { exitCode, stdout, stderr } = await run([name, "--help"].filter(Boolean));
  expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/^Usage: npm run /), ""]);
});

describe("Wrangler's file", () => {
  it.each([
    ["wrangler.toml", "name = 'x'\nvars = sekret\n", "line 2 is not TOML; correct it"],
    ["wrangler.jsonc", '{\n// fine\n"vars": sekret }', "line 3 is not JSON; correct it"],
  ])("is named with the line that is wrong: %s", async (file, text, message) => {
    const { exitCode, stderr } = await link(LINK.slice(1), { root: folderOf({ [file]: text }) });
    expect([exitCode, stderr]).toEqual([2, `error: ${file}: ${message}\n`]);
  });

  it.each([
    ["--env", ["--env", "live"], {}],
    ["CLOUDFLARE_ENV", [], { CLOUDFLARE_ENV: "live" }],
  ])("lacks the environment that %s names", async (source, args, env) => {
    const root = folderOf({ "wrangler.toml": "[env.staging]\n[env.production]\n" });
    const variables = { LINK_SECRETS: SECRET, ...env };
    const { exitCode, stderr } = await link([...LINK.slice(1), ...args], { root, env: variables });
    const message = `${source}: wrangler.toml has no environment live; it has staging, production (docs/deploy.md shows how to add one)`;
    expect([exitCode, stderr]).toEqual([2, `error: ${message}\n`]);
  });
});
