/** What each request is answered, in front of a real Ledger. */

import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import { answering, scripted, WEEKLY } from "../scripted.ts";
import { refusal, REMOVED } from "../upstream.ts";
import {
  fromPage,
  ID,
  ledgerOf,
  ONE_CLICK,
  press,
  signedPath,
  startWorker,
  titleOf,
  undoForm,
} from "../worker.ts";

const VIEW = "0123456789abcdef0123456789abcdef";
const TEXT = "text/plain; charset=UTF-8";
const HTML = "text/html; charset=UTF-8";

const DOWN = refusal(503, "application_error", "secret words");
const NO_SUCH = refusal(404, "not_found", "secret words");
const nobody = answering(/^\/contacts\//, NO_SUCH);
const notThere = answering(/^\/segments\//, NO_SUCH);

/** A Ledger that answers nothing at all. */
const SILENT = ledgerOf({});
const LIMITED = { LEAVE_LIMIT: { limit: async () => ({ success: false }) } };

describe("GET and HEAD of a signed link", () => {
  it("show the page that asks, and ask neither the Ledger nor Resend", async () => {
    const worker = await startWorker([], SILENT);
    const path = await signedPath({ contact: "steve.wozniak@gmail.com" });
    for (const action of ["", "/undo", "/everything"]) {
      const page = await worker.fetch(path + action);
      expect([page.status, page.headers.get("content-type")]).toEqual([200, HTML]);
      const html = await page.text();
      expect(html).toMatch(/^<!doctype html>\n<html lang="en"/);
      expect(titleOf(html)).toBe("Leave this list?");
      expect(html).toContain("Weekly digest");
      expect(html).toContain("s&#8226;&#8226;&#8226;@gmail.com");
      expect(html).not.toContain("wozniak");
      expect(html).toContain(`<form method="post" action="${path}">`);
      expect(html).toContain(`<form method="post" action="${path}/everything">`);
    }
    const head = await worker.fetch(path, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(worker.resend.all).toEqual([]);
    expect(worker.log).toEqual([]);
  });

  it("give each form of each page view an ID of its own", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const pages = [await worker.fetch(path), await worker.fetch(path)];
    const html = (await Promise.all(pages.map((page) => page.text()))).join("");
    const views = [...html.matchAll(/name="view" value="([0-9a-f]{32})"/g)].map(([, id]) => id);
    expect(new Set(views).size).toBe(4);
  });

  it("answer junk behind the link with a form that has none", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const shouted = `${path.toUpperCase().replace("LEAVE", "leave")}%3E`;
    expect(await (await worker.fetch(shouted)).text()).toContain(`action="${path}"`);
  });
});

describe("a POST to a signed link, and what a page's form and a mail program are told", () => {
  const done = [200, "You have left this list"] as const;
  const stored = [202, "You are on your way out"] as const;
  const tryAgain = [503, "That did not work yet", "60"] as const;
  const misconfigured = refusal(401, "restricted_api_key", "secret words");
  const never = refusal(422, "validation_error", "secret words");

  it.each<[string, Parameters<typeof startWorker>, readonly [number, string, string?]]>([
    ["Resend confirms it", [[REMOVED]], done],
    ["nobody is there by that ID", [scripted([], nobody)], [200, "This address is not subscribed"]],
    ["Resend is down", [[DOWN]], stored],
    ["the key is refused", [[misconfigured]], stored],
    ["the segment is not there", [scripted([], notThere)], stored],
    ["no setting names the list", [[], { LISTS: {} }], stored],
    ["Resend will never take it", [[never]], [202, "Your request is with the sender"]],
    ["the Ledger does not answer", [[], SILENT], tryAgain],
    ["it comes too often", [[], LIMITED], [429, "A moment, please", "60"]],
  ])("where %s", async (_, start, [status, title, retryAfter = null]) => {
    const worker = await startWorker(...start);
    const click = await worker.fetch(await signedPath(), ONE_CLICK);
    expect([click.status, click.headers.get("content-type")]).toEqual([status, TEXT]);
    expect(click.headers.get("access-control-allow-origin")).toBe("*");
    expect(click.headers.get("retry-after")).toBe(retryAfter);
    expect(await click.text()).toMatch(new RegExp(`^(Weekly digest: )?${title}\\. [^]*\\.\n$`));

    const path = await signedPath();
    const form = await worker.fetch(path, fromPage(VIEW));
    // Done or stored, it can be looked at again; what is neither is answered where it was asked.
    const isKept = status < 300;
    expect(form.status).toBe(isKept ? 303 : status);
    expect(form.headers.get("location")).toBe(isKept ? `${path}/receipt/${VIEW}` : null);
    expect(form.headers.get("retry-after")).toBe(retryAfter);
    const page = isKept ? await worker.fetch(`${path}/receipt/${VIEW}`) : form;
    expect([page.status, page.headers.get("content-type")]).toEqual([isKept ? 200 : status, HTML]);
    const html = await page.text();
    expect(titleOf(html)).toBe(title);
    expect(html).not.toContain("secret words");
    // What can be tried again is the same request.
    expect(html.includes(`name="view" value="${VIEW}"`)).toBe(!isKept);
  });

  it("removes the contact from the list's segment, once", async () => {
    const worker = await startWorker();
    await worker.fetch(await signedPath({ contact: ID }), ONE_CLICK);
    const removal = { method: "DELETE", path: `/contacts/${ID}/segments/${WEEKLY}` };
    expect(worker.resend.seen()).toMatchObject([removal]);
  });

  it("takes a segment ID for a list that no setting names", async () => {
    const worker = await startWorker([REMOVED], { LISTS: {} });
    const path = await signedPath({ contact: ID, list: WEEKLY });
    const response = await worker.fetch(path, ONE_CLICK);
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringMatching(/^You have left this list\. /),
    ]);
    expect(worker.resend.seen()).toMatchObject([{ path: `/contacts/${ID}/segments/${WEEKLY}` }]);
  });

  it("says so, and offers no undo, where it was done and could not be recorded", async () => {
    const worker = await startWorker();
    await runInDurableObject(worker.ledger(), (_, { storage }) => {
      storage.sql.exec(
        "CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END",
      );
    });
    const { status, location, title, token } = await press(worker, await signedPath());
    expect([status, location, title, token]).toEqual([200, undefined, done[1], undefined]);
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
    expect(worker.resend.seen()).toHaveLength(2);
  });

  it("is repeated, once and as the same request, where a restart cut it off", async () => {
    const ids: string[] = [];
    const unsubscribe = async ({ id }: { id: string }) => {
      ids.push(id);
      if (ids.length % 2 === 1) throw new Error("restarted");
      return { kind: "done", asking: id };
    };
    const worker = await startWorker([], ledgerOf({ unsubscribe }));
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it("carries the language that was asked for to the receipt, and names no origin", async () => {
    const worker = await startWorker([REMOVED], { ORIGIN: "https://other.example" });
    const path = await signedPath();
    const { location, html } = await press(worker, `${path}?lang=ZH-tw`);
    expect(location).toMatch(new RegExp(`^${path}/receipt/[0-9a-f]{32}\\?lang=zh-Hant$`));
    expect(html).toContain('<html lang="zh-Hant"');
  });

  it.each(["", "x", "0123456789ABCDEF0123456789ABCDEF", "%22%3E%0d%0a", "a".repeat(33)])(
    "makes an ID of its own where a form's is none: %j",
    async (view) => {
      const worker = await startWorker();
      const { location } = await press(worker, await signedPath(), fromPage(view));
      expect(location).toMatch(/\/receipt\/[0-9a-f]{32}$/);
    },
  );
});

describe("the body of a POST", () => {
  const endless = () => new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(1024)) });
  const stalled = () =>
    new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode("Li")) });
  const broken = () => new ReadableStream({ pull: (c) => c.error(new Error("gone")) });
  const hidden = `${"x=".padEnd(4096, "x")}&confirm=page`;

  it.each<[string, () => BodyInit | null]>([
    ["none at all", () => null],
    ["another form", () => `confirm=paged&view=${VIEW}`],
    ["JSON", () => '{"confirm":"page"}'],
    ["a page's form behind the first 4 KB", () => hidden],
    ["one without an end", endless],
    ["one that does not come", stalled],
    ["one that breaks off", broken],
  ])("decides nothing: %s", async (_, body) => {
    const worker = await startWorker();
    const init = { method: "POST", headers: { "content-type": "text/x-unknown" }, body: body() };
    const path = await signedPath();
    const response = await worker.fetch(path, init);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, TEXT]);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(worker.resend.seen()).toHaveLength(1);
    // Only a page's form says which request it is.
    expect((await worker.fetch(`${path}/receipt/${VIEW}`)).status).toBe(404);
  });
});

