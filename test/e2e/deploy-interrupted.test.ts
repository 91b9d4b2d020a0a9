/** A deployment that does not come to its end says so, and leaves no secret behind, whatever ended it. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { SECRETS, startProcess, surroundings } from "../cloudflare/deployment.ts";

const at = surroundings();

const isUpload = ({ method }: { method: string }) => method === "PUT";

const processes = () => execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" });

describe("when Cloudflare fails during the upload", () => {
  it.each([
    ["500", "code 10013"],
    ["403", "Cloudflare refuses the login (code 10000)"],
  ] as const)("with %s, it ends with 2 and says why", async (how, message) => {
    at().cloudflare.fault = { on: isUpload, how };
    const { exitCode, stdout, stderr } = await at().deployFirst();
    expect([exitCode, at().cloudflare.workers.size, at().doctorRuns()]).toEqual([2, 0, []]);
    expect(stderr).toContain("error: not deployed, or only partly: ");
    expect(stderr).toContain(message);
    for (const secret of Object.values(SECRETS)) expect(stdout + stderr).not.toContain(secret);
    expect(at().leftovers()).toEqual([]);
  });

  it("half-way, the same command again finishes the work", async () => {
    // This call puts the uploaded Worker under workers.dev.
    at().cloudflare.fault = {
      on: ({ method, path }) => method === "POST" && path.endsWith("/subdomain"),
      how: "500",
    };
    const first = await at().deployFirst();
    expect([first.exitCode, at().worker().onSubdomain]).toEqual([2, false]);
    expect(first.stderr).toContain("error: not deployed, or only partly: ");
    at().cloudflare.fault = undefined;
    const { exitCode } = await at().deployFirst();
    expect([exitCode, at().worker().onSubdomain]).toEqual([0, true]);
    expect(at().secret("LINK_SECRETS")).toBe(SECRETS.LINK_SECRETS);
  });
});

describe("while it uploads", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "%s removes the file, for this user only, that has the secrets",
    async (signal, code) => {
      at().cloudflare.fault = { on: isUpload, how: "hang" };
      const env = at().ownEnv({ ...at().env, ...SECRETS });
      const running = startProcess(at().command("--yes", at().list), env);
      await expect.poll(() => at().changes(), { timeout: 60_000 }).toHaveLength(1);

      const [folder = ""] = readdirSync(at().temporary).map((name) => join(at().temporary, name));
      const file = join(folder, "secrets.json");
      expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(SECRETS);
      expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
      expect(processes()).toContain(file);
      for (const secret of Object.values(SECRETS)) expect(processes()).not.toContain(secret);

      running.kill(signal);
      const { exitCode, stderr } = await running.ended;
      expect([exitCode, stderr]).toEqual([code, "error: interrupted\n"]);
      expect(at().leftovers()).toEqual([]);
      await expect.poll(processes, { timeout: 10_000 }).not.toContain(at().root);
    },
  );

  it("a wrangler that something else ended, with exit code 0, has not deployed", async () => {
    at().cloudflare.fault = { on: isUpload, how: "hang" };
    const ended = at().deployFirst();
    await expect.poll(() => at().changes(), { timeout: 60_000 }).toHaveLength(1);
    const row = processes()
      .split("\n")
      .find((line) => line.includes("wrangler.js") && line.includes(at().root));
    process.kill(Number.parseInt(row ?? "", 10), "SIGTERM");
    const { exitCode, stderr } = await ended;
    expect([exitCode, at().leftovers()]).toEqual([2, []]);
    expect(stderr).toContain("wrangler ended early");
  });
});

it("ends also while it waits for the Worker to answer, and says that it is deployed", async () => {
  at().health.body = "not the Worker";
  const interrupt = new AbortController();
  const args = ["--yes", at().list, `--origin=${at().origin}`];
  const ended = at().deploy(args, { ...at().env, ...SECRETS }, interrupt.signal);
  await expect.poll(() => at().health.requests, { timeout: 60_000 }).toBeGreaterThan(1);
  interrupt.abort("SIGTERM");
  const { exitCode, stderr } = await ended;
  expect([exitCode, at().doctorRuns()]).toEqual([143, []]);
  const later = `the Worker is deployed. To check it later, run: npm run doctor -- ${at().origin}\n`;
  expect(stderr).toContain(`error: interrupted; ${later}`);
});
