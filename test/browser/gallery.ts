/**
 * Writes one HTML file that shows every page in every language at phone size, for translators and
 * designers: `node test/browser/gallery.ts [file]`. It needs nothing but a browser to look at.
 */

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { createServer } from "vite";

import { LANGUAGES, messages } from "../../src/messages/index.ts";
import type * as Pages from "../../src/pages/index.tsx";
import { galleryPage, type Group } from "./gallery-page.ts";
import { SAMPLES, viewOf } from "./samples.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const [file = "gallery.html"] = process.argv.slice(2);

/** Node does not read JSX; Vite does. */
async function loadPages() {
  const vite = await createServer({
    root: ROOT,
    configFile: false,
    appType: "custom",
    logLevel: "error",
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const module = await vite.ssrLoadModule("/src/pages/index.tsx");
    return module as typeof Pages;
  } finally {
    await vite.close();
  }
}

const { renderPage } = await loadPages();

const groups = LANGUAGES.map((language): Group => ({
  language,
  name: messages[language].languageName,
  frames: SAMPLES.map((sample) => ({
    name: sample.name,
    html: renderPage(sample.page, viewOf(sample, language)),
  })),
}));

writeFileSync(file, galleryPage(groups));
console.log(`${file}: ${SAMPLES.length} pages in ${LANGUAGES.length} languages`);
