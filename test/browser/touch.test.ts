/** Hands and eyes of all kinds: targets that a thumb hits, focus that shows, edges that survive forced colours, no motion. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { type Sample, SAMPLES } from "./samples.ts";
import { openMenu, show } from "./shown.ts";
import { runningChromium } from "./watched.ts";

const open = runningChromium();

/** WCAG 2.2, 2.5.5 (AAA). */
const TARGET_PX = 44;

function sample(name: string): Sample {
  const found = SAMPLES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sample is called ${name}`);
  return found;
}

const style = (page: Page, selector: string, property: string) =>
  page.evaluate(`getComputedStyle(document.querySelector("${selector}")).${property}`);

describe("targets", () => {
  it.each(["en", "ar", "ja"] as const)("are at least 44 pixels high in %s", async (language) => {
    const { page } = await open({ viewport: { width: 360, height: 740 }, hasTouch: true });
    for (const each of SAMPLES) {
      await show(page, each, language);
      await openMenu(page);
      for (const target of await page.locator("button, .button, summary, nav a, .brand a").all()) {
        const box = await target.boundingBox();
        expect(box?.height, `${each.name}: ${await target.textContent()}`).toBeGreaterThanOrEqual(
          TARGET_PX,
        );
      }
    }
  });
});

describe("focus", () => {
  it("shows on all that a keyboard reaches", async () => {
    const { page } = await open();
    await show(page, sample("asking"), "en");
    await openMenu(page);
    const reached: string[] = [];
    for (let pressed = 0; pressed < 6; pressed++) {
      await page.keyboard.press("Tab");
      reached.push(String(await page.evaluate("document.activeElement.localName")));
      expect(await style(page, ":focus", "outlineStyle"), reached.join()).toBe("solid");
      expect(await style(page, ":focus", "outlineWidth")).toBe("3px");
    }
    expect(reached).toEqual(["a", "button", "button", "summary", "a", "a"]);
  });
});

describe("forced colours", () => {
  it("leave every button an edge of its own", async () => {
    const { page } = await open({ forcedColors: "active" });
    await show(page, sample("asking"), "en");
    const background = await style(page, ".card", "backgroundColor");
    for (const selector of [".button", ".quiet"]) {
      expect(await style(page, selector, "borderTopStyle"), selector).toBe("solid");
      expect(await style(page, selector, "borderTopColor"), selector).not.toBe(background);
    }
  });
});

describe("motion", () => {
  it("there is none, reduced or not", async () => {
    const { page } = await open({ reducedMotion: "reduce" });
    for (const each of SAMPLES) {
      await show(page, each, "en");
      expect(await page.evaluate("document.getAnimations().length"), each.name).toBe(0);
      expect(await style(page, "h1", "transitionDuration"), each.name).toBe("0s");
      expect(await page.locator("form, a.button, h1").count()).toBeGreaterThan(0);
    }
  });
});
