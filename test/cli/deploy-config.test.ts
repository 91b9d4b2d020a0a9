/** Lists and variables go into a wrangler file that a person wrote, and nothing else in it changes. */

import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";

import { editConfig } from "../../cli/deploy/edit-config.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";
const OTHER = "b7a0c3d1-90aa-4f0e-8a3e-7d1c5b2f9e10";

const WEEKLY = `[vars.LISTS.weekly]\nsegment = "${SEGMENT}"\n`;
const NEWS = `[vars.LISTS.news]\nsegment = "${OTHER}"\n`;

const SHIPPED = `name = "leave-this-list" # the Worker

# Your lists: say what you like.
[vars.LISTS.weekly]
segment = "78261eea-8f8b-4381-83c6-79fa7120f1cf"
name = "Weekly digest"

[vars.LISTS.product-news]
segment = "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11"
name = "Product news"

# One link may ask this often.
[[ratelimits]]
name = "LEAVE_LIMIT"
simple = { limit = 10, period = 60 }
`;
const [HEAD, TAIL] = [SHIPPED.split("[vars")[0], `\n# One${SHIPPED.split("# One")[1]}`];

const weekly = { weekly: { segment: SEGMENT } };
const nothing = { remove: [], lists: {}, vars: {} };
const samples = ["weekly", "product-news"];

describe("lists in wrangler.toml", () => {
  const edit = (text: string, edited: object, env?: string) =>
    editConfig({ text, format: "toml" }, env, { ...nothing, ...edited });

  it.each([
    [
      "take the place of the samples, below the comment that speaks of them",
      SHIPPED,
      {
        remove: samples,
        lists: { d: { segment: SEGMENT, name: 'The "Digest" – naïve' }, news: { segment: OTHER } },
      },
      `${HEAD}[vars.LISTS.d]\nsegment = "${SEGMENT}"\nname = "The \\"Digest\\" – naïve"\n\n${NEWS}${TAIL}`,
    ],
    ["may be none", SHIPPED, { remove: samples }, `${HEAD}${TAIL}`],
    [
      "take the place of one of the same name, with its names by language",
      `[vars.LISTS."weekly"] # mine\nsegment = "x"\n\n[vars.LISTS.weekly.name]\nen = "W"\n\n[ vars . LISTS . news ]\nsegment = "${OTHER}" # mine\n`,
      { lists: weekly },
      `${WEEKLY}\n[ vars . LISTS . news ]\nsegment = "${OTHER}" # mine\n`,
    ],
    [
      "follow the others",
      `${NEWS}\n# Daily\n[triggers]\ncrons = []\n`,
      { lists: weekly },
      `${NEWS}\n${WEEKLY}\n# Daily\n[triggers]\ncrons = []\n`,
    ],
    [
      "come last in a file without lists",
      'name = "x"\n',
      { lists: weekly },
      `name = "x"\n\n${WEEKLY}`,
    ],
    [
      "are edited inside an inline table",
      `[vars]\nLISTS = { weekly = { segment = "x" } }\n`,
      { remove: ["weekly"], lists: { news: { segment: OTHER } } },
      `[vars]\nLISTS = { news = { segment = "${OTHER}" } }\n`,
    ],
    [
      "are edited as dotted keys",
      `[vars]\nLISTS.weekly = { segment = "x" }\n# Brand\nBRAND.name = "Acme"\n`,
      { lists: weekly },
      `[vars]\nLISTS.weekly = { segment = "${SEGMENT}" }\n# Brand\nBRAND.name = "Acme"\n`,
    ],
    [
      "are not looked for inside a text",
      `[vars]\nNOTE = """\n[vars.LISTS.weekly]\n"""\n\n${NEWS}`,
      { lists: weekly },
      `[vars]\nNOTE = """\n[vars.LISTS.weekly]\n"""\n\n${NEWS}\n${WEEKLY}`,
    ],
  ])("%s", (_, before, edited, after) => {
    expect(edit(before, edited)).toBe(after);
    const crlf = edit(before.replaceAll("\n", "\r\n"), edited);
    expect(crlf).toBe(after.replaceAll("\n", "\r\n"));
  });

  it("go into the environment that is deployed", () => {
    const text = `name = "x"\n\n${NEWS}\n[env.staging.vars]\nORIGIN = "https://acme.com"\n`;
    const table = `[env.staging.vars.LISTS.weekly]\nsegment = "${SEGMENT}"\n`;
    expect(edit(text, { lists: weekly }, "staging")).toBe(`${text}\n${table}`);
  });
});

describe("variables in wrangler.toml", () => {
  it.each([
    ["a table of their own below the lists", SHIPPED, `${SHIPPED}\n[vars]\nPLACE = "eu"\n`],
    [
      "the table that there is",
      '[vars] # mine\nA = 1\n\n[other]\nPLACE = "us"\n',
      '[vars] # mine\nA = 1\nPLACE = "eu"\n\n[other]\nPLACE = "us"\n',
    ],
    [
      "the place of another value",
      '[vars]\nA = 1\n  PLACE = "us" # mine\nB = 2\n',
      '[vars]\nA = 1\n  PLACE = "eu" # mine\nB = 2\n',
    ],
    ["an inline table", 'vars = { PLACE = "us" }\n', 'vars = { PLACE = "eu" }\n'],
    ["a dotted key", 'vars.PLACE = "us"\n', 'vars.PLACE = "eu"\n'],
  ])("go into %s", (_, before, after) => {
    const put = (text: string) =>
      editConfig({ text, format: "toml" }, undefined, { ...nothing, vars: { PLACE: "eu" } });
    expect(put(before)).toBe(after);
    expect(put(before.replaceAll("\n", "\r\n"))).toBe(after.replaceAll("\n", "\r\n"));
  });
});

describe("wrangler.jsonc", () => {
  const before = `{
\t// the Worker
\t"name": "x",
\t"vars": {
\t\t"LISTS": {
\t\t\t// mine
\t\t\t"own": { "segment": "${OTHER}" },
\t\t\t"weekly": { "segment": "x" },
\t\t},
\t},
}
`;

  it("gets lists and variables, and keeps its comments, tabs and line endings", () => {
    const edit = {
      remove: ["weekly"],
      lists: { news: { segment: SEGMENT } },
      vars: { PLACE: "eu" },
    };
    const text = before.replaceAll("\n", "\r\n");
    const after = editConfig({ text, format: "jsonc" }, undefined, edit);
    expect(parse(after)).toEqual({
      name: "x",
      vars: { LISTS: { own: { segment: OTHER }, news: { segment: SEGMENT } }, PLACE: "eu" },
    });
    for (const comment of ["// the Worker", "// mine"]) expect(after).toContain(comment);
    expect(after).toContain(`\r\n\t\t\t"news": {\r\n\t\t\t\t"segment": "${SEGMENT}"\r\n\t\t\t}`);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("gets what an environment lacks", () => {
    const text = '{\n  "name": "x"\n}\n';
    const edit = { ...nothing, lists: weekly };
    const after = editConfig({ text, format: "jsonc" }, "staging", edit);
    expect(JSON.parse(after)).toEqual({ name: "x", env: { staging: { vars: { LISTS: weekly } } } });
  });
});
