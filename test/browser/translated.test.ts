/** What a reader sees and a screen reader says is in the reader's language, to the last sentence. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { LANGUAGES } from "../../src/messages/index.ts";
import { NAMES, SAMPLES } from "./samples.ts";
import { shownIn } from "./shown.ts";
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
  return texts
    .map((text) => NAMES.reduce((rest, name) => rest.replaceAll(name, ""), text))
    .flatMap((text) => text.split(/[.?!:·]/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}{2}/u.test(sentence) && !sentence.includes("•"));
}

it("the English pages have English sentences", async () => {
  const { page } = await open();
  const show = await shownIn(page);
  for (const sample of SAMPLES) {
    await show(sample, "en");
    expect((await sentencesOn(page)).length, sample.name).toBeGreaterThanOrEqual(4);
  }
});

describe.each(LANGUAGES.filter((language) => language !== "en"))("in %s", (language) => {
  it("no page says anything in English", async () => {
    const { page } = await open();
    const show = await shownIn(page);
    const left: string[] = [];
    for (const sample of SAMPLES) {
      await show(sample, "en");
      const english = new Set(await sentencesOn(page));
      await show(sample, language);
      const own = await sentencesOn(page);
      expect(own.length, sample.name).toBeGreaterThanOrEqual(3);
      left.push(...own.filter((sentence) => english.has(sentence)));
    }
    expect(left).toEqual([]);
  });
});
