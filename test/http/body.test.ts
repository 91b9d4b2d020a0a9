import { describe, expect, it } from "vitest";

import { readBody } from "../../src/http/body.ts";
import { streamOf, VIEW } from "../worker.ts";

const ONE_CLICK = "List-Unsubscribe=One-Click";
const EMPTY = { channel: "other", view: "", token: "" };

/** A POST; mail clients say how long its body is. */
function post(body: BodyInit, length?: number): Request {
  const headers = length === undefined ? {} : { "content-length": String(length) };
  return new Request("https://acme.com/leave/weekly/c", { method: "POST", headers, body });
}

/** A one-click body whose bytes come at once; `then` says what follows them. */
async function* beginning(then: () => Promise<void>) {
  yield new TextEncoder().encode(ONE_CLICK);
  await then();
}

const broken = () => streamOf(beginning(() => Promise.reject(new Error("gone"))));
const stalled = () => streamOf(beginning(() => new Promise(() => {})));

describe("readBody, given a short body with a length", () => {
  it.each([
    ["one-click, and more", `a=b&${ONE_CLICK}&view=${VIEW}`, { channel: "one-click", view: VIEW }],
    ["a page's form", `view=${VIEW}&confirm=page`, { channel: "page", view: VIEW }],
    ["a receipt's form", `token=${VIEW}&confirm=page`, { channel: "page", token: VIEW }],
    ["a form in plain text", `view=${VIEW}\r\nconfirm=page\r\n`, { channel: "page", view: VIEW }],
    ["a page's form without an ID", "view=&confirm=page", { channel: "page" }],
    ["names that only end so", `preview=${VIEW}&nottoken=${VIEW}&unconfirm=page`, {}],
    ["an answer that only begins so", "confirm=pages", {}],
  ])("understands %s", async (_, text, expected) => {
    const { drain, ...body } = await readBody(post(text, text.length));
    expect(body).toEqual({ ...EMPTY, ...expected });
    await expect(drain()).resolves.toBeUndefined();
  });

  it.each([
    ["breaks off", broken, 0],
    ["is late, after two seconds", stalled, 1_900],
  ])("treats a body as empty that %s", async (_, body, minMs) => {
    const startedAt = Date.now();
    expect(await readBody(post(body(), 100))).toMatchObject(EMPTY);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(minMs);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });
});

const PARTS = new FormData();
PARTS.set("List-Unsubscribe", "One-Click");

describe("readBody, given a body without a length", () => {
  it.each([
    ["what has arrived when it breaks off", broken],
    ["a one-click POST in parts (RFC 8058 §3.2)", () => PARTS],
  ])("understands %s", async (_, body) => {
    expect(await readBody(post(body()))).toMatchObject({ channel: "one-click" });
  });

  it("reads 4 KB of it", async () => {
    const at = (bytes: number) =>
      `${"x=".padEnd(bytes - "confirm=page".length - 1, "x")}&confirm=page`;
    expect(await readBody(post(at(4096)))).toMatchObject({ channel: "page" });
    expect(await readBody(post(at(4097)))).toMatchObject(EMPTY);
  });
});
