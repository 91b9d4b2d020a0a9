/**
 * The pages' style sheet, and the brand's color in it. Every page contains the style sheet, so that it takes one request. A
 * button has the color as it is, with black or white text. For text and borders, the color is moved toward black or white
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

const STEPS = 40;

/** The style sheet for a brand. It does not depend on the page, so make it once. */
export function styleSheet({ color }: Brand): string {
  return color === undefined ? styles : styles + brandStyles(color);
}

/** A style sheet that replaces the page's own color with another, such as `#0a7c4a`. */
export function brandStyles(color: string): string {
  const rgb = parse(color);
  const button = `--button:${css(rgb)};--on-button:${css(textOn(rgb))};`;
  return (
    `:root{${button}${variables(toward(rgb, BLACK, LIGHT_CARD))}}` +
    `@media (prefers-color-scheme:dark){:root{${variables(toward(rgb, WHITE, DARK_CARD))}}}`
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

/** Mixes a color with another, only as much as needed to be readable on the card. */
function toward(color: Rgb, end: Rgb, card: Rgb): Rgb {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(color, end, step / STEPS);
    if (contrast(mixed, card) >= TEXT_CONTRAST) return mixed;
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
@media (prefers-color-scheme:dark){:root{--bg:#131210;--card:#24221f;--ink:#f2efe9;--soft:#bbb4a9;--line:#45403a;--accent:#86d3ca;--on-accent:#08211f;--tint:#1f3331;--warm:#f3c777;--warm-tint:#3d3018;--edge:#857e74}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:flex;flex-direction:column;background:var(--bg);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif;overflow-wrap:break-word}
main{width:100%;max-width:30rem;margin:clamp(0rem,6vh - 1rem,5rem) auto auto;padding:1.5rem 1rem}
.brand{margin:0 clamp(1.25rem,6vw,2.5rem) .75rem;font-size:1.125rem;font-weight:650}
.brand a{color:inherit;text-decoration:none;display:inline-block;max-width:100%;padding:.5625rem 0}
a:hover,.button:hover{text-decoration:underline}
img{display:block;max-width:100%;height:2.5rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:1.25rem;padding:clamp(1.25rem,6vw,2.5rem);box-shadow:0 1px 2px #0000000a,0 12px 32px #0000000f}
.icon{display:grid;place-items:center;width:3.5rem;height:3.5rem;border-radius:50%;background:var(--tint);color:var(--accent);margin-bottom:1.25rem}
.done{background:var(--accent);color:var(--on-accent)}
.trouble{background:var(--warm-tint);color:var(--warm)}
path{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:clamp(1.5rem,7vw,2rem);line-height:1.2;text-wrap:balance;hyphens:manual}
h1:focus{outline:0}
.subject{padding:.75rem 1rem;border-inline-start:4px solid var(--accent);border-radius:.375rem;background:var(--bg);color:var(--soft)}
b{display:block;font-size:1.125rem;line-height:1.35;color:var(--ink)}
p,ul{margin-top:1.25rem;text-wrap:pretty}
ul{padding-inline-start:1.25rem}
.card li+li{margin-top:.375rem}
.button{display:block;width:100%;min-height:3.25rem;margin-top:1.5rem;padding:.75rem 1.25rem;border:2px solid var(--accent);border-radius:.875rem;background:var(--button);color:var(--on-button);font:inherit;font-weight:650;line-height:1.35;text-align:center;text-wrap:balance;text-decoration:none;cursor:pointer}
:lang(ja){word-break:auto-phrase}
.quiet{border-color:var(--edge);background:none;color:var(--ink);font-weight:500}
.quiet:hover{border-color:currentColor}
.undo .quiet,.link{margin-top:.75rem}
.link{border-color:transparent;color:var(--soft);text-decoration:underline;text-underline-offset:.2em}
.undo{margin-top:1.75rem;padding-top:.25rem;border-top:1px solid var(--line)}
.note{color:var(--soft);font-size:.9375rem;text-align:center;text-wrap:balance;margin-top:1rem}
p a{color:var(--accent)}
nav{width:100%;max-width:30rem;margin:0 auto;padding:0 1rem 1.5rem}
summary{width:fit-content;margin:auto;padding:.625rem .875rem;border-radius:.75rem;color:var(--soft);cursor:pointer}
nav ul{columns:2;padding:0;list-style:none}
nav a{display:block;padding:.625rem .5rem;border-radius:.75rem;color:inherit;text-decoration:none;break-inside:avoid}
[aria-current]{font-weight:650;background:var(--tint)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
nav a:focus-visible{outline-offset:-3px}
`.replaceAll("\n", "");
