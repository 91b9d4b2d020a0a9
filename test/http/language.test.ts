import { describe, expect, it } from "vitest";

import { messages } from "../../src/messages/index.ts";
import { fromPage, ONE_CLICK, signedPath, startWorker, titleOf } from "../worker.ts";

async function languageFor(path: string, acceptLanguage?: string): Promise<string | null> {
  const worker = await startWorker();
  const headers = acceptLanguage === undefined ? {} : { "accept-language": acceptLanguage };
  const response = await worker.fetch(path, { headers });
  const [, lang] = /<html lang="([^"]+)"/.exec(await response.text()) ?? [];
  expect(response.headers.get("content-language")).toBe(lang);
  expect(response.headers.get("vary")).toBe("Accept-Language");
  return lang ?? null;
}

describe("the reader's language", () => {
  it.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["de-at", "de"],
    ["zh-TW", "zh-Hant"],
    ["zh-Hant-HK", "zh-Hant"],
    ["zh-HK", "zh-Hant"],
    ["zh-CN,zh;q=0.9", "zh-Hans"],
    ["zh-Hans-HK", "zh-Hans"],
    ["zh", "zh-Hans"],
    ["no", "nb"],
    ["nn-NO", "nb"],
    ["pt-BR", "pt"],
    ["iw-IL", "he"],
    ["in", "id"],
    ["fr;q=0.5,es;q=0.9", "es"],
    ["xx,fi;q=0.1", "fi"],
    ["de;q=0,fr;q=0.1", "fr"],
    ["*", "en"],
    ["xx-YY", "en"],
    ["", "en"],
    [";;;q=,,,", "en"],
    ["constructor,__proto__", "en"],
  ])("for Accept-Language %j is %s", async (acceptLanguage, language) => {
    expect(await languageFor("/nowhere", acceptLanguage)).toBe(language);
  });

  it("is the one that the link asks for, if there is such a one", async () => {
    const path = await signedPath();
    expect(await languageFor(`${path}?lang=ar`, "de")).toBe("ar");
    expect(await languageFor(`${path}?lang=ZH-tw`, "de")).toBe("zh-Hant");
    expect(await languageFor(`${path}?lang=klingon`, "de")).toBe("de");
    expect(await languageFor(`${path}?lang=`, "de")).toBe("de");
    expect(await languageFor(path)).toBe("en");
  });

  it("stays the same after each button, and on the receipt", async () => {
    const worker = await startWorker();
    let shown = `${await signedPath()}?lang=ar`;
    for (const name of ["view", "token"]) {
      const html = await (await worker.fetch(shown)).text();
      expect(html).toContain('<html lang="ar" dir="rtl">');
      const [, action = "", id] =
        /<form method="post" action="([^"]+)">\n<input type="hidden" name="\w+" value="(\w+)"/.exec(
          html,
        ) ?? [];
      expect(html).toContain(`name="${name}" value="${id}"`);
      const body = `${name}=${id}&confirm=page`;
      const { headers } = await worker.fetch(action, { ...fromPage(), body });
      shown = headers.get("location") ?? "";
      expect(shown).toMatch(/\?lang=ar$/);
    }
    const undone = await worker.fetch(shown, { headers: { "accept-language": "de" } });
    expect(titleOf(await undone.text())).toBe(messages.ar.rejoined);
  });

  it("is what mail programs are answered in", async () => {
    const worker = await startWorker();
    const headers = { "content-type": "text/plain", "accept-language": "fr" };
    const response = await worker.fetch(await signedPath(), { ...ONE_CLICK, headers });
    expect(response.headers.get("content-language")).toBe("fr");
  });

  it("picks the list's name too", async () => {
    const lists = {
      weekly: { segment: crypto.randomUUID(), name: { en: "Weekly", de: "Wöchentlich" } },
    };
    const worker = await startWorker([], { LISTS: lists });
    const german = { headers: { "accept-language": "de" } };
    expect(await (await worker.fetch(await signedPath(), german)).text()).toContain("Wöchentlich");
  });
});
