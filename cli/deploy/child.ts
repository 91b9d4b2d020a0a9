/** Runs a script of Node's beside this one, and ends it when this one is told to end. */

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import type { Terminal } from "../terminal.ts";
import { Interrupted } from "./interrupted.ts";

export interface Child {
  script: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** `heard`: what it says is kept. `shown`: it is passed on. `asking`: it has the terminal to itself. */
  how: How;
  terminal: Pick<Terminal, "stdout" | "stderr">;
  signal: AbortSignal;
}

export type How = "heard" | "shown" | "asking";

export interface Ended {
  /** `null` when a signal ended it. */
  code: number | null;
  /** What it said, where that is kept. */
  stdout: string;
}

/** What a child gets to end by itself. */
const GRACE_MS = 5_000;

const STDIO = {
  heard: ["ignore", "pipe", "ignore"],
  shown: ["ignore", "pipe", "pipe"],
  asking: ["inherit", "inherit", "inherit"],
} as const;

/** @throws Interrupted when the signal came, once the child has ended */
export async function runChild(options: Child): Promise<Ended> {
  const { script, args, cwd, env, how, terminal, signal } = options;
  if (signal.aborted) throw new Interrupted(signal.reason);
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...env },
    stdio: [...STDIO[how]],
  });
  let killer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill("SIGTERM");
    killer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", end, { once: true });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (how === "shown") {
    child.stdout?.pipe(terminal.stdout, { end: false });
    child.stderr?.pipe(terminal.stderr, { end: false });
  }
  const said = how === "heard" && child.stdout !== null ? text(child.stdout) : "";
  const [code, stdout] = await Promise.all([closed, said]);
  clearTimeout(killer);
  signal.removeEventListener("abort", end);
  if (signal.aborted) throw new Interrupted(signal.reason);
  return { code, stdout };
}
