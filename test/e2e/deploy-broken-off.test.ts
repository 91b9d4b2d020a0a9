/** A deployment that does not come to its end leaves no secret behind, whatever ended it. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { API_KEY, LINK_SECRET, SECRETS, surroundings } from "../cloudflare/running.ts";

const at = surroundings();

describe("when Cloudflare fails during the upload", () => {
  it.each(["500", "403"] as const)(
    "with %s, it says so, ends with 2, and leaves no secret behind",
    async (how) => {
      at().cloudflare.fault = { on: ({ method }) => method === "PUT", how };
      const { exitCode, stdout, stderr } = await at().deployFirst();
      expect([exitCode, at().cloudflare.workers.size]).toEqual([2, 0]);
      expect(stderr).toContain("error: not deployed, or not wholly: ");
      expect(stderr).toContain(
        how === "500" ? "code 10013" : "Cloudflare refuses the login (code 10000)",
      );
      for (const secret of [API_KEY, LINK_SECRET]) expect(stdout + stderr).not.toContain(secret);
      expect(at().leftovers()).toEqual([]);
      expect(at().checkout.doctorSaw()).toEqual([]);
    },
  );

  it("for want of Analytics Engine, it says how to get it, or to do without", async () => {
    at().cloudflare.analyticsEngine = false;
    const { exitCode, stderr } = await at().deployFirst();
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("no Analytics Engine")]);
    expect(stderr).toContain("[[analytics_engine_datasets]]");
  });

  it("half-way, it says so; the same command again finishes the work", async () => {
    // The call that puts the uploaded Worker under workers.dev; the one that reads the account's name is a GET.
    at().cloudflare.fault = {
      on: ({ method, path }) => method === "POST" && path.endsWith("/subdomain"),
      how: "500",
    };
    const first = await at().deployFirst();
    expect([first.exitCode, at().worker().onSubdomain]).toEqual([2, false]);
    expect(first.stderr).toContain("error: not deployed, or not wholly: ");

    at().cloudflare.fault = undefined;
    const { exitCode } = await at().deployFirst();
    expect([exitCode, at().worker().onSubdomain, at().secret("LINK_SECRETS")]).toEqual([
      0,
      true,
      LINK_SECRET,
    ]);
  });
});

describe("while it uploads", () => {
  const argumentsOfAll = () =>
    execFileSync("ps", ["-A", "-ww", "-o", "args="], { encoding: "utf8" });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "only a file for this user has the secrets, and %s takes it away",
    async (signal, code) => {
      at().cloudflare.fault = { on: ({ method }) => method === "PUT", how: "hang" };
      const running = at().checkout.start(["--yes", at().list], { ...at().env, ...SECRETS });
      await expect.poll(() => at().changes(), { timeout: 60_000 }).toHaveLength(1);

      const { temporary, root } = at().checkout;
      const [folder = ""] = readdirSync(temporary);
      const file = join(temporary, folder, "secrets.json");
      expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(SECRETS);
      expect([statSync(join(temporary, folder)).mode & 0o777, statSync(file).mode & 0o777]).toEqual(
        [0o700, 0o600],
      );
      expect(argumentsOfAll()).toContain(file);
      for (const secret of [API_KEY, LINK_SECRET]) expect(argumentsOfAll()).not.toContain(secret);

      running.kill(signal);

      const { exitCode, stderr } = await running.ended;
      expect([exitCode, stderr]).toEqual([code, "interrupted\n"]);
      expect(at().leftovers()).toEqual([]);
      await expect.poll(argumentsOfAll, { timeout: 10_000 }).not.toContain(root);
    },
  );
});

it("ends also while it waits for the Worker to answer", async () => {
  at().health.body = "not the Worker";
  const told = new AbortController();
  const args = ["--yes", at().list, `--origin=${at().origin}`];
  const ended = at().checkout.deploy(args, { ...at().env, ...SECRETS }, { signal: told.signal });
  await expect.poll(() => at().health.asked, { timeout: 60_000 }).toBeGreaterThan(1);
  told.abort("SIGTERM");
  expect([(await ended).exitCode, at().checkout.doctorSaw()]).toEqual([143, []]);
});

it("does not take a wrangler that somebody else ended, with exit code 0, for a deployment", async () => {
  at().cloudflare.fault = { on: ({ method }) => method === "PUT", how: "hang" };
  const ended = at().deployFirst();
  await expect.poll(() => at().changes(), { timeout: 60_000 }).toHaveLength(1);
  const table = execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" });
  const wrangler = table.split("\n").find((row) => {
    return row.includes("wrangler.js") && row.includes(at().checkout.root);
  });
  process.kill(Number.parseInt(wrangler ?? "", 10), "SIGTERM");
  const { exitCode, stderr } = await ended;
  expect([exitCode, stderr, at().leftovers()]).toEqual([
    2,
    expect.stringContaining("wrangler stopped"),
    [],
  ]);
});
