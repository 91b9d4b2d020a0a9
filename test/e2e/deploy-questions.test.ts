/** `npm run deploy` with somebody at a terminal, who starts with nothing but an API key. */

import { statSync } from "node:fs";
import { join } from "node:path";

import { parse } from "smol-toml";
import { expect, it, onTestFinished } from "vitest";

import { inOwnHome } from "../cloudflare/checkout.ts";
import { API_KEY, SECRETS, surroundings } from "../cloudflare/running.ts";
import { KEYS, typist } from "../cli/typist.ts";
import { atTerminal } from "../cloudflare/terminal.ts";

const { enter, down, right, space, ctrlC, erase } = KEYS;

const LEDGER_PLACE = "Where should the Ledger store personal data?";

const at = surroundings();

function deployAtTerminal(...args: string[]) {
  const { checkout, env } = at();
  const command = [process.execPath, join(checkout.root, "cli/deploy.ts"), ...args];
  const terminal = atTerminal(command, inOwnHome(checkout.root, checkout.temporary, env));
  onTestFinished(() => terminal.end());
  return terminal;
}

it("asks for the key, the link secret, the lists and the Ledger's place, deploys, and says what to keep", async () => {
  const terminal = deployAtTerminal(`--origin=${at().origin}`);

  await terminal.shows("A Resend API key with full access");
  await terminal.type(`re_mistyped${enter}`);
  await terminal.shows("RESEND_API_KEY: is refused by Resend");
  await terminal.shows("A Resend API key with full access");
  await terminal.type(API_KEY + enter);
  await terminal.shows("The secret that signs links");
  await terminal.type(enter);
  await terminal.shows("Which segments are lists");
  // Newest first: the one of this test, then the two that every stand-in has.
  await terminal.shows("Product news");
  await terminal.type(space);
  await terminal.type(enter);
  await terminal.shows("The list's name in links to leave “Weekly news”");
  await terminal.shows("weekly-news");
  await terminal.type(`${erase.repeat(5)}${enter}`);
  await terminal.shows("The name that readers see");
  await terminal.type(`!${enter}`);
  await terminal.shows(LEDGER_PLACE);
  await terminal.type(enter);
  await terminal.shows("KEEP THIS");
  await terminal.shows("Deploy leave-this-list to Cloudflare?");
  await terminal.type(enter);
  await terminal.shows("The doctor was here.");

  expect(await terminal.exitCode).toBe(0);
  const list = { segment: at().segment, name: "Weekly news!" };
  expect(parse(at().checkout.read("wrangler.toml"))).toMatchObject({
    vars: { LISTS: { weekly: list }, LEDGER_JURISDICTION: "" },
  });
  const [, kept = ""] =
    /^LINK_SECRETS=([0-9a-f]{64})$/m.exec(at().checkout.read(".dev.vars")) ?? [];
  expect(statSync(join(at().checkout.root, ".dev.vars")).mode & 0o777).toBe(0o600);
  expect([at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")]).toEqual([API_KEY, kept]);
  expect(at().checkout.doctorSaw()[0]?.env).toEqual({
    RESEND_API_KEY: API_KEY,
    LINK_SECRETS: kept,
  });
  for (const secret of [API_KEY, "re_mistyped", kept])
    expect(terminal.shown()).not.toContain(secret);
  expect(at().checkout.read(".dev.vars")).not.toContain(API_KEY);
  expect(at().leftovers()).toEqual([]);
});

it("takes the Ledger's place into wrangler.toml and the upload", async () => {
  Object.assign(at().env, SECRETS);
  const terminal = deployAtTerminal("--no-doctor", at().list);
  await terminal.shows(LEDGER_PLACE);
  await terminal.shows("European Union");
  await terminal.type(down + enter);
  await terminal.shows("Deploy leave-this-list to Cloudflare?");
  await terminal.type(enter);

  expect(await terminal.exitCode).toBe(0);
  const lists = { weekly: { segment: at().segment, name: "Weekly news" } };
  expect(parse(at().checkout.read("wrangler.toml"))["vars"]).toEqual({
    LEDGER_JURISDICTION: "eu",
    LISTS: lists,
  });
  expect(at().worker().bindings).toContainEqual({
    name: "LEDGER_JURISDICTION",
    type: "plain_text",
    text: "eu",
  });
});

it("keeps the secret and the lists when the deployment is called off, and takes them the next time", async () => {
  const first = deployAtTerminal("--no-doctor", at().list);
  await first.shows("A Resend API key with full access");
  await first.type(API_KEY + enter);
  await first.shows("The secret that signs links");
  await first.type(enter);
  await first.shows(LEDGER_PLACE);
  await first.type(enter);
  await first.shows("Deploy leave-this-list to Cloudflare?");
  await first.type(ctrlC);
  expect([await first.exitCode, at().changes()]).toEqual([130, []]);
  const kept = at().checkout.read(".dev.vars");

  const second = deployAtTerminal("--no-doctor");
  await second.shows("A Resend API key with full access");
  await second.type(API_KEY + enter);
  await second.shows(LEDGER_PLACE);
  await second.type(enter);
  await second.shows("Deploy leave-this-list to Cloudflare?");
  await second.type(enter);
  expect([await second.exitCode, at().checkout.read(".dev.vars")]).toEqual([0, kept]);
  expect(kept).toBe(`LINK_SECRETS=${at().secret("LINK_SECRETS")}\n`);
});

it("asks nothing but a yes when all is there, and which of several accounts is meant", async () => {
  await at().deployFirst("--no-doctor");
  const toml = at().checkout.read("wrangler.toml");
  at().checkout.write("wrangler.toml", `${toml}\n[vars]\nLEDGER_JURISDICTION = "eu"\n`);
  at().cloudflare.accounts.unshift({ id: "f".repeat(32), name: "Other" });
  delete at().env["CLOUDFLARE_ACCOUNT_ID"];
  const terminal = deployAtTerminal("--no-doctor");
  await terminal.shows("Deploy to which account?");
  await terminal.type(down + enter);
  await terminal.shows("Deploy leave-this-list to Cloudflare?");
  await terminal.type(enter);
  expect([await terminal.exitCode, at().worker().versions.length]).toEqual([0, 2]);
  expect(terminal.shown()).not.toContain(LEDGER_PLACE);
});

it("ends at Ctrl-C during the upload, too, and leaves no secret behind", async () => {
  at().cloudflare.fault = { on: ({ method }) => method === "PUT", how: "hang" };
  Object.assign(at().env, SECRETS);
  const terminal = deployAtTerminal("--no-doctor", at().list);
  await terminal.shows(LEDGER_PLACE);
  await terminal.type(enter);
  await terminal.shows("Deploy leave-this-list to Cloudflare?");
  await terminal.type(enter);
  await expect.poll(() => at().changes(), { timeout: 60_000 }).toHaveLength(1);
  expect(at().leftovers()).not.toEqual([]);
  await terminal.type(ctrlC);
  expect([await terminal.exitCode, at().leftovers()]).toEqual([130, []]);
});

it("sends nothing after a no, and keeps the answers", async () => {
  const person = typist(
    ["which account", down + enter],
    ["A Resend API key", `re_mistyped${enter}`],
    ["is refused by Resend", ""],
    ["A Resend API key", API_KEY + enter],
    ["The secret that signs links", enter],
    ["Which segments", space + enter],
    ["to leave “Weekly news”", enter],
    ["readers see", enter],
    [LEDGER_PLACE, enter],
    ["Deploy leave-this-list to Cloudflare (as a dry run)?", right + enter],
    ["you said no", ""],
  );
  at().cloudflare.accounts.unshift({ id: "f".repeat(32), name: "Other" });
  delete at().env["CLOUDFLARE_ACCOUNT_ID"];
  const { exitCode } = await at().checkout.deploy(["--dry-run"], at().env, { typist: person });
  expect([exitCode, at().changes()]).toEqual([2, []]);
  expect(at().checkout.read("wrangler.toml")).toContain("[vars.LISTS.weekly-news]");
  expect(at().checkout.read("wrangler.toml")).toContain('LEDGER_JURISDICTION = ""');
  expect(at().checkout.read(".dev.vars")).toMatch(/^LINK_SECRETS=[0-9a-f]{64}$/m);
});

it("says what to write where it cannot write the lists itself", async () => {
  const toml = at()
    .checkout.read("wrangler.toml")
    .replace(/\[vars\.LISTS\.[^]*?(?=\n# One)/, "");
  const sample = '{ segment = "78261eea-8f8b-4381-83c6-79fa7120f1cf" }';
  const inline = `${toml}\n[vars]\nLISTS = { weekly = ${sample} }\n`;
  at().checkout.write("wrangler.toml", inline);
  const { exitCode, stderr } = await at().deployFirst();
  expect([exitCode, at().changes(), at().checkout.read("wrangler.toml")]).toEqual([2, [], inline]);
  expect(stderr).toContain(
    `[vars.LISTS.weekly]\nsegment = "${at().segment}"\nname = "Weekly news"\n`,
  );
});
