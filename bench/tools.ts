/** The commands for 100,000 contacts, the size of what is deployed, and how soon it answers. */

import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { startStandIn } from "../sandbox/resend/server.ts";
import { API_KEY, LINK_SECRET, OPERATOR_TOKEN, SAMPLE_LISTS } from "../sandbox/settings.ts";
import { messages } from "../src/messages/index.ts";
import { newLinks, quantile } from "./load.ts";
import * as run from "./run.ts";

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
const [CONTACTS, STARTS, LIMIT] = run.quick ? [200, 2, 1_000] : [100_000, 30, 1_000];

export async function commands(): Promise<run.Tables> {
  await using worker = await run.start("measured", { ENTRIES: `${CONTACTS}` });
  const standIn = await startStandIn({ requestsPerSecond: LIMIT });
  try {
    const { segment } = SAMPLE_LISTS.weekly;
    await standIn.seed(segment, CONTACTS);
    const LISTS = { weekly: { segment, property: "leave_weekly" } };
    const vars = { ORIGIN: worker.url, RESEND_BASE_URL: standIn.url, LISTS };
    const [config, csv] = [join(run.folder, "wrangler.json"), join(run.folder, "contacts.csv")];
    writeFileSync(config, JSON.stringify({ vars }));
    // Every second one has left.
    const { contacts } = await newLinks(CONTACTS / 2);
    const people = contacts.map((id, index) => `${id},\n,person-${index + 1}@acme.com\n`);
    writeFileSync(csv, `id,email\n${people.join("")}`);
    const sync = await execute("sync-links", "--config", config);
    const filter = await execute("record --filter", csv, worker.url);
    const title = `${CONTACTS.toLocaleString("en-US")} contacts, Resend's limit is ${LIMIT}`;
    return { [title]: [sync, filter] };
  } finally {
    await standIn.close();
  }
}

/** Makes a process print the most memory that it had, in KiB. */
const PEAK = `data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))`;

async function execute(command: string, ...more: string[]): Promise<run.Row> {
  run.log(command);
  const startedAt = performance.now();
  const args = ["--import", PEAK, MAIN, ...command.split(" "), ...more, "--quiet"];
  const env = { RESEND_API_KEY: API_KEY, LINK_SECRETS: LINK_SECRET, OPERATOR_TOKEN };
  const options = { env, maxBuffer: Infinity };
  const { stderr } = await promisify(execFile)(process.execPath, args, options);
  const seconds = (performance.now() - startedAt) / 1000;
  const kib = Number(stderr.trim().split("\n").at(-1));
  return { "": command, seconds, "most memory, MiB": kib / 1024 };
}

/** How large the bundle is, and how much later than the least Worker it answers after its start. */
export async function bundle(): Promise<run.Tables> {
  const codes = { "the Worker": run.bundle("ours"), "its texts": JSON.stringify(messages) };
  const sizes = Object.entries(codes).map(([what, code]) => ({
    "": what,
    "gzip, KiB": gzipSync(code, { level: 9 }).length / 1024,
    "Brotli, KiB": brotliCompressSync(code).length / 1024,
  }));
  const took = { "limit-page": [] as number[], ours: [] as number[] };
  for (let time = 0; time < STARTS; time++) {
    if (time % 10 === 0) run.log(`start ${time + 1}`);
    for (const name of ["limit-page", "ours"] as const) {
      await using worker = await run.start(name, {});
      took[name].push(worker.startedInMs);
    }
  }
  const [limit, ours] = [quantile(took["limit-page"], 0.5), quantile(took.ours, 0.5)];
  const row = { "limit-page, ms": limit, "ours, ms": ours, "later by, ms": ours - limit };
  return { Size: sizes, "From the start of workerd to the first answer": [row] };
}
