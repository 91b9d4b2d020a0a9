/** Runs the commands in this process: arguments, files and stdin in, what they print and the exit code out. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

import type { Terminal } from "../../cli/command.ts";
import { runProgram } from "../../cli/program.ts";

export const SECRET = "correct-horse-battery-staple-0123456789";
export const OTHER_SECRET = "another-secret-of-enough-characters-42";
export const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
export const ID_LINK =
  "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
export const ADDRESS = "steve.wozniak@gmail.com";
export const ADDRESS_LINK =
  "https://acme.com/leave/weekly/eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";

/** The options that most calls of `link` share. */
export const SENDER = ["--origin", "https://acme.com", "--list", "weekly"];

export interface Given {
  env?: Terminal["env"];
  /** The folder of Wrangler's file; without it there are no files. */
  root?: string;
  /** Where the person stands; the root unless it is given. */
  cwd?: string;
  /** As one chunk, or as many as there are. */
  stdin?: string | Buffer | Iterable<Buffer> | AsyncIterable<Buffer>;
  /** Whether stdin is a terminal. */
  isTTY?: boolean;
  now?: number;
  /** Ends a command as Ctrl-C does. */
  interrupt?: AbortSignal;
}

/** Runs a command line, such as `["link", "--help"]`. */
export async function run(args: readonly string[], given: Given = {}) {
  const { env = {}, root = join(tmpdir(), "no such folder"), cwd = root, now = 0 } = given;
  const { stdin = "", isTTY = false, interrupt = new AbortController().signal } = given;
  const whole = typeof stdin === "string" || Buffer.isBuffer(stdin);
  const input = Readable.from(whole ? [Buffer.from(stdin)] : stdin);
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = await runProgram(args, {
    env,
    cwd,
    root,
    stdin: Object.assign(input, { isTTY }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    now: () => now,
    catchSignals: () => interrupt,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** Starts a command line as a process. `ended` is what it printed, and its exit code, or `null` if it was killed. */
export function start(args: readonly string[], env: Given["env"], flags: readonly string[] = []) {
  const child = spawn(process.execPath, [...flags, MAIN, ...args], { env });
  const all = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const ended = all.then(([stdout, stderr, [exitCode]]) => {
    return { stdout, stderr, exitCode: exitCode as number | null };
  });
  return { child, ended };
}

/** Runs `link` with the secret of the tests, unless something else is given. */
export const link = (args: readonly string[], given: Given = {}) =>
  run(["link", ...args], { env: { LINK_SECRETS: SECRET }, ...given });

/** Makes a folder with these files, which goes when the test ends. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data);
  return folder;
}

/** Serves on a free port until the test ends. @returns the origin */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An origin where no one listens, on a port that `fetch` does not block itself. */
export const NOWHERE = "http://127.0.0.1:2";

/** Collects what is written. */
export function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}
