/** The files that `stamp` reads its settings from, when they are not as they should be. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { readSettings } from "../../../cli/stamp/settings.ts";
import { Unusable } from "../../../cli/terminal.ts";
import { SECRET } from "../run.ts";
import { WEEKLY } from "./run.ts";

const env = { RESEND_API_KEY: "re_anything", LINK_SECRETS: SECRET };

const LISTS = `[vars]
ORIGIN = "https://acme.com"
[vars.LISTS.weekly]
segment = "${WEEKLY.segment}"
property = "leave_weekly"
[vars.LISTS.product-news]
segment = "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11"
`;

function file(toml: string): string {
  const folder = mkdtempSync(join(tmpdir(), "stamp-settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "wrangler.toml");
  writeFileSync(path, toml);
  return path;
}

const read = (config: string, lists: string[] = []) => readSettings({ config, lists }, env);

describe("readSettings", () => {
  it("takes the lists that have a property", () => {
    const { lists, origin } = read(file(LISTS));
    expect([lists, origin]).toEqual([[{ name: "weekly", ...WEEKLY }], "https://acme.com"]);
  });

  it("names the property that a list asked for lacks, as Resend allows its key", () => {
    expect(() => read(file(LISTS), ["product-news"])).toThrow(
      "LISTS.product-news.property: is missing; name the contact property that holds the links, such as leave_product_news",
    );
  });

  it.each([
    ["is not a table", "vars = 3\n"],
    ["is an array", "vars = [1]\n"],
    ["is missing", 'name = "x"\n'],
  ])("finds no lists where vars %s", (_, toml) => {
    expect(() => read(file(toml), ["weekly"])).toThrow(/^LISTS: |^--list: LISTS has no weekly/m);
  });

  it("says which lists there are when there are none", () => {
    const toml = '[vars]\nORIGIN = "https://acme.com"\n[vars.LISTS]\n';
    expect(() => read(file(toml), ["daily"])).toThrow("--list: LISTS has no daily; it has nothing");
  });

  it("says at which line the file is not TOML", () => {
    const path = file('name = "x"\n[vars\n');
    expect(() => read(path)).toThrow(new Unusable(`${path}: is not TOML; look at line 2`));
  });

  it("says when there is no such file", () => {
    const path = join(dirname(file("")), "other.toml");
    expect(() => read(path)).toThrow(
      new Unusable(`--config: there is no ${path}; give the path of your wrangler.toml`),
    );
  });

  it("leaves to the system what the system says of a folder in the file's place", () => {
    expect(() => read(dirname(file("")))).toThrow(expect.objectContaining({ code: "EISDIR" }));
  });

  it("does not pass over a .dev.vars that it cannot read", () => {
    const path = file(LISTS);
    mkdirSync(join(dirname(path), ".dev.vars"));
    expect(() => read(path)).toThrow(expect.objectContaining({ code: "EISDIR" }));
  });
});
