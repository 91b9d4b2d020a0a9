/**
 * `npm run deploy` with the wrangler that this project pins, against a stand-in for Cloudflare's API. No one is at
 * a terminal.
 */

import { readFileSync } from "node:fs";

import { parse } from "@decimalturn/toml-patch";
import { describe, expect, it } from "vitest";

import { checkSettings } from "../../src/settings/settings.ts";
import { NOWHERE } from "../cli/run.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { linkFromStore, SECRETS, startProcess, surroundings } from "../cloudflare/deployment.ts";

const LINK_SECRET = SECRETS.LINK_SECRETS;
const OTHER_SECRET = "another-secret-of-enough-characters-42";

/** The environment that the guide tells people to copy. */
const [, STAGING = ""] =
  /^## .*staging[^]*?```toml\n([^]*?)```/m.exec(
    readFileSync(new URL("../../docs/deploy.md", import.meta.url), "utf8"),
  ) ?? [];

const at = surroundings();

const deployedSecrets = () => [at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")];

function editToml(edit: (toml: string) => string): void {
  at().write("wrangler.toml", edit(at().read("wrangler.toml")));
}

describe("the first deployment", () => {
  it("brings the Worker with its secrets, lists, storage, and webhook, and sends the doctor", async () => {
    const before = at().read("wrangler.toml");
    const env = { ...at().env, ...SECRETS };
    const args = at().command("--json", "--webhook", at().list, `--origin=${at().origin}`);
    const { exitCode, stdout, stderr } = await startProcess(args, at().ownEnv(env)).ended;

    const result = { name: "leave-this-list", deployed: true, origin: at().origin, ok: true };
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, result]);
    const { bindings, classes, migrationTag, onSubdomain, observability } = at().worker();
    expect(deployedSecrets()).toEqual([API_KEY, LINK_SECRET]);
    expect(at().secret("RESEND_WEBHOOK_SECRET")).toMatch(/^whsec_/);
    const lists = { weekly: { segment: at().segment, name: "Weekly news" } };
    expect(bindings).toContainEqual({ name: "LISTS", type: "json", json: lists });
    const names = bindings.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["LEDGER", "LEAVE_LIMIT", "METRICS"]));
    expect([[...classes], migrationTag, onSubdomain]).toEqual([["Ledger"], "v1", true]);
    expect(observability).toEqual({ enabled: true, logs: { invocation_logs: false } });
    expect(stderr).toMatch(/Total Upload: [^]*Deployed: [^]*The doctor was here\./);
    expect(at().doctorRuns()).toEqual([{ args: [at().origin], env: SECRETS }]);
    for (const secret of [API_KEY, LINK_SECRET]) expect(stdout + stderr).not.toContain(secret);
    expect(at().leftovers()).toEqual([]);

    const after = at().read("wrangler.toml");
    expect(parse(after)).toEqual({ ...parse(before), vars: { LISTS: lists } });
    const comments = (text: string) => text.split("\n").filter((line) => line.startsWith("#"));
    expect(comments(after)).toEqual(comments(before));
  });

  it("is of the file that was checked, keeps its line ends, and warns while Resend is down", async () => {
    const { RESEND_BASE_URL: _, ...env } = at().env;
    const toml = at().read("wrangler.toml");
    at().write(
      "mine.toml",
      `${toml}[vars]\nRESEND_BASE_URL = "${NOWHERE}"\n`.replaceAll("\n", "\r\n"),
    );
    const args = ["--yes", "--no-doctor", "--config=mine.toml", at().list];
    const { exitCode, stdout, stderr } = await at().deploy(args, { ...env, ...SECRETS });
    expect([exitCode, stderr, at().cloudflare.workers.size]).toEqual([0, "", 1]);
    expect(stdout).toContain("warning: the key could not be checked: Resend does not answer");
    const vars = { LISTS: { weekly: { segment: at().segment } } };
    expect(parse(at().read("mine.toml"))).toMatchObject({ vars });
    expect(at().read("mine.toml")).not.toMatch(/(?<!\r)\n/);
    expect(at().read("wrangler.toml")).toBe(toml);
  });
});

