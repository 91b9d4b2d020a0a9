/** The commands for 100,000 contacts, the size of what is deployed, and how soon it answers. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { API_KEY, LINK_SECRET, OPERATOR_TOKEN, PROPERTY } from "../sandbox/settings.ts";
import { startStandInProcess } from "../sandbox/stand-in-process.ts";
import { messages } from "../src/messages/index.ts";
import type { Bench, Row, Table } from "./bench.ts";
import { newContacts, newPaths, quantile } from "./load.ts";
import { SEGMENT } from "./upstream.ts";
import { bundle, LIST, type Name, startWorker } from "./workers.ts";

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
const CONTACTS = 100_000;
const QUICK_CONTACTS = 200;
const RESEND_LIMIT = 1_000;

/** Makes a process print the most memory that it had, in KB. */
const PEAK = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error(`peak ${process.resourceUsage().maxRSS}`));',
)}`;

export async function commands({ quick, folder, start, log }: Bench): Promise<Table[]> {
  const contacts = quick ? QUICK_CONTACTS : CONTACTS;
  await using worker = await start("measured", { ENTRIES: `${contacts}` });
  const standIn = await startStandInProcess(worker.url, {
    requestsPerSecond: RESEND_LIMIT,
    property: PROPERTY,
  });
  try {
    await standIn.seed(SEGMENT, contacts);
    const config = join(folder, "wrangler.json");
    const lists = { [LIST]: { segment: SEGMENT, property: PROPERTY } };
    const vars = { ORIGIN: worker.url, RESEND_BASE_URL: standIn.url, LISTS: lists };
    writeFileSync(config, JSON.stringify({ vars }));
    // Half of them have left.
    const csv = join(folder, "contacts.csv");
    const staying = newContacts(contacts / 2).map((id, index) => `${id},stays-${index}@acme.com`);
    const left = staying.map((_, index) => `,person-${index + 1}@acme.com`);
    writeFileSync(csv, ["id,email", ...staying, ...left].join("\n"));
    const filter = ["record", worker.url, "--filter", csv, "--config", config];
    const rows: Row[] = [];
    for (const args of [["sync-links", "--config", config], filter]) {
      log(args[0] ?? "");
      rows.push({
        "": args.includes("--filter") ? "record --filter" : "sync-links",
        ...(await run(args)),
      });
    }
    const many = contacts.toLocaleString("en-US");
    return [
      {
        title: `${many} contacts, Resend's limit is ${RESEND_LIMIT.toLocaleString("en-US")}`,
        rows,
      },
    ];
  } finally {
    await standIn.stop();
  }
}

async function run(args: readonly string[]): Promise<Row> {
  const startedAt = performance.now();
  const env = { RESEND_API_KEY: API_KEY, LINK_SECRETS: LINK_SECRET, OPERATOR_TOKEN };
  const child = spawn(process.execPath, ["--import", PEAK, MAIN, ...args, "--quiet"], { env });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (code !== 0) throw new Error(`${args.join(" ")}: ${stdout.slice(-1000)}${stderr}`);
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, "most memory, MB": Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024 };
}

const STARTS = 30;

/** How large the bundle is, and how much later than the least Worker it answers after its start. */
export async function bundleAndStart({ quick, folder, upstream, log }: Bench): Promise<Table[]> {
  log("bundles");
  const [worker, texts] = [await bundle("ours", folder), JSON.stringify(messages)];
  const sizes = Object.entries({ "the Worker": worker, "its texts in all languages": texts });
  const size = sizes.map(([name, code]) => ({
    "": name,
    KiB: Buffer.byteLength(code) / 1024,
    "gzip, KiB": gzipSync(code, { level: 9 }).length / 1024,
    "Brotli, KiB": brotliCompressSync(code).length / 1024,
  }));
  const scripts = ["limit-page", "ours"] as const;
  const [path = ""] = await newPaths(1);
  const took = new Map<Name, number[]>(scripts.map((script) => [script, []]));
  for (let time = 0; time < (quick ? 2 : STARTS); time++) {
    if (time % 10 === 0) log(`start ${time + 1}`);
    for (const script of time % 2 === 0 ? scripts : scripts.toReversed()) {
      const bindings = { RESEND_BASE_URL: upstream.baseUrl(), PAGE: "x".repeat(8000) };
      await using running = await startWorker(script, folder, bindings);
      await (await fetch(running.url + path)).text();
      took.get(script)?.push(performance.now() - running.startedAt);
    }
  }
  const [limit = NaN, ours = NaN] = [...took.values()].map((ms) => quantile(ms, 0.5));
  const started = { "limit-page, ms": limit, "ours, ms": ours, "later by, ms": ours - limit };
  return [
    { title: "Bundle", rows: size },
    { title: "From the start of workerd to the first answer, medians", rows: [started] },
  ];
}
