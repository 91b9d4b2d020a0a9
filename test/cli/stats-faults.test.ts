/** What `stats` says when it cannot do its work. Nothing it prints holds a token. */

import { describe, expect, it } from "vitest";

import { API_TOKEN, OTHER_TOKEN } from "../cloudflare/sql.ts";
import { DATASET, runningStats, written } from "./stats-run.ts";

const sandbox = runningStats();

const TOKENS = new RegExp(`${API_TOKEN}|${OTHER_TOKEN}`);

async function failed(args: readonly string[] = [], env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await sandbox.stats(args, env);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).not.toMatch(TOKENS);
  return stderr;
}

describe("stats names what is missing or malformed:", () => {
  it.each([
    ["CLOUDFLARE_ACCOUNT_ID", "", "is missing"],
    ["CLOUDFLARE_ACCOUNT_ID", "acme", "is not an account ID of 32 hex digits"],
    ["CLOUDFLARE_API_TOKEN", "", "is missing"],
    ["CLOUDFLARE_API_TOKEN", "two words", "has characters that no token has"],
    ["CLOUDFLARE_API_BASE_URL", "http://acme.com", "must be https"],
    ["CLOUDFLARE_API_BASE_URL", "nonsense", "must be https"],
  ])("%s=%s", async (name, value, problem) => {
    expect(await failed([], { [name]: value })).toMatch(
      new RegExp(`^error: ${name}: ${problem}.*\n$`),
    );
    expect(sandbox.api.queries).toEqual([]);
  });

  it.each([
    ["--days", "0"],
    ["--days", "91"],
    ["--days", "1.5"],
    ["--days", "week"],
    ["--list", "no such name"],
    ["--list", "x' OR '1' = '1"],
    ["--dataset", "a; DROP"],
  ])("%s %s", async (flag, value) => {
    expect(await failed([flag, value])).toMatch(new RegExp(`^error: option '${flag} <`));
    expect(sandbox.api.queries).toEqual([]);
  });
});

describe("stats says what to do when Cloudflare", () => {
  const PERMISSION = "Account > Account Analytics > Read";

  it("does not know the token (401)", async () => {
    const stderr = await failed([], { CLOUDFLARE_API_TOKEN: "unknown" });
    expect(stderr).toMatch(/^error: CLOUDFLARE_API_TOKEN: Cloudflare refuses it \(401: /);
    expect(stderr).toContain(PERMISSION);
  });

  it("does not let the token read analytics (403)", async () => {
    const stderr = await failed([], { CLOUDFLARE_API_TOKEN: OTHER_TOKEN });
    expect(stderr).toMatch(/^error: CLOUDFLARE_API_TOKEN: Cloudflare refuses it \(403: /);
    expect(stderr).toContain(PERMISSION);
  });

  it("cannot read the token (400, in its envelope)", async () => {
    const errors = [{ code: 6003, message: "Invalid request headers" }];
    sandbox.api.answerWith(400, JSON.stringify({ success: false, errors }));
    expect(await failed()).toContain("refuses it (400: Invalid request headers)");
  });

  it("has nothing at that address (404)", async () => {
    const stderr = await failed([], { CLOUDFLARE_API_BASE_URL: `${sandbox.api.url}/v5` });
    expect(stderr).toContain("knows no such account (404: Could not route to this path)");
  });

  it.each([429, 500, 503])("does not answer now (%i)", async (status) => {
    sandbox.api.answerWith(status, "<html>\x1b[31m\nbusy</html>");
    expect(await failed()).toBe(
      `error: Cloudflare's SQL API does not answer now (${status}: <html> [31m busy</html>); try again in a minute\n`,
    );
  });

  it("refuses the query", async () => {
    sandbox.api.write(DATASET, [
      written("2026-11-23T08:00:00Z", { event: "view", list: "weekly", client: "person" }),
    ]);
    sandbox.api.answerWith(422, "unsupported function: sum");
    expect(await failed()).toContain("refuses the query (422: unsupported function: sum)");
  });

  it.each(["", "null", "[]", "{}", '{"data":1}', "<html>"])("answers no rows: %s", async (body) => {
    sandbox.api.answerWith(200, body);
    expect(await failed()).toContain("something that is not its format JSON");
  });

  it("cannot be reached", async () => {
    const url = sandbox.api.url;
    await sandbox.api.close();
    expect(await failed([], { CLOUDFLARE_API_BASE_URL: url })).toMatch(
      /^error: 127\.0\.0\.1:\d+: cannot be reached \(ECONNREFUSED\); check the network\n$/,
    );
  });
});
