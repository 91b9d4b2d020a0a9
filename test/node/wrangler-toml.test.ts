/** The wrangler.toml at the top is the sender's. What it must not lose is what the tests run with. */

import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { parse } from "@decimalturn/toml-patch";
import { expect, it, onTestFinished } from "vitest";

import manifest from "../../package.json" with { type: "json" };
import { WRANGLER } from "../../sandbox/processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const read = (path: string) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  return parse(text) as Record<string, unknown>;
};

const deployed = read("wrangler.toml");
const tested = read("sandbox/wrangler.toml");

it("binds the Ledger", () => {
  const { bindings } = tested["durable_objects"] as { bindings: object[] };
  expect(deployed["durable_objects"]).toMatchObject({ bindings });
  expect(deployed["migrations"]).toEqual(tested["migrations"]);
});

it("limits how often one link may ask", () => {
  const [{ name, simple }] = deployed["ratelimits"] as [{ name: string; simple: object }];
  expect({ name, simple }).toEqual({ name: "LEAVE_LIMIT", simple: { limit: 30, period: 60 } });
});

it("keeps URLs, and so tickets, out of Cloudflare's logs", () => {
  expect(deployed["observability"]).toMatchObject({ logs: { invocation_logs: false } });
  expect(deployed["observability"]).not.toHaveProperty("traces.enabled", true);
});

it("holds no secret", () => {
  const names = Object.keys(deployed["vars"] ?? {});
  expect(names.filter((name) => /KEY|SECRET|TOKEN/.test(name))).toEqual([]);
});

it("gives the Worker's settings the same types, whatever the sender has set", () => {
  const folder = mkdtempSync(join(tmpdir(), "types-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["sandbox", "src", ".dev.vars.example", "worker-env.d.ts"]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  cpSync(join(ROOT, "test/foreign-wrangler.toml"), join(folder, "wrangler.toml"));
  writeFileSync(join(folder, ".dev.vars"), "OPERATOR_TOKEN=own\nMAILTO_DOMAIN=acme.com\n");
  const [, ...args] = manifest.scripts["cf-typegen"].split(" ");
  const check = () => spawnSync(process.execPath, [WRANGLER, ...args, "--check"], { cwd: folder });
  expect(check().status).toBe(0);
  appendFileSync(join(folder, "sandbox/wrangler.toml"), '[vars]\nORIGIN = "https://acme.com"\n');
  expect(check().status).toBe(1);
}, 60_000);
