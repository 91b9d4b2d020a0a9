/** The gallery's own HTML: groups of pages in, one document out. It asks nobody for anything. Pure. */

/** A page, and what it is called. */
export interface Frame {
  name: string;
  /** A whole document. */
  html: string;
}

/** The pages in one language. */
export interface Group {
  /** A language tag. */
  language: string;
  /** The language's own name. */
  name: string;
  frames: readonly Frame[];
}

const STYLES = `
:root{color-scheme:light;font:1rem/1.5 system-ui,sans-serif}
body{margin:0;background:#ddd;color:#222}
header{position:sticky;top:0;z-index:1;padding:.75rem 1rem;background:#fff;box-shadow:0 1px 4px #0003}
.controls{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center}
input,select{font:inherit}
nav{display:flex;flex-wrap:wrap;gap:0 .75rem;max-height:6rem;overflow:auto}
section{scroll-margin-top:11rem;padding:1rem}
.frames{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:start}
figure{margin:0;content-visibility:auto;contain-intrinsic-size:360px 790px}
figcaption{font-weight:600}
iframe{width:360px;height:740px;border:0;border-radius:1rem;background:#fff}
`;

/** Looks after the controls. A sandboxed frame does not take its scheme from outside, so its style sheet is told. */
const SCRIPT = `
const filter = document.getElementById("filter");
const scheme = document.getElementById("scheme");
filter.addEventListener("input", () => {
  const wanted = filter.value.toLowerCase().split(" ");
  for (const each of document.querySelectorAll("figure")) {
    each.hidden = !wanted.every((word) => each.dataset.words.includes(word));
  }
  for (const each of document.querySelectorAll("section")) {
    each.hidden = each.querySelector("figure:not([hidden])") === null;
  }
});
for (const frame of document.querySelectorAll("iframe")) frame.dataset.html = frame.srcdoc;
scheme.addEventListener("change", () => {
  const dark = { light: "not all", dark: "all" }[scheme.value] ?? "(prefers-color-scheme:dark)";
  const schemes = { light: "light", dark: "dark" }[scheme.value] ?? "light dark";
  for (const frame of document.querySelectorAll("iframe")) {
    frame.srcdoc = frame.dataset.html
      .replaceAll("(prefers-color-scheme:dark)", dark)
      .replace("color-scheme:light dark", "color-scheme:" + schemes);
  }
});
`;

/** @returns an HTML document; the frames load as they come into view, and run nothing */
export function galleryPage(groups: readonly Group[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gallery</title>
<style>${STYLES}</style>
<header>
<div class="controls">
<b>Gallery</b>
<label>Show <input id="filter" type="search" placeholder="Deutsch undone"></label>
<label>Scheme <select id="scheme"><option>system<option>light<option>dark</select></label>
</div>
<nav>${groups.map(({ language, name }) => `<a href="#${language}" lang="${language}">${escape(name)}</a>`).join("\n")}</nav>
</header>
${groups.map(section).join("\n")}
<script>${SCRIPT}</script>
</html>
`;
}

function section({ language, name, frames }: Group): string {
  const figures = frames.map((frame) => figure(frame, `${language} ${name} ${frame.name}`));
  return `<section id="${language}">
<h2>${escape(name)} (${language})</h2>
<div class="frames">
${figures.join("\n")}
</div>
</section>`;
}

function figure({ name, html }: Frame, words: string): string {
  return `<figure data-words="${escape(words.toLowerCase())}">
<figcaption>${escape(name)}</figcaption>
<iframe loading="lazy" sandbox title="${escape(words)}" srcdoc="${escape(html)}"></iframe>
</figure>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", '"': "&quot;" };

function escape(text: string): string {
  return text.replaceAll(/[&<"]/g, (character) => ENTITIES[character] ?? character);
}
