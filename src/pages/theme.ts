/**
 * The brand's colour, made readable: a button wears it as it is, with text in black or white; as a
 * colour of text and edges it is moved towards black or white until it reads, on the light card and
 * on the dark one. Contrast as WCAG 2.2 defines it. Pure.
 */

type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** The card's colours; they stand in the style sheet too. */
const LIGHT_CARD: Rgb = [255, 255, 255];
const DARK_CARD: Rgb = [36, 34, 31];

/** Success criterion 1.4.3. */
const TEXT_CONTRAST = 4.5;

const STEPS = 40;

/** A style sheet that puts a colour, such as `#0a7c4a`, in the place of the page's own. */
export function brandStyles(color: string): string {
  const rgb = parse(color);
  const button = `--button:${css(rgb)};--on-button:${css(textOn(rgb))};`;
  return (
    `:root{${button}${variables(towards(rgb, BLACK, LIGHT_CARD))}}` +
    `@media (prefers-color-scheme:dark){:root{${variables(towards(rgb, WHITE, DARK_CARD))}}}`
  );
}

/** The contrast of two colours, from 1 to 21. */
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

/** Black or white, whichever reads better; one of them always reads. */
function textOn(background: Rgb): Rgb {
  return contrast(background, WHITE) >= contrast(background, BLACK) ? WHITE : BLACK;
}

/** Mixes a colour with another, as little as makes it readable on the card. */
function towards(color: Rgb, end: Rgb, card: Rgb): Rgb {
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
