/** The wrangler.toml at the top is the sender's. What it must not lose is what the tests run with. */

import { readFileSync } from "node:fs";

import { parse } from "@decimalturn/toml-patch";
import { expect, it } from "vitest";

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
