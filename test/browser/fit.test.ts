/** Nothing on any page is too wide for a narrow phone, in any language, nor when the reader enlarges it. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { LANGUAGES } from "../../src/messages/index.ts";
import type { Language } from "../../src/messages/index.ts";
import { SAMPLES } from "./samples.ts";
import { openMenu, show } from "./shown.ts";
import { runningChromium } from "./watched.ts";

const open = runningChromium();

const NARROW = { width: 320, height: 568 };

/** Languages that differ most in letters, length and direction. */
const ENLARGED = ["en", "de", "fi", "ar", "ja", "th"] as const;

/** Says in the browser what does not fit: a page that scrolls sideways, text or a box over an edge. */
const MISFITS = `(() => {
  const root = document.documentElement;
  const misfits = [];
  if (root.scrollWidth > root.clientWidth) misfits.push("the page is " + root.scrollWidth + " px wide");
  for (const element of document.body.querySelectorAll("*")) {
    const { left, right } = element.getBoundingClientRect();
    const over = left < -0.5 || right > root.clientWidth + 0.5;
    const cut = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
    if (over || cut) misfits.push((over ? "over the edge: " : "cut: ") + element.outerHTML.slice(0, 80));
  }
  return misfits;
})()`;

/** Every sample in a language, with what does not fit. */
async function misfitsIn(page: Page, language: Language, style = ""): Promise<string[]> {
  const found: string[] = [];
  for (const sample of SAMPLES) {
    await show(page, sample, language);
    await openMenu(page);
    if (style !== "") await page.addStyleTag({ content: style });
    const misfits = (await page.evaluate(MISFITS)) as string[];
    found.push(...misfits.map((misfit) => `${sample.name}: ${misfit}`));
  }
  return found;
}

describe("at 320 pixels", () => {
  it.each(LANGUAGES)("everything fits in %s", async (language) => {
    const { page } = await open({ viewport: NARROW });
    expect(await misfitsIn(page, language)).toEqual([]);
  });
});

describe.each(ENLARGED)("in %s, enlarged", (language) => {
  it("WCAG 1.4.4: everything fits a window of 640 pixels at 200%", async () => {
    const { page } = await open({ viewport: NARROW, deviceScaleFactor: 2 });
    expect(await misfitsIn(page, language)).toEqual([]);
  });

  it("everything fits a phone whose text is set to 200%", async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    expect(await misfitsIn(page, language, "html{font-size:200%}")).toEqual([]);
  });

  it("WCAG 1.4.12: everything fits with the reader's own spacing", async () => {
    const { page } = await open({ viewport: NARROW });
    const spacing =
      "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}" +
      "p{margin-bottom:2em!important}";
    expect(await misfitsIn(page, language, spacing)).toEqual([]);
  });
});
