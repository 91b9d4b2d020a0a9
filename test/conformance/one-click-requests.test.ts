/** Requests as mail programs and gateways send them, over a real connection. */

import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import shapes from "../one-click-requests.json" with { type: "json" };
import { runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import { earlyInAMinute, exchange, FORM, oneClick, type RawRequest } from "../e2e/exchange.ts";
import { leave } from "../e2e/reader.ts";

const sandbox = runningSandbox();

/** Puts list and ticket into a path of `one-click-requests.json`. */
function fill(path: string, link: string): string {
  const { pathname } = new URL(link);
  const [, , list = "", ticket = ""] = pathname.split("/");
  return path
    .replace("{path}", pathname)
    .replace("{LIST}", list.toUpperCase())
    .replace("{TICKET}", ticket.toUpperCase());
}

describe.each(["linkById", "linkByAddress"] as const)("a known request to a %s", (kind) => {
  it.each(shapes.requests)("removes one contact, once: $name", async (shape) => {
    const subscriber = await sandbox.subscriber();
    const before = await sandbox.standIn.members(WEEKLY);

    const answer = await exchange({
      ...shape,
      origin: sandbox.worker.url,
      path: fill(shape.path, subscriber[kind]),
      headers: shape.headers as Record<string, string>,
    });

    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty("location");
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(answer.body).toMatch(/^Weekly digest: You are unsubscribed\. /);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
    const others = before.filter((email) => email !== subscriber.email);
    expect(await sandbox.standIn.members(WEEKLY)).toEqual(others);
  });
});

async function* slowly() {
  for (const part of ["List-Unsub", "scribe=On", "e-Click"]) {
    yield part;
    await sleep(300);
  }
}

it.each<[string, Pick<RawRequest, "headers" | "body">, string]>([
  ["of 1 MB", { body: Buffer.alloc(1_000_000, "x") }, "other"],
  ["of 5 MB", { body: Buffer.alloc(5_000_000, "x") }, "other"],
  ["that comes slowly", { headers: FORM, body: slowly() }, "one-click"],
  [
    "that comes slowly and says its length",
    { headers: { ...FORM, "content-length": "26" }, body: slowly() },
    "one-click",
  ],
])("a body %s does not get in the way", async (_, request, channel) => {
  const subscriber = await sandbox.subscriber();
  const { origin, pathname: path } = new URL(subscriber.linkById);
  const lines = await sandbox.logged(async () => {
    const sent = exchange({ origin, method: "POST", path, ...request });
    // The local runtime may close the connection before all of 5 MB has been sent: then no answer comes.
    const answer = await sent.catch((error: unknown) => {
      if (channel === "one-click") throw error;
    });
    expect([200, undefined]).toContain(answer?.status);
  });
  expect(lines).toMatchObject([{ line: { outcome: "done", channel } }]);
  expect(await sandbox.isSubscribed(subscriber)).toBe(false);
  expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
});

describe("the 31st POST of one link within a minute", () => {
  it("is 429 with Retry-After, however the link is spelled, and costs no one else their own request", async () => {
    const [subscriber, other] = [await sandbox.subscriber(), await sandbox.subscriber()];
    const { pathname } = new URL(subscriber.linkById);
    const spellings = [pathname, `${pathname}.`, pathname.replace("weekly", "WEEKLY")];
    await earlyInAMinute();
    const post = { origin: sandbox.worker.url, method: "POST", headers: FORM };
    const statuses: number[] = [];
    const lines = await sandbox.logged(async () => {
      for (let sent = 0; sent < 30; sent++) {
        const path = spellings[sent % spellings.length] ?? pathname;
        statuses.push((await exchange({ ...post, path })).status);
      }
    });
    expect(statuses).toEqual(Array(30).fill(200));
    // One subscription has one hash in the log.
    expect(new Set(lines.map(({ line }) => line["hash"])).size).toBe(1);
    for (const path of spellings) {
      const { status, headers } = await exchange({ ...post, path });
      expect([status, headers["retry-after"]]).toEqual([429, "60"]);
    }
    expect(await sandbox.standIn.changes()).toHaveLength(1);
    const [line] = await sandbox.logged(async () => {
      expect((await oneClick(other.linkById)).status).toBe(200);
    });
    expect(line?.line["hash"]).not.toBe(lines[0]?.line["hash"]);
  });
});

describe("a receipt", () => {
  it("is only read: no request to it changes anything or reaches Resend", async () => {
    const { url, heading } = await leave((await sandbox.subscriber()).linkById);
    expect(heading).toBe("You are unsubscribed");
    await sandbox.standIn.forget();
    const { origin, pathname } = new URL(url);
    for (const path of [
      pathname,
      `${pathname}?lang=de`,
      pathname.replace("/receipt", "%2FRECEIPT"),
    ]) {
      for (const [method, status] of [
        ["GET", 200],
        ["HEAD", 200],
        ["POST", 404],
      ] as const) {
        const body = method === "POST" ? "confirm=page" : "";
        const answer = await exchange({ origin, method, path, headers: FORM, body });
        expect(answer.status, `${method} ${path}`).toBe(status);
      }
    }
    expect(await sandbox.standIn.requests()).toEqual([]);
    expect((await oneClick(url.replace(/\w+$/, "0".repeat(32)))).status).toBe(404);
  });
});
