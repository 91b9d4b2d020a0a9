/**
 * A program with everything that it starts in turn: one process group, ended as one and never left
 * behind, not even when this process ends first. For Linux and macOS.
 */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Where a line was written. */
export type Stream = "stdout" | "stderr";

export interface ProcessGroupOptions {
  /** The script that this Node runs, and its arguments. */
  script: string;
  args?: readonly string[];
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>;
  cwd?: string;
  /** Told of every line as it comes. */
  onLine?: (line: string, stream: Stream) => void;
}

export interface ProcessGroup {
  pid: number;
  /** All that it has written, in order. */
  output(): string;
  /** Its exit code, once it has ended; `null` when a signal ended it. */
  exited: Promise<number | null>;
  /** Asks all of it to end, waits, and takes down what has not ended within a few seconds. */
  stop(): Promise<void>;
  /** Ends all of it at once, as a power cut would. */
  kill(): Promise<void>;
}

const GRACE_MS = 5_000;
const DEATH_MS = 200;
const POLL_MS = 20;

const GUARD = fileURLToPath(new URL("guard.ts", import.meta.url));

/** Starts a script of Node in a process group of its own, so that Ctrl-C in a terminal does not reach it. */
export function startGroup(options: ProcessGroupOptions): ProcessGroup {
  const { script, args = [], env, cwd, onLine } = options;
  const child = spawn(process.execPath, [GUARD, script, ...args], {
    detached: true,
    env,
    ...(cwd !== undefined && { cwd }),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${script}`);

  const lines: string[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    createInterface(child[stream]).on("line", (line) => {
      lines.push(line);
      onLine?.(line, stream);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));

  const kill = async () => {
    signalGroup(pid, "SIGKILL");
    await exited;
    await dead(pid);
  };

  return {
    pid,
    output: () => lines.join("\n"),
    exited,
    kill,
    async stop() {
      signalGroup(pid, "SIGINT");
      await Promise.race([exited, sleep(GRACE_MS, undefined, { ref: false })]);
      await kill();
    },
  };
}

/** @returns whether there was anybody to tell */
function signalGroup(pid: number, signal: "SIGINT" | "SIGKILL" | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Where nobody takes note of the dead, they count as running for ever; so this waits a moment at most. */
async function dead(pid: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < DEATH_MS && signalGroup(pid, 0); waitedMs += POLL_MS) {
    await sleep(POLL_MS);
  }
}
