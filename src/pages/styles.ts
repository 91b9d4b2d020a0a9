/**
 * The pages' style sheet, and the brand's color in it. Every page contains the style sheet, so that it takes one request. A
 * button has the color as it is, unless it is gray, with black or white text. For text and borders, the color is moved toward black or white
 * until it has enough contrast (WCAG 2.2) on the light card and on the dark one. Pure.
 */

import type { Brand } from "../settings/brand.ts";

type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** The card's colors; keep them equal to those in the style sheet. */
const LIGHT_CARD: Rgb = [255, 255, 255];
const DARK_CARD: Rgb = [36, 34, 31];

/** WCAG 2.2, success criterion 1.4.3. */
const TEXT_CONTRAST = 4.5;

/** A gray button looks disabled, so grays are made as dark as text, or as light. */
const GRAY_RANGE = 24;
const GRAY_CONTRAST = 10;

const STEPS = 40;

/** The style sheet for a brand. It does not depend on the page, so make it once. */
export function styleSheet({ color }: Brand): string {
  return color === undefined ? styles : styles + brandStyles(color);
}

/** A style sheet that replaces the page's own color with another, such as `#0a7c4a`. */
export function brandStyles(color: string): string {
  const rgb = parse(color);
  const isGray = Math.max(...rgb) - Math.min(...rgb) < GRAY_RANGE;
  const wanted = isGray ? GRAY_CONTRAST : TEXT_CONTRAST;
  const button = isGray ? "" : `--button:${css(rgb)};--on-button:${css(textOn(rgb))};`;
  return (
    `:root{${button}${variables(toward(rgb, BLACK, LIGHT_CARD, wanted))}}` +
    `@media (prefers-color-scheme:dark){:root{${variables(toward(isGray ? rgb : brighter(rgb), WHITE, DARK_CARD, wanted))}}}`
  );
}

