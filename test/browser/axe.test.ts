/** Open to everybody: axe-core finds nothing on any page, as WCAG 2.2 AA and its own best practice have it. */

import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { AWKWARD_COLOR, SAMPLES } from "./samples.ts";
import { openMenu, show } from "./shown.ts";
import { runningChromium } from "./watched.ts";

const open = runningChromium();

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const RUN = `axe.run({ runOnly: ${JSON.stringify(TAGS)}, resultTypes: ["violations"] })`;

const LOOKS = (["light", "dark"] as const).flatMap((colorScheme) => [
  { colorScheme, theme: "its own colours", color: undefined },
  { colorScheme, theme: "an awkward brand colour", color: AWKWARD_COLOR },
]);

async function violationsOf(page: Page): Promise<string[]> {
  const { violations, passes } = (await page.evaluate(RUN)) as axe.AxeResults;
  expect(passes.length, "axe looked").toBeGreaterThan(10);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe.each(["en", "de", "ar", "ja"] as const)("in %s", (language) => {
  it.each(LOOKS)("every page in $theme, $colorScheme", async ({ colorScheme, color }) => {
    const { page } = await open({ colorScheme, viewport: { width: 360, height: 740 } });
    await page.evaluate(axe.source);
    const found: string[] = [];
    for (const sample of SAMPLES) {
      await show(page, sample, language, color);
      found.push(...(await violationsOf(page)).map((each) => `${sample.name}: ${each}`));
    }
    expect(found).toEqual([]);
  });

  it.each(LOOKS)("the menu open in $theme, $colorScheme", async ({ colorScheme, color }) => {
    const { page } = await open({ colorScheme, viewport: { width: 360, height: 740 } });
    await page.evaluate(axe.source);
    for (const sample of SAMPLES.filter(({ shownAs }) => shownAs !== "answer")) {
      await show(page, sample, language, color);
      await openMenu(page);
      expect(await page.locator("nav a:visible").count()).toBe(40);
      expect(await violationsOf(page), sample.name).toEqual([]);
    }
  });
});