describe("a staging environment", () => {
  it("has its own name, lists and secrets, but no sample ones, and changes nothing of the top level", async () => {
    await at().deployFirst("--no-doctor");
    const [toml, before] = [at().read("wrangler.toml"), structuredClone(at().worker())];
    at().write("wrangler.toml", `routes = ["acme.com/leave/*"]\n${toml}\n${STAGING}`);
    at().write(".dev.vars", `LINK_SECRETS=${LINK_SECRET}\n`);
    at().write(".dev.vars.staging", `RESEND_API_KEY=re_xxxxxxxxx\nLINK_SECRETS=${OTHER_SECRET}\n`);
    const env = { ...at().env, CLOUDFLARE_ENV: "staging" };
    const args = ["--yes", `--origin=${at().origin}`];
    const refused = await at().deploy(args, env);
    expect(refused.stderr).toMatch(
      /^error: not deployed:\nerror: RESEND_API_KEY: is missing.*\nerror: .* still has the sample lists weekly;.*\n$/,
    );
    const list = `--list=weekly=${at().segment}=Test`;
    const deployed = await at().deploy([...args, list], { ...env, RESEND_API_KEY: API_KEY });
    expect(deployed).toMatchObject({ exitCode: 0, stderr: "" });

    const { bindings, routes, onSubdomain } = at().worker("leave-this-list-staging");
    expect([routes, onSubdomain]).toEqual([[], true]);
    const lists = { weekly: { segment: at().segment, name: "Test" } };
    expect(bindings).toContainEqual({ name: "LISTS", type: "json", json: lists });
    const secrets = bindings.filter(({ type }) => type === "secret_text").map(({ text }) => text);
    expect(secrets).toEqual([API_KEY, OTHER_SECRET]);
    expect(at().worker()).toEqual(before);
    const own = { RESEND_API_KEY: API_KEY, LINK_SECRETS: OTHER_SECRET };
    expect(at().doctorRuns()).toEqual([{ args: [at().origin], env: own }]);
  });
});

describe('in Workers Builds, as after "Deploy to Cloudflare"', () => {
  it("deploys with the sample settings, and keeps what the dashboard has", async () => {
    const env = { ...at().env, CI: "true", WORKERS_CI: "1" };
    const first = await at().deploy([], env);
    const says = "Deployed. https://leave-this-list.acme.workers.dev/leave/-/health says what is";
    expect(first).toMatchObject({ exitCode: 0, stderr: "", stdout: expect.stringContaining(says) });
    const bound = () =>
      at()
        .worker()
        .bindings.map(({ name }) => name);
    expect(bound()).not.toContain("LISTS");

    // What the person adds in the dashboard: secrets, and `LISTS` as JSON.
    const lists = JSON.stringify({ weekly: { segment: at().segment } });
    const added = { ...SECRETS, LISTS: lists };
    for (const [name, text] of Object.entries(added)) {
      const type = name in SECRETS ? "secret_text" : "plain_text";
      at().worker().bindings.push({ name, type, text });
    }
    const second = await at().deploy([], env);
    expect([second.exitCode, at().worker().versions.length]).toEqual([0, 2]);
    const vars = Object.fromEntries(
      at()
        .worker()
        .bindings.map(({ name, text }) => [name, text]),
    );
    expect(vars).toMatchObject(added);
    expect(checkSettings(vars)).toMatchObject({ kind: "ready", brandFaults: [] });
  });

  it("leaves out the sample lists alone", async () => {
    editToml((toml) => toml.replace("78261eea-8f8b-4381-83c6-79fa7120f1cf", at().segment));
    await at().deploy([], { ...at().env, WORKERS_CI: "1" });
    const json = { weekly: { segment: at().segment, name: "Weekly digest" } };
    expect(at().worker().bindings).toContainEqual({ name: "LISTS", type: "json", json });
  });
});

describe("the next deployment", () => {
  it("keeps the secrets that are there, replaces only what it is told to, and adds what is missing", async () => {
    await at().deployFirst("--no-doctor");
    const again = await at().deploy(["--yes", `--origin=${at().origin}`]);
    expect([again.exitCode, again.stderr, at().worker().versions.length]).toEqual([0, "", 2]);
    expect(deployedSecrets()).toEqual([API_KEY, LINK_SECRET]);
    expect(again.stdout).toContain("For all checks");

    const both = `${OTHER_SECRET},${LINK_SECRET}`;
    const env = { ...at().env, RESEND_API_KEY: "re_other", LINK_SECRETS: both };
    await at().deploy(["--yes", "--no-doctor"], env);
    expect(deployedSecrets()).toEqual([API_KEY, LINK_SECRET]);
    await at().deploy(["--yes", "--no-doctor", "--replace=LINK_SECRETS"], env);
    expect(deployedSecrets()).toEqual([API_KEY, both]);

    const worker = at().worker();
    worker.bindings = worker.bindings.filter(({ name }) => name !== "RESEND_API_KEY");
    const without = await at().deploy(["--yes", "--no-doctor"]);
    expect(without.stderr).toContain("RESEND_API_KEY: is missing");
    await at().deploy(["--yes", "--no-doctor"], { ...at().env, ...SECRETS });
    expect(deployedSecrets()).toEqual([API_KEY, both]);
  });
});

