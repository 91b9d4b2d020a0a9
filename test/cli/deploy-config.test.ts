/** Lists and variables go into a wrangler file that a person wrote, and nothing else in it changes. */

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
const NOTHING = { remove: [], lists: {}, vars: {} };
const SAMPLES = { remove: ["weekly", "product-news"] };
const EU = { vars: { PLACE: "eu" } };
const DIGEST = { d: { segment: SEGMENT, name: 'The "Digest" – naïve' }, news: { segment: OTHER } };
const AS_TABLE = `[vars.LISTS.d]\nsegment = "${SEGMENT}"\nname = "The \\"Digest\\" – naïve"\n`;
const BRAND = '# Brand\nBRAND.name = "Acme"\n';
const NOTE = '[vars]\nNOTE = """\n[vars.LISTS.weekly]\n"""\n';
const DAILY = "\n# Daily\n[triggers]\ncrons = []\n";
const MINE = `[ vars . LISTS . news ]\nsegment = "${OTHER}" # mine\n`;
const WITH_NAMES =
  '[vars.LISTS."weekly"] # mine\nsegment = "x"\n\n[vars.LISTS.weekly.name]\nen = "W"\n';
const inline = (list: string) => `[vars]\nLISTS = { ${list} }\n`;
const dotted = (segment: string) => `[vars]\nLISTS.weekly = { segment = "${segment}" }\n${BRAND}`;
const edit = (text: string, edited: object, environment?: string) =>
  editConfig({ text, format: "toml" }, environment, { ...NOTHING, ...edited });

const crlf = (text: string) => text.replaceAll("\n", "\r\n");
/** Edits a file with line endings of either kind. */
const editBoth = (text: string, edited: object) => [edit(text, edited), edit(crlf(text), edited)];

describe("wrangler.toml", () => {
  it.each<[name: string, before: string, edited: object, after: string]>([
    ["may have no lists", SHIPPED, SAMPLES, HEAD + TAIL],
    [
      "has lists in place of the samples, below the comment that speaks of them",
      SHIPPED,
      { ...SAMPLES, lists: DIGEST },
      `${HEAD}${AS_TABLE}\n${NEWS}${TAIL}`,
    ],
    ["loses names by language", `${WITH_NAMES}\n${MINE}`, { lists: weekly }, `${WEEKLY}\n${MINE}`],
    ["has lists together", NEWS + DAILY, { lists: weekly }, `${NEWS}\n${WEEKLY}${DAILY}`],
    ["has the first list last", 'name = "x"\n', { lists: weekly }, `name = "x"\n\n${WEEKLY}`],
    [
      "may have lists in an inline table",
      inline('weekly = { segment = "x" }'),
      { remove: ["weekly"], lists: { news: { segment: OTHER } } },
      inline(`news = { segment = "${OTHER}" }`),
    ],
    ["may have dotted keys", dotted("x"), { lists: weekly }, dotted(SEGMENT)],
    ["may have texts", `${NOTE}\n${NEWS}`, { lists: weekly }, `${NOTE}\n${NEWS}\n${WEEKLY}`],
    ["has variables below the lists", SHIPPED, EU, `${SHIPPED}\n[vars]\nPLACE = "eu"\n`],
    [
      "has variables in their table",
      '[vars] # mine\nA = 1\n\n[other]\nPLACE = "us"\n',
      EU,
      '[vars] # mine\nA = 1\nPLACE = "eu"\n\n[other]\nPLACE = "us"\n',
    ],
  ])("%s", (_, before, edited, after) => {
    expect(editBoth(before, edited)).toEqual([after, crlf(after)]);
  });

  it.each([
    '[vars]\nA = 1\n  PLACE = "us" # mine\nB = 2\n',
    'vars = { PLACE = "us" }\n',
    'vars.PLACE = "us"\n',
  ])("has another value: %j", (before) => {
    const after = before.replace("us", "eu");
    expect(editBoth(before, EU)).toEqual([after, crlf(after)]);
  });

  it("has lists in the environment that is deployed", () => {
    const text = `name = "x"\n\n${NEWS}\n[env.staging.vars]\nORIGIN = "https://acme.com"\n`;
    const table = `[env.staging.vars.LISTS.weekly]\nsegment = "${SEGMENT}"\n`;
    expect(edit(text, { lists: weekly }, "staging")).toBe(`${text}\n${table}`);
  });
});

describe("wrangler.jsonc", () => {
  const list = (name: string, segment: string) =>
    `\t\t\t"${name}": {\r\n\t\t\t\t"segment": "${segment}"\r\n\t\t\t}`;
  const jsonc = (lists: string, vars = "") =>
    `{\r\n\t// the Worker\r\n\t"name": "x",\r\n\t"vars": {\r\n\t\t"LISTS": {\r\n\t\t\t// mine\r\n${lists}\r\n\t\t}${vars},\r\n\t},\r\n}\r\n`;

  it("gets lists and variables, and keeps its comments, tabs and line endings", () => {
    const text = jsonc(`${list("own", OTHER)},\r\n${list("weekly", "x")}`);
    const edits = { remove: ["weekly"], lists: { news: { segment: SEGMENT } }, ...EU };
    const after = editConfig({ text, format: "jsonc" }, undefined, edits);
    const lists = `${list("own", OTHER)},\r\n${list("news", SEGMENT)}`;
    expect(after).toBe(jsonc(lists, ',\r\n\t\t"PLACE": "eu"'));
  });

  it("gets what an environment lacks", () => {
    const text = '{\n  "name": "x"\n}\n';
    const edits = { ...NOTHING, lists: weekly };
    const after = editConfig({ text, format: "jsonc" }, "staging", edits);
    expect(JSON.parse(after)).toEqual({ name: "x", env: { staging: { vars: { LISTS: weekly } } } });
  });
});
