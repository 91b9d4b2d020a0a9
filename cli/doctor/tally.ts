/** Puts what many exchanges have met into words. Pure. */

import { obstacleIn } from "./obstacle.ts";
import type { Exchange } from "./probes.ts";

/** Names of probes that one sentence may list. */
const MAX_NAMES = 4;

/** What became of an exchange that is not as it should be, as the rest of a sentence. */
export function metBy({ outcome }: Exchange): string {
  if (outcome.kind === "lost") return lostWords(outcome.why);
  return obstacleIn(outcome)?.what ?? `answered ${outcome.status}`;
}

/** Why no answer came, as the rest of a sentence. */
export function lostWords(why: string): string {
  return why === "timeout" ? "not answered in 15 s" : `lost on the way (${why})`;
}

/**
 * Says how many of all met what, and which.
 *
 * @param bad those to tell of
 * @param words what became of each; those with the same words are told together
 */
export function tally(
  bad: readonly Exchange[],
  all: readonly Exchange[],
  words: (exchange: Exchange) => string = metBy,
): string {
  const groups = Map.groupBy(bad, words);
  const sentences = Array.from(groups, ([what, those]) => {
    const count = `${those.length} of ${all.length} ${what}`;
    if (those.length === all.length) return `${count}.`;
    const names = those.slice(0, MAX_NAMES).map(({ probe }) => probe.name);
    const more = those.length > MAX_NAMES ? [`${those.length - MAX_NAMES} more`] : [];
    return `${count}: ${[...names, ...more].join("; ")}.`;
  });
  return sentences.join(" ");
}
