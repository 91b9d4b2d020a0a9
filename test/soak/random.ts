/** Chance that can be repeated: the same seed draws the same numbers. Not for secrets. */

export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** From `least` up to, but not including, `most`. */
  between(least: number, most: number): number;
  /** The same items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** @param seed a whole number of 32 bits; the generator is mulberry32 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    shuffled(items) {
      const drawn = items.map((item) => ({ item, lot: next() }));
      return drawn.toSorted((a, b) => a.lot - b.lot).map(({ item }) => item);
    },
  };
}