describe("one link's limit", () => {
  it("is thirty a minute, however it is spelled; page forms, undos and others count apart", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const statuses = async (init: () => RequestInit, action = "") => {
      const all: number[] = [];
      for (let i = 0; i < 32; i++) {
        const spelled = i % 2 === 0 ? path : path.replace("weekly", "WEEKLY");
        const after = ["", ">", "?utm_source=x", "&amp;a=b"][i % 4] ?? "";
        all.push((await worker.fetch(spelled + action + after, init())).status);
      }
      return all;
    };
    const limited = (status: number) => [...Array(30).fill(status), 429, 429];
    expect(await statuses(() => undoForm(VIEW), "/undo")).toEqual(limited(409));
    expect(await statuses(() => ONE_CLICK)).toEqual(limited(200));
    expect(await statuses(() => fromPage())).toEqual(limited(303));
    expect(worker.resend.seen()).toHaveLength(1);
    expect((await worker.fetch(path, ONE_CLICK)).headers.get("retry-after")).toBe("60");
    expect((await worker.fetch(`${path}/receipt/${"0".repeat(32)}`)).status).toBe(404);
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
  });

  it.each([
    { limit: () => Promise.reject(new Error("down")) },
    { limit: () => JSON.parse("nonsense") as never },
    { limit: "none" },
  ])("costs nobody their leave when the limiter fails: %j", async (limiter) => {
    const worker = await startWorker([REMOVED], { LEAVE_LIMIT: limiter });
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
  });
});

