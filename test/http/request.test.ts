/** What is read of a request: its language, its client's type, and its body. */

import { describe, expect, it } from "vitest";

import { readBody } from "../../src/http/request.ts";
import { messages } from "../../src/messages/index.ts";
import { REMOVED } from "../upstream.ts";
import { fromPage, ONE_CLICK, read, signedPath, startWorker, streamOf, VIEW } from "../worker.ts";

const ONE_CLICK_TEXT = "List-Unsubscribe=One-Click";
const EMPTY = { channel: "other", view: "", token: "" };

/** A POST; mail clients say how long its body is. */
function post(body: BodyInit, length?: number): Request {
  const headers = length === undefined ? {} : { "content-length": String(length) };
  return new Request("https://acme.com/leave/weekly/c", { method: "POST", headers, body });
}

/** A one-click body whose bytes come at once; `then` says what follows them. */
async function* beginning(then: () => Promise<void>) {
  yield new TextEncoder().encode(ONE_CLICK_TEXT);
  await then();
}

const broken = () => streamOf(beginning(() => Promise.reject(new Error("gone"))));
const stalled = () => streamOf(beginning(() => new Promise(() => {})));

describe("readBody, given a short body with a length", () => {
  it.each([
    [
      "one-click, and more",
      `a=b&${ONE_CLICK_TEXT}&view=${VIEW}`,
      { channel: "one-click", view: VIEW },
    ],
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

describe("the language of an answer", () => {
  async function languageFor(path: string, acceptLanguage?: string) {
    const worker = await startWorker();
    const headers = acceptLanguage === undefined ? {} : { "accept-language": acceptLanguage };
    const answer = await read(worker, path, { headers });
    const [, lang] = /<html lang="([^"]+)"/.exec(answer.html) ?? [];
    expect(answer.headers.get("content-language")).toBe(lang);
    expect(answer.headers.get("vary")).toBe("Accept-Language");
    return lang;
  }

  it.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["zh-TW", "zh-Hant"],
    ["zh-HK", "zh-Hant"],
    ["zh-Hans-HK", "zh-Hans"],
    ["zh", "zh-Hans"],
    ["no", "nb"],
    ["nn-NO", "nb"],
    ["iw-IL", "he"],
    ["in", "id"],
    ["fr;q=0.5,es;q=0.9", "es"],
    ["xx,fi;q=0.1", "fi"],
    ["de;q=0,fr;q=0.1", "fr"],
    [";;;q=,,,", "en"],
    ["constructor,__proto__", "en"],
  ])("for Accept-Language %j is %s", async (acceptLanguage, language) => {
    expect(await languageFor("/nowhere", acceptLanguage)).toBe(language);
  });

  it.each([
    ["?lang=ar", "ar"],
    ["?lang=ZH-tw", "zh-Hant"],
    ["?lang=klingon", "de"],
    ["?lang=", "de"],
    ["", "de"],
  ])("is the one that the link asks for, if it exists: %j", async (query, language) => {
    expect(await languageFor((await signedPath()) + query, "de")).toBe(language);
  });

  it("stays the same after each button, on a path that names no origin", async () => {
    const worker = await startWorker([REMOVED], { ORIGIN: "https://other.example" });
    let at = `${await signedPath()}?lang=ar`;
    const form =
      /<form method="post" action="([^"]+)">\n<input type="hidden" name="\w+" value="(\w+)"/;
    for (const name of ["view", "token"]) {
      const { html } = await read(worker, at);
      expect(html).toContain('<html lang="ar" dir="rtl">');
      expect(html).toContain('/everything?lang=ar"');
      const [, action = "", id] = form.exec(html) ?? [];
      const body = `${name}=${id}&confirm=page`;
      const { headers } = await worker.fetch(action, { ...fromPage(), body });
      at = headers.get("location") ?? "";
      expect(at).toMatch(/^\/leave\/weekly\/.*\?lang=ar$/);
    }
    const { title } = await read(worker, at, { headers: { "accept-language": "de" } });
    expect(title).toBe(messages.ar.undone.title);
  });

  it("applies to mail programs, and selects the list's name", async () => {
    const name = { en: "Weekly", fr: "Hebdo" };
    const worker = await startWorker(undefined, {
      LISTS: { weekly: { segment: crypto.randomUUID(), name } },
    });
    const headers = { "content-type": "text/plain", "accept-language": "fr" };
    const answer = await read(worker, await signedPath(), { ...ONE_CLICK, headers });
    expect(answer.headers.get("content-language")).toBe("fr");
    expect(answer.html).toMatch(/^Hebdo: /);
  });
});

const CHROME =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";
const CUBOT =
  "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 50; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36";
const GOES = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

describe("a page view", () => {
  it.each([
    ["person", "Chrome, after a click", CHROME, { ...GOES, "sec-fetch-user": "?1" }],
    ["person", "Safari, which never says ?1", SAFARI, GOES],
    ["person", "a telephone named Cubot", CUBOT, GOES],
    ["unknown", "a prefetch", CHROME, { ...GOES, "sec-purpose": "prefetch" }],
    ["unknown", "a script of a page", CHROME, { "sec-fetch-mode": "cors" }],
    ["unknown", "no name at all", "", {}],
    ["scanner", "a bot", "Mozilla/5.0 (compatible; bingbot/2.0; +http://b.com)", {}],
    ["scanner", "a program", "python-requests/2.32.5", {}],
    ["scanner", "Office", "Mozilla/4.0 (compatible; ms-office; MSOffice 16)", {}],
    ["scanner", "a mail proxy", "Mozilla/5.0 (via ggpht.com GoogleImageProxy)", {}],
    ["scanner", "a browser without a screen", CHROME.replace("Chrome", "HeadlessChrome"), GOES],
    ["scanner", "a HEAD, which no browser sends", CHROME, GOES, "HEAD"],
  ])("counts as %s: %s", async (...[client, , name, headers, method = "GET"]) => {
    const worker = await startWorker();
    const init = { method, headers: { ...headers, ...(name && { "user-agent": name }) } };
    await worker.fetch(await signedPath(), init);
    expect(worker.points).toEqual([
      { indexes: ["view weekly"], blobs: ["view", "weekly", "", "", "", client], doubles: [0] },
    ]);
  });
});
