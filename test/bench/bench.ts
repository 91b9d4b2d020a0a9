/** `npm run bench`: what this Worker costs. Ends with 1 if a measurement failed, with 2 if it was asked wrongly. */

import { openArena } from "./arena.ts";
import { duel } from "./duel.ts";
import { type BenchOptions, HELP, parseBenchArguments } from "./options.ts";

const FAILED = 1;
const ASKED_WRONGLY = 2;

const parsed = parseBenchArguments(process.argv.slice(2));
switch (parsed.kind) {
  case "help":
    console.log(HELP);
    break;
  case "wrong":
    console.error(`${parsed.why}\n\n${HELP}`);
    process.exitCode = ASKED_WRONGLY;
    break;
  case "profile":
    console.error("not there yet");
    break;
  case "bench":
    try {
      await bench(parsed.options);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = FAILED;
    }
}

async function bench({ sections, rounds, seconds, quick }: BenchOptions): Promise<void> {
  const say = (what: string) => console.error(what);
  await using arena = await openArena(quick ? 10_000 : 60_000, say);
  for (const name of ["page", "leave"] as const) {
    if (!sections.includes(name)) continue;
    const { figures } = await duel(arena, name, { rounds, seconds, say });
    for (const [connections, by] of Object.entries(figures)) {
      console.log(name, connections);
      console.table(
        Object.fromEntries(
          Object.entries(by).map(([contender, figure]) => [
            contender,
            {
              rps: Math.round(figure.requestsPerSecond.median),
              min: Math.round(figure.requestsPerSecond.min),
              max: Math.round(figure.requestsPerSecond.max),
              p50: figure.p50Ms.median.toFixed(3),
              cpu: figure.cpuMicroseconds?.median.toFixed(1),
              bytes: figure.responseBytes,
              ...figure.busy,
            },
          ]),
        ),
      );
    }
  }
}
