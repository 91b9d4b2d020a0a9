/**
 * Processes and ports. A program and everything that it starts are one process group: they end together, and
 * none of them outlives this process, not even when it is killed. For Linux and macOS.
 */

import { spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

interface ProcessGroupOptions {
  /** What this Node runs: a script and its arguments, after options of Node's own. */
  args: readonly string[];
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>;
  cwd?: string;
  /** Receives each printed line as it comes. */
  onLine?: (line: string) => void;
}

const GRACE_MS = 5_000;
const DEATH_MS = 200;
const ORPHANED_WITHIN_MS = 250;

/** The script of the wrangler that this project has, wherever the package manager has put it. */
export const WRANGLER = join(
  dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "bin/wrangler.js",
);

const THIS_FILE = fileURLToPath(import.meta.url);

/** Starts a script of Node in a process group of its own, so that Ctrl-C in a terminal does not reach it. */
export function startGroup(options: ProcessGroupOptions) {
  const { args, env, cwd, onLine } = options;
  const child = spawn(process.execPath, [THIS_FILE, ...args], {
    detached: true,
    env,
    ...(cwd !== undefined && { cwd }),
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${args.join(" ")}`);

  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      onLine?.(line);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.once("exit", () => signalTo(-pid, "SIGKILL"));

  const kill = async () => {
    signalTo(-pid, "SIGKILL");
    await exited;
    // Where no process reaps the dead, they count as running forever; so this waits a moment at most.
    await until("ended", () => !signalTo(-pid, 0), DEATH_MS).catch(() => undefined);
  };

  return {
    pid,
    /** Everything that it has printed, in order. */
    output: () => lines.join("\n"),
    /** Its exit code, once it has ended; `null` when a signal ended it. */
    exited,
    /** Ends all of it at once, as a power cut would. */
    kill,
    /** Asks all of it to end, waits, and kills what has not ended within a few seconds. */
    async stop(): Promise<void> {
      signalTo(-pid, "SIGINT");
      await Promise.race([exited, sleep(GRACE_MS, undefined, { ref: false })]);
      await kill();
    },
  };
}

/** @param pid of a process, or of a group with a minus @returns whether it was still there */
function signalTo(pid: number, signal: "SIGINT" | "SIGKILL" | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/**
 * Run as a program, this file is the group's first process. It runs the script, and kills the group when the
 * process that started it ends, which closes standard input.
 */
function guard(args: readonly string[]): void {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  child.once("exit", (code) => process.exit(code ?? 1));
  // The whole group gets this signal; this process waits for the script.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) {
    process.on(signal, () => process.kill(-process.pid, "SIGINT"));
  }
  process.stdin.resume().once("close", () => process.kill(-process.pid, "SIGKILL"));
}

if (import.meta.main) guard(process.argv.slice(2));

/**
 * Calls back once npm, or the shell in which npm runs a script, has ended. Both may get a signal that does not reach
 * this process.
 */
export function onceOrphaned(callback: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const { ppid } = process;
  // Where there is no `ps`, as in a slim container, the shell alone is watched.
  const parent = spawnSync("ps", ["-o", "ppid=,comm=", "-p", `${ppid}`], { encoding: "utf8" });
  const [, npm] = /^\s*(\d+) .*sh\s*$/.exec(parent.stdout ?? "") ?? [];
  const watch = setInterval(() => {
    if (process.ppid === ppid && (npm === undefined || signalTo(Number(npm), 0))) return;
    clearInterval(watch);
    callback();
  }, ORPHANED_WITHIN_MS).unref();
}

/** Below the ports that a system gives to whoever names none, so that none of these is taken before it is used. */
const PORTS = { from: 20_000, to: 32_768 };

/** Finds a free port of the loopback interface. @param wanted the port to prefer */
export async function freePort(wanted = randomInt(PORTS.from, PORTS.to)): Promise<number> {
  const server = createServer();
  try {
    await once(server.listen(wanted, "127.0.0.1"), "listening");
    return wanted;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return freePort();
  } finally {
    server.close();
  }
}

const POLL_MS = 50;

/** Polls until a condition holds. @throws Error that says what does not hold within so many milliseconds */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await sleep(POLL_MS);
  }
}
