import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { brandStyles, contrast, parse, styles } from "../../src/pages/styles.ts";

/** The light card and the dark one. */
const CARDS = ["#ffffff", "#24221f"];

const rgb = (red: number, green: number, blue: number) =>
  `#${[red, green, blue].map((one) => one.toString(16).padStart(2, "0")).join("")}`;

/** The colors that a brand's style sheet sets: one for both cards, or first the light card's, then the dark one's. */
function colorsOf(color: string, name: string): string[] {
  const pattern = new RegExp(`--${name}:rgb\\((\\d+) (\\d+) (\\d+)\\)`, "g");
  const found = [...brandStyles(color).matchAll(pattern)];
  return found.map(([, red, green, blue]) => rgb(Number(red), Number(green), Number(blue)));
}

const between = (one = "", other = "") => contrast(parse(one), parse(other));

it.each([
  ["#000000", "#ffffff", 21],
  ["#0a7c4a", "#0a7c4a", 1],
  // As published for the gray that just passes on white.
  ["#767676", "#ffffff", 4.54],
])("WCAG 2.2: the contrast of %s on %s is %d", (one, other, expected) => {
  expect(between(one, other)).toBeCloseTo(expected, 2);
});

describe("brandStyles", () => {
  it("WCAG 2.2 §1.4.3: text on the color, and in it, is always readable, on the light card and on the dark one", () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const color = rgb(red, green, blue);
        const accents = colorsOf(color, "accent");
        const onAccents = colorsOf(color, "on-accent");
        expect([accents.length, onAccents.length]).toEqual([2, 2]);
        const pairs = [
          [
            colorsOf(color, "button")[0] ?? accents[0],
            colorsOf(color, "on-button")[0] ?? onAccents[0],
          ],
          ...accents.map((accent, index) => [accent, onAccents[index]]),
          ...accents.map((accent, index) => [accent, CARDS[index]]),
        ];
        for (const [one, other] of pairs) expect(between(one, other)).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["#000000", "#8a8a8a", "#cccccc", "#f2f2f0", "#ffffff"])(
    "makes of %s, which is gray, a button that does not look disabled",
    (gray) => {
      expect(brandStyles(gray)).not.toContain("--button");
      for (const [index, accent] of colorsOf(gray, "accent").entries()) {
        expect(between(accent, CARDS[index])).toBeGreaterThanOrEqual(10);
      }
    },
  );

  it("makes of a dark blue a light one for the dark card, not a gray", () => {
    const [red, , blue] = parse(colorsOf("#14213d", "accent")[1] ?? "");
    expect(blue - red).toBeGreaterThan(120);
  });

  it("does not change a readable color, or a button's color", () => {
    expect(colorsOf("#0a7c4a", "accent")[0]).toBe("#0a7c4a");
    expect(colorsOf("#ffcc00", "button")[0]).toBe("#ffcc00");
  });

  it("knows the colors of the card", () => {
    expect(styles).toContain(`--card:#fff;`);
    expect(styles).toContain(`--card:${CARDS[1]};`);
  });
});
