/** `npm run bench`: what this Worker costs. Ends with 1 if a measurement failed, with 2 if it was asked wrongly. */

import { openArena } from "./arena.ts";
import { duel } from "./duel.ts";
import { type BenchOptions, HELP, parseBenchArguments, type ProfileOptions } from "./options.ts";
import { profile } from "./profile.ts";

/** Links: so many that no membership asks ten times a minute. */
const POOL = 60_000;
const QUICK_POOL = 10_000;

const FAILED = 1;
const ASKED_WRONGLY = 2;

const say = (what: string) => console.error(what);

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
    await orFail(recordOurs(parsed.options));
    break;
  case "bench":
    await orFail(bench(parsed.options));
}

async function orFail(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = FAILED;
  });
}

async function recordOurs(options: ProfileOptions): Promise<void> {
  await using arena = await openArena(QUICK_POOL, say);
  say(`recording ${options.what}`);
  for (const line of await profile(arena, options)) console.log(line);
}

async function bench({ sections, rounds, seconds, quick }: BenchOptions): Promise<void> {
  await using arena = await openArena(quick ? QUICK_POOL : POOL, say);
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
