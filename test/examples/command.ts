/** Runs one program to its end. */

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface CommandOptions {
  /** Where it runs; here if it is not given. */
  folder?: string;
  /** Set on top of this process's own. */
  environment?: Readonly<Record<string, string>>;
  /** What it reads. */
  input?: string;
}

const TIMEOUT_MS = 10 * 60_000;

/**
 * @returns what it wrote to its standard output
 * @throws Error with what it wrote to its standard error, when it ends with anything but 0
 */
export async function command(
  [program, ...args]: readonly [string, ...string[]],
  { folder, environment, input = "" }: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    timeout: TIMEOUT_MS,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // A program that ends early does not read all; what it said about that is in its standard error.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) {
    throw new Error(`${program} ended with ${code ?? "a signal"}: ${errors.trim() || output}`);
  }
  return output;
}
