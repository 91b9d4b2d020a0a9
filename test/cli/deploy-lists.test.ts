/** Lists and a variable go into a `wrangler.toml` that somebody wrote by hand, and nothing else in it changes. */

import { describe, expect, it } from "vitest";

import { putLists } from "../../cli/deploy/put-lists.ts";
import { putVar } from "../../cli/deploy/put-var.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";
const OTHER = "b7a0c3d1-90aa-4f0e-8a3e-7d1c5b2f9e10";

const SHIPPED = `name = "leave-this-list" # the Worker

# Your lists: say what you like.
[vars.LISTS.weekly]
segment = "78261eea-8f8b-4381-83c6-79fa7120f1cf"
name = "Weekly digest"

[vars.LISTS.product-news]
segment = "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11"
name = "Product news"

# One membership asks Resend at most this often.
[[ratelimits]]
name = "LEAVE_LIMIT"
simple = { limit = 10, period = 60 }
`;

describe("putLists", () => {
  it("puts lists in place of the samples, and keeps every comment where it was", () => {
    const lists = {
      digest: { segment: SEGMENT, name: 'The "Digest" – naïve' },
      news: { segment: OTHER },
    };
    expect(putLists(SHIPPED, ["weekly", "product-news"], lists))
      .toBe(`name = "leave-this-list" # the Worker

# Your lists: say what you like.
[vars.LISTS.digest]
segment = "${SEGMENT}"
name = "The \\"Digest\\" – naïve"

[vars.LISTS.news]
segment = "${OTHER}"

# One membership asks Resend at most this often.
[[ratelimits]]
name = "LEAVE_LIMIT"
simple = { limit = 10, period = 60 }
`);
  });

  it("takes the samples out when nothing comes in their place", () => {
    expect(putLists(SHIPPED, ["weekly", "product-news"], {}))
      .toBe(`name = "leave-this-list" # the Worker

# Your lists: say what you like.

# One membership asks Resend at most this often.
[[ratelimits]]
name = "LEAVE_LIMIT"
simple = { limit = 10, period = 60 }
`);
  });

  it("replaces one list, with its names by language, and leaves the others", () => {
    const toml = `[vars.LISTS."weekly"]
segment = "${OTHER}"

[vars.LISTS.weekly.name]
en = "Weekly"
de = "Wöchentlich"

[ vars . LISTS . news ]
segment = "${OTHER}" # mine
`;
    expect(putLists(toml, [], { weekly: { segment: SEGMENT } })).toBe(`[vars.LISTS.weekly]
segment = "${SEGMENT}"

[ vars . LISTS . news ]
segment = "${OTHER}" # mine
`);
  });

  it("adds a list behind the others, or at the end where there is none", () => {
    const news = `[vars.LISTS.news]\nsegment = "${OTHER}"\n`;
    const weekly = { weekly: { segment: SEGMENT } };
    const table = `[vars.LISTS.weekly]\nsegment = "${SEGMENT}"\n`;
    expect(putLists(`${news}\n[triggers]\ncrons = []\n`, [], weekly)).toBe(
      `${news}\n${table}\n[triggers]\ncrons = []\n`,
    );
    expect(putLists('name = "x"\n', [], weekly)).toBe(`name = "x"\n\n${table}`);
    expect(putLists('[vars]\nBRAND = { name = "Acme" }', [], weekly)).toBe(
      `[vars]\nBRAND = { name = "Acme" }\n\n${table}`,
    );
  });

  it.each([
    ["an inline table", `[vars]\nLISTS = { weekly = { segment = "${OTHER}" } }\n`],
    ["a dotted key", `[vars]\nLISTS.weekly = { segment = "${OTHER}" }\n`],
    [
      "a header within a text",
      `[vars]\nNOTE = """\n[vars.LISTS.weekly]\n"""\n[vars.LISTS.weekly]\nsegment = "${OTHER}"\n`,
    ],
  ])("leaves alone what it cannot edit: %s", (_, toml) => {
    expect(putLists(toml, ["weekly"], { daily: { segment: SEGMENT } })).toBeUndefined();
    expect(putLists(toml, [], { weekly: { segment: SEGMENT } })).toBeUndefined();
  });
});

describe("putVar", () => {
  const put = (toml: string) => putVar(toml, "PLACE", "eu");

  it("makes a table of variables above the lists and what is said of them", () => {
    const [head, lists] = SHIPPED.split("# Your lists");
    expect(put(SHIPPED)).toBe(`${head}[vars]\nPLACE = "eu"\n\n# Your lists${lists}`);
  });

  it.each([
    [
      "at the end, where there are no lists",
      'name = "x"\n',
      'name = "x"\n\n[vars]\nPLACE = "eu"\n',
    ],
    [
      "first among the variables that there are",
      '[ vars ] # mine\nPLACES = 1\n\n[other]\nPLACE = "us"\n',
      '[ vars ] # mine\nPLACE = "eu"\nPLACES = 1\n\n[other]\nPLACE = "us"\n',
    ],
    [
      "in place of another value",
      '[vars]\nA = 1\n  PLACE="us"\nB = 2\n[[list]]\n',
      '[vars]\nA = 1\nPLACE = "eu"\nB = 2\n[[list]]\n',
    ],
  ])("stands %s", (_, before, after) => {
    expect(put(before)).toBe(after);
  });

  it.each([
    ["an inline table", 'vars = { PLACE = "us" }\n'],
    ["a dotted key", 'vars.PLACE = "us"\n'],
    ["a name in quotes", '[vars]\n"PLACE" = "us"\n'],
    ["a text of several lines", '[vars]\nPLACE = """\nus"""\n'],
    ["a header within a text", 'NOTE = """\n[vars]\n"""\n'],
    ["what is not TOML", "[vars\n"],
  ])("leaves alone what it cannot edit: %s", (_, toml) => {
    expect(put(toml)).toBeUndefined();
  });
});
