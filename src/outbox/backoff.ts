const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait after so many failures in a row: twice as long each time, from one second to
 * sixty, less up to a quarter so that retries do not march in step.
 *
 * @param failures 1 or more
 * @param random from 0 up to, but not including, 1
 * @returns milliseconds
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return Math.max(FIRST_MS, full * (1 - random / 4));
}
