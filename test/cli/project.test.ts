/** The one reader of settings: which file, which environment, and which of four places wins. */

import { join } from "node:path";

import { stringify } from "@decimalturn/toml-patch";
import { describe, expect, it } from "vitest";

import { UsageError } from "../../cli/command.ts";
import { readLinkSecrets, readProject, readSetting, readSettings } from "../../cli/project.ts";
import { folderOf, OTHER_SECRET, SECRET } from "./run.ts";

const LISTS = { weekly: { segment: "78261eea-8f8b-4381-83c6-79fa7120f1cf" } };
const CONFIG = {
  name: "acme",
  main: "src/index.ts",
  vars: { ORIGIN: "https://acme.com", LISTS },
  env: { staging: { vars: { ORIGIN: "https://staging.acme.com" } }, live: { name: "acme-www" } },
};
const TOML = `# the Worker\n${stringify(CONFIG)}`;
const JSONC = `// the Worker\n${JSON.stringify(CONFIG).replace(/}$/, ",}")}`;

type Given = Parameters<typeof readProject>[0];

const read = (
  files: Readonly<Record<string, string>>,
  env: Given["env"] = {},
  options: Parameters<typeof readProject>[1] = {},
) => {
  const root = folderOf(files);
  return readProject({ env, root, cwd: root }, options);
};

describe("Wrangler's file", () => {
  it.each([
    ["wrangler.toml", TOML],
    ["wrangler.jsonc", JSONC],
    ["wrangler.json", JSONC],
  ])("is %s", (name, text) => {
    const project = read({ [name]: text });
    expect([project.config, readSettings(project)]).toEqual([CONFIG, CONFIG.vars]);
    expect(project.file).toMatchObject({ name, text });
  });

  it("is found in wrangler's order, or where --config says, or is not there", () => {
    const files = { "wrangler.toml": TOML, "wrangler.json": '{"name":"first"}', "w.toml": "a = 1" };
    expect(read(files).config).toEqual({ name: "first" });
    expect(read(files, {}, { config: "w.toml" }).config).toEqual({ a: 1 });
    expect(read({}).file).toBeUndefined();
    expect(() => read({}, {}, { config: "w.toml" })).toThrow(UsageError);
  });

  it("is called as the person sees it, who may be in another folder", () => {
    const root = folderOf({ "wrangler.toml": "vars = 7 7" });
    const call = () => readProject({ env: {}, root, cwd: join(root, "docs") });
    expect(call).toThrow(/^\.\.\/wrangler\.toml: line 1 is not TOML/);
  });

  it("has environments, which inherit no vars and get a name of their own", () => {
    const staging = read({ "wrangler.toml": TOML }, {}, { env: "staging" });
    expect(staging.config).toMatchObject({ name: "acme-staging", main: "src/index.ts" });
    expect(readSettings(staging)).toEqual({ ORIGIN: "https://staging.acme.com" });
    const live = read({ "wrangler.jsonc": JSONC }, { CLOUDFLARE_ENV: "live" });
    expect([live.config["name"], live.vars]).toEqual(["acme-www", {}]);
    const chosen = read({ "wrangler.toml": TOML }, { CLOUDFLARE_ENV: "live" }, { env: "staging" });
    expect(chosen.environment).toBe("staging");
  });

  it("has its environment named in .env, too, as in wrangler, and the top level by an empty name", () => {
    const files = { "wrangler.toml": TOML, ".env": "CLOUDFLARE_ENV=staging\r\n" };
    const names = (...given: [Given["env"]?, { env: string }?]) =>
      read(files, ...given).config["name"];
    expect(names()).toBe("acme-staging");
    expect(names({ CLOUDFLARE_ENV: "live" })).toBe("acme-www");
    expect(names({ CLOUDFLARE_ENV: "live" }, { env: "" })).toBe("acme");
  });
});

describe("a setting", () => {
  const FILES = {
    "wrangler.toml": TOML,
    ".env": "ORIGIN=https://env.example\n",
    ".dev.vars": "ORIGIN=https://dev.example\n",
  };

  it("comes from the environment, else .dev.vars, else .env, else Wrangler's file", () => {
    const { ".dev.vars": _, ...withoutDevVars } = FILES;
    const origin = (files: Record<string, string>, env: Given["env"] = {}) =>
      readSettings(read(files, env))["ORIGIN"];
    expect(origin(FILES, { ORIGIN: "https://shell.example" })).toBe("https://shell.example");
    expect(origin(FILES)).toBe("https://dev.example");
    expect(origin(withoutDevVars)).toBe("https://env.example");
    expect(origin({ "wrangler.toml": TOML })).toBe("https://acme.com");
  });

  it("that is empty or blank counts as unset, wherever it is", () => {
    const files = { ...FILES, ".env": "ORIGIN=\n", ".dev.vars": 'ORIGIN="  "\n' };
    expect(readSetting(read(files, { ORIGIN: "" }), "ORIGIN")).toBe("https://acme.com");
    expect(readSetting(read({ "wrangler.toml": "vars.ORIGIN = ' '" }), "ORIGIN")).toBeUndefined();
  });

  it("comes from the files of the environment where there are any", () => {
    const files = {
      ...FILES,
      ".dev.vars.staging": "RESEND_API_KEY=re_staging\n",
      ".env.local": "OPERATOR_TOKEN=local\nLISTS={}\n",
      ".env.staging": "OPERATOR_TOKEN=staging\nORIGIN=https://staging.example\n",
      ".env.staging.local": "ORIGIN=https://mine.example\n",
    };
    // `.dev.vars` is that of the top level, and the `.env` files are read in turn.
    expect(readSettings(read(files, {}, { env: "staging" }))).toEqual({
      ORIGIN: "https://mine.example",
      RESEND_API_KEY: "re_staging",
      OPERATOR_TOKEN: "staging",
      LISTS: "{}",
    });
    expect(readSetting(read(files, {}, { env: "live" }), "ORIGIN")).toBe("https://env.example");
  });

  it("is not whatever else the environment holds", () => {
    expect(readSettings(read({}, { PATH: "/bin", ORIGIN: " https://acme.com\n" }))).toEqual({
      ORIGIN: "https://acme.com",
    });
  });
});

it("reads LINK_SECRET before LINK_SECRETS, each secret once", () => {
  const secrets = (env: Given["env"]) => readLinkSecrets(read({}, env));
  const LINK_SECRETS = `${SECRET}, ${OTHER_SECRET}`;
  expect(secrets({ LINK_SECRETS })).toEqual([SECRET, OTHER_SECRET]);
  expect(secrets({ LINK_SECRETS, LINK_SECRET: OTHER_SECRET })).toEqual([OTHER_SECRET, SECRET]);
  expect(secrets({ LINK_SECRET: SECRET })).toEqual([SECRET]);
});
