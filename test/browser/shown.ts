/** Puts sample pages before a browser, without a Worker and without a network. */

import type { Page } from "playwright-core";

import type { Language } from "../../src/messages/index.ts";
import { render, type Sample } from "./samples.ts";

/** Shows a sample in a reader's language, in the brand's colour if one is given. */
export async function show(
  page: Page,
  sample: Sample,
  language: Language,
  color?: string,
): Promise<void> {
  await page.setContent(render(sample, language, color), { waitUntil: "domcontentloaded" });
}

/** Opens the menu of languages, where there is one. */
export async function openMenu(page: Page): Promise<void> {
  await page.evaluate("for (const menu of document.querySelectorAll('details')) menu.open = true");
}
