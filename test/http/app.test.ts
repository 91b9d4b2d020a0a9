/** Which page each request is answered with, and what every answer promises. */

import { describe, expect, it } from "vitest";

import { mintLink } from "../../src/links/mint.ts";
import { WEEKLY } from "../scripted.ts";
import { REMOVED } from "../upstream.ts";
import {
  fromPage,
  ID,
  ledgerOf,
  MADE_UP,
  ONE_CLICK,
  ORIGIN,
  press,
  read,
  SECRET,
  signedPath,
  SILENT,
  startWorker,
  undoForm,
} from "../worker.ts";

const TEXT = "text/plain; charset=UTF-8";
const HTML = "text/html; charset=UTF-8";

describe("GET and HEAD of a signed link", () => {
  it("show the page that asks, and call neither the Ledger nor Resend", async () => {
    const worker = await startWorker([], SILENT);
    const path = await signedPath({ contact: "steve.wozniak@gmail.com" });
    const shouted = path.toUpperCase().replace("LEAVE", "leave");
    for (const at of [path, `${shouted}/undo`, `${path}/everything`, `${shouted}%3E`]) {
      const { status, headers, html, title } = await read(worker, at);
      expect([status, headers.get("content-type")]).toEqual([200, HTML]);
      expect(title).toBe("Unsubscribe from this list?");
      expect(html).toContain("Weekly digest");
      expect(html, "without a brand, the host is the sender").toContain("<bdi>acme.com</bdi>");
      expect(html).toContain("s&#8226;&#8226;&#8226;@gmail.com");
      expect(html).not.toContain("wozniak");
      expect(html).toContain(`<form method="post" action="${path}">`);
      expect(html).toContain(`<form method="post" action="${path}/everything">`);
      const head = await read(worker, at, { method: "HEAD" });
      expect([head.status, head.html]).toEqual([200, ""]);
    }
    expect([worker.resend.all, worker.log]).toEqual([[], []]);
  });

  it("give each form of each page view its own ID", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const html = (await read(worker, path)).html + (await read(worker, path)).html;
    const views = [...html.matchAll(/name="view" value="([0-9a-f]{32})"/g)].map(([, id]) => id);
    expect(new Set(views).size).toBe(4);
  });
});

describe("a link without a ticket", () => {
  const WHO = "We cannot tell who you are from this link";
  it.each([
    ["/leave/Weekly/?utm_source=broadcast", WHO],
    ["/leave/weekly%3E", WHO],
    ["/leave/nobody-knows-this-list", WHO],
    ["/", "This site is for unsubscribing"],
  ])(
    "leads to a page that tells neither who nor which list, and takes no POST: %s",
    async (path, expected) => {
      const worker = await startWorker([], SILENT);
      const { status, html, title } = await read(worker, path);
      expect([status, title]).toEqual([200, expected]);
      expect(html).not.toMatch(/<form|Weekly digest|does not work/);
      expect((await worker.fetch(path, { method: "HEAD" })).status).toBe(200);
      for (const post of [ONE_CLICK, fromPage()]) {
        const refused = await read(worker, path, post);
        expect([refused.status, refused.html]).toEqual([404, expect.stringContaining("does not")]);
      }
    },
  );
});

