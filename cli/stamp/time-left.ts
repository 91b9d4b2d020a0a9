/** Says how long something will take, from how fast it went lately. Pure. */

/** What counts as lately. */
const WINDOW_MS = 120_000;
const SAMPLE_EVERY_MS = 1_000;

/** Guesses the time left from what was done within the last two minutes. */
export class TimeLeft {
  /** Oldest first, at most one a second. */
  readonly #samples: { atMs: number; done: number }[] = [];

  /**
   * Notes how far it is.
   *
   * @returns the seconds left, or `undefined` while nothing is known
   */
  secondsLeft(done: number, total: number, nowMs: number): number | undefined {
    const samples = this.#samples;
    const last = samples.at(-1);
    if (last === undefined || nowMs - last.atMs >= SAMPLE_EVERY_MS) {
      samples.push({ atMs: nowMs, done });
    }
    while (samples.length > 2 && nowMs - (samples[0]?.atMs ?? nowMs) > WINDOW_MS) samples.shift();
    const [first] = samples;
    if (first === undefined || done <= first.done || nowMs <= first.atMs) return undefined;
    const perSecond = ((done - first.done) * 1000) / (nowMs - first.atMs);
    return Math.max(0, total - done) / perSecond;
  }
}

/** Such as `6 h 7 min`, `12 min` or `40 s`. */
export function spokenTime(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
