/**
 * RFC 8058, "Signaling One-Click Functionality for List Email Headers", clause by clause, as far as
 * a sender's endpoint and its header fields are concerned. DKIM (section 4) is the mailer's part.
 */

import { describe, expect, it } from "vitest";

import { leaveHeaders } from "../../src/links/index.ts";
import { LINK_SECRET } from "../../sandbox/settings.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { exchange, FORM, ONE_CLICK_BODY, type RawAnswer } from "../e2e/exchange.ts";

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
  });

  it("RFC 8058 §3.1: are not made for plain HTTP", async () => {
    await expect(leaveHeaders({ ...INPUT, origin: "http://acme.com" })).rejects.toThrow(TypeError);
  });
});

describe("the URI", () => {
  it("RFC 8058 §3.1: alone says who unsubscribes from what", async () => {
    const [one, other] = [await sandbox.subscriber(), await sandbox.subscriber()];
    expectLeft(await send({ link: one.linkById, headers: {}, body: "" }));
    expect([await sandbox.isSubscribed(one), await sandbox.isSubscribed(other)]).toEqual([
      false,
      true,
    ]);
  });

  it("RFC 8058 §3.1: has an opaque component, not the plain name of the subscriber", async () => {
    const { email, id, linkById, linkByAddress } = await sandbox.subscriber();
    for (const plain of [id, email, encodeURIComponent(email), email.split("@")[0] ?? email]) {
      expect(linkById).not.toContain(plain);
      expect(linkByAddress).not.toContain(plain);
    }
  });

  it("RFC 8058 §3.1: is refused when its hard-to-forge component is not valid", async () => {
    const subscriber = await sandbox.subscriber();
    const forged = subscriber.linkById.replace(/.(?=.$)/, (digit) => (digit === "a" ? "b" : "a"));
    expect((await send({ link: forged })).status).toBe(404);
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);
  });

  it("RFC 8058 §3.1: of one list removes no one from another", async () => {
    const { linkById } = await sandbox.subscriber();
    const moved = linkById.replace("/weekly/", "/product-news/");
    expect((await send({ link: moved })).status).toBe(404);
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

  it("RFC 8058 §3.1: needs no cookie, no HTTP authorization, no origin, and sets no cookie", async () => {
    const subscriber = await sandbox.subscriber();
    const answer = await send({ link: subscriber.linkById });
    expectLeft(answer);
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(answer.headers).not.toHaveProperty("www-authenticate");
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
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

  const part = 'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click';
  it.each([
    ["multipart/form-data; boundary=a-boundary", `--a-boundary\r\n${part}\r\n--a-boundary--\r\n`],
    ["application/x-www-form-urlencoded", ONE_CLICK_BODY],
  ])("RFC 8058 §3.2: is taken as %s", async (type, body) => {
    const subscriber = await sandbox.subscriber();
    const lines = await sandbox.logged(async () =>
      expectLeft(
        await send({ link: subscriber.linkById, headers: { "content-type": type }, body }),
      ),
    );
    expect(lines).toMatchObject([{ line: { channel: "one-click" } }]);
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
