/** `npm run deploy` with a person at a terminal, who starts with nothing but an API key. */

import { statSync } from "node:fs";
import { join } from "node:path";

import { parse } from "@decimalturn/toml-patch";
import { expect, it, onTestFinished } from "vitest";

import { API_KEY } from "../../sandbox/settings.ts";
import { SECRETS, surroundings } from "../cloudflare/deployment.ts";
import { atTerminal, KEYS } from "../cloudflare/terminal.ts";

const { enter, down, right, space, ctrlC, erase } = KEYS;

const ASK_KEY = "A Resend API key with full access";
const ASK_SECRET = "The secret that signs links";
const ASK_LEDGER_PLACE = "Where should the Ledger store personal data?";
const ASK_WEBHOOK = "Set up Resend's webhook";
const ASK_DEPLOY = "Deploy leave-this-list to Cloudflare";

const at = surroundings();

/** Answers what the terminal shows, one after the other. */
async function answer(args: readonly string[], ...answers: [shows: string, keys: string][]) {
  const command = [process.execPath, ...at().command(...args)];
  const terminal = atTerminal(command, at().ownEnv(at().env));
  onTestFinished(() => terminal.end());
  for (const [shows, keys] of answers) {
    await terminal.shows(shows);
    if (keys !== "") await terminal.type(keys);
  }
  return terminal;
}

it("asks for the key, the link secret, the lists and the Ledger's place, deploys, and says what to keep", async () => {
  const terminal = await answer(
    [`--origin=${at().origin}`],
    [ASK_KEY, `re_mistyped${enter}`],
    ["RESEND_API_KEY: is refused by Resend", ""],
    [ASK_KEY, API_KEY + enter],
    [ASK_SECRET, enter],
    ["Which segments are lists", ""],
    // Newest first: the one of this test, then the two that every stand-in has.
    ["Product news", space],
    ["Weekly news", enter],
    ["The list's name in links that unsubscribe from “Weekly news”", ""],
    ["weekly-news", `${erase.repeat(5)}${enter}`],
    ["The name that people see", `!${enter}`],
    ["The topic of “Weekly news!”, if any", enter],
    [ASK_LEDGER_PLACE, ""],
    ["European Union", down + enter],
    ["KEEP THIS", ""],
    [ASK_WEBHOOK, enter],
    [ASK_DEPLOY, enter],
    ["The doctor was here.", ""],
  );

  expect(await terminal.exitCode).toBe(0);
  const list = { segment: at().segment, name: "Weekly news!" };
  expect(parse(at().read("wrangler.toml"))).toMatchObject({
    vars: { LISTS: { weekly: list }, LEDGER_JURISDICTION: "eu" },
  });
  const place = { name: "LEDGER_JURISDICTION", type: "plain_text", text: "eu" };
  expect(at().worker().bindings).toContainEqual(place);
  const [, kept = ""] = /^LINK_SECRETS=([0-9a-f]{64})$/m.exec(at().read(".dev.vars")) ?? [];
  expect(statSync(join(at().root, ".dev.vars")).mode & 0o777).toBe(0o600);
  expect([at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")]).toEqual([API_KEY, kept]);
  expect(at().secret("RESEND_WEBHOOK_SECRET")).toMatch(/^whsec_/);
  const env = { RESEND_API_KEY: API_KEY, LINK_SECRETS: kept };
  expect(at().doctorRuns()).toEqual([{ args: [at().origin], env }]);
  for (const secret of [API_KEY, "re_mistyped", kept]) {
    expect(terminal.shown()).not.toContain(secret);
  }
  expect(at().read(".dev.vars")).not.toContain(API_KEY);
  expect(at().leftovers()).toEqual([]);
});

it.each([
  ["Ctrl-C", ctrlC, 130],
  ["a no", right + enter, 2],
])("sends nothing after %s, and keeps the answers for the next time", async (_, keys, exitCode) => {
  const first = await answer(
    ["--no-doctor", at().list],
    [ASK_KEY, API_KEY + enter],
    [ASK_SECRET, enter],
    [ASK_LEDGER_PLACE, enter],
    [ASK_WEBHOOK, right + enter],
    [ASK_DEPLOY, keys],
  );
  expect([await first.exitCode, at().changes()]).toEqual([exitCode, []]);
  const kept = at().read(".dev.vars");
  const toml = at().read("wrangler.toml");

  const second = await answer(
    ["--no-doctor"],
    [ASK_KEY, API_KEY + enter],
    [ASK_LEDGER_PLACE, enter],
    [ASK_WEBHOOK, right + enter],
    [ASK_DEPLOY, enter],
  );
  expect([await second.exitCode, at().read(".dev.vars")]).toEqual([0, kept]);
  expect(kept).toBe(`LINK_SECRETS=${at().secret("LINK_SECRETS")}\n`);
  expect(at().read("wrangler.toml")).toBe(toml);
  expect(toml).toContain('LEDGER_JURISDICTION = ""');
});

it("asks nothing but a yes when all is there, and which of several accounts is meant", async () => {
  await at().deployFirst("--no-doctor");
  const toml = at().read("wrangler.toml");
  at().write("wrangler.toml", `${toml}\n[vars]\nLEDGER_JURISDICTION = "eu"\n`);
  at().cloudflare.accounts.unshift({ id: "f".repeat(32), name: "Other" });
  delete at().env["CLOUDFLARE_ACCOUNT_ID"];
  const terminal = await answer(
    ["--no-doctor"],
    ["Deploy to which account?", down + enter],
    [ASK_DEPLOY, enter],
  );
  expect([await terminal.exitCode, at().worker().versions.length]).toEqual([0, 2]);
  expect(terminal.shown()).not.toContain(ASK_LEDGER_PLACE);
});

it("ends at Ctrl-C during the upload, too, and leaves no secret behind", async () => {
  at().cloudflare.fault = { on: ({ method }) => method === "PUT", how: "hang" };
  Object.assign(at().env, SECRETS);
  const terminal = await answer(
    ["--no-doctor", at().list],
    [ASK_LEDGER_PLACE, enter],
    [ASK_WEBHOOK, right + enter],
    [ASK_DEPLOY, enter],
  );
  await expect.poll(() => at().changes(), { timeout: 60_000 }).toHaveLength(1);
  expect(at().leftovers()).not.toEqual([]);
  await terminal.type(ctrlC);
  expect([await terminal.exitCode, at().leftovers()]).toEqual([130, []]);
});
