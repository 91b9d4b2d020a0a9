import { env, exports } from "cloudflare:workers";
import { createExecutionContext } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import deployed from "../src/index.ts";

import { json, refusal, REMOVED } from "./upstream.ts";
import { FROM_PAGE, ID, ONE_CLICK, signedPath, startWorker } from "./worker.ts";

/** An Outbox whose storage refuses to write. */
const BROKEN_OUTBOX = {
  getByName: () => ({ accept: () => Promise.reject(new Error("disk full")) }),
};

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

describe("GET and HEAD of a signed link", () => {
  it("show the page that asks, and never call Resend", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: "steve.wozniak@gmail.com" });
    const page = await worker.fetch(path);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    const html = await page.text();
    expect(html).toMatch(/^<!doctype html>\n<html lang="en"/);
    expect(html).toContain("Weekly digest");
    expect(html).toContain("s&#8226;&#8226;&#8226;@gmail.com");
    expect(html).not.toContain("wozniak");
    expect(html).toContain(`<form method="post" action="${path}">`);

    const head = await worker.fetch(path, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    await worker.fetch(`${path}/rejoin`);
    await worker.fetch(`${path}/everything`);
    expect(await worker.resend.seen()).toEqual([]);
    expect(worker.log).toEqual([]);
  });

  it("answer junk behind the link with a form that has none", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const html = await (
      await worker.fetch(`${path.toUpperCase().replace("LEAVE", "leave")}%3E`)
    ).text();
    expect(html).toContain(`action="${path}"`);
  });
});

describe("POST to a signed link", () => {
  it("removes the contact from the list's segment, and says so to a mail program", async () => {
    const worker = await startWorker();
    const response = await worker.fetch(await signedPath({ contact: ID }), ONE_CLICK);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=UTF-8");
    expect(await response.text()).toMatch(/^Weekly digest: You have left this list\. /);
    expect(await worker.resend.seen()).toMatchObject([
      { method: "DELETE", path: `/contacts/${ID}/segments/${SEGMENT}` },
    ]);
  });

  it("takes a segment ID for a list that no setting names", async () => {
    const worker = await startWorker([json(200, {})], { LISTS: {} });
    const response = await worker.fetch(
      await signedPath({ contact: ID, list: SEGMENT }),
      ONE_CLICK,
    );
    expect(await response.text()).toMatch(/^You have left this list\. /);
    expect(await worker.resend.seen()).toMatchObject([
      { path: `/contacts/${ID}/segments/${SEGMENT}` },
    ]);
  });

  it("answers the page's form with a page", async () => {
    const worker = await startWorker();
    const response = await worker.fetch(await signedPath(), FROM_PAGE);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(await response.text()).toMatch(/<h1[^>]*>You have left this list<\/h1>/);
  });

  it("reads no more than 4 KB of the body, and needs none of it", async () => {
    const worker = await startWorker();
    const hidden = `${"x=".padEnd(4096, "x")}&confirm=page`;
    const response = await worker.fetch(await signedPath(), { ...FROM_PAGE, body: hidden });
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/plain; charset=UTF-8",
    ]);
    const endless = new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(1024)) });
    const path = await signedPath();
    expect((await worker.fetch(path, { method: "POST", body: endless })).status).toBe(200);
  });

  it("does not wait for a body that does not come", async () => {
    const worker = await startWorker();
    const stalled = new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode("Li")) });
    const response = await worker.fetch(await signedPath(), { method: "POST", body: stalled });
    expect(response.status).toBe(200);
  });

  it("acts on a body that breaks off", async () => {
    const worker = await startWorker();
    const broken = new ReadableStream({ pull: (c) => c.error(new Error("gone")) });
    const response = await worker.fetch(await signedPath(), { method: "POST", body: broken });
    expect(response.status).toBe(200);
  });

  it.each([
    ["when Resend is down", 503],
    ["when the key is refused", 401],
    ["when Resend will never take it", 422],
  ])("stores it, and claims no more than that, %s", async (_, status) => {
    const worker = await startWorker([refusal(status, "some_error", "secret words")]);
    const response = await worker.fetch(await signedPath(), FROM_PAGE);
    expect(response.status).toBe(202);
    const html = await response.text();
    expect(html).toMatch(/<h1[^>]*>You are on your way out<\/h1>/);
    expect(html).not.toContain("You have left");
    expect(html).not.toContain("secret words");
    const text = await (await worker.fetch(await signedPath(), ONE_CLICK)).text();
    expect(text).toMatch(/^Weekly digest: You are on your way out\. /);
  });

  it("stores it for a list that no setting names", async () => {
    const worker = await startWorker();
    const response = await worker.fetch(await signedPath({ list: "forgotten" }), ONE_CLICK);
    expect(response.status).toBe(202);
    expect(await worker.resend.seen()).toEqual([]);
    expect(worker.log).toMatchObject([{ level: "error", line: { fault: "list-unknown" } }]);
  });

  it("claims nothing when it can be neither done nor stored", async () => {
    const down = refusal(503, "application_error", "", { "retry-after": "7" });
    const worker = await startWorker([down], { OUTBOX: BROKEN_OUTBOX });
    const page = await worker.fetch(await signedPath(), FROM_PAGE);
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "7"]);
    const html = await page.text();
    expect(html).toMatch(/<h1[^>]*>That did not work yet<\/h1>/);
    expect(html).not.toMatch(/You have left|on your way/);
    const unknown = await worker.fetch(await signedPath({ list: "forgotten" }), ONE_CLICK);
    expect([unknown.status, unknown.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(worker.log).toMatchObject([
      { level: "error", line: { outcome: "try-again", fault: "paused" } },
      { level: "error", line: { outcome: "try-again", fault: "list-unknown" } },
    ]);
  });

  it("does not knock while Resend has asked for a pause, and knocks again after it", async () => {
    const pause = refusal(429, "rate_limit_exceeded", "", { "retry-after": "1" });
    const worker = await startWorker([pause, REMOVED]);
    const click = async () => (await worker.fetch(await signedPath(), ONE_CLICK)).status;
    expect([await click(), await click(), await click()]).toEqual([202, 202, 202]);
    expect(await worker.resend.seen()).toHaveLength(1);
    expect(worker.log.map(({ line }) => line["fault"])).toEqual([
      "rate-limited",
      "paused",
      "paused",
    ]);
    await scheduler.wait(1_100);
    expect(await click()).toBe(200);
  });

  it("is stopped after ten within a minute, however the link is spelled", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const spellings = [
      path,
      `${path}.`,
      `${path}?utm_source=news`,
      path.replace("weekly", "WEEKLY"),
    ];
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++) {
      const response = await worker.fetch(spellings[i % 4] ?? path, ONE_CLICK);
      statuses.push(response.status);
    }
    expect(statuses).toEqual([...Array(10).fill(200), ...Array(4).fill(429)]);
    expect(await worker.resend.seen()).toHaveLength(10);
    expect((await worker.fetch(path, ONE_CLICK)).headers.get("retry-after")).toBe("60");
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
  });

  it.each([{ limit: () => Promise.reject(new Error("down")) }, { limit: "none" }])(
    "goes on when the limiter fails: %j",
    async (limiter) => {
      const worker = await startWorker([json(200, {})], { LEAVE_LIMIT: limiter });
      expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
    },
  );
});

