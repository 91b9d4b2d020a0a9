/** The memory of `stamp` over a long run. `STAMP_CONTACTS=100000` makes it as long as the promise. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { runningStandIn } from "../../../sandbox/running.ts";
import { API_KEY } from "../../../sandbox/settings.ts";
import { SECRET } from "../run.ts";
import { ORIGIN, settingsFile, WEEKLY } from "./run.ts";

const STAMP = fileURLToPath(new URL("../../../cli/stamp.ts", import.meta.url));
const CONTACTS = Number(process.env["STAMP_CONTACTS"] ?? 6000);
const SECONDS = 30 + CONTACTS / 100;

/** Much less than a hundred bytes for each of 100,000 contacts. */
const MAX_GROWTH_MB = 4;

/** Makes the process say at its end what its heap held, once rubbish was cleared away, twenty times a second. */
const HEAP = `--import=data:text/javascript,${encodeURIComponent(`
  const heap = [];
  setInterval(() => { gc(); heap.push(process.memoryUsage().heapUsed); }, 50).unref();
  process.on("exit", () => console.error("heap " + JSON.stringify(heap)));
`)}`;

const standIn = runningStandIn({ requestsPerSecond: 1_000_000 });

it(
  `stamps ${CONTACTS.toLocaleString("en")} contacts in flat memory`,
  { timeout: SECONDS * 1000 },
  async () => {
    await standIn.control("POST", "seed", { segmentId: WEEKLY.segment, contacts: CONTACTS });
    const vars = { ORIGIN, RESEND_BASE_URL: standIn.url, LISTS: { weekly: WEEKLY } };
    const config = settingsFile(vars, `RESEND_API_KEY=${API_KEY}\nLINK_SECRETS=${SECRET}\n`);
    const begun = performance.now();
    const child = spawn(
      process.execPath,
      ["--expose-gc", HEAP, STAMP, "--config", config, "--json"],
      { env: {} },
    );
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    const seconds = (performance.now() - begun) / 1000;
    const samples = JSON.parse(/^heap (.*)$/m.exec(stderr)?.[1] ?? "[]") as number[];
    const megabytes = samples.map((bytes) => bytes / 2 ** 20);
    const half = Math.floor(megabytes.length / 2);
    const early = Math.max(...megabytes.slice(0, half));
    const late = Math.max(...megabytes.slice(half));
    console.log(
      `${CONTACTS} contacts: ${seconds.toFixed(0)} s; heap ${early.toFixed(1)} MB at most in the first half, ${late.toFixed(1)} MB in the second`,
    );

    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lists: [{ failed: 0, right: 0 }] });
    expect(samples.length).toBeGreaterThan(8);
    expect(late - early).toBeLessThan(MAX_GROWTH_MB);
  },
);
