/**
 * RFC 8058, "Signaling One-Click Functionality for List Email Headers", clause by clause, as far as a sender's endpoint and
 * its header fields are concerned, and the requests and messages that mail programs and gateways send, over a real
 * connection. DKIM (section 4) is the mailer's part.
 */

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { leaveHeaders } from "../../src/links/index.ts";
import { runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import { LINK_SECRET } from "../../sandbox/settings.ts";
import {
  earlyInAMinute,
  exchange,
  FORM,
  mailtoOf,
  ONE_CLICK_BODY,
  oneClick,
  sendMail,
} from "../e2e/exchange.ts";
import type { RawAnswer, RawRequest } from "../e2e/exchange.ts";
import shapes from "../one-click-requests.json" with { type: "json" };

const sandbox = runningSandbox();

const INPUT = {
  origin: "https://acme.com",
  list: "weekly",
  contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
  secret: LINK_SECRET,
};

interface Posted {
  link: string;
  headers?: Record<string, string>;
  body?: string;
  method?: string;
}

function send({ link, headers = FORM, body = ONE_CLICK_BODY, method = "POST" }: Posted) {
  const { origin, pathname } = new URL(link);
  return exchange({ origin, method, path: pathname, headers, body });
}

function expectLeft({ status, headers }: RawAnswer) {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(300);
  expect(headers).not.toHaveProperty("location");
}

describe("the header fields that leaveHeaders makes", () => {
  it("RFC 8058 §3.1, §5: are List-Unsubscribe with one HTTPS URI, and List-Unsubscribe-Post, to the letter", async () => {
    const { "List-Unsubscribe": value, ...others } = await leaveHeaders(INPUT);
    expect(others).toEqual({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    const uris = [...value.matchAll(/<([^<>]*)>/g)].map(([, uri = ""]) => new URL(uri));
    expect(uris.map(({ protocol }) => protocol)).toEqual(["https:"]);
    await expect(leaveHeaders({ ...INPUT, origin: "http://acme.com" })).rejects.toThrow(TypeError);
  });
});

describe("the URI", () => {
  it("RFC 8058 §3.1: has an opaque component, not the plain name of the subscriber", async () => {
    const { email, id, linkById, linkByAddress } = await sandbox.subscriber();
    for (const plain of [id, email, encodeURIComponent(email), email.split("@")[0] ?? email]) {
      expect(linkById).not.toContain(plain);
      expect(linkByAddress).not.toContain(plain);
    }
  });

  it.each([
    [
      "not valid",
      (link: string) => link.replace(/.(?=.$)/, (digit) => (digit === "a" ? "b" : "a")),
    ],
    ["another list's", (link: string) => link.replace("/weekly/", "/product-news/")],
  ])("RFC 8058 §3.1: removes no one if its hard-to-forge component is %s", async (_, forge) => {
    const subscriber = await sandbox.subscriber();
    expect((await send({ link: forge(subscriber.linkById) })).status).toBe(404);
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);
    expect(await sandbox.standIn.requests()).toEqual([]);
  });
});

describe("the POST", () => {
  it("RFC 8058 §3.1: is answered without a redirect, when it fails, too", async () => {
    const { linkById } = await sandbox.subscriber();
    await sandbox.standIn.fault("503");
    const { url } = sandbox.worker;
    const links = [linkById, `${url}/leave/weekly/forged`, `${url}/leave/weekly/`, `${url}/leave`];
    for (const link of links) {
      const { status, headers } = await send({ link });
      expect(Math.floor(status / 100), `${status}`).not.toBe(3);
      expect(headers).not.toHaveProperty("location");
      expect(headers).not.toHaveProperty("refresh");
    }
  });

  it("RFC 8058 §3.1: is taken from anywhere: another site's Origin and context change nothing", async () => {
    const subscriber = await sandbox.subscriber();
    const context = {
      origin: "https://mail.example",
      referer: "https://mail.example/inbox",
      cookie: "session=another",
      authorization: "Bearer something",
      "sec-fetch-site": "cross-site",
    };
    expectLeft(await send({ link: subscriber.linkById, headers: { ...FORM, ...context } }));
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
  });

  it("RFC 8058 §3.2: to the URI in the header field, with the other field's value, is the whole procedure", async () => {
    const subscriber = await sandbox.subscriber();
    const { url: origin } = sandbox.worker;
    const headers = await leaveHeaders({ ...INPUT, origin, contact: subscriber.id });
    const link = headers["List-Unsubscribe"].slice(1, -1);
    expectLeft(await send({ link, body: headers["List-Unsubscribe-Post"] }));
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
  });
});

describe("the GET", () => {
  it.each(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])(
    "RFC 8058 §1: software that fetches the URI unasked, with %s, unsubscribes no one, and does not reach Resend",
    async (method) => {
      const subscriber = await sandbox.subscriber();
      for (const link of [subscriber.linkById, subscriber.linkByAddress]) {
        for (const suffix of ["", ".", "/undo", "/everything"]) {
          await send({ link: link + suffix, method, headers: {}, body: "" });
        }
      }
      expect(await sandbox.isSubscribed(subscriber)).toBe(true);
      expect(await sandbox.standIn.requests()).toEqual([]);
    },
  );

  it("RFC 8058 §3.2: of the same URI is the manual way: a page whose form posts to it", async () => {
    const { linkById } = await sandbox.subscriber();
    const get = { link: linkById, method: "GET", headers: {}, body: "" };
    const { status, headers, body } = await send(get);
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/html/);
    expect(body).toContain(`<form method="post" action="${new URL(linkById).pathname}">`);
  });
});

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
    expect(answer.headers).not.toHaveProperty("www-authenticate");
    expect(answer.body).toMatch(/^Weekly digest: You are unsubscribed\. /);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
    const others = before.filter((email) => email !== subscriber.email);
    expect(await sandbox.standIn.members(WEEKLY)).toEqual(others);
  });
});

const MAIL = new URL("../mail/", import.meta.url);

it.each(readdirSync(MAIL).filter((file) => file.endsWith(".eml")))(
  "a message to a link's address removes one contact, once, and none if the ticket is damaged: %s",
  async (file) => {
    const subscriber = await sandbox.subscriber();
    const mail = (link: string) =>
      sendMail(sandbox.worker.url, mailtoOf(link), readFileSync(new URL(file, MAIL)));
    const rejected = await mail(`${subscriber.linkById.slice(0, -1)}z`);
    expect(rejected.status).toBeGreaterThanOrEqual(400);
    expect(rejected.body).toContain("Please use the unsubscribe link in the email");
    expect(await sandbox.standIn.requests()).toEqual([]);

    expect((await mail(subscriber.linkById)).status).toBe(200);
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
  },
);

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
