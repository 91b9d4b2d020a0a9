/** The memory of `sync-links` over a long run. `SYNC_CONTACTS=100000` makes it as long as the promise. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { SECRET } from "./run.ts";
import { configOf, ORIGIN, WEEKLY } from "./sync-links-setup.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const CONTACTS = Number(process.env["SYNC_CONTACTS"] ?? 6000);

/** Much less than a hundred bytes for each of 100,000 contacts. */
const MAX_GROWTH_MB = 4;

/** Makes the process print, at its end, what its heap held twenty times a second, after garbage collection. */
const HEAP = `--import=data:text/javascript,${encodeURIComponent(`
  const heap = [];
  setInterval(() => { gc(); heap.push(process.memoryUsage().heapUsed); }, 50).unref();
  process.on("exit", () => console.error("heap " + JSON.stringify(heap)));
`)}`;

const standIn = runningStandIn({ requestsPerSecond: 1_000_000 });

it(
  "keeps its memory flat, however many contacts there are",
  async () => {
    await standIn.control("POST", "seed", { segmentId: WEEKLY.segment, contacts: CONTACTS });
    const vars = { ORIGIN, RESEND_BASE_URL: standIn.url, LISTS: { weekly: WEEKLY } };
    const env = { RESEND_API_KEY: API_KEY, LINK_SECRETS: SECRET };
    const args = ["sync-links", "--config", configOf(vars), "--json", "--quiet"];
    const child = spawn(process.execPath, ["--expose-gc", HEAP, MAIN, ...args], { env });
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    const samples = JSON.parse(/^heap (.*)$/m.exec(stderr)?.[1] ?? "[]") as number[];
    const megabytes = samples.map((bytes) => bytes / 2 ** 20);
    const half = Math.floor(megabytes.length / 2);
    const early = Math.max(...megabytes.slice(0, half));
    const late = Math.max(...megabytes.slice(half));
    console.log(`${CONTACTS} contacts: ${early.toFixed(1)} MB of heap, then ${late.toFixed(1)} MB`);

    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lists: [{ failed: 0, right: 0 }] });
    expect(samples.length).toBeGreaterThan(8);
    expect(late - early).toBeLessThan(MAX_GROWTH_MB);
  },
  30_000 + CONTACTS * 10,
);
