/**
 * `npm run deploy` with the wrangler that this project pins, against a stand-in for Cloudflare's API. No one is at
 * a terminal.
 */

import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";

import {
  API_KEY,
  LINK_SECRET,
  SECRETS,
  startProcess,
  surroundings,
} from "../cloudflare/deployment.ts";

const OTHER_SECRET = "another-secret-of-enough-characters-42";

/** An environment inherits no bindings. */
const STAGING_BINDINGS = `
ratelimits = [
  { name = "LEAVE_LIMIT", namespace_id = "1", simple = { limit = 30, period = 60 } },
]
analytics_engine_datasets = [{ binding = "METRICS" }]
durable_objects = { bindings = [{ name = "LEDGER", class_name = "Ledger" }] }
`;

const at = surroundings();

const deployedSecrets = () => [at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")];

function editToml(edit: (toml: string) => string): void {
  at().write("wrangler.toml", edit(at().read("wrangler.toml")));
}

describe("the first deployment", () => {
  it("brings the Worker with its secrets, lists and storage, and sends the doctor", async () => {
    const env = { ...at().env, ...SECRETS };
    const args = at().command(at().list, `--origin=${at().origin}`);
    const { exitCode, stdout, stderr } = await startProcess(args, at().ownEnv(env)).ended;

    expect([exitCode, stderr]).toEqual([0, ""]);
    const { bindings, classes, migrationTag, onSubdomain, observability } = at().worker();
    expect(deployedSecrets()).toEqual([API_KEY, LINK_SECRET]);
    expect(bindings).toContainEqual({
      name: "LISTS",
      type: "json",
      json: { weekly: { segment: at().segment, name: "Weekly news" } },
    });
    const names = bindings.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["LEDGER", "LEAVE_LIMIT", "METRICS"]));
    expect([[...classes], migrationTag, onSubdomain]).toEqual([["Ledger"], "v1", true]);
    expect(observability).toEqual({ enabled: true, logs: { invocation_logs: false } });
    expect(stdout).toMatch(/Total Upload: [^]*Deployed: [^]*The doctor was here\./);
    expect(at().doctorRuns()).toEqual([{ args: [at().origin], env: SECRETS }]);
    expect(stdout).not.toContain(API_KEY);
    expect(stdout).not.toContain(LINK_SECRET);
    expect(at().leftovers()).toEqual([]);
  });

  it("leaves the lists in wrangler.toml, and its other settings and comments as they were", async () => {
    const before = at().read("wrangler.toml");
    const { stdout } = await at().deployFirst("--no-doctor", "--json");
    expect(JSON.parse(stdout)).toEqual({
      name: "leave-this-list",
      deployed: true,
      origin: at().origin,
    });
    const after = at().read("wrangler.toml");
    const lists = { weekly: { segment: at().segment, name: "Weekly news" } };
    expect(parse(after)).toEqual({ ...parse(before), vars: { LISTS: lists } });
    const comments = (text: string) => text.split("\n").filter((line) => line.startsWith("#"));
    expect(comments(after)).toEqual(comments(before));
  });

  it("takes from .dev.vars what the environment lacks, but not its sample key", async () => {
    at().write(".dev.vars", `RESEND_API_KEY=re_xxxxxxxxx\nLINK_SECRETS="${OTHER_SECRET}"\n`);
    const args = ["--yes", at().list, "--no-doctor"];
    const without = await at().deploy(args);
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: not deployed:\nerror: RESEND_API_KEY: is missing.*\n$/),
    ]);
    const { exitCode } = await at().deploy(args, { ...at().env, RESEND_API_KEY: API_KEY });
    expect([exitCode, at().secret("LINK_SECRETS")]).toEqual([0, OTHER_SECRET]);
  });

  it("carries secrets whole, whatever shells and files of settings make of their characters", async () => {
    const awkward = `-#-\\n-%PATH%-!!-&-|-*-~-${"x".repeat(32)}`;
    const env = { ...at().env, RESEND_API_KEY: API_KEY, LINK_SECRETS: awkward };
    await at().deploy(["--yes", at().list, "--no-doctor"], env);
    expect(at().secret("LINK_SECRETS")).toBe(awkward);
  });

  it("goes on with a warning while Resend is down: the Ledger queues what comes", async () => {
    const { RESEND_BASE_URL: _, ...env } = at().env;
    editToml((toml) => `${toml}\n[vars]\nRESEND_BASE_URL = "http://127.0.0.1:9"\n`);
    const args = ["--yes", at().list, "--no-doctor"];
    const { exitCode, stdout } = await at().deploy(args, { ...env, ...SECRETS });
    expect([exitCode, at().secret("RESEND_API_KEY")]).toEqual([0, API_KEY]);
    expect(stdout).toContain("warning: the key could not be checked: Resend does not answer");
  });

  it("is of the file and the environment that were checked", async () => {
    const toml = at().read("wrangler.toml");
    at().write("mine.toml", `${toml}\n[env.staging]\nname = "mine"\n`);
    const args = ["--yes", "--no-doctor", "--config=mine.toml", "--env=staging", at().list];
    const missing = await at().deploy(args, { ...at().env, ...SECRETS });
    expect(missing.stderr).toContain("LEDGER: is not bound");

    at().write("mine.toml", `${toml}\n[env.staging]\nname = "mine"\n${STAGING_BINDINGS}`);
    const { exitCode, stderr } = await at().deploy(args, { ...at().env, ...SECRETS });
    expect([exitCode, stderr, [...at().cloudflare.workers.keys()]]).toEqual([0, "", ["mine"]]);
    const lists = { weekly: { segment: at().segment, name: "Weekly news" } };
    expect(parse(at().read("mine.toml"))).toMatchObject({
      env: { staging: { vars: { LISTS: lists } } },
    });
    expect(at().read("wrangler.toml")).toBe(toml);
  });
});

