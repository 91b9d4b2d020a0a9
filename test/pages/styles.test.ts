import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { brandStyles, contrast, parse, styles } from "../../src/pages/styles.ts";

const CARDS = { light: "#ffffff", dark: "#24221f" };

/** The colors that a brand's style sheet sets: first the light ones, then the dark. */
function colors(color: string) {
  const read = (name: string) =>
    [
      ...brandStyles(color).matchAll(new RegExp(`--${name}:rgb\\((\\d+) (\\d+) (\\d+)\\)`, "g")),
    ].map(([, red, green, blue]) => [Number(red), Number(green), Number(blue)] as const);
  const [button] = read("button");
  const [onButton] = read("on-button");
  const [accents, onAccents] = [read("accent"), read("on-accent")];
  return ["light", "dark"].map((_, i) => ({
    accent: accents[i] ?? parse("#000000"),
    onAccent: onAccents[i] ?? parse("#000000"),
    button: button ?? parse("#000000"),
    onButton: onButton ?? parse("#000000"),
  }));
}

describe("contrast", () => {
  it("WCAG 2.2: is 21 for black on white, 1 for a color on itself", () => {
    expect(contrast(parse("#000000"), parse("#ffffff"))).toBeCloseTo(21);
    expect(contrast(parse("#0a7c4a"), parse("#0a7c4a"))).toBe(1);
    // As published for the gray that just passes on white.
    expect(contrast(parse("#767676"), parse("#ffffff"))).toBeCloseTo(4.54, 2);
  });
});

describe("brandStyles", () => {
  it("WCAG 2.2 §1.4.3: text on the color, and in it, always reads, on the light card and the dark", () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const hex = [red, green, blue].map((c) => c.toString(16).padStart(2, "0")).join("");
        const [light, dark] = colors(`#${hex}`);
        for (const [theme, card] of [
          [light, CARDS.light],
          [dark, CARDS.dark],
        ] as const) {
          expect(theme).toBeDefined();
          if (theme === undefined) return;
          expect(contrast(theme.accent, theme.onAccent)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(theme.button, theme.onButton)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(theme.accent, parse(card))).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves a color that reads as it is", () => {
    expect(colors("#0a7c4a")[0]?.accent).toEqual([10, 124, 74]);
    expect(colors("#ffcc00")[0]?.button).toEqual([255, 204, 0]);
  });

  it("knows the colors of the card", () => {
    expect(styles).toContain(`--card:#fff;`);
    expect(styles).toContain(`--card:${CARDS.dark};`);
  });
});
