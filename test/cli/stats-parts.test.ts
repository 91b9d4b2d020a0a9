/** The parts of `stats`, with input that Cloudflare or an operator seldom gives. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { readAccount } from "../../cli/stats/account.ts";
import { ask } from "../../cli/stats/cloudflare.ts";
import type { Figure } from "../../cli/stats/figures.ts";
import { report } from "../../cli/stats/report.ts";
import { runStats } from "../../cli/stats/run.ts";
import { typist } from "./typist.ts";

const ACCOUNT_ID = "0123456789abcdef0123456789abcdef";
const FULL = { CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID, CLOUDFLARE_API_TOKEN: "token" };

/** Gives these answers, one after the other. */
async function answering(...answers: (readonly [status: number, body: string])[]) {
  const server = createServer((_, response) => {
    const [status, body] = answers.shift() ?? [500, "asked too often"];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("readAccount", () => {
  it("asks Cloudflare itself unless it is told of another address", () => {
    expect(readAccount(FULL)).toEqual({
      accountId: ACCOUNT_ID,
      apiToken: "token",
      baseUrl: "https://api.cloudflare.com/client/v4",
    });
  });

  it("takes an address without the slash at its end, and an ID as somebody pasted it", () => {
    const env = {
      CLOUDFLARE_ACCOUNT_ID: ` ${ACCOUNT_ID.toUpperCase()}\n`,
      CLOUDFLARE_API_TOKEN: " token ",
      CLOUDFLARE_API_BASE_URL: "https://proxy.acme.com/v4/",
    };
    expect(readAccount(env)).toEqual({
      accountId: ACCOUNT_ID,
      apiToken: "token",
      baseUrl: "https://proxy.acme.com/v4",
    });
  });

  it.each([
    ["CLOUDFLARE_ACCOUNT_ID", {}],
    ["CLOUDFLARE_API_TOKEN", { CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID }],
  ])("says that %s is missing where nothing sets it", (name, env) => {
    expect(() => readAccount(env)).toThrow(new RegExp(`^${name}: is missing; `));
  });

  it.each(["https://acme.com/v4?key=1", "https://acme.com/v4#top"])(
    "refuses an address to which no path can be added: %s",
    (url) => {
      expect(() => readAccount({ ...FULL, CLOUDFLARE_API_BASE_URL: url })).toThrow(
        /^CLOUDFLARE_API_BASE_URL: /,
      );
    },
  );
});

describe("ask", () => {
  const account = (baseUrl: string) => ({ accountId: ACCOUNT_ID, apiToken: "token", baseUrl });

  it.each([
    ["nothing", ""],
    ["blanks", " \n\t "],
    ["an envelope with an empty message", '{"errors":[{"message":""}]}'],
  ])("says so when Cloudflare fails with %s", async (_, body) => {
    const url = await answering([500, body]);
    await expect(ask("SELECT 1", account(url))).rejects.toThrow("(500: without a word)");
  });

  it("shows the words of an envelope without errors as they came, on one line", async () => {
    const url = await answering([400, '{"errors":\n[]}']);
    expect(await ask("SELECT 1", account(url))).toEqual({
      kind: "refused",
      status: 400,
      words: '{"errors": []}',
    });
  });

  it("says that it cannot be reached where the system gives no reason", async () => {
    // `fetch` itself blocks this port, and its error has no code of the system's.
    await expect(ask("SELECT 1", account("http://127.0.0.1:1"))).rejects.toThrow(
      "127.0.0.1:1: cannot be reached (TypeError); check the network",
    );
  });
});

describe("report", () => {
  const LEAVE: Figure = {
    day: "2026-11-22",
    event: "leave",
    list: "weekly",
    scope: "list",
    channel: "page",
    outcome: "done",
    client: "",
    count: 2,
    milliseconds: 300,
  };

  it("shows an outcome that it does not know by its own name, after those it knows", () => {
    const leaves = [{ ...LEAVE, outcome: "postponed", count: 1 }, LEAVE];
    const said = report({ leaves, undos: [], views: [], estimated: false }, [LEAVE.day]);
    expect(said).toContain("Who asked: 2 done at once; 1 postponed.");
  });
});

describe("stats", () => {
  const NO_COLUMN = "unable to find type of column: blob9";

  async function stats(baseUrl: string) {
    const terminal = typist();
    const env = { ...FULL, CLOUDFLARE_API_BASE_URL: baseUrl };
    const exitCode = await runStats([], { ...terminal, env }, Date.parse("2026-11-23T12:00:00Z"));
    return { exitCode, shown: terminal.shown() };
  }

  it.each([
    [
      "a query of a dataset that is there",
      "syntax error",
      200,
      '{"data":[{"t":"leave_this_list"}]}',
    ],
    ["the query, and the list of datasets too", NO_COLUMN, 400, "no tables today"],
  ])("repeats Cloudflare's words when it refuses %s", async (_, words, status, tables) => {
    const { exitCode, shown } = await stats(await answering([400, words], [status, tables]));
    expect(exitCode).toBe(2);
    expect(shown).toBe(`error: Cloudflare's SQL API refuses the query (400: ${words})\n`);
  });
});
