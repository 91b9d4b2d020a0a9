/**
 * Bundles Workers as `wrangler deploy` does it, and starts each in a workerd of its own that Miniflare sets up, asked
 * directly and not through Miniflare's own entry Worker. Storage is on disk.
 */

import { type ChildProcess, execFile } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_readConfig as readConfig } from "wrangler";

import { API_KEY, LINK_SECRET, OPERATOR_TOKEN } from "../sandbox/settings.ts";
import { wranglerEnvironment } from "../sandbox/worker-process.ts";
import { SEGMENT } from "./upstream.ts";

export const LIST = "weekly";

/** The Workers, and their files in `workers/`; `ours` is what is deployed. */
const SCRIPTS = {
  "limit-page": "limits",
  "limit-ledger": "limits",
  "bare-call": "limits",
  usual: "usual",
  measured: "measured",
  ours: undefined,
} as const;
export type Name = keyof typeof SCRIPTS;

export type Running = Awaited<ReturnType<typeof startWorker>>;

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const CONFIG = join(ROOT, "wrangler.toml");
const { compatibility_date: compatibilityDate = "" } = readConfig({ config: CONFIG });

/** The last process that was started, and when. */
let last: { process: ChildProcess; at: number } | undefined;
subscribe("child_process", (message) => {
  last = { process: (message as { process: ChildProcess }).process, at: performance.now() };
});

const LEDGER = { durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } } };
const bundles = new Map<string, Promise<string>>();

/** The script as it would be deployed. @param folder a temporary one, for all bundles */
export function bundle(name: Name, folder: string): Promise<string> {
  const { [name]: script = "ours" } = SCRIPTS;
  const bundled = bundles.get(script) ?? makeBundle(script, folder);
  bundles.set(script, bundled);
  return bundled;
}

async function makeBundle(script: string, folder: string): Promise<string> {
  const [own, outdir] = [join(folder, `${script}.json`), join(folder, script)];
  const main = join(ROOT, "bench/workers", `${script}.ts`);
  const settings = { name: script, main, compatibility_date: compatibilityDate, minify: true };
  writeFileSync(own, JSON.stringify(settings));
  const config = script === "ours" ? CONFIG : own;
  const args = [WRANGLER, "deploy", "--dry-run", "--outdir", outdir, "--config", config];
  const options = { cwd: folder, env: wranglerEnvironment(outdir) };
  await promisify(execFile)(process.execPath, args, options);
  const made = readdirSync(outdir).find((file) => file.endsWith(".js")) ?? "";
  return readFileSync(join(outdir, made), "utf8");
}

/** Starts one. @returns also the process ID of its workerd, and when it was started, by `performance.now()` */
export async function startWorker(name: Name, folder: string, bindings: Record<string, string>) {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name,
      modules: true,
      script: await bundle(name, folder),
      compatibilityDate,
      bindings: {
        NAME: name,
        RESEND_API_KEY: API_KEY,
        LINK_SECRETS: LINK_SECRET,
        OPERATOR_TOKEN,
        LISTS: { [LIST]: { segment: SEGMENT, name: "Weekly digest" } },
        ...bindings,
      },
      ...(name !== "usual" && LEDGER),
      ratelimits: { LEAVE_LIMIT: { namespace_id: "1", simple: { limit: 30, period: 60 } } },
      analyticsEngineDatasets: { METRICS: { dataset: "bench" } },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      handleStructuredLogs: () => undefined,
    }),
  );
  await miniflare.ready;
  const { origin: url } = await miniflare.unsafeGetDirectURL();
  const { process: { pid = NaN, spawnfile = "" } = {}, at: startedAt = NaN } = last ?? {};
  if (!spawnfile.includes("workerd")) throw new Error(`workerd was not started, but ${spawnfile}`);
  return { url, pid, startedAt, [Symbol.asyncDispose]: () => miniflare.dispose() };
}
