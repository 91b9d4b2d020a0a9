/** Rounds in which everybody has a turn, each time in another order, so that no one always comes after the same. */

/**
 * Measures everybody so many times.
 *
 * @returns the measurements of each, in the order of the rounds
 */
export async function inRounds<Name extends string, T>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name, round: number) => Promise<T>,
): Promise<Record<Name, T[]>> {
  const measured = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of rotated(names, round)) measured[name].push(await measure(name, round));
  }
  return measured;
}

/** The same names, begun so many places later. */
export function rotated<T>(names: readonly T[], by: number): T[] {
  const start = by % names.length;
  return [...names.slice(start), ...names.slice(0, start)];
}
