/** Numbers as people read them. Pure. */

import type { Disk } from "./disk.ts";
import type { Spread } from "./statistics.ts";

const NONE = "n/a";

/** Such as `12,500`, `61.3` or `0.244`: three digits, and all of a whole number. */
export function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Such as `12,500 (11,900–12,800)`: the median, the least and the most. */
export function spread(value: Spread | null): string {
  if (value === null) return NONE;
  const { median, min, max } = value;
  if (min === max) return number(median);
  return `${number(median)} (${number(min)}–${number(max)})`;
}

/** Such as `0.87 (0.85–0.90)`. */
export function ratio(value: Spread | null): string {
  if (value === null) return NONE;
  const { median, min, max } = value;
  if (min === max) return median.toFixed(2);
  return `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
}

/** Such as `87 %`. */
export function percent(share: number | null): string {
  return share === null ? NONE : `${Math.round(share * 100)} %`;
}

/** Where rows lie, in a sentence. */
export function diskText({ folder, writeMs }: Disk): string {
  return `Rows lie in ${folder}, where a write takes ${number(writeMs)} ms until it is on the disk.`;
}

export function whole(value: number): string {
  return value.toLocaleString("en");
}
