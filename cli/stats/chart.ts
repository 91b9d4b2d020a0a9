/** A bar of a chart in a terminal: eighths of a character, so that small differences show. Pure. */

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** @returns a bar of at most `width` characters; what is not nothing is never without a bar */
export function bar(value: number, highest: number, width: number): string {
  if (value <= 0) return "";
  const eighths = Math.max(1, Math.round((value / highest) * width * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}
