/**
 * A checkout as a sender has it, to run `npm run deploy` in: the project's own files in a folder of its
 * own, so that a run may write to it. Nothing of this machine's own settings reaches it.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { vi } from "vitest";

import { runDeploy } from "../../cli/deploy/run.ts";
import { collector } from "../cli/run.ts";
import type { Typist } from "../cli/typist.ts";

export type Environment = Record<string, string>;

export interface Checkout {
  root: string;
  /** The folder of temporary files of every run in here. */
  temporary: string;
  /** Runs the command in this process; nobody is at the terminal, unless somebody is given. */
  deploy(args: readonly string[], env: Environment, given?: Given): Promise<Ended>;
  /** Starts it as a process of its own. */
  start(args: readonly string[], env: Environment): Running;
  read(name: string): string;
  write(name: string, text: string): void;
  /** What the stand-in for the doctor was asked, once for each run. */
  doctorSaw(): DoctorRun[];
  remove(): void;
}

export interface Given {
  typist?: Typist;
  signal?: AbortSignal;
}

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  ended: Promise<Ended>;
  said(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface DoctorRun {
  args: string[];
  env: Environment;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const OWN_FILES = ["package.json", "tsconfig.json", "wrangler.toml"];

/** Writes down how it was called, and ends as it is told. */
const DOCTOR = `
import { appendFileSync } from "node:fs";
const { RESEND_API_KEY, LINK_SECRETS } = process.env;
const run = { args: process.argv.slice(2), env: { RESEND_API_KEY, LINK_SECRETS } };
appendFileSync(new URL("../../doctor.log", import.meta.url), JSON.stringify(run) + "\\n");
console.log("The doctor was here.");
process.exitCode = Number(process.env.DOCTOR_SAYS ?? 0);
`;

export function newCheckout(): Checkout {
  const root = mkdtempSync(join(tmpdir(), "deploy-checkout-"));
  const temporary = join(root, "tmp");
  mkdirSync(temporary);
  cpSync(join(ROOT, "src"), join(root, "src"), { recursive: true });
  for (const name of OWN_FILES) cpSync(join(ROOT, name), join(root, name));
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  const doctor = join(root, "cli/doctor.ts");
  writeFileSync(doctor, DOCTOR);
  const log = join(root, "doctor.log");

  const start: Checkout["start"] = (args, env) =>
    running(join(root, "cli/deploy.ts"), args, inOwnHome(root, temporary, env));
  return {
    root,
    temporary,
    start,
    async deploy(args, env, { typist, signal = new AbortController().signal } = {}) {
      vi.stubEnv("TMPDIR", temporary);
      const [stdout, stderr] = [collector(), collector()];
      const nobody = { stdin: Readable.from([]), stdout: stdout.stream, stderr: stderr.stream };
      const terminal = { ...(typist ?? nobody), env: inOwnHome(root, temporary, env) };
      const exitCode = await runDeploy(args, { terminal, root, signal });
      return { exitCode, stdout: typist?.shown() ?? stdout.text(), stderr: stderr.text() };
    },
    read: (name) => readFileSync(join(root, name), "utf8"),
    write: (name, text) => writeFileSync(join(root, name), text),
    doctorSaw() {
      const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : [];
      return lines.map((line) => JSON.parse(line) as DoctorRun);
    },
    remove() {
      vi.unstubAllEnvs();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The least that a program needs, with homes and temporary files of its own. */
export function inOwnHome(root: string, temporary: string, env: Environment): Environment {
  return { PATH: process.env["PATH"] ?? "", HOME: root, TMPDIR: temporary, ...env };
}

/** Every file below a folder, by its path in it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" });
}

function running(script: string, args: readonly string[], env: Environment): Running {
  const child = spawn(process.execPath, [script, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => (texts[stream] += text));
  }
  const ended = once(child, "close").then(([exitCode]) => {
    return { exitCode: exitCode as number | null, ...texts };
  });
  return {
    ended,
    said: () => texts.stdout + texts.stderr,
    kill: (signal) => void child.kill(signal),
  };
}
