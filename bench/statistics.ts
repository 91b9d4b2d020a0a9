/** Numbers in, one number out. Pure. */

/** What several rounds have measured. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * The value below which this share of the values lies, between two neighbours where it falls there.
 *
 * @param values at least one, in any order
 */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError("no values");
  return below + (above - below) * (place - Math.floor(place));
}

/** Each measurement as a share of the one beside it, so that what disturbed both does not count. */
export function ratioOf(values: readonly number[], beside: readonly number[]): Spread {
  return spreadOf(values.map((value, index) => value / (beside[index] ?? Number.NaN)));
}
