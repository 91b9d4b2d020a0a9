/** Puts sample pages before a browser as a server would: no Worker, no network, a real navigation. */

import type { Page } from "playwright-core";

import { type Language, renderPage } from "../../src/pages/index.tsx";
import { type Sample, viewOf } from "./samples.ts";

const ADDRESS = "https://pages.example/leave/weekly/e77";

/** Shows samples in one page of the browser, one after the other. */
export async function shownIn(page: Page) {
  let html = "";
  await page.route("**/*", (route) =>
    route.request().url() === ADDRESS
      ? route.fulfill({ contentType: "text/html; charset=utf-8", body: html })
      : route.abort(),
  );
  return async (sample: Sample, language: Language, color?: string): Promise<void> => {
    html = renderPage(sample.page, viewOf(sample, language, color));
    await page.goto(ADDRESS);
  };
}

/** Opens the menu of languages, where there is one. */
export async function openMenu(page: Page): Promise<void> {
  await page.locator("details").evaluateAll((menus) => {
    for (const menu of menus) menu.setAttribute("open", "");
  });
}
