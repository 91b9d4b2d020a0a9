/**
 * Runs Wrangler as a child process, to read what Cloudflare has, and to deploy. Its exit code, its JSON output, and the file
 * at `WRANGLER_OUTPUT_FILE_PATH` are read, never its messages. Secrets are passed only in a file, and Wrangler writes no log.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { type Terminal, UsageError } from "../command.ts";
import { DEFAULT_BASE_URL, send, TOKEN_REFUSED } from "../stats/cloudflare.ts";
import { type Output, runChild } from "./child.ts";
import { withPrivateFolder } from "./secret-files.ts";
import { SECRET_NAMES } from "./settings.ts";

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

export interface WranglerOptions {
  /** The path of Wrangler's file. */
  config: string;
  /** The environment in it; `undefined`: the top level. */
  environment: string | undefined;
  terminal: Pick<Terminal, "env" | "stdout" | "stderr">;
  /** What happens to the output of a deployment. */
  output: Output;
  signal: AbortSignal;
}

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

export function createWrangler(options: WranglerOptions) {
  const { config, environment = "", terminal, signal } = options;
  const script = wranglerScript();
  let accountId = terminal.env["CLOUDFLARE_ACCOUNT_ID"] || undefined;

  async function run(folder: string, args: readonly string[], output: Output) {
    const outputFile = join(folder, "output.ndjson");
    const ended = await runChild({
      script,
      args: [...args, "--config", config, "--env", environment],
      cwd: dirname(config),
      env: { ...childEnv(terminal.env, outputFile), CLOUDFLARE_ACCOUNT_ID: accountId },
      output,
      terminal,
      signal,
    });
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
          const file = join(folder, "secrets.json");
          writeFileSync(file, JSON.stringify(secrets), { mode: 0o600, flag: "wx" });
          args.push("--secrets-file", file);
        }
        const { exitCode, entries, failure } = await run(folder, args, options.output);
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
  const { resolve } = createRequire(import.meta.url);
  const manifest = resolve("wrangler/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: { wrangler: string } };
  return join(dirname(manifest), bin.wrangler);
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
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = text.split("\n").filter(Boolean);
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