describe("a link without a valid signature", () => {
  it.each([
    "/leave/-",
    "/leave/-weekly",
    `/leave/${"a".repeat(41)}`,
    "/leave/weekly/cut-short",
    `/leave/weekly/cut/receipt/${MADE_UP}`,
    "/leave/-/secret",
  ])("is 404 with a page that helps, and causes no call: %s", async (path) => {
    const worker = await startWorker([], SILENT);
    const { status, html } = await read(worker, path);
    expect([status, html]).toEqual([404, expect.stringContaining("copy the whole link")]);
    expect((await worker.fetch(path, ONE_CLICK)).status).toBe(404);
    expect((await worker.fetch(path, fromPage())).status).toBe(404);
  });

  it("gets the same answer, whether or not the person and the list exist", async () => {
    const worker = await startWorker();
    const member = await signedPath({ contact: ID });
    const forged = [
      `${member.slice(0, -1)}z`,
      member.replace("/c4fu2", "/c5fu2"),
      member.replace("weekly", "product-news"),
      member.replace("weekly", "no-such-list"),
      "/leave/weekly/nothing",
    ];
    for (const init of [{}, fromPage(), ONE_CLICK]) {
      const all = await Promise.all(forged.map((path) => read(worker, path, init)));
      expect(new Set(all.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
    }
    expect(worker.resend.all).toEqual([]);
  });
});

describe("a rotation of the link secret", () => {
  const FRESH = "a-fresh-secret-of-these-days-0123456789";
  const path = async (secret: string) =>
    new URL((await mintLink({ origin: ORIGIN, list: "weekly", contact: ID, secret })).url).pathname;

  it("locks the thief out once the old secret is removed: links, undo, receipts, and mail", async () => {
    const worker = await startWorker(undefined, { LINK_SECRETS: FRESH });
    const [stolen, own] = [await path(SECRET), await path(FRESH)];
    const { token = "" } = await press(worker, own);
    const before = worker.resend.all.length;
    for (const action of ["", "/everything", "/undo"]) {
      expect((await worker.fetch(stolen + action, undoForm(token))).status).toBe(404);
    }
    expect((await worker.fetch(`${stolen}/receipt/${token}`)).status).toBe(404);
    const [, , list, ticket] = stolen.split("/");
    expect(await worker.mail(`${list}.${ticket}@leave.acme.com`)).toMatch(
      /No one was unsubscribed/,
    );
    expect(worker.resend.all).toHaveLength(before);
    expect((await press(worker, `${own}/undo`, undoForm(token))).status).toBe(303);
  });
});

describe("every answer", () => {
  it("stays out of caches, indexes, and referrers, sets no cookie, and refuses other methods", async () => {
    const worker = await startWorker([REMOVED], {
      ORIGIN,
      OPERATOR_TOKEN: "operator-token",
      RESEND_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    });
    const signed = await signedPath();
    const requests: [number, string, RequestInit?][] = [
      [200, "/robots.txt"],
      [200, "/leave/-/health"],
      [404, "/nowhere"],
      [200, "/leave/weekly"],
      [200, "/leave/weekly?languages"],
      [404, "/leave/weekly/forged"],
      [401, "/leave/-/ledger"],
      [200, "/leave/-/ledger", { headers: { authorization: "Bearer operator-token" } }],
      [400, "/leave/-/webhook", { method: "POST" }],
      [200, signed],
      [200, signed, ONE_CLICK],
      [303, signed, fromPage()],
      [409, `${signed}/undo`, undoForm(MADE_UP)],
      [404, `${signed}/receipt/${MADE_UP}`],
      ...["PUT", "DELETE", "OPTIONS", "PATCH"].map((method): (typeof requests)[number] => [
        405,
        signed,
        { method },
      ]),
    ];
    for (const [expected, path, init] of requests) {
      const { headers, status } = await worker.fetch(path, init);
      expect(status, path).toBe(expected);
      expect(Object.fromEntries(headers), `${status} ${path}`).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
        "x-content-type-options": "nosniff",
      });
      expect(headers.has("strict-transport-security")).toBe(false);
      expect(headers.has("set-cookie")).toBe(false);
      expect(headers.get("allow")).toBe(status === 405 ? "GET, HEAD, POST" : null);
    }
  });

  it("allows no script, no style but its own, and no frame", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const { location = "" } = await press(worker, path);
    for (const at of [path, location, "/leave/weekly/forged"]) {
      const { headers, html } = await read(worker, at);
      const sheet = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sheet));
      const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
      expect(headers.get("content-security-policy")?.split("; ").toSorted()).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        `style-src 'sha256-${hash}'`,
      ]);
      expect(html).not.toMatch(/<script|style=|\son\w+=|src=/);
    }
  });

  it("has the brand, and allows its logo only by its origin", async () => {
    const brand = {
      name: "Acme <Ltd>",
      url: "https://acme.com/",
      logo: "https://cdn.acme.com/a/logo.svg?x=1;y='none'",
      support: "help@acme.com",
    };
    const { headers, html } = await read(await startWorker([], { BRAND: brand }), "/nowhere");
    const policy = headers.get("content-security-policy")?.split("; ");
    expect(policy).toContain("img-src https://cdn.acme.com");
    expect(html).toContain('<a href="https://acme.com/"><img src="https://cdn.acme.com/a/logo.svg');
    expect(html).toContain('<a href="mailto:help@acme.com"><bdi>help@acme.com</bdi></a>');
  });
});

