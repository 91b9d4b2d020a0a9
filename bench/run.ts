/**
 * What all parts of the bench share: the options, Resend's stand-in, and Workers, each bundled as `wrangler deploy` does
 * it, in a workerd of its own that is asked directly and not through Miniflare's entry Worker. Storage is on disk.
 */

import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Command, Option } from "commander";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_readConfig as readConfig } from "wrangler";

import { until, WRANGLER } from "../sandbox/processes.ts";
import { API_KEY, LINK_SECRET, OPERATOR_TOKEN, SAMPLE_LISTS } from "../sandbox/settings.ts";
import { wranglerEnvironment } from "../sandbox/worker-process.ts";

/** A row of a table, by column; and tables, by title. */
export type Row = Record<string, string | number>;
export type Tables = Record<string, Row[]>;

const PARTS = ["requests", "scale", "drain", "commands", "stampede", "cost", "bundle"];
export const { only, quick, write } = new Command("bench")
  .description("Measures what this Worker costs, and prints the tables of docs/performance.md.")
  .addOption(new Option("--only <part>", "one part").choices(PARTS))
  .option("--quick", "the shortest form of each part, to see that it works", false)
  .option("--write", "puts the tables into docs/performance.md", false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ only?: string; quick: boolean; write: boolean }>();

export const folder = mkdtempSync(join(tmpdir(), "leave-this-list-bench-"));

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const deployed = readConfig({ config: join(ROOT, "wrangler.toml") });
const { compatibility_date, minify, keep_names } = deployed;

export const upstream = fork(join(ROOT, "bench/upstream.ts"), { execArgv: [] });
const url = `http://127.0.0.1:${String((await once(upstream, "message"))[0])}`;

/** @param canary with 404, Resend's 200 is proof; with 200, each leave reads the contact first */
export const resendUrl = (limit = 100_000, canary = 404) => `${url}/${limit}/${canary}`;

/** Switches Resend off and on. @returns how many requests have come to it */
export async function resend(what: "calls" | "down" | "up"): Promise<number> {
  return Number(await (await fetch(`${url}/-/${what}`)).text());
}

export type Name = "limit-page" | "limit-ledger" | "bare-call" | "usual" | "measured" | "ours";

const bundles = new Map<string, string>();

/** A Worker's script as it would be deployed. All but ours are in `workers/`, the limits in one file. */
export function bundle(name: Name): string {
  const file = ["usual", "measured"].includes(name) ? name : "limits";
  const path = name === "ours" ? "src/index.ts" : `bench/workers/${file}.ts`;
  const made = bundles.get(path);
  if (made !== undefined) return made;
  const [config, outdir] = [join(folder, `${name}.json`), join(folder, name)];
  const main = join(ROOT, path);
  writeFileSync(config, JSON.stringify({ name, main, compatibility_date, minify, keep_names }));
  const args = [WRANGLER, "deploy", "--dry-run", "--config", config, "--outdir", outdir];
  execFileSync(process.execPath, args, { cwd: folder, env: wranglerEnvironment(outdir) });
  const script = readFileSync(join(outdir, path.replace(/^.*\/(.+)\.ts$/, "$1.js")), "utf8");
  bundles.set(path, script);
  return script;
}

/** Counts in place, as Cloudflare does. Miniflare counts in a Durable Object, whose commits cost more than a leave's. */
const LIMITER = `import { env as bound } from "cloudflare:workers";
const counts = {};
const count = (key) => (counts[key] = (counts[key] ?? 0) + 1);
bound.LEAVE_LIMIT = { limit: async ({ key }) => ({ success: count(key) <= 30 }) };
`;

/** The last process that was started, and when. */
let last: { process: ChildProcess; at: number } | undefined;
subscribe("child_process", (message) => {
  last = { process: (message as { process: ChildProcess }).process, at: performance.now() };
});

export type Running = Awaited<ReturnType<typeof start>>;

/** Starts a Worker, with these bindings besides those that all have. */
export async function start(name: Name, bindings: Record<string, string>) {
  const before = await resend("calls");
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name,
      modules: true,
      script: LIMITER + bundle(name),
      compatibilityDate: compatibility_date ?? "",
      bindings: {
        NAME: name,
        LISTS: SAMPLE_LISTS,
        LINK_SECRETS: LINK_SECRET,
        OPERATOR_TOKEN,
        RESEND_API_KEY: API_KEY,
        RESEND_BASE_URL: resendUrl(),
        ...bindings,
      },
      durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } },
      analyticsEngineDatasets: { METRICS: { dataset: "bench" } },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      handleStructuredLogs: () => undefined,
    }),
  );
  await miniflare.ready;
  const { origin } = await miniflare.unsafeGetDirectURL();
  const { process: { pid = NaN } = {}, at = NaN } = last ?? {};
  await (await fetch(origin)).text();
  const startedInMs = performance.now() - at;
  // Ours then asks Resend, unprompted, for the segments of its lists and with the canary.
  const isReady = async () =>
    (await fetch(`${origin}/leave/-/health`)).ok && (await resend("calls")) >= before + 3;
  if (name === "ours") await until("the Ledger is ready", isReady, 20_000);
  return { url: origin, pid, startedInMs, [Symbol.asyncDispose]: () => miniflare.dispose() };
}

export const log = (progress: string) =>
  console.error(`${Math.round(performance.now() / 1000)} s: ${progress}`);
