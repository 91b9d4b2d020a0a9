/**
 * The Worker as a process: `wrangler dev` and everything that it starts. It reads no `.dev.vars`, no `.env`, and no
 * variable of the shell, since any of them may hold a key that works: the Worker knows what it is given here.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { freePort, startGroup } from "./processes.ts";
import { API_KEY, LINK_SECRET } from "./settings.ts";
import { isWranglerError, parseLogLine, type WorkerLogLine } from "./worker-log.ts";

export interface WorkerOptions {
  /** Where Resend, or its stand-in, answers. */
  resendBaseUrl: string;
  /** The port to listen on; a free one if it is not given. */
  port?: number;
  /** The folder for Durable Objects; a temporary one if it is not given. A second Worker with the same folder restarts the first. */
  persistTo?: string;
  /** The secret `RESEND_API_KEY`. */
  apiKey?: string;
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
  /** Receives every other line that is printed. */
  onPrint?: (printed: string) => void;
}

export type WorkerProcess = Awaited<ReturnType<typeof startWorker>>;

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const CONFIG = fileURLToPath(new URL("wrangler.toml", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

const READY_WITHIN_MS = 60_000;

/** What wrangler prints when it listens. */
const READY = /\[wrangler:info\] Ready on /;

/**
 * Starts the Worker, and waits until it answers.
 *
 * @throws Error with all that was printed, when it ends or does not answer within a minute
 */
export async function startWorker(options: WorkerOptions) {
  const { port = await freePort(), signal, onLog, onPrint } = options;
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-"));
  const url = `http://127.0.0.1:${port}`;

  const logs: WorkerLogLine[] = [];
  const started = Promise.withResolvers<void>();
  const group = startGroup({
    script: WRANGLER,
    args: wranglerArguments({ ...options, port }, folder),
    env: wranglerEnvironment(folder, options.registry),
    cwd: ROOT,
    onLine(printed) {
      const line = parseLogLine(printed);
      if (line !== undefined) {
        logs.push(line);
        return onLog?.(line);
      }
      if (READY.test(printed)) started.resolve(answering(url));
      if (isWranglerError(printed)) started.reject(new Error("wrangler says why below"));
      onPrint?.(printed);
    },
  });
  const giveUp = () => started.reject(new Error("its start was given up"));
  signal?.addEventListener("abort", giveUp);
  if (signal?.aborted === true) giveUp();
  void group.exited.then((code) => started.reject(new Error(`it ended with code ${code}`)));

  const endBy = async (end: Promise<void>) => {
    await end;
    rmSync(folder, { recursive: true, force: true });
  };
  const late = sleep(READY_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`it did not answer within ${READY_WITHIN_MS / 1000} s`);
  });
  try {
    await Promise.race([started.promise, late]);
  } catch (error) {
    await endBy(group.stop());
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The Worker does not run: ${reason}.\n\n${group.output()}`;
    throw new Error(message, { cause: error });
  }
  return {
    /** Such as `http://127.0.0.1:49152`. */
    url,
    port,
    /** What the Worker has logged, oldest first. */
    logs: logs as readonly WorkerLogLine[],
    /** All that was printed, wrangler's own lines too. */
    output: () => group.output(),
    /** Settles when it ends, for whatever reason. */
    exited: group.exited,
    /** Shuts it down. */
    stop: () => endBy(group.stop()),
    /** Ends it and its runtime at once, as a power cut would. */
    kill: () => endBy(group.kill()),
  };
}

/** Any answer will do: a Worker with faulty settings is ready to say so. */
async function answering(url: string, attempts = 20): Promise<void> {
  try {
    const response = await fetch(`${url}/leave/-/health`, { signal: AbortSignal.timeout(30_000) });
    await response.body?.cancel();
  } catch (error) {
    if (attempts === 1) throw error;
    await sleep(100);
    await answering(url, attempts - 1);
  }
}

/** The text of the sandbox's wrangler.toml, for a copy in another folder. */
export function sandboxConfig(): string {
  return readFileSync(CONFIG, "utf8").replace("../src/index.ts", join(ROOT, "src/index.ts"));
}

/** The only variables of the shell that wrangler sees. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "TERM", "LANG"];

/** @param folder a folder of this Worker's own, for its secrets and its state */
function wranglerArguments(settings: WorkerOptions & { port: number }, folder: string): string[] {
  const {
    resendBaseUrl,
    port,
    apiKey = API_KEY,
    linkSecrets = LINK_SECRET,
    config = CONFIG,
  } = settings;
  const { persistTo = join(folder, "state"), vars = {} } = settings;
  // Naming a file of secrets is what keeps wrangler from reading `.dev.vars`.
  const secrets = join(folder, "secrets.env");
  writeFileSync(secrets, `RESEND_API_KEY='${apiKey}'\nLINK_SECRETS='${linkSecrets}'\n`, {
    mode: 0o600,
  });
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

/**
 * The environment that `wrangler` runs in.
 *
 * @param folder a folder of its own
 */
export function wranglerEnvironment(
  folder: string,
  registry = join(folder, "registry"),
): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_WRITE_LOGS: "false",
    WRANGLER_REGISTRY_PATH: registry,
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}