describe("the next deployment", () => {
  it("keeps the secrets that are there, and replaces only what it is told to", async () => {
    await at().deployFirst("--no-doctor");
    const again = await at().deploy(["--yes", `--origin=${at().origin}`]);
    expect([again.exitCode, again.stderr, at().worker().versions.length]).toEqual([0, "", 2]);
    expect(deployedSecrets()).toEqual([API_KEY, LINK_SECRET]);
    expect(again.stdout).toContain("For a closer look");

    const both = `${OTHER_SECRET},${LINK_SECRET}`;
    const env = { ...at().env, RESEND_API_KEY: "re_other", LINK_SECRETS: both };
    await at().deploy(["--yes", "--no-doctor"], env);
    expect(deployedSecrets()).toEqual([API_KEY, LINK_SECRET]);
    await at().deploy(["--yes", "--no-doctor", "--replace=LINK_SECRETS"], env);
    expect(deployedSecrets()).toEqual([API_KEY, both]);
  });

  it("brings what the Worker at Cloudflare lacks", async () => {
    await at().deployFirst("--no-doctor");
    const worker = at().worker();
    worker.bindings = worker.bindings.filter(({ name }) => name !== "LINK_SECRETS");
    const without = await at().deploy(["--yes", "--no-doctor"]);
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      expect.stringContaining("LINK_SECRETS: is missing"),
    ]);
    const env = { ...at().env, LINK_SECRETS: OTHER_SECRET };
    await at().deploy(["--yes", "--no-doctor"], env);
    expect(deployedSecrets()).toEqual([API_KEY, OTHER_SECRET]);
  });
});

describe("after the deployment", () => {
  it("ends with 1 when the doctor finds something", async () => {
    const env = { ...at().env, ...SECRETS, DOCTOR_EXITS: "2" };
    const args = ["--yes", at().list, `--origin=${at().origin}`];
    expect((await at().deploy(args, env)).exitCode).toBe(1);
  });

  it("ends with 1 and the names of settings that the Worker itself finds wrong", async () => {
    const faults = [{ setting: "BRAND.url", problem: "is not an https URL" }];
    at().health.body = { status: "faulty", faults };
    const { exitCode, stdout } = await at().deployFirst();
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringContaining("BRAND.url: is not an https URL"),
    ]);
  });

  it("says where a route puts the Worker, and does not guess between the hosts of a pattern", async () => {
    const routes = (pattern: string) =>
      editToml((toml) => `routes = [{ pattern = "${pattern}", zone_name = "acme.com" }]\n${toml}`);
    const args = ["--yes", at().list];
    const toml = at().read("wrangler.toml");
    routes("acme.com/leave/*");
    const one = await at().deploy([...args, "--no-doctor"], { ...at().env, ...SECRETS });
    expect([one.exitCode, at().worker().routes]).toEqual([0, ["acme.com/leave/*"]]);
    expect(one.stdout).toMatch(/^Deployed: https:\/\/acme\.com$/m);

    at().write("wrangler.toml", toml);
    routes("*.acme.com/leave/*");
    const several = await at().deploy(args, { ...at().env, ...SECRETS });
    expect([several.exitCode, several.stdout]).toEqual([
      0,
      expect.stringContaining("`npm run doctor -- <url>`"),
    ]);
  });

  it("gives the doctor a segment where there are no lists, and takes ORIGIN from the file", async () => {
    const ownLists = /\[vars\.LISTS\.[^]*?(?=\n# One)/;
    editToml((toml) => `${toml.replace(ownLists, "")}\n[vars]\nORIGIN = "${at().origin}"\n`);
    const { exitCode } = await at().deploy(["--yes"], { ...at().env, ...SECRETS });
    expect([exitCode, at().doctorRuns()]).toEqual([
      0,
      [{ args: [at().origin, "--list", at().segment], env: SECRETS }],
    ]);
  });
});

