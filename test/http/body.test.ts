import { describe, expect, it } from "vitest";

import { readBody } from "../../src/http/body.ts";

/** A POST that says how long its body is, as mail clients do. */
function sized(body: BodyInit, length: number): Request {
  const headers = { "content-length": String(length) };
  return new Request("https://acme.com/leave/weekly/c", { method: "POST", headers, body });
}

/** A body whose first bytes come at once; `then` says what follows them. */
function beginning(
  text: string,
  then: (c: ReadableStreamDefaultController) => void | Promise<void>,
) {
  let isSent = false;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) return then(controller);
      isSent = true;
      controller.enqueue(new TextEncoder().encode(text));
    },
  });
}

const ONE_CLICK = "List-Unsubscribe=One-Click";
const VIEW = "0123456789abcdef0123456789abcdef";

describe("readBody, of a body that says that it is short", () => {
  it.each([
    ["RFC 8058 §3.1: a one-click POST", ONE_CLICK, { channel: "one-click" }],
    [
      "one with more around it",
      `a=b&${ONE_CLICK}&view=${VIEW}`,
      { channel: "one-click", view: VIEW },
    ],
    ["a page's form", `view=${VIEW}&confirm=page`, { channel: "page", view: VIEW }],
    ["a receipt's form", `token=${VIEW}&confirm=page`, { channel: "page", token: VIEW }],
    ["a form in plain text", `view=${VIEW}\r\nconfirm=page\r\n`, { channel: "page", view: VIEW }],
    ["a page's form without an ID", "view=&confirm=page", { channel: "page" }],
    ["names that only end so", `preview=${VIEW}&nottoken=${VIEW}&unconfirm=page`, {}],
    ["an answer that only begins so", "confirm=pages", {}],
    ["some other form", "a=b", {}],
    ["nothing", "", {}],
  ])("understands %s", async (_, text, expected) => {
    const { drain, ...body } = await readBody(sized(text, text.length));
    expect(body).toEqual({ channel: "other", view: "", token: "", ...expected });
    await expect(drain()).resolves.toBeUndefined();
  });

  it("understands a one-click POST in parts (RFC 8058 §3.2)", async () => {
    const form = new FormData();
    form.set("List-Unsubscribe", "One-Click");
    const request = new Request("https://acme.com/leave/weekly/c", { method: "POST", body: form });
    expect(await readBody(request)).toMatchObject({ channel: "one-click" });
  });

  it("knows RFC 8058's by its length, and reads nothing", async () => {
    const request = sized(
      beginning("x", () => new Promise<void>(() => {})),
      ONE_CLICK.length,
    );
    expect(await readBody(request)).toMatchObject({ channel: "one-click", view: "", token: "" });
    expect(request.bodyUsed).toBe(false);
  });

  it("takes one that breaks off for empty", async () => {
    const broken = beginning(ONE_CLICK, (c) => c.error(new Error("gone")));
    expect(await readBody(sized(broken, 100))).toMatchObject({
      channel: "other",
      view: "",
      token: "",
    });
  });

  it("takes one that is late for empty, after two seconds", async () => {
    const stalled = beginning(ONE_CLICK, () => new Promise<void>(() => {}));
    const start = Date.now();
    expect(await readBody(sized(stalled, 100))).toMatchObject({
      channel: "other",
      view: "",
      token: "",
    });
    expect(Date.now() - start).toBeGreaterThanOrEqual(1_900);
    expect(Date.now() - start).toBeLessThan(4_000);
  });
});

describe("readBody, of a body that does not say how long it is", () => {
  it("understands what has come when it breaks off", async () => {
    const body = beginning(ONE_CLICK, (c) => c.error(new Error("gone")));
    const request = new Request("https://acme.com/leave/weekly/c", { method: "POST", body });
    expect(await readBody(request)).toMatchObject({ channel: "one-click" });
  });

  it("takes none for empty", async () => {
    const request = new Request("https://acme.com/leave/weekly/c", { method: "POST" });
    const body = await readBody(request);
    expect(body).toMatchObject({ channel: "other", view: "", token: "" });
    await expect(body.drain()).resolves.toBeUndefined();
  });
});
