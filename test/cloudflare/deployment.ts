/**
 * For the tests of `npm run deploy`: stand-ins for Cloudflare, Resend, the deployed Worker and the doctor, and a
 * checkout as a sender has it, so that a run may write to it. No settings of this machine reach it.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { Resend } from "resend";
import { beforeEach, onTestFinished, vi } from "vitest";

import { startStandIn } from "../../sandbox/resend/server.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { run, serve } from "../cli/run.ts";
import { ACCOUNT, startCloudflare, TOKEN } from "./api.ts";

export type Environment = Record<string, string>;

/** Has characters of which shells and files of settings make something else. */
const LINK_SECRET = `-#-\\n-%PATH%-!!-&-|-*-~-${"x".repeat(32)}`;
export const SECRETS = { RESEND_API_KEY: API_KEY, LINK_SECRETS: LINK_SECRET };

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Takes the place of the checkout's `cli/main.ts`: writes down how the doctor was called, and runs the rest. */
const MAIN = `
import { appendFileSync } from "node:fs";
const [command, ...args] = process.argv.slice(2);
if (command === "doctor") {
  const { RESEND_API_KEY, LINK_SECRETS } = process.env;
  const run = { args, env: { RESEND_API_KEY, LINK_SECRETS } };
  appendFileSync(new URL("../doctor.log", import.meta.url), JSON.stringify(run) + "\\n");
  console.log("The doctor was here.");
  process.exitCode = Number(process.env.DOCTOR_EXITS ?? 0);
} else {
  await import("./program-main.ts");
}
`;

type Surroundings = Awaited<ReturnType<typeof start>>;

/** Call it once at the top of a test file. What it returns is good inside tests, and new for each of them. */
export function surroundings(): () => Surroundings {
  let now: Surroundings | undefined;
  beforeEach(async () => {
    now = await start();
  });
  return () => {
    if (now === undefined) throw new Error("there are surroundings inside tests only");
    return now;
  };
}

async function start() {
  const cloudflare = await startCloudflare();
  const resend = await startStandIn();
  onTestFinished(() => resend.close());
  const { segments } = new Resend(API_KEY, { baseUrl: resend.url });
  const segment = (await segments.create({ name: "Weekly news" })).data?.id ?? "";
  const health = { body: { status: "ok" } as unknown, requests: 0 };
  const origin = await serve((_, response) => {
    health.requests += 1;
    response.setHeader("content-type", "application/json").end(JSON.stringify(health.body));
  });
  const { world } = cloudflare;
  const { root, temporary } = newCheckout();
  const env: Environment = {
    CLOUDFLARE_API_BASE_URL: cloudflare.url,
    CLOUDFLARE_API_TOKEN: TOKEN,
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT.id,
    RESEND_BASE_URL: resend.url,
  };
  /** The least that a program needs, with a home and temporary files of its own. */
  const ownEnv = (given: Environment) => {
    const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
    return { PATH, NODE_COMPILE_CACHE, HOME: root, TMPDIR: temporary, ...given };
  };
  const list = `--list=weekly=${segment}`;

  /** Runs the command in this process, where no one is at the terminal. */
  function deploy(args: readonly string[], given: Environment = env, interrupt?: AbortSignal) {
    vi.stubEnv("TMPDIR", temporary);
    const options = { env: ownEnv(given), root, ...(interrupt && { interrupt }) };
    return run(["deploy", ...args], options);
  }

  function worker(name = "leave-this-list") {
    const found = world.workers.get(name);
    if (found === undefined) throw new Error(`there is no Worker ${name}`);
    return found;
  }

  return {
    root,
    temporary,
    cloudflare: world,
    /** Where a Worker answers that is well, and what its `/leave/-/health` says. */
    origin,
    health,
    /** Logged in at Cloudflare, and Resend within reach. */
    env,
    /** A segment of the account's, and the option that makes it a list. */
    segment,
    list,
    ownEnv,
    /** The arguments that run the command as a process of its own. */
    command: (...args: string[]) => [join(root, "cli/main.ts"), "deploy", ...args],
    deploy,
    /** A first deployment, unattended, with everything that it needs. */
    deployFirst: (...args: string[]) =>
      deploy(["--yes", list, `--origin=${origin}`, ...args], { ...env, ...SECRETS }),
    read: (name: string) => fs.readFileSync(join(root, name), "utf8"),
    write: (name: string, text: string) => fs.writeFileSync(join(root, name), text),
    worker,
    /** What that Worker has of a secret. */
    secret: (name: string) => worker().bindings.find((binding) => binding.name === name)?.text,
    /** Requests that changed something at Cloudflare, or tried to. */
    changes: () => world.requests.filter(({ method }) => method !== "GET"),
    /** What the stand-in for the doctor was given, once for each run. */
    doctorRuns() {
      const log = join(root, "doctor.log");
      const lines = fs.existsSync(log) ? fs.readFileSync(log, "utf8").split("\n") : [];
      return lines.filter(Boolean).map((line) => JSON.parse(line) as object);
    },
    /** Files that must not outlive a run: temporary ones, those with secrets, and wrangler's logs. */
    leftovers() {
      const files = fs.readdirSync(root, { recursive: true, encoding: "utf8" });
      return files.filter((name) =>
        /^tmp\/|^(?!node_m).*(secrets\.json|wrangler-.*\.log)/.test(name),
      );
    },
  };
}

/** In a subfolder of a workspace, whose packages are where npm and Yarn put them: in the folder above. */
function newCheckout() {
  const workspace = fs.mkdtempSync(join(tmpdir(), "deploy-workspace-"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    fs.rmSync(workspace, { recursive: true, force: true });
  });
  const root = join(workspace, "packages/unsubscribe");
  const temporary = join(root, "tmp");
  fs.mkdirSync(temporary, { recursive: true });
  for (const name of ["src", "cli", "package.json", "tsconfig.json"]) {
    fs.cpSync(join(ROOT, name), join(root, name), { recursive: true });
  }
  const toml = fs.readFileSync(join(ROOT, "sandbox/wrangler.toml"), "utf8");
  fs.writeFileSync(join(root, "wrangler.toml"), toml.replace("../src/", "src/"));
  fs.symlinkSync(join(ROOT, "node_modules"), join(workspace, "node_modules"));
  fs.renameSync(join(root, "cli/main.ts"), join(root, "cli/program-main.ts"));
  fs.writeFileSync(join(root, "cli/main.ts"), MAIN);
  return { root, temporary };
}

/** Puts the packages where pnpm does: a checkout has only those that it names, as links into a store. */
export function linkFromStore(root: string): void {
  const store = fs.realpathSync(join(root, "../../node_modules"));
  fs.unlinkSync(join(root, "../../node_modules"));
  const manifest = JSON.parse(fs.readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(manifest.devDependencies)) {
    fs.mkdirSync(dirname(join(root, "node_modules", name)), { recursive: true });
    fs.symlinkSync(join(store, name), join(root, "node_modules", name));
  }
}

/** Runs a script as a process of its own. */
export function startProcess(args: readonly string[], env: Environment) {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => (output[stream] += text));
  }
  const ended = once(child, "close").then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    ...output,
  }));
  return { ended, kill: (signal: NodeJS.Signals) => void child.kill(signal) };
}
