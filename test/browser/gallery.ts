/**
 * Writes one HTML file that shows every page in every language at phone size, for translators and
 * designers: `node test/browser/gallery.ts [file]`. It needs nothing but a browser to look at.
 */

import { writeFileSync } from "node:fs";

import { LANGUAGES, messages } from "../../src/messages/index.ts";
import { galleryPage, type Group } from "./gallery-page.ts";
import { render, SAMPLES } from "./samples.ts";

const [file = "gallery.html"] = process.argv.slice(2);

const groups = LANGUAGES.map((language): Group => ({
  language,
  name: messages[language].languageName,
  frames: SAMPLES.map((sample) => ({
    name: sample.name,
    html: render(sample, language),
  })),
}));

writeFileSync(file, galleryPage(groups));
console.log(`${file}: ${SAMPLES.length} pages in ${LANGUAGES.length} languages`);
