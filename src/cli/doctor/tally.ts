/** Puts what many exchanges have met into one sentence. Pure. */

import type { Exchange } from "./probes.ts";
import { obstacleIn } from "./obstacle.ts";

/** Names of probes that one sentence may list. */
const MAX_NAMES = 4;

/** What an exchange has met in place of what was expected. */
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
  const parts = Array.from(groups, ([what, those]) => {
    const names = those.map(({ probe }) => probe.name);
    const shown = names.slice(0, MAX_NAMES).join("; ");
    const more = names.length > MAX_NAMES ? `; ${names.length - MAX_NAMES} more` : "";
    const which = those.length === all.length ? "" : ` (${shown}${more})`;
    return `${those.length} of ${all.length} ${what}${which}`;
  });
  return parts.join("; ");
}
