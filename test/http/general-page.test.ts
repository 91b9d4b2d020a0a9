import { describe, expect, it } from "vitest";

import { LANGUAGES, messages } from "../../src/messages/index.ts";
import { fromPage, ONE_CLICK, startWorker } from "../worker.ts";

const TITLE = "This link does not say who you are";

describe("a list's general page", () => {
  it.each([
    "/leave/weekly",
    "/leave/weekly/",
    "/leave/Weekly",
    "/leave/weekly?utm_source=broadcast",
    "/leave/weekly.",
    "/leave/weekly%3E",
    "/leave/weekly&utm_source=x/",
    "/leave/78261eea-8f8b-4381-83c6-79fa7120f1cf",
  ])("is 200 and says what to do: %s", async (path) => {
    const worker = await startWorker();
    const response = await worker.fetch(path);
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toContain(TITLE);
    expect(html).toContain("Open the link in the latest email.");
    expect(html).toContain("Reply to the email and ask to be taken off the list.");
    expect(html).not.toContain("<form");
    expect((await worker.fetch(path, { method: "HEAD" })).status).toBe(200);
    expect(worker.resend.all).toEqual([]);
  });

  it("does not tell whether there is such a list", async () => {
    const worker = await startWorker();
    const [known, unknown] = await Promise.all(
      ["/leave/weekly", "/leave/nobody-knows-this-list"].map(async (path) => {
        const response = await worker.fetch(path);
        return [response.status, [...response.headers], await response.text()];
      }),
    );
    expect(known).toEqual(unknown);
    expect(JSON.stringify(known)).not.toContain("Weekly digest");
  });

  it("names whom to write to", async () => {
    const worker = await startWorker([], { BRAND: { support: "help@acme.com" } });
    const html = await (await worker.fetch("/leave/weekly")).text();
    expect(html).toContain('<a href="mailto:help@acme.com"><bdi>help@acme.com</bdi></a>');
    expect(html).not.toContain("Reply to the email");
  });

  it("speaks the reader's language", async () => {
    const worker = await startWorker();
    const headers = { "accept-language": "de-AT, en;q=0.5" };
    const html = await (await worker.fetch("/leave/weekly", { headers })).text();
    expect(html).toContain("Dieser Link sagt nicht, wer Sie sind");
    const asked = await (await worker.fetch("/leave/weekly?lang=ja", { headers })).text();
    expect(asked).toContain("このリンクでは登録者を確認できません");
  });

  it.each([...LANGUAGES])(
    "says in %s that nothing has changed, as the page for a bad link does",
    (language) => {
      const { badLink, noReader } = messages[language];
      const sentences = noReader.text.split(/(?<=[.。।])\s?|\s(?=โปรด)/);
      expect(badLink.text).toContain(sentences[0]);
    },
  );

  it.each(["/leave/weekly", "/leave/weekly/"])("takes no POST: %s", async (path) => {
    const worker = await startWorker();
    for (const request of [ONE_CLICK, fromPage()]) {
      const response = await worker.fetch(path, request);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("This link does not work");
    }
    expect(worker.resend.all).toEqual([]);
  });

  it.each([
    "/leave/",
    "/leave/-",
    "/leave/-weekly",
    `/leave/${"a".repeat(41)}`,
    "/leave/weekly/cut-short",
    "/leave/weekly//",
  ])("is not what stands at %s", async (path) => {
    const worker = await startWorker();
    const response = await worker.fetch(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("copy the whole link");
  });
});