/** The contrast of two colors, from 1 to 21. */
export function contrast(left: Rgb, right: Rgb): number {
  const one = luminance(left);
  const other = luminance(right);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Reads `#rrggbb`. */
export function parse(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function variables(accent: Rgb): string {
  const tint = `rgb(${accent.join(" ")}/.12)`;
  return `--accent:${css(accent)};--on-accent:${css(textOn(accent))};--tint:${tint}`;
}

function css(rgb: Rgb): string {
  return `rgb(${rgb.join(" ")})`;
}

/** Black or white, whichever has more contrast; one of them always has enough. */
function textOn(background: Rgb): Rgb {
  return contrast(background, WHITE) >= contrast(background, BLACK) ? WHITE : BLACK;
}

/** A color in the same hue for the dark card. A dark blue that is only mixed with white becomes gray, which looks disabled. */
function brighter(color: Rgb): Rgb {
  const brightest = mix(BLACK, color, 255 / Math.max(...color));
  return toward(color, brightest, DARK_CARD, TEXT_CONTRAST);
}

/** Mixes a color with another, only as much as needed for this contrast with the card. */
function toward(color: Rgb, end: Rgb, card: Rgb, wanted: number): Rgb {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(color, end, step / STEPS);
    if (contrast(mixed, card) >= wanted) return mixed;
  }
  return end;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [channel(0), channel(1), channel(2)];
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export const styles = `
:root{color-scheme:light dark;--bg:#f3f1ec;--card:#fff;--ink:#1c1a17;--soft:#5c574e;--line:#dfdad0;--accent:#0f5c57;--on-accent:#fff;--tint:#e3efed;--warm:#8a5300;--warm-tint:#fbefd9;--edge:#8d867a;--button:var(--accent);--on-button:var(--on-accent)}
@media (prefers-color-scheme:dark){:root{--bg:#131210;--card:#24221f;--ink:#f2efe9;--soft:#bbb4a9;--line:#45403a;--accent:#86d3ca;--on-accent:#08211f;--tint:#1f3331;--warm:#f3c777;--warm-tint:#3d3018;--edge:#857e74}img{background:#fff;border-radius:.5rem;padding:.25rem .5rem}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:flex;flex-direction:column;background:var(--bg);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:break-word;text-wrap:pretty}
main,footer{width:100%;max-width:30rem;margin:0 auto;padding:1.25rem 1rem}
main{margin:clamp(0rem,10vh - 4rem,5rem) auto auto}
.brand{margin:0 clamp(1rem,6vw,2.25rem) .5rem;font-size:1.125rem;font-weight:650}
a{color:inherit;text-decoration:none}
.brand>:not(img){display:inline-block;max-width:100%;padding:.5625rem 0}
a:hover,.button:hover{text-decoration:underline}
img{display:block;max-width:100%;height:2.5rem;object-fit:contain}
.card{background:var(--card);border:1px solid var(--line);border-radius:1.25rem;padding:clamp(1rem,6vw,2.25rem);box-shadow:0 1px 2px #0000000a,0 12px 32px #0000000f}
.icon{display:grid;place-items:center;width:3.25rem;height:3.25rem;border-radius:50%;background:var(--tint);color:var(--accent);margin-bottom:1rem}
.done{background:var(--accent);color:var(--on-accent)}
.trouble{background:var(--warm-tint);color:var(--warm)}
path{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:clamp(1.375rem,7vw,1.875rem);line-height:1.2;text-wrap:balance}
h1:focus{outline:0}
p,ul{margin-top:.875rem}
ul{padding-inline-start:1.25rem}
li+li{margin-top:.375rem}
dl{margin-top:1.25rem;padding:.75rem 1rem;border-radius:.75rem;background:var(--bg)}
dl div+div{margin-top:.5rem}
dt{color:var(--soft);font-size:.9375rem}
dd{font-weight:600;overflow-wrap:anywhere}
.button{display:block;width:100%;min-height:3.25rem;margin-top:1.25rem;padding:.75rem 1.25rem;border:2px solid var(--accent);border-radius:.875rem;background:var(--button);color:var(--on-button);font:inherit;font-weight:650;line-height:1.35;text-align:center;text-wrap:balance;cursor:pointer}
:lang(ja){word-break:auto-phrase}
:lang(ko){word-break:keep-all}
.quiet{width:fit-content;max-width:88%;min-height:2.75rem;margin:1.25rem 0 0;padding:.5rem 1rem;border:1px solid var(--edge);background:none;color:var(--ink);font-size:.9375rem;font-weight:500}
.do:has(.button:not(.quiet)) .quiet{margin-inline:auto}
.quiet:hover{border-color:currentColor}
.undo{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin-top:1.25rem}
.undo *{margin:0;max-width:100%}
.undo p{flex:1 1 8rem;overflow-wrap:anywhere}
small{display:block;color:var(--soft);font-size:.9375rem}
.card p a{color:var(--accent);text-decoration:underline}
footer{color:var(--soft);font-size:.9375rem;text-align:center;padding-top:0}
nav a{display:inline-flex;align-items:center;gap:.5rem;min-height:2.75rem;padding:0 1rem;border-radius:.75rem}
address{font-style:normal;margin-top:.75rem}
.languages{columns:6rem;column-gap:.25rem;padding:0;list-style:none;font-size:.9375rem}
.languages a{display:block;padding:.6875rem .5rem;border-radius:.75rem}
.languages li{break-inside:avoid;margin:0}
[aria-current]{font-weight:650;background:var(--tint)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
@media (min-width:32rem) and (min-height:30.1rem),(min-width:44rem){dl{display:grid;grid-template-columns:fit-content(45%) 1fr;align-items:baseline;gap:.25rem .875rem}dl div{display:contents}}
@media (max-height:44rem){.icon:not(.done,.trouble){display:none}}
@media (max-height:30rem) and (min-width:35rem){main,footer{max-width:52rem}main{margin-top:0;padding-top:.25rem}.brand{margin-bottom:0}.card:first-child{margin-top:.75rem}.icon{display:none}.card{padding:1.125rem 2rem}.card:has(.button){display:grid;grid-template-columns:1fr 16rem;column-gap:2rem}h1{font-size:1.5rem}.do{grid-area:1/2/9}.do>:first-child,.do>:first-child .button{margin-top:0}}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--soft:#000;--line:#000}.icon,nav,.do{display:none}.card{box-shadow:none}img{background:none}}
`.replaceAll("\n", "");
