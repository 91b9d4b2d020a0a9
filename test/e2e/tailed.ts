/**
 * A Worker, and beside it a sink for all that Cloudflare's log store would keep of it (a Tail Worker). It runs as it is deployed:
 * `wrangler dev` would add middleware that catches what is thrown.
 */

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { until } from "../../sandbox/ledger.ts";
import {
  startWorker,
  type WorkerOptions,
  type WorkerProcess,
} from "../../sandbox/worker-process.ts";
import { sandboxConfig, wranglerEnvironment } from "../../sandbox/worker-process.ts";

/** One invocation as the log store keeps it, as far as it matters here. */
export interface Trace {
  event: { request?: { url: string; method: string }; rcptTo?: string; rpcMethod?: string } | null;
  logs: { level: string; message: unknown }[];
  exceptions: { name: string; message: string }[];
}

export interface Tailed {
  worker: WorkerProcess;
  /** All that has come since the last `forget`, oldest first. */
  traces(): Promise<Trace[]>;
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export interface TailedOptions extends WorkerOptions {
  /** Changes the bundle, such as for a line that should not be logged. */
  patch?: (bundle: string) => string;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

const SINK = `
const items = [];
export default {
  fetch: ({ method }) => Response.json(method === "DELETE" ? items.splice(0) : items),
  tail: (events) => void items.push(...JSON.parse(JSON.stringify(events))),
};
`;

/** Starts both, and waits until the one hears of the other. */
export async function startTailed(options: TailedOptions): Promise<Tailed> {
  const { patch = (bundle) => bundle, ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), "tailed-"));
  const registry = join(folder, "registry");
  const settings = sandboxConfig();

  const build = join(folder, "build");
  const args = [
    "deploy",
    "--dry-run",
    `--config=${ROOT}sandbox/wrangler.toml`,
    `--outdir=${build}`,
  ];
  const env = wranglerEnvironment(folder);
  await promisify(execFile)(process.execPath, [WRANGLER, ...args], { env, cwd: ROOT });
  const main = join(build, "index.js");
  writeFileSync(main, patch(readFileSync(main, "utf8")));
  const config = join(folder, "wrangler.toml");
  const tail = `main = "${main}"\nno_bundle = true\ntail_consumers = [{ service = "trace-sink" }]`;
  writeFileSync(config, settings.replace(/^main = .*$/m, tail));

  // A folder of its own: wrangler watches it, and starts the sink anew for every change.
  const sinkFolder = mkdtempSync(join(folder, "sink-"));
  const sinkMain = join(sinkFolder, "index.js");
  writeFileSync(sinkMain, SINK);
  const sinkConfig = join(sinkFolder, "wrangler.toml");
  const [date] = /^compatibility_date = .*$/m.exec(settings) ?? [];
  writeFileSync(
    sinkConfig,
    `name = "trace-sink"\nmain = "${sinkMain}"\n${date}\nno_bundle = true\n`,
  );

  const shared = { registry, resendBaseUrl: "http://127.0.0.1:9" };
  const sink = await startWorker({ ...shared, config: sinkConfig });
  const traces = async () => (await (await fetch(sink.url)).json()) as Trace[];
  const worker = await startWorker({ ...rest, registry, config });
  const hears = async () => {
    await (await fetch(`${worker.url}/robots.txt`)).text();
    return (await traces()).length > 0;
  };
  await until("the sink hears of the Worker", hears, 20_000);
  return {
    worker,
    traces,
    async forget() {
      await (await fetch(sink.url, { method: "DELETE" })).text();
    },
    async stop() {
      await Promise.all([worker.stop(), sink.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
