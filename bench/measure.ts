/** Runs the sections that were asked for, one after the other: two at once would measure each other. */

import type { Arena } from "./arena.ts";
import { CONTENDERS } from "./contenders.ts";
import { duel } from "./duel.ts";
import { growth } from "./growth.ts";
import type { Section } from "./options.ts";
import { type Results, thisMachine } from "./results.ts";
import type { Measure } from "./section.ts";
import { signing } from "./signing.ts";
import { starts } from "./starts.ts";

export async function measureAll(
  arena: Arena,
  sections: readonly Section[],
  measure: Measure,
): Promise<Results> {
  const results: Results = { machine: thisMachine(), pageBytes: arena.pageBytes };
  for (const section of sections) {
    switch (section) {
      case "page":
      case "leave":
      case "ledger":
        results[section] = await duel(arena, section, measure);
        break;
      case "size":
        results.size = CONTENDERS.map((name) => {
          const { bytes, gzipBytes } = arena.ready[name].bundle;
          return { name, bytes, gzipBytes };
        });
        break;
      case "start":
        results.start = await starts(arena, measure);
        break;
      case "signing":
        results.signing = await signing(measure);
        break;
      case "growth":
        results.growth = await growth(arena, measure);
        break;
    }
  }
  return results;
}