describe("nothing is sent", () => {
  it.each([
    [
      "while something is missing, and all of it is named at once",
      { args: [], env: {} },
      ["RESEND_API_KEY: is missing", "LINK_SECRETS: is missing", "weekly and product-news"],
    ],
    [
      "while a setting is wrong",
      {
        env: { RESEND_API_KEY: API_KEY, LINK_SECRETS: "too-short" },
        edit: (toml: string) => `${toml}\n[vars.BRAND]\ncolor = "greenish"\n`,
      },
      ["LINK_SECRETS: holds a secret of less than 32 characters", "BRAND.color: "],
    ],
    [
      "while a binding is missing",
      { edit: (toml: string) => toml.replace('name = "LEAVE_LIMIT"', 'name = "OTHER"') },
      ["LEAVE_LIMIT: is not bound"],
    ],
    [
      "for a key that Resend refuses",
      { env: { ...SECRETS, RESEND_API_KEY: "re_mistyped" } },
      ["RESEND_API_KEY: is refused by Resend"],
    ],
    [
      "for a list whose segment the account does not have",
      { args: ["--list=news=11111111-2222-4333-8444-555555555555"] },
      ["LISTS.news.segment: the Resend account has no such segment"],
    ],
    ["without a wrangler file", { args: ["--config=none.toml"] }, ["--config: none.toml"]],
  ])("%s", async (_, { args, env = SECRETS, edit }: Given, messages) => {
    if (edit !== undefined) editToml(edit);
    const before = at().read("wrangler.toml");
    const given = { ...at().env, ...env };
    const { exitCode, stdout, stderr } = await at().deploy(args ?? [at().list], given);
    expect([exitCode, at().changes(), at().read("wrangler.toml")]).toEqual([2, [], before]);
    for (const message of messages) expect(stderr).toContain(message);
    expect(stdout + stderr).not.toMatch(/too-short|greenish|mistyped/);
  });

  it("by a dry run, which does all the rest", async () => {
    const { exitCode, stdout } = await at().deployFirst("--dry-run");
    expect([exitCode, at().changes(), at().doctorRuns()]).toEqual([0, [], []]);
    expect(stdout).toContain("Total Upload:");
    expect(stdout).toContain("nothing was sent");
    expect(at().read("wrangler.toml")).toContain(at().segment);
    expect(at().leftovers()).toEqual([]);
  });
});

interface Given {
  args?: string[];
  env?: Record<string, string>;
  edit?: (toml: string) => string;
}

describe("Cloudflare's refusal", () => {
  it.each([
    ["no login", { CLOUDFLARE_API_TOKEN: "" }, ["npx wrangler login", "CLOUDFLARE_API_TOKEN"]],
    [
      "a wrong token",
      { CLOUDFLARE_API_TOKEN: "mistyped-token" },
      ["Cloudflare refuses the login (code 9109)"],
    ],
    ["several accounts", { CLOUDFLARE_ACCOUNT_ID: "" }, ["set CLOUDFLARE_ACCOUNT_ID"]],
  ])("for %s says what to do", async (_, env, messages) => {
    at().cloudflare.accounts.push({ id: "f".repeat(32), name: "Other" });
    const { exitCode, stdout, stderr } = await at().deploy(["--yes"], { ...at().env, ...env });
    expect([exitCode, at().changes()]).toEqual([2, []]);
    for (const message of messages) expect(stderr).toContain(message);
    expect(stdout + stderr).not.toContain("mistyped-token");
  });

  it("for want of a name under workers.dev is wrangler's own, which says where to get it", async () => {
    at().cloudflare.subdomain = undefined;
    const { exitCode, stderr } = await at().deployFirst();
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("/workers/onboarding")]);
    expect(at().changes()).toEqual([]);
  });

  it("for want of Analytics Engine says how to get it, or to do without", async () => {
    at().cloudflare.analyticsEngine = false;
    const { exitCode, stderr } = await at().deployFirst();
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("no Analytics Engine")]);
    expect(stderr).toContain("[[analytics_engine_datasets]]");
  });
});
