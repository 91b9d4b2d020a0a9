/**
 * Runs Wrangler and other scripts as child processes. Of Wrangler, the exit code, the JSON output, and the file at
 * `WRANGLER_OUTPUT_FILE_PATH` are read, never its messages. Secrets are passed only in a file, and Wrangler writes no log.
 */

import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

import { Interrupted, type Terminal, UsageError } from "../command.ts";
import type { ConfigFile, Project } from "../project.ts";
import { withPrivateFolder } from "../secret.ts";
import { DEFAULT_BASE_URL, send, TOKEN_REFUSED } from "../stats/cloudflare.ts";
import type { Prompts } from "./prompts.ts";
import { SECRET_NAMES } from "./settings.ts";

/** What all steps of a deployment share. */
export interface Session {
  /** Stdout is only for the result. */
  terminal: Terminal;
  project: Project;
  /** Wrangler's file. */
  file: ConfigFile;
  /** `undefined` if there is no one to answer. */
  prompts: Prompts | undefined;
  /** What happens to the output of a deployment, and of the doctor. */
  output: Output;
  say: (line: string) => void;
  signal: AbortSignal;
}

/**
 * What happens to a child's output. `captured`: its stdout is returned, the rest is dropped. `piped`: it goes
 * to the terminal's streams. `inherited`: it has the process's own streams, and may ask questions.
 */
type Output = keyof typeof STDIO;

const STDIO = {
  captured: ["ignore", "pipe", "ignore"],
  piped: ["ignore", "pipe", "pipe"],
  inherited: ["inherit", "inherit", "inherit"],
} as const;

interface Child {
  script: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment. */
  env: Terminal["env"];
  output: Output;
}

/** How long a child may take to end by itself, in milliseconds. */
const GRACE_MS = 5_000;

export interface Account {
  id: string;
  name: string;
}

/** What Cloudflare has under the Worker's name. */
export type Deployed =
  | { kind: "nothing" }
  | { kind: "worker"; secrets: readonly string[] }
  /** The login has access to several accounts, and no setting says which. */
  | { kind: "several-accounts"; accounts: readonly Account[] };

export type Wrangler = ReturnType<typeof createWrangler>;

/** @see https://developers.cloudflare.com/workers/wrangler/system-environment-variables/ */
interface OutputEntry {
  type: string;
  /** Cloudflare's code for the error, if Cloudflare refused. */
  code?: number;
  message?: string;
  targets?: string[];
}

/** "This Worker does not exist on your account", for scripts and for services. */
const WORKER_NOT_FOUND = new Set<unknown>([10007, 10090]);

const NO_ANALYTICS_ENGINE = 10089;

/**
 * Runs a Node script, and ends it when this command is interrupted.
 *
 * @returns its exit code, or `null` if a signal ended it; and its stdout, if that is captured
 * @throws Interrupted after the child has ended, if the signal was aborted
 */
