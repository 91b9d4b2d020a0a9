/** The commands `link`, for one contact, and `secret`: what they print. Usage errors are in usage.test.ts. */

import { describe, expect, it } from "vitest";

import bad from "../bad-inputs.json" with { type: "json" };
import {
  ADDRESS,
  ADDRESS_LINK,
  folderOf,
  ID,
  ID_LINK,
  link,
  OTHER_SECRET,
  run,
  SECRET,
  SENDER,
} from "./run.ts";

const POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";
const MAILTO = "mailto:weekly.c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy@leave.acme.com";

describe("link --contact", () => {
  const print = async (...args: string[]) => (await link([...SENDER, ...args])).stdout;

  it("prints the link, by contact ID and by address", async () => {
    const byId = await link([...SENDER, "--contact", ID]);
    expect(byId).toEqual({ exitCode: 0, stdout: `${ID_LINK}\n`, stderr: "" });
    expect(await print("--contact", ADDRESS)).toBe(`${ADDRESS_LINK}\n`);
  });

  it("takes the origin and the secrets from the settings, and signs with the first", async () => {
    const root = folderOf({
      "wrangler.jsonc": '{ "vars": { "ORIGIN": "https://acme.com" } }',
      ".env": `LINK_SECRETS="${SECRET}, ${OTHER_SECRET}"\n`,
    });
    const { stdout } = await link(["--list", "weekly", "--contact", ID], { root, env: {} });
    expect(stdout).toBe(`${ID_LINK}\n`);
  });

  it("warns of a list that LISTS does not have, and makes the link", async () => {
    const root = folderOf({ "wrangler.toml": "[vars.LISTS]\nnews = {}\nweekly = {}\n" });
    const make = (list: string, ...args: string[]) =>
      link(["--origin", "https://acme.com", "--list", list, ...args], {
        root,
        stdin: `id\n${ID}\n`,
      });
    const message =
      "`daily` is not in LISTS, so the Worker would hold requests from this link until it is; LISTS has news, weekly";
    const daily = await make("daily", "--contact", ID);
    expect(daily).toMatchObject({ exitCode: 0, stderr: `warning: ${message}\n` });
    expect(daily.stdout).toMatch(/^https:\/\/acme\.com\/leave\/daily\/c/);
    expect((await make("daily", "--csv", "--quiet")).stderr).toBe(`warning: ${message}\n`);
    const json = await make("daily", "--contact", ID, "--json");
    expect(JSON.parse(json.stderr)).toEqual({ warning: { message } });
    for (const list of ["weekly", ID]) {
      expect((await make(list, "--contact", ID)).stderr).toBe("");
    }
  });

  it("prints the headers, with a mailto: where there is a domain for it, as text or JSON", async () => {
    const headers = ["--contact", ID, "--headers"];
    expect(await print(...headers)).toBe(`List-Unsubscribe: <${ID_LINK}>\n${POST}\n`);
    const both = await print(...headers, "--mailto-domain", "leave.acme.com");
    expect(both).toBe(`List-Unsubscribe: <${ID_LINK}>, <${MAILTO}>\n${POST}\n`);
    const [name = "", value] = POST.split(": ");
    expect(JSON.parse(await print("--contact", ID, "--json"))).toEqual({
      link: ID_LINK,
      headers: { "List-Unsubscribe": `<${ID_LINK}>`, [name]: value },
    });
  });
});

describe("link refuses what could never work, and shows no secret", () => {
  const options = { contact: "--contact", list: "--list", origin: "--origin" };
  const names = { ...options, mailtoDomain: "--mailto-domain", secret: "LINK_SECRET" };
  const kinds = Object.entries(bad.refused).flatMap(([argument, values]) =>
    Object.entries(values).map(([words, all]: [string, string[]]) => [argument, words, all]),
  ) as [keyof typeof names, string, string[]][];

  it.each(kinds)("%s: %s", async (argument, words, values) => {
    for (const value of values) {
      // Settings are trimmed, and an empty one is not set; `splitSecrets` reads several.
      const isSecret = argument === "secret";
      if (isSecret && ["is missing", "a comma or white space"].includes(words)) continue;
      const env = { LINK_SECRETS: SECRET, ...(isSecret && { LINK_SECRET: value }) };
      const args = isSecret ? [] : [`${names[argument]}=${value}`];
      const { exitCode, stdout, stderr } = await link([...SENDER, "--contact", ID, ...args], {
        env,
      });
      expect([exitCode, stdout], value).toEqual([2, ""]);
      expect(stderr, value).toContain(words);
      expect(stderr, value).toMatch(new RegExp(`^error: ${names[argument]}: .*\\n$`));
      expect(stderr, value).not.toContain("correct-horse");
    }
  });
});

describe("link --open", () => {
  const open = (url: string, secrets = SECRET, ...options: string[]) =>
    link(["--open", url, ...options], { env: { LINK_SECRETS: secrets } });

  it("says whose link it is, and which secret signed it", async () => {
    const stdout = `contact    ${ID}\nlist       weekly\nsignature  valid (the first secret, which signs new links)\n`;
    expect(await open(ID_LINK)).toEqual({ exitCode: 0, stdout, stderr: "" });
    const secrets = `${OTHER_SECRET} ${SECRET}`;
    expect((await open(ID_LINK, secrets)).stdout).toContain("signature  valid (secret 2 of 2; ");
    const json = await open(ID_LINK, secrets, "--json");
    const opened = { contact: ID, list: "weekly", valid: true, secret: 2, repaired: [] };
    expect([json.exitCode, JSON.parse(json.stdout)]).toEqual([0, opened]);
  });

  it("says of a forged link what it claims, and that the signature is not valid", async () => {
    const { exitCode, stdout } = await open(ID_LINK, OTHER_SECRET);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining(`contact    claims ${ID}\n`)]);
    expect(stdout).toContain("signature  not valid");
    const other = await open(ID_LINK.replace("weekly", "daily"), SECRET, "--json");
    expect([other.exitCode, other.stderr]).toEqual([1, ""]);
    expect(JSON.parse(other.stdout)).toMatchObject({ list: "daily", valid: false });
  });

  const NO_LINKS = ["", "garbage", "https://acme.com/", ID_LINK.slice(0, -1), "mailto:x@acme.com"];
  it.each(NO_LINKS)("says of %j that it is not a link", async (url) => {
    const stderr = expect.stringMatching(/^error: --open: is not an unsubscribe link/);
    expect(await open(url)).toEqual({ exitCode: 1, stdout: "", stderr });
  });
});

it("prints a new secret each time, and link takes it", async () => {
  const [one, other] = [await run(["secret"]), await run(["secret"])];
  expect(one).toMatchObject({ exitCode: 0, stderr: "" });
  expect(one.stdout).toMatch(/^[0-9a-f]{64}\n$/);
  const { stdout } = await run(["secret", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ secret: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(one.stdout).not.toBe(other.stdout);
  const env = { LINK_SECRETS: one.stdout };
  expect((await link([...SENDER, "--contact", ID], { env })).exitCode).toBe(0);
});