describe("a link that proves nothing", () => {
  it.each([
    "/",
    "/leave",
    "/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqz",
    "/leave/weekly/cccccccccccccccccccccccccccccccccccccccccccccccccccca",
    `/leave/weekly/cut/receipt/${"0".repeat(32)}`,
    "/leave/weekly/%ff%00%zz",
    "/leave/-/secret",
  ])("is 404 with a page that helps, and asks nobody: %s", async (path) => {
    const worker = await startWorker([], SILENT);
    const page = await worker.fetch(path);
    expect([page.status, await page.text()]).toEqual([
      404,
      expect.stringContaining("copy the whole link"),
    ]);
    expect((await worker.fetch(path, ONE_CLICK)).status).toBe(404);
    expect((await worker.fetch(path, fromPage())).status).toBe(404);
  });

  it("names whom to write to", async () => {
    const brand = { name: "Acme <Ltd>", url: "https://acme.com/", support: "help@acme.com" };
    const worker = await startWorker([], { BRAND: brand });
    const html = await (await worker.fetch("/leave/weekly/cut")).text();
    expect(html).toContain('<a href="mailto:help@acme.com"><bdi>help@acme.com</bdi></a>');
    expect(html).toContain('<a href="https://acme.com/"><bdi>Acme &lt;Ltd&gt;</bdi></a>');
  });
});

