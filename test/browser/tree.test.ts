/**
 * What assistive technology is told of every page: roles, names, and their order, in English and Arabic. After a change of
 * texts, `npx vitest run --project browser test/browser/tree.test.ts -u` writes it anew; read the difference.
 */

import { expect, it } from "vitest";

import { runningChromium } from "./chromium.ts";
import { SAMPLES, show } from "./samples.ts";

const open = runningChromium();

const STATES = SAMPLES.filter(({ name }) => !name.includes("long"));

it.each(["en", "ar"] as const)("the accessibility tree of every page, in %s", async (language) => {
  const { page } = await open();
  const trees: string[] = [];
  for (const sample of STATES) {
    await show(page, sample, language);
    const tree = await page.locator("body").ariaSnapshot();
    // One line a page, without what is no content: the targets of links.
    const lines = tree.split("\n").map((line) => line.trim());
    const told = lines.filter((line) => !line.startsWith("- /url"));
    trees.push(`${sample.name}: ${told.join(" ")}`);
  }
  expect(trees.join("\n")).toMatchSnapshot();
});
