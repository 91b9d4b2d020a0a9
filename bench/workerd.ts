/** workerd as a process of its own, without wrangler or Miniflare in front of it. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect } from "node:net";

/** As wrangler sees it, so that this is wrangler's own workerd. */
const require = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));

const WORKERD = (require("workerd") as { default: string }).default;
export const { version: WORKERD_VERSION } = require("workerd/package.json") as { version: string };

const READY_WITHIN_MS = 20_000;
/** Under a tool that watches each instruction. */
const WATCHED_READY_WITHIN_MS = 300_000;
const POLL_MS = 1;

export interface Workerd {
  url: string;
  pid: number;
  /** Milliseconds from the start of the process to the first byte of its first answer. */
  startMs: number;
  stop(): Promise<void>;
}

export interface WorkerdOptions {
  /** What `writeWorkerd` wrote. */
  config: string;
  port: number;
  /** What is asked for first. */
  path: string;
  inspectorPort?: number;
  /** A command that runs workerd and keeps its process ID, as Valgrind does. */
  under?: readonly string[];
}

/**
 * Starts workerd, and waits until its Worker has answered. What the Worker logs goes nowhere.
 *
 * @throws Error with what workerd wrote, when it ends or stays silent
 */
export async function startWorkerd(options: WorkerdOptions): Promise<Workerd> {
  const { config, port, path, inspectorPort, under = [] } = options;
  const inspector =
    inspectorPort === undefined ? [] : [`--inspector-addr=127.0.0.1:${inspectorPort}`];
  const startedAt = performance.now();
  const serve = ["serve", "--experimental", ...inspector, config];
  const [program = WORKERD, ...args] = [...under, WORKERD, ...serve];
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${program}`);
  const readyWithinMs = under.length > 0 ? WATCHED_READY_WITHIN_MS : READY_WITHIN_MS;
  const killed = () => child.kill("SIGKILL");
  process.once("exit", killed);
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));

  while (!(await answers(port, path))) {
    const late = performance.now() - startedAt > readyWithinMs;
    if (child.exitCode === null && !late) continue;
    await stop(child);
    throw new Error(`workerd ${late ? "does not answer" : "has ended"}.\n${errors}`);
  }
  const startMs = performance.now() - startedAt;
  return {
    url: `http://127.0.0.1:${port}`,
    pid,
    startMs,
    async stop() {
      process.off("exit", killed);
      await stop(child);
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** Asks once over a bare connection, so that no client's own start is counted. */
function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`);
    });
    socket.once("data", () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => setTimeout(resolve, POLL_MS, false));
  });
}
