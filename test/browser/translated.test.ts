/** What a reader sees and a screen reader says is in the reader's language, to the last sentence that has a translation. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { LANGUAGES, messages, UNTRANSLATED } from "../../src/messages/index.ts";
import type { Language } from "../../src/messages/index.ts";
import { NAMES, SAMPLES } from "./samples.ts";
import { show } from "./shown.ts";
import { runningChromium } from "./watched.ts";

const open = runningChromium();

/** The title, all that is visible, and what is only said: one string each. */
const TEXTS = `[
  document.title,
  ...document.body.innerText.split("\\n"),
  ...[...document.querySelectorAll("[aria-label], [alt], [title]")].map((each) =>
    each.ariaLabel ?? each.alt ?? each.title),
]`;

/** The sentences on a page, without the names that no language translates. */
async function sentencesOn(page: Page): Promise<string[]> {
  const texts = (await page.evaluate(TEXTS)) as string[];
  return sentencesOf(texts);
}

function sentencesOf(texts: readonly string[]): string[] {
  return texts
    .map((text) => NAMES.reduce((rest, name) => rest.replaceAll(name, ""), text))
    .map((text) => text.replaceAll(/\S+@\S+/g, ""))
    .flatMap((text) => text.split(/[.?!:·]/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}{2}/u.test(sentence));
}

/** The English sentences that stand for what a language lacks. */
function untranslated(language: Language): string[] {
  const lacking = UNTRANSLATED.filter((key) => messages[language][key] === undefined);
  return lacking.flatMap((key) => {
    const text = messages.en[key];
    return sentencesOf(typeof text === "string" ? [text] : Object.values(text));
  });
}

/** The sentences of every sample in one language. */
async function sentencesIn(page: Page, language: Language): Promise<string[]> {
  const all: string[] = [];
  for (const sample of SAMPLES) {
    await show(page, sample, language);
    const own = await sentencesOn(page);
    expect(own.length, `${sample.name} says something`).toBeGreaterThanOrEqual(3);
    all.push(...own);
  }
  return all;
}

describe("every page", () => {
  const english = new Set<string>();

  it("has sentences in English to compare with", async () => {
    const { page } = await open();
    for (const sentence of await sentencesIn(page, "en")) english.add(sentence);
    expect(english).toContain("You will get no more emails from it");
    expect(english).toContain("Language");
  });

  it.each(LANGUAGES.filter((language) => language !== "en"))(
    "says nothing in English in %s",
    async (language) => {
      expect(english.size).toBeGreaterThan(20);
      const { page } = await open();
      const own = await sentencesIn(page, language);
      const lacking = new Set(untranslated(language));
      expect(own.filter((sentence) => english.has(sentence) && !lacking.has(sentence))).toEqual([]);
    },
  );
});