export async function runChild(
  { script, args, cwd, env, output }: Child,
  { terminal, signal }: { terminal: Pick<Terminal, "stdout" | "stderr">; signal: AbortSignal },
) {
  if (signal.aborted) throw new Interrupted(signal.reason);
  const stdio = [...STDIO[output]];
  const child = spawn(process.execPath, [script, ...args], { cwd, env: { ...env }, stdio });
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

export function createWrangler(session: Session) {
  const { terminal, file, project } = session;
  const script = wranglerScript();
  let accountId = terminal.env["CLOUDFLARE_ACCOUNT_ID"] || undefined;

  async function run(folder: string, args: readonly string[], output: Output) {
    const outputFile = join(folder, "output.ndjson");
    const env = { ...childEnv(terminal.env, outputFile), CLOUDFLARE_ACCOUNT_ID: accountId };
    const all = [...args, "--config", file.path, "--env", project.environment ?? ""];
    const ended = await runChild({ script, args: all, cwd: project.folder, env, output }, session);
    const entries = readEntries(outputFile);
    const failed = entries.find(({ type }) => type === "command-failed");
    const { code, message = "wrangler ended early" } = failed ?? {};
    return { ...ended, entries, failure: { code, message } };
  }

  const ask = (...args: string[]) => withPrivateFolder((folder) => run(folder, args, "captured"));

  return {
    /**
     * Asks Cloudflare for the Worker.
     *
     * @param account the account's ID, also for later calls; `undefined` to let Wrangler find it
     * @throws UsageError if no one is logged in, or if Cloudflare refuses
     */
    async look(account?: string): Promise<Deployed> {
      accountId = account ?? accountId;
      const secrets = await ask("secret", "list");
      if (secrets.exitCode === 0) {
        const list = JSON.parse(secrets.stdout) as { name: string }[];
        return { kind: "worker", secrets: list.map(({ name }) => name) };
      }
      let { failure } = secrets;
      if (failure.code === undefined) {
        await checkNetwork(terminal.env);
        // If there is no Worker, `secret list` gives only a message; this command gives Cloudflare's code.
        ({ failure } = await ask("deployments", "list", "--json"));
      }
      if (WORKER_NOT_FOUND.has(failure.code)) return { kind: "nothing" };
      if (failure.code === undefined) {
        const { stdout } = await ask("whoami", "--json");
        const user = JSON.parse(stdout || "{}") as { loggedIn?: boolean; accounts?: Account[] };
        const { loggedIn, accounts = [] } = user;
        if (loggedIn === false) {
          throw new UsageError(
            "not logged in to Cloudflare; run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN",
          );
        }
        if (accountId === undefined && accounts.length > 1) {
          return { kind: "several-accounts", accounts };
        }
      }
      throw new UsageError(explain(failure));
    },

    /**
     * Deploys. A dry run builds, and sends nothing.
     *
     * @param secrets the secrets to set; the others are kept
     * @param flags other options of `wrangler deploy`
     * @returns the URLs, routes, and schedules of the Worker, as Wrangler prints them
     * @throws UsageError if it is not deployed, or only partly
     */
    deploy: (
      secrets: Readonly<Record<string, string>>,
      dryRun: boolean,
      flags: readonly string[] = [],
    ): Promise<readonly string[]> =>
      withPrivateFolder(async (folder) => {
        const args = ["deploy", ...(dryRun ? ["--dry-run"] : []), ...flags];
        if (Object.keys(secrets).length > 0) {
          // JSON: in a file of lines, wrangler would expand `$` and prefer variables of the shell.
          const secretsFile = join(folder, "secrets.json");
          writeFileSync(secretsFile, JSON.stringify(secrets), { mode: 0o600, flag: "wx" });
          args.push("--secrets-file", secretsFile);
        }
        const { exitCode, entries, failure } = await run(folder, args, session.output);
        const targets = entries.find(({ type }) => type === "deploy")?.targets;
        // Wrangler also exits with 0 if a signal ended it, or if a person answered no to one of its questions.
        if (exitCode === 0 && (dryRun || targets !== undefined)) return targets ?? [];
        throw new UsageError(
          `not deployed, or only partly: ${explain(failure)}\nfix this, and run the same command again`,
        );
      }),
  };
}

/** The script of the Wrangler that this project has, wherever the package manager has put it. */
export function wranglerScript(): string {
  const manifest = createRequire(import.meta.url).resolve("wrangler/package.json");
  return join(dirname(manifest), "bin/wrangler.js");
}

/** @throws UsageError if Cloudflare's API cannot be reached. Behind a proxy, only Wrangler knows. */
async function checkNetwork(env: Terminal["env"]): Promise<void> {
  const isProxied = ["https_proxy", "http_proxy"].some(
    (name) => env[name] ?? env[name.toUpperCase()],
  );
  if (!isProxied) await send(new Request(env["CLOUDFLARE_API_BASE_URL"] || DEFAULT_BASE_URL));
}

/** The environment without the Worker's secrets, with settings that stop Wrangler from logging and from adding output. */
function childEnv(env: Terminal["env"], outputFile: string): Terminal["env"] {
  const secrets: readonly string[] = SECRET_NAMES;
  const others = Object.entries(env).filter(([name]) => !secrets.includes(name));
  return {
    ...Object.fromEntries(others),
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_LOG_SANITIZE: "true",
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
    WRANGLER_OUTPUT_FILE_PATH: outputFile,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_WRITE_LOGS: "false",
  };
}

function readEntries(file: string): OutputEntry[] {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  return lines.map((line) => JSON.parse(line) as OutputEntry);
}

/** What failed, and what to do about it. */
function explain({ code, message }: { code: number | undefined; message: string }): string {
  if (TOKEN_REFUSED.has(code)) {
    return `Cloudflare refuses the login (code ${code}): the token is wrong, or lacks the permissions of "Edit Cloudflare Workers", or CLOUDFLARE_ACCOUNT_ID belongs to another account`;
  }
  if (code === NO_ANALYTICS_ENGINE) {
    return `the account has no Analytics Engine (code ${code}): enable it in Cloudflare's dashboard, under Storage & databases, Analytics Engine; or remove [[analytics_engine_datasets]] from Wrangler's file to count nothing`;
  }
  return code === undefined ? message : `${message} (code ${code})`;
}