describe("every answer", () => {
  it("is kept out of caches, indexes and referrers, and sets no cookie", async () => {
    const worker = await startWorker([REMOVED], {
      ORIGIN: "https://acme.com",
      OPERATOR_TOKEN: "operator-token",
      RESEND_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    });
    const signed = await signedPath();
    const requests: [string, RequestInit?][] = [
      ...[
        "/robots.txt",
        "/leave/-/health",
        "/nowhere",
        "/leave/weekly",
        "/leave/weekly/forged",
      ].map((path): [string] => [path]),
      ["/leave/-/ledger"],
      ["/leave/-/ledger", { headers: { authorization: "Bearer operator-token" } }],
      ["/leave/-/webhook", { method: "POST" }],
      [signed],
      [signed, ONE_CLICK],
      [signed, fromPage()],
      [`${signed}/undo`, undoForm("0".repeat(32))],
      [`${signed}/receipt/${"0".repeat(32)}`],
      [signed, { method: "PUT" }],
    ];
    const statuses = [];
    for (const [path, init] of requests) {
      const { headers, status } = await worker.fetch(path, init);
      statuses.push(status);
      expect(Object.fromEntries(headers), `${status} ${path}`).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
        "x-content-type-options": "nosniff",
      });
      expect(headers.has("strict-transport-security")).toBe(false);
      expect(headers.has("set-cookie")).toBe(false);
    }
    expect(statuses.join(" ")).toBe("200 200 404 200 404 401 200 400 200 200 303 409 404 405");
  });

  it("lets no script, no style but its own and no frame through", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const { location = "" } = await press(worker, path);
    for (const shown of [path, location, "/leave/weekly/forged"]) {
      const response = await worker.fetch(shown);
      const policy = response.headers.get("content-security-policy") ?? "";
      const html = await response.text();
      const sheet = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sheet));
      const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
      expect(policy.split("; ").toSorted()).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        `style-src 'sha256-${hash}'`,
      ]);
      expect(html).not.toMatch(/<script|style=|\son\w+=|src=/);
    }
  });

  it("lets a logo through by its origin alone", async () => {
    const brand = { name: "Acme", logo: "https://cdn.acme.com/a/logo.svg?x=1;y='none'" };
    const worker = await startWorker([], { BRAND: brand });
    const { headers } = await worker.fetch("/nowhere");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy.split("; ")).toContain("img-src https://cdn.acme.com");
  });

  it("refuses other methods, and names those it takes", async () => {
    const worker = await startWorker([], SILENT);
    for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const response = await worker.fetch(await signedPath(), { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    }
  });
});

describe("GET /robots.txt", () => {
  it("disallows everything", async () => {
    const worker = await startWorker();
    const response = await worker.fetch("/robots.txt");
    expect(await response.text()).toBe("User-agent: *\nDisallow: /\n");
  });
});

describe("faulty settings", () => {
  it("are 500 for the monitor, by name; everybody else gets 503", async () => {
    const worker = await startWorker([], { RESEND_API_KEY: undefined, LINK_SECRETS: "short" });
    const health = await worker.fetch("/leave/-/health");
    expect(health.status).toBe(500);
    expect(await health.json()).toMatchObject({
      status: "faulty",
      faults: [{ setting: "RESEND_API_KEY" }, { setting: "LINK_SECRETS" }],
    });
    for (const [init, type] of [
      [{}, HTML],
      [ONE_CLICK, TEXT],
      [fromPage(), HTML],
    ] as const) {
      const answer = await worker.fetch(await signedPath(), init);
      expect(answer.status).toBe(503);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "retry-after": "300",
        "content-type": type,
      });
      expect(await answer.text()).toContain("not your fault");
    }
    expect(worker.log.at(-1)).toMatchObject({ level: "error", line: { event: "settings" } });
    expect(JSON.stringify(worker.log)).not.toContain('short"');
  });

  it("of the brand are 500 for the monitor, while leaves go on unbranded", async () => {
    const brand = { name: "Acme", url: "javascript:alert(1)" };
    const worker = await startWorker([REMOVED], { BRAND: brand });
    const health = await worker.fetch("/leave/-/health");
    expect([health.status, await health.json()]).toMatchObject([
      500,
      { faults: [{ setting: "BRAND.url" }] },
    ]);
    expect(worker.log).toMatchObject([
      { level: "error", line: { event: "settings", faults: [{ setting: "BRAND.url" }] } },
    ]);
    const { title, html } = await press(worker, await signedPath());
    expect(title).toBe("You have left this list");
    expect(html).not.toContain("Acme");
  });
});

describe("an exception", () => {
  const AUTHORIZED = { headers: { authorization: "Bearer token" } };

  it.each([
    ["Error", new Error("a@example.com"), expect.any(String)],
    // One that does not say whence it came.
    ["RangeError", Object.assign(new RangeError("a@example.com"), { stack: undefined }), undefined],
  ])("is 503 and not the reader's fault, and its words stay out of the log: %s", async (...row) => {
    const [name, error, at] = row;
    const broken = ledgerOf({ report: () => Promise.reject(error) });
    const worker = await startWorker([], { ...broken, OPERATOR_TOKEN: "token" });
    const response = await worker.fetch("/leave/-/ledger", AUTHORIZED);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "300"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.text()).toContain("This is not your fault");
    expect(worker.log).toEqual([{ level: "error", line: { event: "exception", name, at } }]);
    expect(JSON.stringify(worker.log)).not.toContain("example.com");
  });
});
