/** The command `link`, for one contact: what it prints, and how it refuses. */

import { describe, expect, it } from "vitest";

import { ADDRESS, ADDRESS_LINK, ID, ID_LINK, link, SECRET, SENDER } from "./run.ts";

const POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";
const MAILTO = "mailto:weekly.c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy@leave.acme.com";

describe("link --contact", () => {
  it("prints the link, by contact ID and by address", async () => {
    const byId = await link([...SENDER, "--contact", ID]);
    expect(byId).toEqual({ exitCode: 0, stdout: `${ID_LINK}\n`, stderr: "" });
    const byAddress = await link([...SENDER, "--contact", ADDRESS]);
    expect(byAddress).toEqual({ exitCode: 0, stdout: `${ADDRESS_LINK}\n`, stderr: "" });
  });

  it("signs with the first of several secrets", async () => {
    const secrets = `${SECRET}, another-secret-of-enough-characters-42`;
    const { stdout } = await link([...SENDER, "--contact", ID], { secrets });
    expect(stdout).toBe(`${ID_LINK}\n`);
  });

  it("prints the headers, with a mailto: where there is a domain for it", async () => {
    const { stdout } = await link([...SENDER, "--contact", ID, "--headers"]);
    expect(stdout).toBe(`List-Unsubscribe: <${ID_LINK}>\n${POST}\n`);
    const domain = ["--mailto-domain", "leave.acme.com"];
    const both = await link([...SENDER, "--contact", ID, "--headers", ...domain]);
    expect(both.stdout).toBe(`List-Unsubscribe: <${ID_LINK}>, <${MAILTO}>\n${POST}\n`);
  });

  it("prints JSON with the link and the headers", async () => {
    const { stdout } = await link([...SENDER, "--contact", ID, "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      link: ID_LINK,
      headers: {
        "List-Unsubscribe": `<${ID_LINK}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    });
  });
});

describe("link --help", () => {
  it("shows examples and exit codes, and asks for no secret", async () => {
    const { exitCode, stdout, stderr } = await link(["--help"], { secrets: null });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("--csv < contacts.csv > with-links.csv");
    expect(stdout).toContain("Exit codes:");
  });
});

describe("a mistake", () => {
  it.each([
    [
      "no flags",
      [],
      /^error: nothing to do: give --contact <id or address>, --csv or --open <url>/,
    ],
    [
      "an unknown flag",
      ["--lst", "x"],
      /^error: unknown option '--lst'\n\(Did you mean --list\?\)/,
    ],
    ["a flag without its value", ["--contact"], /^error: option '--contact .*' argument missing/],
    ["a stray word", [...SENDER, "--contact", ID, "word"], /^error: too many arguments/],
    ["no origin", ["--list", "weekly", "--contact", ID], /^error: --origin: is missing/],
    ["no list", ["--origin", "https://acme.com", "--csv"], /^error: --list: is missing/],
    [
      "two tasks",
      [...SENDER, "--contact", ID, "--csv"],
      /^error: option '--csv' cannot be used with option '--contact/,
    ],
    [
      "two forms",
      [...SENDER, "--contact", ID, "--json", "--headers"],
      /^error: option '--json' cannot be used with option '--headers'/,
    ],
    ["a flag of another task", ["--open", ID_LINK, "--list", "weekly"], /^error: option '--open/],
    [
      "an origin without https",
      ["--origin", "http://acme.com", "--list", "weekly", "--contact", ID],
      /^error: --origin: must be https/,
    ],
    [
      "a malformed list",
      ["--origin", "https://acme.com", "--list", "Weekly!", "--contact", ID],
      /^error: --list: must be a name from LISTS/,
    ],
    ["a malformed contact", [...SENDER, "--contact", "nobody"], /^error: --contact: must be a/],
    ["an empty contact", [...SENDER, "--contact", ""], /^error: --contact: must be a Resend/],
    [
      "a malformed domain",
      [...SENDER, "--contact", ID, "--mailto-domain", "acme"],
      /^error: --mailto-domain: must be a domain alone/,
    ],
    [
      "a list's name too long for a mailto:",
      "--origin https://acme.com --list product-news --csv --mailto-domain acme.com".split(" "),
      /^error: --list: makes the mailto: address 66 characters long .*shorten .*leave --mailto-domain out/,
    ],
  ] as const)("is one clear error: %s", async (_, args, message) => {
    const { exitCode, stdout, stderr } = await link(args);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  it.each([
    ["missing", null, /^error: LINK_SECRETS: is missing; .*npm run --silent secret/],
    ["empty", " , ", /^error: LINK_SECRETS: is missing/],
    [
      "short",
      "x".repeat(31),
      /^error: LINK_SECRETS: secret 1 of 1 has 31 characters.* at least 32/,
    ],
    ["short, the second one", `${SECRET},tiny`, /^error: LINK_SECRETS: secret 2 of 2 has 4 char/],
  ])("is a secret that is %s, and no secret is repeated", async (_, secrets, message) => {
    for (const task of [["--contact", ID], ["--csv"]]) {
      const { exitCode, stdout, stderr } = await link([...SENDER, ...task], { secrets });
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/xxx|tiny|correct-horse/);
    }
  });
});
