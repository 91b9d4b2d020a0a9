/**
 * Takes a picture of every page, on a phone and a desk, light and dark:
 * `node test/browser/screenshots.ts [folder] [language]`.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { findLanguage } from "../../src/messages/index.ts";
import { launchChromium } from "./chromium.ts";
import { SAMPLES } from "./samples.ts";
import { show } from "./shown.ts";

const VIEWPORTS = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];
const COLOR_SCHEMES = ["light", "dark"] as const;

const [folder = "screenshots", tag = "en"] = process.argv.slice(2);
const language = findLanguage(tag);
if (language === undefined) throw new Error(`no page speaks ${tag}`);
mkdirSync(folder, { recursive: true });

await using running = new AsyncDisposableStack();
const browser = running.adopt(await launchChromium(), (it) => it.close());
for (const viewport of VIEWPORTS) {
  for (const colorScheme of COLOR_SCHEMES) {
    const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 2 });
    for (const sample of SAMPLES) {
      await show(page, sample, language);
      const name = sample.name.replaceAll(/\W+/g, "-");
      const file = `${name}-${viewport.width}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: true });
      console.log(file);
    }
  }
}
