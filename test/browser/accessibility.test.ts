/** Every page, as eyes, hands, keyboards and screen readers of all kinds need it, in every language. */

import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { type Language, LANGUAGES, messages } from "../../src/messages/index.ts";
import { runningChromium } from "./chromium.ts";
import { AWKWARD_COLOR, NAMES, render, type Sample, SAMPLES, show } from "./samples.ts";

const open = runningChromium();

const PHONE = { width: 360, height: 740 };
/** A folded phone. WCAG 1.4.10 wants 320 pixels: 1280 at 400 %. */
const NARROW = { width: 280, height: 653 };

describe.each(["en", "de", "ar", "ja"] as const)("axe-core, in %s", (language) => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const run = `axe.run({ runOnly: ${JSON.stringify(tags)}, resultTypes: ["violations"] })`;

  it.each([
    ["light", undefined],
    ["light", AWKWARD_COLOR],
    ["dark", undefined],
    ["dark", AWKWARD_COLOR],
  ] as const)("finds nothing on any page: %s, brand color %s", async (colorScheme, color) => {
    const { page } = await open({ colorScheme, viewport: PHONE });
    await page.evaluate(axe.source);
    for (const sample of SAMPLES) {
      await show(page, sample, language, color);
      const { violations, passes } = (await page.evaluate(run)) as axe.AxeResults;
      expect(passes.length, "axe looked").toBeGreaterThan(10);
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html}`),
      );
      expect(found, sample.name).toEqual([]);
    }
  });
});

describe("everything fits", () => {
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

  async function misfits(page: Page, language: Language, styles = ""): Promise<string[]> {
    const found: string[] = [];
    for (const sample of SAMPLES) {
      await show(page, sample, language);
      if (styles !== "") await page.addStyleTag({ content: styles });
      const all = (await page.evaluate(MISFITS)) as string[];
      found.push(...all.map((misfit) => `${sample.name}: ${misfit}`));
    }
    return found;
  }

  it.each(LANGUAGES)("at 280 pixels in %s", async (language) => {
    const { page } = await open({ viewport: NARROW });
    expect(await misfits(page, language)).toEqual([]);
  });

  /** WCAG 1.4.12. */
  const SPACING =
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}" +
    "p{margin-bottom:2em!important}";

  // The languages that differ most in letters, length and direction.
  it.each(["en", "de", "fi", "ar", "ja", "th"] as const)(
    "enlarged to 200%%, and with the reader's own spacing, in %s",
    async (language) => {
      const { page } = await open({ viewport: NARROW, deviceScaleFactor: 2 });
      expect(await misfits(page, language)).toEqual([]);
      expect(await misfits(page, language, SPACING)).toEqual([]);
      await page.setViewportSize(PHONE);
      expect(await misfits(page, language, "html{font-size:200%}")).toEqual([]);
    },
  );
});

const style = (page: Page, selector: string, property: string) =>
  page.evaluate(`getComputedStyle(document.querySelector("${selector}")).${property}`);

const [ASKING, , LONG] = SAMPLES as [Sample, Sample, Sample];
const LOGO = "https://acme.example/logo.svg";

describe("hands and eyes", () => {
  it.each(["en", "ar", "ja"] as const)(
    "WCAG 2.5.5: targets are at least 44 pixels high in %s",
    async (language) => {
      const { page } = await open({ viewport: PHONE, hasTouch: true });
      const heights = `[...document.querySelectorAll("button, .button, nav a, .languages a, .brand a")]
      .map((target) => target.getBoundingClientRect().height)`;
      for (const sample of SAMPLES) {
        await show(page, sample, language);
        const all = (await page.evaluate(heights)) as number[];
        expect(Math.min(...all, 44), sample.name).toBe(44);
      }
    },
  );

  it("focus shows on everything that a keyboard reaches", async () => {
    const { page } = await open();
    await show(page, ASKING, "en");
    const reached: string[] = [];
    for (let pressed = 0; pressed < 4; pressed++) {
      await page.keyboard.press("Tab");
      reached.push(String(await page.evaluate("document.activeElement.localName")));
      expect(await style(page, ":focus", "outlineStyle"), reached.join()).toBe("solid");
      expect(await style(page, ":focus", "outlineWidth")).toBe("3px");
    }
    expect(reached).toEqual(["a", "button", "button", "a"]);
  });

  it("forced colors leave every button an edge of its own", async () => {
    const { page } = await open({ forcedColors: "active" });
    await show(page, ASKING, "en");
    const background = await style(page, ".card", "backgroundColor");
    for (const selector of [".button", ".quiet"]) {
      expect(await style(page, selector, "borderTopStyle"), selector).toBe("solid");
      expect(await style(page, selector, "borderTopColor"), selector).not.toBe(background);
    }
  });

  it.each([
    [667, 375],
    [740, 360],
    [844, 390],
  ])("a phone held sideways shows the button without scrolling: %d × %d", async (width, height) => {
    const { page } = await open({ viewport: { width, height } });
    for (const [sample, language] of [
      [ASKING, "en"],
      [ASKING, "de"],
      [LONG, "fi"],
    ] as const) {
      await show(page, sample, language);
      const box = await page.locator(".button").first().boundingBox();
      expect((box?.y ?? height) + (box?.height ?? 0), language).toBeLessThanOrEqual(height);
    }
  });

  it.each(["en", "de", "ar", "ko", "th"] as const)(
    "an upright phone shows the button without scrolling in %s, below details that stand in line",
    async (language) => {
      const { page } = await open({ viewport: { width: 360, height: 640 } });
      await show(
        page,
        { ...ASKING, brand: { ...ASKING.brand, name: LONG.brand.name ?? "" } },
        language,
      );
      const box = await page.locator(".button").first().boundingBox();
      expect((box?.y ?? 640) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
      const edge = language === "ar" ? "right" : "left";
      const edges = `[...document.querySelectorAll("dd")].map((dd) => {
        const range = document.createRange();
        range.selectNodeContents(dd);
        return Math.round(range.getBoundingClientRect().${edge} / 2);
      })`;
      expect(new Set(await page.evaluate<number[]>(edges)).size).toBe(1);
    },
  );

  it("a phone held sideways leaves no room for buttons on a page without any", async () => {
    const { page } = await open({ viewport: { width: 740, height: 360 } });
    for (const sample of SAMPLES) {
      await show(page, sample, "en");
      const hasButton = (await page.locator(".button").count()) > 0;
      const isDivided = (await style(page, ".card", "display")) === "grid";
      expect(isDivided, sample.name).toBe(hasButton);
    }
  });

  it("paper is white and its ink black, in the dark, too", async () => {
    const { page } = await open({ colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    await show(page, ASKING, "en", AWKWARD_COLOR);
    const colors = ["body", "h1", "dt", "dd", "address"].map((each) => style(page, each, "color"));
    expect(new Set(await Promise.all(colors))).toEqual(new Set(["rgb(0, 0, 0)"]));
    for (const selector of ["body", ".card"]) {
      expect(await style(page, selector, "backgroundColor")).toBe("rgb(255, 255, 255)");
    }
    expect(await page.locator("button:visible, nav:visible").count()).toBe(0);
  });

  it.each([
    ["wide", 900, 30],
    ["tall", 30, 90],
  ])("a logo keeps its shape, and is on white in the dark: %s", async (_, width, height) => {
    const { page } = await open({ colorScheme: "dark", viewport: NARROW });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`;
    await page.route(LOGO, (route) => route.fulfill({ contentType: "image/svg+xml", body: svg }));
    const brand = { ...ASKING.brand, logo: LOGO };
    await page.setContent(render({ ...ASKING, brand }, "en"));
    const size = `(({ naturalWidth, naturalHeight, width }) => [naturalWidth, naturalHeight, width])
      (document.querySelector("img"))`;
    expect(await page.evaluate(size)).toEqual([width, height, expect.any(Number)]);
    expect(await style(page, "img", "objectFit")).toBe("contain");
    expect(await style(page, "img", "backgroundColor")).toBe("rgb(255, 255, 255)");
    expect((await page.locator("img").boundingBox())?.width).toBeLessThanOrEqual(NARROW.width - 64);
  });

  it("Korean breaks lines between words only, and no language after the hyphen of e-mail", async () => {
    const { page } = await open({ viewport: NARROW });
    await show(page, ASKING, "ko");
    expect(await style(page, "h1", "wordBreak")).toBe("keep-all");
    for (const language of LANGUAGES) {
      expect(JSON.stringify(messages[language]), language).not.toMatch(/(?<!\p{L})e-\p{L}/iu);
    }
  });

  it("nothing moves", async () => {
    const { page } = await open();
    for (const sample of SAMPLES) {
      await show(page, sample, "en");
      expect(await page.evaluate("document.getAnimations().length"), sample.name).toBe(0);
      expect(await style(page, "h1", "transitionDuration"), sample.name).toBe("0s");
    }
  });
});

