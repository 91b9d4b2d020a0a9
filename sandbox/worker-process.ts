/**
 * The Worker as a process: `wrangler dev`, cut off from the developer's own settings, and everything
 * that it starts in turn.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { freePort } from "./ports.ts";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import {
  type WorkerSettings,
  wranglerArguments,
  wranglerEnvironment,
} from "./wrangler-settings.ts";
import { isWranglerError, parseLogLine, type WorkerLogLine } from "./worker-log.ts";

export interface WorkerOptions extends WorkerSettings {
  /** The port to listen on; a free one if it is not given. */
  port?: number;
  /** Gives up the start; has no effect on a Worker that runs. */
  signal?: AbortSignal;
  /** Told of every line that the Worker logs. */
  onLog?: (line: WorkerLogLine) => void;
  /** Told of every other line that is printed. */
  onPrint?: (printed: string) => void;
}

export interface WorkerProcess {
  /** Such as `http://127.0.0.1:49152`. */
  url: string;
  port: number;
  /** What the Worker has logged, oldest first. */
  logs: readonly WorkerLogLine[];
  /** All that was printed, wrangler's own words with it. */
  output(): string;
  /** Settles when it ends, whoever ended it. */
  exited: Promise<number | null>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Ends it and its runtime at once, as a power cut would. */
  kill(): Promise<void>;
}

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

const READY_WITHIN_MS = 60_000;
const POLL_MS = 50;

/**
 * Starts the Worker, and waits until it answers.
 *
 * @throws Error with all that was printed, when it ends or does not answer within a minute
 */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const { port = await freePort(), onLog, onPrint } = options;
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-"));

  const logs: WorkerLogLine[] = [];
  const wranglerFailed = Promise.withResolvers<string>();
  const group = startGroup({
    script: WRANGLER,
    args: wranglerArguments({ ...options, port }, folder),
    env: wranglerEnvironment(folder, options.registry),
    cwd: ROOT,
    onLine(printed) {
      const line = parseLogLine(printed);
      if (line === undefined) {
        if (isWranglerError(printed)) wranglerFailed.resolve("wrangler says why below");
        return onPrint?.(printed);
      }
      logs.push(line);
      onLog?.(line);
    },
  });

  const endBy = async (end: Promise<void>) => {
    await end;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(url, group, Promise.race([wranglerFailed.promise, aborted(options.signal)]));
  } catch (error) {
    await endBy(group.stop());
    throw error;
  }
  return {
    url,
    port,
    logs,
    output: () => group.output(),
    exited: group.exited,
    stop: () => endBy(group.stop()),
    kill: () => endBy(group.kill()),
  };
}

/** Any answer of the Worker's own will do: one with faulty settings is ready to say so. */
async function answering(
  url: string,
  group: ProcessGroup,
  givenUp: Promise<string>,
): Promise<void> {
  const ended = group.exited.then((code) => `it ended with code ${code}`);
  const deadline = sleep(READY_WITHIN_MS, `it did not answer within ${READY_WITHIN_MS / 1000} s`, {
    ref: false,
  });
  for (;;) {
    const failed = await Promise.race([givenUp, ended, deadline, health(url)]);
    if (failed === "answers") return;
    if (failed !== "silent") {
      await sleep(POLL_MS);
      throw new Error(`The Worker does not run: ${failed}.\n\n${group.output()}`);
    }
    await sleep(POLL_MS);
  }
}

function aborted(signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve) => {
    const giveUp = () => resolve("its start was given up");
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener("abort", giveUp);
  });
}

async function health(url: string): Promise<"answers" | "silent"> {
  try {
    const response = await fetch(`${url}/leave/-/health`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return "answers";
  } catch {
    return "silent";
  }
}
