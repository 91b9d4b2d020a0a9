import { describe, expect, it } from "vitest";

import { readBody } from "../src/app/body.ts";

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

describe("readBody, of a body that says that it is short", () => {
  it.each([
    ["RFC 8058 §3.1: a one-click POST", ONE_CLICK, "one-click", ""],
    ["a page's form", "confirm=page", "page", ""],
    ["a result page's form", "confirm=page&proof=leave.cancel.1.aa", "page", "leave.cancel.1.aa"],
    ["some other form", "a=b", "other", ""],
    ["nothing", "", "other", ""],
  ])("understands %s", async (_, text, channel, proof) => {
    const body = await readBody(sized(text, text.length));
    expect(body).toMatchObject({ channel, proof });
    await expect(body.drain()).resolves.toBeUndefined();
  });

  it("knows RFC 8058's by its length, and reads nothing", async () => {
    const request = sized(
      beginning("x", () => new Promise<void>(() => {})),
      ONE_CLICK.length,
    );
    expect(await readBody(request)).toMatchObject({ channel: "one-click", proof: "" });
    expect(request.bodyUsed).toBe(false);
  });

  it("takes one that breaks off for empty", async () => {
    const broken = beginning(ONE_CLICK, (c) => c.error(new Error("gone")));
    expect(await readBody(sized(broken, 100))).toMatchObject({ channel: "other", proof: "" });
  });

  it("takes one that is late for empty, after two seconds", async () => {
    const stalled = beginning(ONE_CLICK, () => new Promise<void>(() => {}));
    const start = Date.now();
    expect(await readBody(sized(stalled, 100))).toMatchObject({ channel: "other", proof: "" });
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
    expect(body).toMatchObject({ channel: "other", proof: "" });
    await expect(body.drain()).resolves.toBeUndefined();
  });
});
