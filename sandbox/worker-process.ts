/**
 * The Worker as a process: `wrangler dev` and everything that it starts. It reads no `.dev.vars`, no `.env`, and no
 * variable of the shell, since any of them may hold a key that works: the Worker knows what it is given here.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

import type { Report } from "../src/ledger/report.ts";
import { freePort, startGroup, until, WRANGLER } from "./processes.ts";
import { API_KEY, LINK_SECRET, OPERATOR_TOKEN } from "./settings.ts";

export interface WorkerOptions {
  /** Where Resend, or its stand-in, answers. */
  resendBaseUrl: string;
  /** The port to listen on; a free one if it is not given. */
  port?: number;
  /** The folder for Durable Objects; a temporary one if it is not given. A second Worker with the same folder restarts the first. */
  persistTo?: string;
  /** The secret `LINK_SECRETS`. */
  linkSecrets?: string;
  /** Further variables; a table goes in as JSON. */
  vars?: Readonly<Record<string, string>>;
  /** A wrangler.toml; the sandbox's own if it is not given. */
  config?: string;
  /** The folder where Workers find each other; one of its own if it is not given. */
  registry?: string;
  /** Gives up the start; has no effect on a Worker that runs. */
  signal?: AbortSignal;
  /** Receives each line that the Worker logs. */
  onLog?: (line: WorkerLogLine) => void;
  /** Receives every other line that is printed, but for those that wrangler prints all the time. */
  onPrint?: (printed: string) => void;
}

export type WorkerProcess = Awaited<ReturnType<typeof startWorker>>;

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const CONFIG = fileURLToPath(new URL("wrangler.toml", import.meta.url));
const CHILDREN = new URL("wrangler-children.ts", import.meta.url);

const READY_WITHIN_MS = 60_000;

/** What wrangler's own errors start with: it cannot build, or cannot listen. */
export const FAILED = "✘ [ERROR]";

/** What wrangler prints all the time. */
const NOISE = /^\[wrangler:info\]|^⎔|^$/;

/** Starts the Worker. @throws Error with all that was printed, when it does not answer within a minute */
export async function startWorker(options: WorkerOptions) {
  const { port = await freePort(), signal, onLog, onPrint } = options;
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-"));
  const url = `http://127.0.0.1:${port}`;

  const logs: WorkerLogLine[] = [];
  let isReady = false;
  let failure: string | undefined;
  const group = startGroup({
    args: [`--import=${CHILDREN}`, WRANGLER, ...wranglerArguments(options, port, folder)],
    env: wranglerEnvironment(folder, options.registry),
    cwd: ROOT,
    onLine(printed) {
      const plain = stripVTControlCharacters(printed).trim();
      const line = parseLogLine(plain);
      if (line !== undefined) {
        logs.push(line);
        return onLog?.(line);
      }
      if (plain.includes("[wrangler:info] Ready on ")) isReady = true;
      if (plain.startsWith(FAILED)) failure ??= "wrangler says why below";
      if (!NOISE.test(plain)) onPrint?.(plain);
    },
  });
  void group.exited.then((code) => (failure ??= `it ended with code ${code}`));

  const endBy = async (end: Promise<void>) => {
    await end;
    rmSync(folder, { recursive: true, force: true });
  };
  /** Any answer will do: a Worker with faulty settings is ready to say so. */
  const answers = async () => {
    if (signal?.aborted === true) failure = "its start was given up";
    if (failure !== undefined) throw new Error(failure);
    const response = isReady
      ? await fetch(`${url}/leave/-/health`).catch(() => undefined)
      : undefined;
    await response?.arrayBuffer();
    return response !== undefined;
  };
  try {
    await until("it answers", answers, READY_WITHIN_MS);
  } catch (error) {
    await endBy(group.stop());
    const { message: reason } = error as Error;
    throw new Error(`The Worker does not run: ${reason}.\n\n${group.output()}`, { cause: error });
  }
  return {
    /** Such as `http://127.0.0.1:49152`. */
    url,
    /** What the Worker has logged, oldest first. */
    logs: logs as readonly WorkerLogLine[],
    /** Settles when it ends, for whatever reason. */
    exited: group.exited,
    /** Shuts it down. */
    stop: () => endBy(group.stop()),
    /** Ends it and its runtime at once, as a power cut would. */
    kill: () => endBy(group.kill()),
  };
}

/** One line that the Worker wrote: a JSON object that says what happened. */
export interface WorkerLogLine {
  level: "info" | "warn" | "error";
  line: { event: string; [field: string]: unknown };
}

/** How wrangler marks what came through `console.warn` and `console.error`, and the Worker's JSON. */
const LOGGED = /^(?:▲ (\[WARNING\]) |✘ (\[ERROR\]) )?(\{.*\})$/;

/** Reads one line that `wrangler dev` printed; `undefined` when the Worker did not write it. */
function parseLogLine(plain: string): WorkerLogLine | undefined {
  const [, warning, error, json = "null"] = LOGGED.exec(plain) ?? [];
  try {
    const line = JSON.parse(json) as WorkerLogLine["line"] | null;
    const level = warning ? "warn" : error ? "error" : "info";
    return typeof line?.event === "string" ? { level, line } : undefined;
  } catch {
    return undefined;
  }
}

/** Asks a running Worker, as its operator, what is queued. */
export async function ledgerReport(workerUrl: string): Promise<Report> {
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
  const response = await fetch(`${workerUrl}/leave/-/ledger`, { headers });
  if (!response.ok) throw new Error(`the Ledger answers ${response.status}`);
  return (await response.json()) as Report;
}

/** The text of the sandbox's wrangler.toml, for a copy in another folder. */
export function sandboxConfig(): string {
  return readFileSync(CONFIG, "utf8").replace("../src/index.ts", join(ROOT, "src/index.ts"));
}

/** @param folder a folder of this Worker's own, for its secrets and its state */
function wranglerArguments(options: WorkerOptions, port: number, folder: string): string[] {
  const { linkSecrets = LINK_SECRET, config = CONFIG, resendBaseUrl, vars } = options;
  const { persistTo = join(folder, "state") } = options;
  // Naming a file of secrets is what keeps wrangler from reading `.dev.vars`.
  const secrets = join(folder, "secrets.env");
  const text = `RESEND_API_KEY='${API_KEY}'\nLINK_SECRETS='${linkSecrets}'\n`;
  writeFileSync(secrets, text, { mode: 0o600 });
  const variables = Object.entries({ RESEND_BASE_URL: resendBaseUrl, ...vars });
  return [
    "dev",
    `--port=${port}`,
    "--ip=127.0.0.1",
    "--inspector-port=0",
    `--persist-to=${persistTo}`,
    `--env-file=${secrets}`,
    ...variables.map(([name, value]) => `--var=${name}:${value}`),
    "--show-interactive-dev-session=false",
    "--log-level=info",
    `--config=${config}`,
  ];
}

/** The only variables of the shell that wrangler sees. */
const INHERITED = new Set(["PATH", "HOME", "TMPDIR", "TERM", "LANG", "NODE_COMPILE_CACHE"]);

/** The environment that `wrangler` runs in. @param folder a folder of its own */
export function wranglerEnvironment(
  folder: string,
  registry = join(folder, "registry"),
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => INHERITED.has(name));
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_WRITE_LOGS: "false",
    WRANGLER_REGISTRY_PATH: registry,
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}
