/**
 * Makes and starts the contenders: each bundled as `wrangler deploy` does it, each in a workerd of its own that
 * Miniflare sets up, asked directly and not through Miniflare's own entry Worker.
 */

import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_readConfig as readConfig } from "wrangler";

import { WRANGLER } from "../sandbox/processes.ts";
import { API_KEY, LINK_SECRET } from "../sandbox/settings.ts";
import { wranglerEnvironment } from "../sandbox/worker-process.ts";

export const LIST = "weekly";
export const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

export type Name = "limit-page" | "limit-ledger" | "usual" | "ours";

/** A contender that runs. */
export interface Contender extends AsyncDisposable {
  name: Name;
  url: string;
  /** Process ID of its workerd. */
  pid: number;
}

type Binding = string | Record<string, Record<string, string>>;
type Bindings = Readonly<Record<string, Binding>>;

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const WRANGLER_TOML = join(ROOT, "wrangler.toml");
const run = promisify(execFile);

/**
 * Bundles all four.
 *
 * @param folder empty, for what is written
 * @param resendUrl where Resend's stand-in answers
 * @returns a function that starts one of them; `bindings` go before the usual ones
 */
export async function prepareContenders(folder: string, resendUrl: string) {
  const { compatibility_date: compatibilityDate } = readConfig({ config: WRANGLER_TOML });
  if (compatibilityDate === undefined) throw new Error("wrangler.toml has no compatibility_date.");
  const names = ["limit-page", "limit-ledger", "usual", "ours"] as const;
  const bundles = await Promise.all(
    names.map((name) => bundle(name, join(folder, name), compatibilityDate)),
  );
  const scripts = new Map<Name, string>(names.map((name, index) => [name, bundles[index] ?? ""]));

  return async function start(name: Name, bindings: Bindings = {}): Promise<Contender> {
    const earlier = new Set(workerdProcesses());
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        name,
        modules: true,
        script: scripts.get(name) ?? "",
        compatibilityDate,
        bindings: {
          RESEND_API_KEY: API_KEY,
          RESEND_BASE_URL: resendUrl,
          LINK_SECRETS: LINK_SECRET,
          ...(name === "ours" && {
            LISTS: { [LIST]: { segment: SEGMENT, name: "Weekly digest" } },
          }),
          ...bindings,
        },
        ...(name !== "usual" && name !== "limit-page" && ledgerBinding),
        ...(name === "ours" && {
          ratelimits: { LEAVE_LIMIT: { namespace_id: "1", simple: { limit: 30, period: 60 } } },
          analyticsEngineDatasets: { METRICS: { dataset: "bench" } },
        }),
        unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
        handleStructuredLogs: () => undefined,
      }),
    );
    await miniflare.ready;
    const { origin } = await miniflare.unsafeGetDirectURL();
    const pid = workerdProcesses().find((child) => !earlier.has(child));
    if (pid === undefined) throw new Error(`${name}: its workerd was not found in /proc.`);
    return { name, url: origin, pid, [Symbol.asyncDispose]: () => miniflare.dispose() };
  };
}

const ledgerBinding = { durableObjects: { LEDGER: { className: "Ledger", useSQLite: true } } };

/** Bundles one. @returns the script */
async function bundle(name: Name, folder: string, compatibilityDate: string): Promise<string> {
  mkdirSync(folder);
  const own = join(folder, "wrangler.json");
  const main = join(ROOT, "bench/contenders", `${name}.ts`);
  const settings = { name, main, compatibility_date: compatibilityDate, minify: true };
  writeFileSync(own, JSON.stringify(settings));
  const out = join(folder, "bundle");
  const file = name === "ours" ? WRANGLER_TOML : own;
  await run(
    process.execPath,
    [WRANGLER, "deploy", "--dry-run", "--config", file, "--outdir", out],
    {
      cwd: folder,
      env: wranglerEnvironment(folder),
    },
  );
  const script = readdirSync(out).find((made) => made.endsWith(".js"));
  if (script === undefined) throw new Error(`wrangler made no script of ${file}.`);
  return readFileSync(join(out, script), "utf8");
}

/** The workerd processes that this one has started. */
function workerdProcesses(): number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8");
  return children
    .split(" ")
    .filter((pid) => pid !== "" && commandOf(pid) === "workerd")
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}
