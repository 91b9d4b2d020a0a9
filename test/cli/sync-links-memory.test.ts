/** The memory of `sync-links` over a long run. `SYNC_CONTACTS=100000` makes it as long as the promise. */

import { expect, it } from "vitest";

import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { SECRET, start } from "./run.ts";
import { configOf, ORIGIN, WEEKLY } from "./sync-links-setup.ts";

const CONTACTS = Number(process.env["SYNC_CONTACTS"] ?? 12_000);
const timeout = 60_000 + CONTACTS * 10;

/** Less than an ID and a result would take, which is some 110. */
const MAX_BYTES_PER_CONTACT = 60;

/** Makes the process print, at its end, what its heap held at every hundredth request, after garbage collection. */
const HEAP = `--import=data:text/javascript,${encodeURIComponent(`
  import { subscribe } from "node:diagnostics_channel";
  const heap = [];
  let requests = 0;
  subscribe("undici:request:create", () => {
    if (++requests % 100 > 0) return;
    gc();
    heap.push(process.memoryUsage().heapUsed);
  });
  process.on("exit", () => console.error("heap " + JSON.stringify(heap)));
`)}`;

const standIn = runningStandIn({ requestsPerSecond: 1_000_000 });

it("keeps its memory flat, however many contacts there are", { timeout }, async () => {
  await standIn.server.seed(WEEKLY.segment, CONTACTS);
  const vars = { ORIGIN, RESEND_BASE_URL: standIn.url, LISTS: { weekly: WEEKLY } };
  const env = { RESEND_API_KEY: API_KEY, LINK_SECRETS: SECRET };
  const args = ["sync-links", "--config", configOf(vars), "--json", "--quiet"];
  const { stdout, stderr, exitCode } = await start(args, env, ["--expose-gc", HEAP]).ended;
  const samples = JSON.parse(/^heap (.*)$/m.exec(stderr)?.[1] ?? "[]") as number[];
  const quarter = Math.floor(samples.length / 4);
  const early = median(samples.slice(quarter, 2 * quarter));
  const late = median(samples.slice(3 * quarter));
  console.log(`${CONTACTS} contacts: ${early >> 10} KB of heap, then ${late >> 10} KB`);

  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ lists: [{ failed: 0, right: 0 }] });
  expect(quarter).toBeGreaterThan(8);
  expect((late - early) / (CONTACTS / 2)).toBeLessThan(MAX_BYTES_PER_CONTACT);
});

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
