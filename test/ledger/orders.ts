/** Random orders of events in a world: what the models of the Ledger have in common. */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { inject } from "vitest";

import type { World } from "./world.ts";

/** Two people, by their two names. */
export const PEOPLE = [
  { id: "e169aa45-1ecf-4183-9955-b1499d5701d3", email: "mira@example.com" },
  { id: "5e26e74a-65db-452e-a6b6-a4fa4dd60afe", email: "Jonas@example.com" },
] as const;

type Command<Run> = fc.AsyncCommand<object, Run>;

/** A command that can always be run. */
export function command<Run extends { world: World }>(
  text: string,
  run: (run: Run) => Promise<unknown>,
): Command<Run> {
  return {
    check: () => true,
    async run(_, real) {
      real.world.note(text);
      await run(real);
    },
    toString: () => text,
  };
}

/** A promise, by the name under which its breach is reported. */
export function must(promise: string, holds: boolean): void {
  if (!holds) throw new Error(promise);
}

/**
 * Runs random sequences of commands, each on an empty Ledger, and judges what has become of it.
 *
 * @param share how many of the sequences that the environment asks for
 * @param start gives the people their world, by settings that are random, too
 */
export async function inAnyOrder<Run extends { world: World }, Given>(
  {
    share,
    commands,
    given,
  }: { share: number; commands: fc.Arbitrary<Command<Run>[]>; given: fc.Arbitrary<Given> },
  start: (state: DurableObjectState, given: Given) => Run,
  judge: (run: Run) => Promise<void>,
): Promise<void> {
  const { sequences, seed } = inject("model");
  const property = (state: DurableObjectState) =>
    fc.asyncProperty(commands, given, async (all, some) => {
      await state.storage.deleteAll();
      const run = start(state, some);
      await run.world.started();
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: run }), all);
        await judge(run);
      } catch (error) {
        const rows = run.world.entries().map((row) => JSON.stringify(row));
        throw new Error([error, ...run.world.trace, ...rows].join("\n"), { cause: error });
      }
    });
  const numRuns = Math.ceil(sequences * share);
  await runInDurableObject(env.LEDGER.getByName(crypto.randomUUID()), (_, state) =>
    fc.assert(property(state), { numRuns, ...(seed !== undefined && { seed }) }),
  );
}