describe("what is seen and what a screen reader says", () => {
  /** Every text in the page's own language; the menu's names of other languages are marked as theirs. */
  const TEXTS = `(() => {
    const isOwn = (element) => element.closest("[lang]") === document.documentElement;
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (isOwn(walker.currentNode.parentElement)) texts.push(walker.currentNode.data);
    for (const each of document.querySelectorAll("[aria-label], [alt], [title]")) {
      if (isOwn(each)) texts.push(each.ariaLabel ?? each.alt ?? each.title);
    }
    return texts;
  })()`;

  /** Its sentences, without names and addresses. */
  const sentencesOf = (text: string) =>
    (NAMES.includes(text) ? "" : text.replaceAll(/\S+@\S+/g, ""))
      .split(/[.?!:·]/)
      .map((sentence) => sentence.trim())
      .filter((sentence) => /\p{L}{2}/u.test(sentence));

  async function sentencesIn(language: Language): Promise<Set<string>> {
    const { page } = await open();
    const sentences = new Set<string>();
    for (const sample of SAMPLES) {
      await show(page, sample, language);
      const texts = (await page.evaluate(TEXTS)) as string[];
      for (const sentence of texts.flatMap(sentencesOf)) sentences.add(sentence);
    }
    return sentences;
  }

  let english = new Set<string>();

  it("are English in English", async () => {
    english = await sentencesIn("en");
    expect(english).toContain("Language");
    expect(english.size).toBeGreaterThan(20);
  });

  it.each(LANGUAGES.filter((language) => language !== "en"))(
    "are not English in %s",
    async (language) => {
      expect(english.size).toBeGreaterThan(20);
      const own = await sentencesIn(language);
      expect(own.size).toBeGreaterThan(15);
      expect([...own].filter((sentence) => english.has(sentence))).toEqual([]);
    },
  );
});

/**
 * Roles, names, and their order. After a change of texts, `npx vitest run --project browser
 * test/browser/accessibility.test.ts -u` writes the snapshot again; read the difference.
 */
it.each(["en", "ar"] as const)("the accessibility tree of every page, in %s", async (language) => {
  const { page } = await open();
  const trees: string[] = [];
  for (const sample of SAMPLES.filter(({ name }) => !name.includes("long"))) {
    await show(page, sample, language);
    const tree = await page.locator("body").ariaSnapshot();
    // One line a page, without what is no content: the targets of links.
    const lines = tree.split("\n").map((line) => line.trim());
    const told = lines.filter((line) => !line.startsWith("- /url"));
    trees.push(`${sample.name}: ${told.join(" ")}`);
  }
  expect(trees.join("\n")).toMatchSnapshot();
});
