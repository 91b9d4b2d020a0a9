/**
 * `npm run deploy` as a process, with the wrangler that this project pins, against a stand-in for
 * Cloudflare's API. Nobody is at a terminal.
 */

import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";

import { API_KEY, LINK_SECRET, SECRETS, surroundings } from "../cloudflare/running.ts";

const OTHER_SECRET = "another-secret-of-enough-characters-42";

const at = surroundings();

describe("the first deployment", () => {
  it("brings the Worker with its secrets, lists and storage, and sends the doctor", async () => {
    const { exitCode, stdout, stderr } = await at().deployFirst();

    expect([exitCode, stderr]).toEqual([0, ""]);
    const { bindings, classes, migrationTag, onSubdomain, observability } = at().worker();
    expect([at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")]).toEqual([
      API_KEY,
      LINK_SECRET,
    ]);
    expect(bindings).toContainEqual({
      name: "LISTS",
      type: "json",
      json: { weekly: { segment: at().segment, name: "Weekly news" } },
    });
    expect(bindings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["LEDGER", "LEAVE_LIMIT", "METRICS"]),
    );
    expect([[...classes], migrationTag, onSubdomain]).toEqual([["Ledger"], "v1", true]);
    expect(observability).toEqual({ enabled: true, logs: { invocation_logs: false } });
    expect(stdout).toContain("https://leave-this-list.acme.workers.dev");
    expect(stdout).toContain("The doctor was here.");
    expect(at().checkout.doctorSaw()).toEqual([{ args: [at().origin], env: SECRETS }]);
    expect(stdout).not.toContain(API_KEY);
    expect(stdout).not.toContain(LINK_SECRET);
    expect(at().leftovers()).toEqual([]);
  });

  it("is the same as a process of its own", async () => {
    const env = { ...at().env, ...SECRETS };
    const { ended } = at().checkout.start([at().list, `--origin=${at().origin}`], env);
    const { exitCode, stdout, stderr } = await ended;
    expect([exitCode, stderr, at().secret("LINK_SECRETS")]).toEqual([0, "", LINK_SECRET]);
    expect(stdout).toMatch(/Total Upload: [^]*Deployed: [^]*The doctor was here\./);
    expect(at().leftovers()).toEqual([]);
  });

  it("leaves the lists in wrangler.toml, and its other settings and comments as they were", async () => {
    const before = at().checkout.read("wrangler.toml");
    await at().deployFirst("--no-doctor");
    const after = at().checkout.read("wrangler.toml");
    const lists = { weekly: { segment: at().segment, name: "Weekly news" } };
    expect(parse(after)).toEqual({ ...parse(before), vars: { LISTS: lists } });
    const comments = (text: string) => text.split("\n").filter((line) => line.startsWith("#"));
    expect(comments(after)).toEqual(comments(before));
  });

  it("takes what the environment does not have from .dev.vars, but not its sample key", async () => {
    at().checkout.write(
      ".dev.vars",
      `RESEND_API_KEY=re_xxxxxxxxx\nLINK_SECRETS="${OTHER_SECRET}"\n`,
    );
    const args = ["--yes", at().list, "--no-doctor"];

    const without = await at().checkout.deploy(args, at().env);
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      "error: not deployed:\n  RESEND_API_KEY: set it to a Resend API key with full access\n",
    ]);

    const { exitCode } = await at().checkout.deploy(args, { ...at().env, RESEND_API_KEY: API_KEY });
    expect([exitCode, at().secret("LINK_SECRETS")]).toEqual([0, OTHER_SECRET]);
  });

  it("carries secrets whole, whatever shells and files of settings make of their characters", async () => {
    const awkward = `$HOME-\${PATH}-"quoted"-'x'-#-\\n-${"x".repeat(32)}`;
    const env = { ...at().env, RESEND_API_KEY: API_KEY, LINK_SECRETS: awkward };
    await at().checkout.deploy(["--yes", at().list, "--no-doctor"], env);
    expect(at().secret("LINK_SECRETS")).toBe(awkward);
  });
});

describe("while Resend is down", () => {
  it("deploys, with a warning: leaves wait in the Ledger anyway", async () => {
    const { RESEND_BASE_URL: _, ...env } = at().env;
    const toml = at().checkout.read("wrangler.toml");
    const down = 'RESEND_BASE_URL = "http://127.0.0.1:9"';
    at().checkout.write(
      "wrangler.toml",
      toml.replace("# Your lists", `[vars]\n${down}\n# Your lists`),
    );
    const args = ["--yes", at().list, "--no-doctor"];
    const { exitCode, stdout } = await at().checkout.deploy(args, { ...env, ...SECRETS });
    expect([exitCode, at().secret("RESEND_API_KEY")]).toEqual([0, API_KEY]);
    expect(stdout).toContain("warning: the key could not be checked: Resend does not answer");
  });
});