describe("after the deployment", () => {
  const FAULT = { setting: "BRAND.url", problem: "is not an https URL" };

  it.each([
    ["the doctor finds something", { DOCTOR_EXITS: "2" }, { status: "ok" }, "The doctor was here."],
    ["a setting is wrong", {}, { status: "faulty", faults: [FAULT] }, "BRAND.url: is not an https"],
  ])("ends with 1 when %s", async (_, env, health, message) => {
    at().health.body = health;
    const args = ["--yes", at().list, `--origin=${at().origin}`];
    const ended = await at().deploy(args, { ...at().env, ...SECRETS, ...env });
    expect(ended).toMatchObject({ exitCode: 1, stdout: expect.stringContaining(message) });
  });

  it.each([
    ["says where a route puts the Worker", "acme.com/leave/*", /^Deployed: https:\/\/acme\.com$/m],
    ["does not guess a host", "*.acme.com/leave/*", /^Deployed\. .* `npm run doctor -- <url>`/m],
  ])("%s", async (_, pattern, message) => {
    editToml((toml) => `routes = [{ pattern = "${pattern}", zone_name = "acme.com" }]\n${toml}`);
    const args = ["--yes", "--no-doctor", at().list];
    const { exitCode, stdout } = await at().deploy(args, { ...at().env, ...SECRETS });
    expect([exitCode, at().worker().routes]).toEqual([0, [pattern]]);
    expect(stdout).toMatch(message);
  });

  it("gives the doctor a segment where there are no lists, and takes ORIGIN from the file", async () => {
    const ownLists = /\[vars\.LISTS\.[^]*?(?=\n#)/;
    editToml((toml) => `${toml.replace(ownLists, "")}\n[vars]\nORIGIN = "${at().origin}"\n`);
    const { exitCode } = await at().deploy(["--yes"], { ...at().env, ...SECRETS });
    expect([exitCode, at().doctorRuns()]).toEqual([
      0,
      [{ args: [at().origin, "--list", at().segment], env: SECRETS }],
    ]);
  });
});

describe("nothing is sent", () => {
  it.each<[name: string, env: object, toml: string, messages: string[]]>([
    [
      "while something is missing, and all of it is named at once",
      {},
      "",
      ["RESEND_API_KEY: is missing", "LINK_SECRETS: is missing", "weekly and product-news"],
    ],
    [
      "while something is wrong, and all of it is named at once",
      { RESEND_API_KEY: API_KEY, LINK_SECRETS: "too-short" },
      'color = "greenish"',
      ["LINK_SECRETS: has 9 characters, must have at least 32", "BRAND.color: "],
    ],
    [
      "for a key that Resend refuses",
      { ...SECRETS, RESEND_API_KEY: "re_mistyped" },
      "",
      ["RESEND_API_KEY: is refused by Resend"],
    ],
  ])("%s", async (_, env, brand, messages) => {
    editToml((toml) => `${toml}\n[vars.BRAND]\n${brand}\n`);
    const before = at().read("wrangler.toml");
    const args = "RESEND_API_KEY" in env ? [at().list] : [];
    const { exitCode, stdout, stderr } = await at().deploy(args, { ...at().env, ...env });
    expect([exitCode, at().changes(), at().read("wrangler.toml")]).toEqual([2, [], before]);
    for (const message of messages) expect(stderr).toContain(message);
    expect(stdout + stderr).not.toMatch(/too-short|greenish|mistyped/);
  });

  it("by a dry run, which does all the rest, also where pnpm puts the packages", async () => {
    linkFromStore(at().root);
    const env = at().ownEnv({ ...at().env, ...SECRETS });
    const args = at().command("--yes", "--dry-run", at().list);
    const { exitCode, stdout } = await startProcess(args, env).ended;
    expect([exitCode, at().changes(), at().doctorRuns()]).toEqual([0, [], []]);
    expect(stdout).toContain("Total Upload:");
    expect(stdout).toContain("nothing was sent");
    expect(at().read("wrangler.toml")).toContain(at().segment);
    expect(at().leftovers()).toEqual([]);
  });
});

describe("Cloudflare's refusal", () => {
  const accounts = [
    { id: "e".repeat(32), name: "Acme" },
    { id: "f".repeat(32), name: "Other" },
  ];

  it.each([
    ["a network", { CLOUDFLARE_API_BASE_URL: NOWHERE }, {}, "cannot be reached (ECONNREFUSED)"],
    ["a login", { CLOUDFLARE_API_TOKEN: "" }, {}, "set CLOUDFLARE_API_TOKEN"],
    ["the right token", { CLOUDFLARE_API_TOKEN: "mistyped" }, {}, "the login (code 9109)"],
    ["the account", { CLOUDFLARE_ACCOUNT_ID: "" }, { accounts }, "set CLOUDFLARE_ACCOUNT_ID"],
    ["a name under workers.dev", {}, { subdomain: undefined }, "/workers/onboarding"],
    ["Analytics Engine", {}, { analyticsEngine: false }, "[[analytics_engine_datasets]]"],
  ])("for want of %s says what to do", async (_, env, world, message) => {
    Object.assign(at().cloudflare, world);
    const given = { ...at().env, ...SECRETS, ...env };
    const { exitCode, stdout, stderr } = await at().deploy(["--yes", at().list], given);
    expect([exitCode, at().cloudflare.workers.size]).toEqual([2, 0]);
    expect(stderr).toContain(message);
    expect(stdout + stderr).not.toContain("mistyped");
  });
});
