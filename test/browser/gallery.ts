/**
 * Pictures of every page, for translators and designers.
 *
 * - `node test/browser/gallery.ts html [file]`: one HTML file with every page in every language at phone size
 * - `node test/browser/gallery.ts screenshots [folder] [language]`: a picture of every page on a phone and a desktop,
 *   light and dark
 * - `node test/browser/gallery.ts picture [file]`: the README's picture
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { html } from "hono/html";

import { findLanguage, type Language, LANGUAGES, messages } from "../../src/messages/index.ts";
import { launchChromium } from "./chromium.ts";
import { render, SAMPLES, show } from "./samples.ts";

const STYLES = `
body{margin:1rem;background:#ddd;color:#222;font:1rem/1.5 system-ui,sans-serif}
nav,section{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem}
h2{width:100%}
figure{margin:0;content-visibility:auto;contain-intrinsic-size:360px 790px}
iframe{width:360px;height:740px;border:0;border-radius:1rem;background:#fff}
`;

/** The frames load as they come into view, and run nothing. */
const section = (language: Language) =>
  html`<section id="${language}">
    <h2>${messages[language].languageName} (${language})</h2>
    ${SAMPLES.map(
      (sample) =>
        html`<figure>
          <figcaption>${sample.name}</figcaption>
          <iframe loading="lazy" sandbox srcdoc="${render(sample, language)}"></iframe>
        </figure>`,
    )}
  </section>`;

const gallery = () =>
  html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>Gallery</title>
      <style>
        ${STYLES}
      </style>
      <nav>
        ${LANGUAGES.map((each) => html`<a href="#${each}">${messages[each].languageName}</a>`)}
      </nav>
      ${LANGUAGES.map(section)}
    </html>`;

async function takeScreenshots(folder: string, language: Language): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await using running = new AsyncDisposableStack();
  const browser = running.adopt(await launchChromium(), (it) => it.close());
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      const viewport = { width, height };
      const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 2 });
      for (const sample of SAMPLES) {
        await show(page, sample, language);
        const name = `${sample.name.replaceAll(/\W+/g, "-")}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true });
        console.log(name);
      }
    }
  }
}

/** The page that asks and its answer, side by side, no higher than they are. */
async function takePicture(file: string): Promise<void> {
  await using running = new AsyncDisposableStack();
  const browser = running.adopt(await launchChromium(), (it) => it.close());
  const page = await browser.newPage({ viewport: { width: 720, height: 9 }, deviceScaleFactor: 2 });
  const shown = SAMPLES.filter(({ name }) => name === "asking" || name === "left");
  const frames = shown.map((sample) => html`<iframe srcdoc="${render(sample, "en")}"></iframe>`);
  const styles = "body{margin:0;display:flex}iframe{flex:1;border:0;height:9px}";
  await page.setContent(`<style>${styles}</style>${frames.map(String).join("")}`);
  await page.evaluate(`(() => {
    const frames = [...document.querySelectorAll("iframe")];
    // A page's margin grows with its height.
    for (let step = 0; step < 4; step++) {
      const heights = frames.map((frame) => frame.contentDocument.body.scrollHeight);
      for (const frame of frames) frame.style.height = Math.max(...heights) + "px";
    }
  })()`);
  await page.screenshot({ path: file, fullPage: true });
}

const [mode, path, tag = "en"] = process.argv.slice(2);
if (mode === "screenshots") {
  const language = findLanguage(tag);
  if (language === undefined) throw new Error(`There are no pages in ${tag}.`);
  await takeScreenshots(path ?? "screenshots", language);
} else if (mode === "picture") {
  await takePicture(path ?? "docs/images/page.png");
} else {
  const file = path ?? "gallery.html";
  writeFileSync(file, String(await gallery()));
  console.log(`${file}: ${SAMPLES.length} pages in ${LANGUAGES.length} languages`);
}