describe("the next deployment", () => {
  it("needs no secrets and keeps those that are there", async () => {
    await at().deployFirst("--no-doctor");
    const again = await at().checkout.deploy(["--yes", `--origin=${at().origin}`], at().env);

    expect([again.exitCode, again.stderr]).toEqual([0, ""]);
    expect(at().worker().versions).toHaveLength(2);
    expect([at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")]).toEqual([
      API_KEY,
      LINK_SECRET,
    ]);
    expect(again.stdout).toContain("the doctor would look closer");
  });

  it("keeps them also when other ones are at hand, and replaces only what it is told to", async () => {
    await at().deployFirst("--no-doctor");
    const env = {
      ...at().env,
      RESEND_API_KEY: "re_other",
      LINK_SECRETS: `${OTHER_SECRET},${LINK_SECRET}`,
    };

    await at().checkout.deploy(["--yes", "--no-doctor"], env);
    expect([at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")]).toEqual([
      API_KEY,
      LINK_SECRET,
    ]);

    await at().checkout.deploy(["--yes", "--no-doctor", "--replace=LINK_SECRETS"], env);
    expect([at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")]).toEqual([
      API_KEY,
      `${OTHER_SECRET},${LINK_SECRET}`,
    ]);
  });

  it("brings what the Worker at Cloudflare lacks", async () => {
    await at().deployFirst("--no-doctor");
    const worker = at().worker();
    worker.bindings = worker.bindings.filter(({ name }) => name !== "LINK_SECRETS");

    const without = await at().checkout.deploy(["--yes", "--no-doctor"], at().env);
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      expect.stringContaining("LINK_SECRETS"),
    ]);

    await at().checkout.deploy(["--yes", "--no-doctor"], {
      ...at().env,
      LINK_SECRETS: OTHER_SECRET,
    });
    expect([at().secret("RESEND_API_KEY"), at().secret("LINK_SECRETS")]).toEqual([
      API_KEY,
      OTHER_SECRET,
    ]);
  });
});

describe("after the deployment", () => {
  it("ends with 1 when the doctor finds something", async () => {
    const env = { ...at().env, ...SECRETS, DOCTOR_SAYS: "2" };
    const args = ["--yes", at().list, `--origin=${at().origin}`];
    expect((await at().checkout.deploy(args, env)).exitCode).toBe(1);
  });

  it("ends with 1 and the names of settings that the Worker itself finds wrong", async () => {
    at().health.body = {
      status: "faulty",
      faults: [{ setting: "BRAND.url", problem: "is not an https URL" }],
    };
    const { exitCode, stdout } = await at().deployFirst();
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringContaining("BRAND.url: is not an https URL"),
    ]);
  });

  it("looks where a route or a custom domain of wrangler.toml puts the Worker", async () => {
    const toml = at().checkout.read("wrangler.toml");
    const routes = '[{ pattern = "acme.com/leave/*", zone_name = "acme.com" }]';
    at().checkout.write(
      "wrangler.toml",
      toml.replace('main = "src', `routes = ${routes}\nmain = "src`),
    );
    const args = ["--yes", at().list, "--no-doctor"];
    const { exitCode, stdout } = await at().checkout.deploy(args, { ...at().env, ...SECRETS });
    expect([exitCode, at().worker().routes]).toEqual([0, ["acme.com/leave/*"]]);
    expect(stdout).toMatch(/^Deployed: https:\/\/acme\.com$/m);
  });

  it("does not guess between the hosts of a pattern", async () => {
    const toml = at().checkout.read("wrangler.toml");
    const routes = '[{ pattern = "*.acme.com/leave/*", zone_name = "acme.com" }]';
    at().checkout.write("wrangler.toml", `routes = ${routes}\n${toml}`);
    const args = ["--yes", at().list];
    const { exitCode, stdout } = await at().checkout.deploy(args, { ...at().env, ...SECRETS });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("npm run doctor -- <url>")]);
  });

  it("gives the doctor a segment where wrangler.toml has no lists, and takes ORIGIN from it", async () => {
    const toml = at()
      .checkout.read("wrangler.toml")
      .replace(/\[vars\.LISTS\.[^]*?(?=\n# One)/, "");
    at().checkout.write("wrangler.toml", `${toml}\n[vars]\nORIGIN = "${at().origin}"\n`);
    const { exitCode } = await at().checkout.deploy(["--yes"], { ...at().env, ...SECRETS });
    expect([exitCode, at().checkout.doctorSaw()[0]?.args]).toEqual([
      0,
      [at().origin, "--list", at().segment],
    ]);
  });
});