it("the host that a request names does not decide where Resend is", async () => {
  const worker = await startWorker();
  const elsewhere = `https://evil.example${await signedPath({ contact: ID })}`;
  const headers = { host: "evil.example", forwarded: "host=evil.example" };
  expect((await worker.fetch(elsewhere, { ...ONE_CLICK, headers })).status).toBe(200);
  const removal = { method: "DELETE", path: `/contacts/${ID}/segments/${WEEKLY}` };
  expect(worker.resend.seen()).toMatchObject([removal]);
});

describe("GET /robots.txt", () => {
  it("disallows everything", async () => {
    const { html } = await read(await startWorker(), "/robots.txt");
    expect(html).toBe("User-agent: *\nDisallow: /\n");
  });
});

describe("faulty settings", () => {
  it("are 500 for the monitor, by name; everyone else gets 503", async () => {
    const support = "help@acme.com";
    const BRAND = JSON.stringify({ name: "Acme", support });
    const faulty = { RESEND_API_KEY: undefined, LINK_SECRETS: "short", BRAND };
    const worker = await startWorker([], faulty);
    const health = await worker.fetch("/leave/-/health");
    expect([health.status, await health.json()]).toMatchObject([
      500,
      { status: "faulty", faults: [{ setting: "RESEND_API_KEY" }, { setting: "LINK_SECRETS" }] },
    ]);
    for (const [init, type] of [
      [{}, HTML],
      [ONE_CLICK, TEXT],
      [fromPage(), HTML],
    ] as const) {
      const { status, headers, html } = await read(worker, await signedPath(), init);
      expect(status).toBe(503);
      expect([headers.get("retry-after"), headers.get("content-type")]).toEqual(["300", type]);
      expect(html).toContain("our fault, not yours. Please try again in 5 minutes.");
      expect(html.includes(`<a href="mailto:${support}">`)).toBe(type === HTML);
    }
    const menu = await read(worker, "/?languages");
    expect([menu.status, menu.title]).toEqual([200, "Language"]);
    const { status, title, headers, html } = await read(worker, "/?lang=de");
    expect([status, title]).toEqual([503, "This Worker is not configured yet"]);
    expect(headers.get("content-language")).toBe("en");
    expect(html).toContain(
      "<strong>RESEND_API_KEY</strong> is missing; add it in Cloudflare&#39;s",
    );
    expect(html).toContain("<code>npx wrangler secret put RESEND_API_KEY</code>");
    expect(html).toContain("<strong>LINK_SECRETS</strong> has 5 characters, must have at least 32");
    expect(worker.log.at(-1)).toMatchObject({ level: "error", line: { event: "settings" } });
    expect(JSON.stringify(worker.log)).not.toContain('short"');
  });

  it("of the brand are 500 for the monitor, while leaves continue without the brand", async () => {
    const brand = { name: "Acme", url: "javascript:alert(1)" };
    const worker = await startWorker([REMOVED], { BRAND: brand });
    const faults = [{ setting: "BRAND.url" }];
    const health = await worker.fetch("/leave/-/health");
    expect([health.status, await health.json()]).toMatchObject([500, { faults }]);
    expect(worker.log).toMatchObject([{ level: "error", line: { event: "settings", faults } }]);
    const { title, html } = await press(worker, await signedPath());
    expect(title).toBe("You are unsubscribed");
    expect(html).not.toContain("Acme");
  });
});

describe("an exception", () => {
  it.each([
    ["Error", new Error("a@example.com"), expect.any(String)],
    // One that does not say where it comes from.
    ["RangeError", Object.assign(new RangeError("a@example.com"), { stack: undefined }), undefined],
  ])(
    "is 503, says it is not the person's fault, and keeps its text out of the log: %s",
    async (name, error, at) => {
      const broken = ledgerOf({ report: () => Promise.reject(error) });
      const worker = await startWorker([], { ...broken, OPERATOR_TOKEN: "token" });
      const authorized = { headers: { authorization: "Bearer token" } };
      const { status, headers, html } = await read(worker, "/leave/-/ledger", authorized);
      expect([status, headers.get("retry-after")]).toEqual([503, "300"]);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(html).toContain("This is our fault, not yours");
      expect(worker.log).toEqual([{ level: "error", line: { event: "exception", name, at } }]);
      expect(JSON.stringify(worker.log)).not.toContain("example.com");
    },
  );
});
