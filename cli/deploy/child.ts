/** Runs a Node script as a child process, and ends it when this command is interrupted. */

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { Interrupted, type Terminal } from "../command.ts";

/**
 * What happens to the child's output. `captured`: its stdout is returned, the rest is dropped. `piped`: it goes
 * to the terminal's streams. `inherited`: it has the process's own streams, and may ask questions.
 */
export type Output = "captured" | "piped" | "inherited";

export interface Child {
  script: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment. */
  env: Terminal["env"];
  output: Output;
  terminal: Pick<Terminal, "stdout" | "stderr">;
  signal: AbortSignal;
}

/** How long a child may take to end by itself, in milliseconds. */
const GRACE_MS = 5_000;

const STDIO = {
  captured: ["ignore", "pipe", "ignore"],
  piped: ["ignore", "pipe", "pipe"],
  inherited: ["inherit", "inherit", "inherit"],
} as const;

/**
 * @returns its exit code, or `null` if a signal ended it; and its stdout, if that is captured
 * @throws Interrupted after the child has ended, if the signal was aborted
 */
export async function runChild(options: Child) {
  const { script, args, cwd, env, output, terminal, signal } = options;
  if (signal.aborted) throw new Interrupted(signal.reason);
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...env },
    stdio: [...STDIO[output]],
  });
  let killer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    child.kill("SIGTERM");
    killer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", end, { once: true });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (output === "piped") {
    child.stdout?.pipe(terminal.stdout, { end: false });
    child.stderr?.pipe(terminal.stderr, { end: false });
  }
  const captured = output === "captured" && child.stdout !== null ? text(child.stdout) : "";
  const [exitCode, stdout] = await Promise.all([closed, captured]);
  clearTimeout(killer);
  signal.removeEventListener("abort", end);
  if (signal.aborted) throw new Interrupted(signal.reason);
  return { exitCode, stdout };
}