describe("a link that proves nothing", () => {
  it.each([
    "/",
    "/leave",
    "/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqz",
    "/leave/weekly/cccccccccccccccccccccccccccccccccccccccccccccccccccca",
    "/leave/weekly/%ff%00%zz",
    "/leave/-/secret",
  ])("is 404 with a page that helps: %s", async (path) => {
    const worker = await startWorker();
    const response = await worker.fetch(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("copy the whole link");
    const post = await worker.fetch(path, ONE_CLICK);
    expect(post.status).toBe(404);
    expect(await worker.resend.seen()).toEqual([]);
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
  const paths = ["/robots.txt", "/leave/-/health", "/nowhere", "/leave/weekly/forged"];

  it("is kept out of caches, indexes, frames and referrers, and sets no cookie", async () => {
    const worker = await startWorker();
    const signed = await signedPath();
    const answers = [
      ...(await Promise.all(paths.map((path) => worker.fetch(path)))),
      await worker.fetch(signed),
      await worker.fetch(signed, ONE_CLICK),
      await worker.fetch(signed, FROM_PAGE),
      await worker.fetch(signed, { method: "PUT" }),
    ];
    for (const { headers, status } of answers) {
      expect(headers.get("cache-control"), `${status}`).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-robots-tag")).toBe("noindex");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.has("strict-transport-security")).toBe(false);
      expect(headers.has("set-cookie")).toBe(false);
    }
  });

  it("lets no script, no style but its own and no frame through", async () => {
    const worker = await startWorker();
    const response = await worker.fetch(await signedPath());
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
  });

  it("refuses other methods, and names those it takes", async () => {
    const worker = await startWorker();
    for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const response = await worker.fetch(await signedPath(), { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    }
    expect(await worker.resend.seen()).toEqual([]);
  });
});

describe("GET /robots.txt", () => {
  it("disallows everything", async () => {
    const worker = await startWorker();
    const response = await worker.fetch("/robots.txt");
    expect(await response.text()).toBe("User-agent: *\nDisallow: /\n");
  });
});

describe("GET /leave/-/health", () => {
  it("is 200 when the settings are in order", async () => {
    const worker = await startWorker();
    const response = await worker.fetch("/leave/-/health");
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });

  it("is 500 and names what is missing; everybody else gets 503", async () => {
    const worker = await startWorker([], { RESEND_API_KEY: undefined, LINK_SECRETS: "short" });
    const health = await worker.fetch("/leave/-/health");
    expect(health.status).toBe(500);
    expect(await health.json()).toMatchObject({
      status: "faulty",
      faults: [{ setting: "RESEND_API_KEY" }, { setting: "LINK_SECRETS" }],
    });
    const page = await worker.fetch(await signedPath());
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "300"]);
    expect(await page.text()).toContain("not your fault");
    const click = await worker.fetch(await signedPath(), ONE_CLICK);
    expect([click.status, click.headers.get("content-type")]).toEqual([
      503,
      "text/plain; charset=UTF-8",
    ]);
    const form = await worker.fetch(await signedPath(), FROM_PAGE);
    expect([form.status, form.headers.get("content-type")]).toEqual([
      503,
      "text/html; charset=UTF-8",
    ]);
    expect(worker.log.at(-1)).toMatchObject({ level: "error", line: { event: "settings" } });
    expect(JSON.stringify(worker.log)).not.toContain('short"');
  });

  it("is 500 for a faulty brand, while leaves go on unbranded", async () => {
    const brand = { name: "Acme", url: "javascript:alert(1)" };
    const worker = await startWorker([json(200, {})], { BRAND: brand });
    const health = await worker.fetch("/leave/-/health");
    expect(health.status).toBe(500);
    expect(await health.json()).toMatchObject({ faults: [{ setting: "BRAND.url" }] });
    expect(worker.log).toMatchObject([
      { level: "error", line: { event: "settings", faults: [{ setting: "BRAND.url" }] } },
    ]);
    const response = await worker.fetch(await signedPath(), FROM_PAGE);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain("Acme");
  });
});

describe("an exception", () => {
  const broken = {
    getByName: () => ({ report: () => Promise.reject(new Error("a@example.com")) }),
  };

  it("is 503 and not the reader's fault, and its words stay out of the log", async () => {
    const worker = await startWorker([], { OUTBOX: broken, OUTBOX_TOKEN: "token" });
    const response = await worker.fetch("/leave/-/outbox", {
      headers: { authorization: "Bearer token" },
    });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "300"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.text()).toContain("This is not your fault");
    expect(worker.log).toMatchObject([
      { level: "error", line: { event: "exception", name: "Error" } },
    ]);
    expect(JSON.stringify(worker.log)).not.toContain("example.com");
  });

  it("is 503 as well where it does not say whence it came", async () => {
    const traceless = Object.assign(new RangeError("a@example.com"), { stack: undefined });
    const outbox = { getByName: () => ({ report: () => Promise.reject(traceless) }) };
    const worker = await startWorker([], { OUTBOX: outbox, OUTBOX_TOKEN: "token" });
    const headers = { authorization: "Bearer token" };
    expect((await worker.fetch("/leave/-/outbox", { headers })).status).toBe(503);
    expect(worker.log).toEqual([
      { level: "error", line: { event: "exception", name: "RangeError", at: undefined } },
    ]);
  });
});

describe("the deployed Worker", () => {
  it("carries a request through for a client that hangs up", async () => {
    const held: Promise<unknown>[] = [];
    const context = Object.assign(createExecutionContext(), {
      waitUntil: (promise: Promise<unknown>) => void held.push(promise),
    });
    const url = `https://acme.com${await signedPath()}`;
    const request = new Request<unknown, IncomingRequestCfProperties>(
      url,
      ONE_CLICK as RequestInit<IncomingRequestCfProperties>,
    );
    const response = await deployed.fetch(request, env, context);
    expect(held).toHaveLength(1);
    expect(await held[0]).toBe(response);
  });

  it("is wired with the settings of wrangler.toml", async () => {
    const health = await exports.default.fetch("https://acme.com/leave/-/health");
    expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);
    const page = await exports.default.fetch(`https://acme.com${await signedPath()}`);
    expect(await page.text()).toContain("Weekly digest");
    expect(env.LISTS).toHaveProperty("weekly");
  });
});
