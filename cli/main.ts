/**
 * The process of all commands: `node cli/main.ts <command>`, and `npm run <command> --`. It hands the process's
 * parts to the program, and decides what signals and closed pipes do. Alone here, since nothing else exits.
 */

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { EXIT_INTERRUPTED, EXIT_USAGE, type Terminal } from "./command.ts";
import { runProgram } from "./program.ts";

/** npm passes on a Ctrl-C that this process got as well: the two are one. */
const REPEATED_MS = 1_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const { env, stdin, stdout, stderr } = process;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
let catching = false;

const terminal: Terminal = {
  env,
  // npm starts scripts in the root, and sets INIT_CWD to the person's current folder.
  cwd: process.cwd() === root ? env["INIT_CWD"] || root : process.cwd(),
  root,
  stdin,
  stdout,
  stderr,
  now: () => Date.now(),
  catchSignals() {
    catching = true;
    const interrupt = new AbortController();
    let firstAt: number | undefined;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        firstAt ??= Date.now();
        if (Date.now() - firstAt > REPEATED_MS) process.exit(EXIT_INTERRUPTED);
        interrupt.abort(signal);
      });
    }
    return interrupt.signal;
  },
};

for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (catching) return;
    // The reader has closed the pipe, as in `npm run stats | head`.
    if (error.code === "EPIPE") process.exit(0);
    if (stream === stdout) stderr.write(`error: ${error.message}\n`);
    process.exit(EXIT_USAGE);
  });
}

process.exitCode = await runProgram(process.argv.slice(2), terminal);
