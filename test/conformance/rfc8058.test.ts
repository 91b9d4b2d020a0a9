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

const CONTACT = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const INPUT = {
  origin: "https://acme.com",
  list: "weekly",
  contact: CONTACT,
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
  it("RFC 8058 §3.1: are one List-Unsubscribe and one List-Unsubscribe-Post", async () => {
    const headers = await leaveHeaders(INPUT);
    expect(Object.keys(headers).toSorted()).toEqual(["List-Unsubscribe", "List-Unsubscribe-Post"]);
  });

  it("RFC 8058 §3.1: hold exactly one HTTPS URI", async () => {
    const { "List-Unsubscribe": value } = await leaveHeaders(INPUT);
    const uris = [...value.matchAll(/<([^<>]*)>/g)].map(([, uri = ""]) => new URL(uri));
    expect(uris.map(({ protocol }) => protocol)).toEqual(["https:"]);
  });

  it("RFC 8058 §3.1: are not made for plain HTTP", async () => {
    await expect(leaveHeaders({ ...INPUT, origin: "http://acme.com" })).rejects.toThrow(TypeError);
  });

  it("RFC 8058 §3.1, §5: say List-Unsubscribe=One-Click, to the letter", async () => {
    const { "List-Unsubscribe-Post": value } = await leaveHeaders(INPUT);
    expect(value).toBe("List-Unsubscribe=One-Click");
  });
});

describe("the URI", () => {
  it("RFC 8058 §3.1: alone says who leaves what", async () => {
    const [one, other] = [await sandbox.member(), await sandbox.member()];
    expectLeft(await send({ link: one.linkById, headers: {}, body: "" }));
    expect([await sandbox.isMember(one), await sandbox.isMember(other)]).toEqual([false, true]);
  });

  it("RFC 8058 §3.1: has an opaque component, not the plain name of the subscriber", async () => {
    const { email, id, linkById, linkByAddress } = await sandbox.member();
    for (const plain of [id, email, encodeURIComponent(email), email.split("@")[0] ?? email]) {
      expect(linkById).not.toContain(plain);
      expect(linkByAddress).not.toContain(plain);
    }
  });

  it("RFC 8058 §3.1: is refused when its hard-to-forge component is not valid", async () => {
    const member = await sandbox.member();
    const forged = member.linkById.replace(/.(?=.$)/, (digit) => (digit === "a" ? "b" : "a"));
    expect((await send({ link: forged })).status).toBe(404);
    expect(await sandbox.isMember(member)).toBe(true);
  });

  it("RFC 8058 §3.1: of one list removes nobody from another", async () => {
    const { linkById } = await sandbox.member();
    const moved = linkById.replace("/weekly/", "/product-news/");
    expect((await send({ link: moved })).status).toBe(404);
    expect(await sandbox.standIn.requests()).toEqual([]);
  });
});

describe("the POST", () => {
  it("RFC 8058 §3.1: is answered without a redirect", async () => {
    const member = await sandbox.member();
    const answer = await send({ link: member.linkById });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty("location");
    expect(answer.headers).not.toHaveProperty("refresh");
  });

  it("RFC 8058 §3.1: is answered without a redirect when it fails, too", async () => {
    const member = await sandbox.member();
    await sandbox.standIn.fault("503");
    const answers = [
      await send({ link: member.linkById }),
      await send({ link: `${sandbox.worker.url}/leave/weekly/forged` }),
      await send({ link: `${sandbox.worker.url}/leave/weekly/` }),
      await send({ link: `${sandbox.worker.url}/leave` }),
    ];
    for (const { status, headers } of answers) {
      expect(Math.floor(status / 100), `${status}`).not.toBe(3);
      expect(headers).not.toHaveProperty("location");
    }
  });

  it("RFC 8058 §3.1: needs no cookie, no HTTP authorization, no origin, and sets no cookie", async () => {
    const member = await sandbox.member();
    const answer = await send({ link: member.linkById });
    expectLeft(answer);
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(answer.headers).not.toHaveProperty("www-authenticate");
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("RFC 8058 §3.1: is taken from anywhere: another site's Origin and context change nothing", async () => {
    const member = await sandbox.member();
    const context = {
      origin: "https://mail.example",
      referer: "https://mail.example/inbox",
      cookie: "session=somebody-else",
      authorization: "Bearer something",
      "sec-fetch-site": "cross-site",
    };
    expectLeft(await send({ link: member.linkById, headers: { ...FORM, ...context } }));
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("RFC 8058 §3.2: is taken as multipart/form-data", async () => {
    const member = await sandbox.member();
    const part = 'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click';
    const headers = { "content-type": "multipart/form-data; boundary=a-boundary" };
    const body = `--a-boundary\r\n${part}\r\n--a-boundary--\r\n`;
    const lines = await sandbox.logged(async () =>
      expectLeft(await send({ link: member.linkById, headers, body })),
    );
    expect(lines).toMatchObject([{ line: { channel: "one-click" } }]);
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("RFC 8058 §3.2: is taken as application/x-www-form-urlencoded", async () => {
    const member = await sandbox.member();
    const lines = await sandbox.logged(async () =>
      expectLeft(await send({ link: member.linkById })),
    );
    expect(lines).toMatchObject([{ line: { channel: "one-click" } }]);
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("RFC 8058 §3.2: of the URI in the header field is the whole procedure", async () => {
    const member = await sandbox.member();
    const headers = await leaveHeaders({
      origin: sandbox.worker.url,
      list: "weekly",
      contact: member.id,
      secret: LINK_SECRET,
    });
    const [, link = ""] = /^<(.*)>$/.exec(headers["List-Unsubscribe"]) ?? [];
    expectLeft(await send({ link, body: headers["List-Unsubscribe-Post"] }));
    expect(await sandbox.isMember(member)).toBe(false);
  });
});

describe("the GET", () => {
  it.each(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])(
    "RFC 8058 §1: software that fetches the URI unasked, with %s, unsubscribes nobody",
    async (method) => {
      const member = await sandbox.member();
      for (const link of [member.linkById, member.linkByAddress]) {
        await send({ link, method, headers: {}, body: "" });
      }
      expect(await sandbox.isMember(member)).toBe(true);
      expect(await sandbox.standIn.requests()).toEqual([]);
    },
  );

  it("RFC 8058 §3.2: of the same URI is the manual way: a page whose form posts to it", async () => {
    const { linkById } = await sandbox.member();
    const { status, headers, body } = await send({
      link: linkById,
      method: "GET",
      headers: {},
      body: "",
    });
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/html/);
    expect(body).toContain(`<form method="post" action="${new URL(linkById).pathname}">`);
  });
});
