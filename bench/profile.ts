/** `npm run bench -- --profile`: ours with readable names, under load, with the inspector listening. */

import { writeFileSync } from "node:fs";

import { freePort } from "../sandbox/ports.ts";
import type { Arena } from "./arena.ts";
import { bundleOurs } from "./bundle.ts";
import { recordProfile } from "./inspector.ts";
import type { ProfileOptions } from "./options.ts";
import { selfTimes } from "./self-time.ts";

const CONNECTIONS = 32;
const WARM_UP_SECONDS = 2;
const SHOWN = 40;

/** @returns lines to print */
export async function profile(
  arena: Arena,
  { what, file, seconds }: ProfileOptions,
): Promise<string[]> {
  const inspectorPort = await freePort();
  // Names that a person can read.
  const bundle = await bundleOurs(arena.folder(), ["--no-minify"]);
  const worker = await arena.start({ ...arena.ready.ours, bundle }, { inspectorPort });
  const load = (forSeconds: number) =>
    arena.load.run({
      url: worker.url,
      method: what === "page" ? "GET" : "POST",
      pool: "ours",
      connections: CONNECTIONS,
      warmUpSeconds: 0,
      seconds: forSeconds,
      pids: [worker.pid],
    });
  await load(WARM_UP_SECONDS);
  let requests = 0;
  const recorded = await recordProfile(inspectorPort, "worker", async () => {
    ({ requests } = await load(seconds));
  });
  writeFileSync(file, JSON.stringify(recorded));

  const times = selfTimes(recorded);
  const total = times.reduce((sum, { microseconds }) => sum + microseconds, 0);
  const lines = times.slice(0, SHOWN).map(({ name, place, microseconds }) => {
    const share = `${((100 * microseconds) / total).toFixed(1)} %`.padStart(7);
    const each = `${(microseconds / requests).toFixed(2)} µs`.padStart(10);
    return `${share}${each}  ${name.padEnd(32)} ${place}`;
  });
  return [
    `${what}: ${requests} requests in ${seconds} s; each function without what it called, and for one request`,
    ...lines,
    `The whole profile: ${file}`,
  ];
}
