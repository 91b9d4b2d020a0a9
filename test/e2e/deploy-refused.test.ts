/** What `npm run deploy` does not send, and what it says instead: all that is missing, each with its remedy. */

import { describe, expect, it } from "vitest";

import { API_KEY, SECRETS, surroundings } from "../cloudflare/running.ts";

const at = surroundings();

describe("nothing is sent", () => {
  it("while something is missing, and all of it is named at once", async () => {
    const { exitCode, stderr } = await at().checkout.deploy([], at().env);
    expect(exitCode).toBe(2);
    for (const name of ["RESEND_API_KEY", "LINK_SECRETS", "LISTS"])
      expect(stderr).toContain(`  ${name}: `);
    expect(stderr).toContain("weekly and product-news");
    expect(at().changes()).toEqual([]);
  });

  it("while a setting is wrong, and its value is not repeated", async () => {
    at().checkout.write(
      "wrangler.toml",
      `${at().checkout.read("wrangler.toml")}\n[vars.BRAND]\ncolor = "greenish"\n`,
    );
    const env = { ...at().env, RESEND_API_KEY: API_KEY, LINK_SECRETS: "too-short" };
    const { exitCode, stderr } = await at().checkout.deploy(["--yes", at().list], env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("LINK_SECRETS: holds a secret of less than 32 characters");
    expect(stderr).toContain("BRAND.color: is not a color");
    expect(stderr).not.toMatch(/too-short|greenish/);
    expect(at().changes()).toEqual([]);
  });

  it("while a binding is missing from wrangler.toml", async () => {
    const toml = at().checkout.read("wrangler.toml");
    at().checkout.write("wrangler.toml", toml.replace('name = "LEAVE_LIMIT"', 'name = "OTHER"'));
    const { exitCode, stderr } = await at().deployFirst();
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("LEAVE_LIMIT: is not bound; declare it"),
    ]);
  });

  it("for a key that Resend refuses", async () => {
    const env = { ...at().env, ...SECRETS, RESEND_API_KEY: "re_mistyped" };
    const { exitCode, stderr } = await at().checkout.deploy(["--yes", at().list], env);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("RESEND_API_KEY: is refused by Resend ("),
    ]);
    expect(stderr).not.toContain("re_mistyped");
    expect(at().changes()).toEqual([]);
  });

  it("for a list whose segment the account does not have", async () => {
    const stranger = "--list=news=11111111-2222-4333-8444-555555555555";
    const { exitCode, stderr } = await at().deployFirst(stranger);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("LISTS.news.segment: the Resend account has no such segment"),
    ]);
    expect(at().checkout.read("wrangler.toml")).toContain("Weekly digest");
  });

  it("while the account has no name under workers.dev, which wrangler says how to get", async () => {
    at().cloudflare.subdomain = undefined;
    const { exitCode, stderr } = await at().deployFirst();
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("/workers/onboarding")]);
    expect(at().changes()).toEqual([]);
  });

  it("by a dry run, which does all the rest", async () => {
    const { exitCode, stdout } = await at().deployFirst("--dry-run");
    expect([exitCode, at().changes(), at().checkout.doctorSaw()]).toEqual([0, [], []]);
    expect(stdout).toContain("Total Upload:");
    expect(stdout).toContain("nothing was sent");
    expect(at().checkout.read("wrangler.toml")).toContain(at().segment);
    expect(at().leftovers()).toEqual([]);
  });
});

describe("who is not let in", () => {
  it("is told how to log in", async () => {
    const { CLOUDFLARE_API_TOKEN: _, ...env } = at().env;
    const { exitCode, stderr } = await at().checkout.deploy(["--yes"], env);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("npx wrangler login")]);
    expect(stderr).toContain("CLOUDFLARE_API_TOKEN");
  });

  it("is told that the token is refused, and not which it is", async () => {
    const env = { ...at().env, CLOUDFLARE_API_TOKEN: "mistyped-token" };
    const { exitCode, stdout, stderr } = await at().checkout.deploy(["--yes"], env);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("Cloudflare refuses the login (code 9109)"),
    ]);
    expect(stdout + stderr).not.toContain("mistyped-token");
  });

  it("is asked for an account when there are several", async () => {
    at().cloudflare.accounts.push({ id: "f".repeat(32), name: "Other" });
    const { CLOUDFLARE_ACCOUNT_ID: _, ...env } = at().env;
    const { exitCode, stderr } = await at().checkout.deploy(["--yes"], env);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("set CLOUDFLARE_ACCOUNT_ID")]);
  });
});
