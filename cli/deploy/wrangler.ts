/**
 * wrangler as a process: what is at Cloudflare, and the deployment. Secrets reach it in a file alone,
 * never as an argument, and it writes no log.
 */

import { join } from "node:path";

import { type Terminal, Unusable } from "../terminal.ts";
import { type How, runChild } from "./child.ts";
import { type PrivateFolder, privateFolder } from "./private-folder.ts";
import { type Secrets, SECRET_NAMES } from "./secrets.ts";
import { type Failed, failure, isOfSort, type Outcome, readOutcome } from "./wrangler-outcome.ts";

export interface Account {
  id: string;
  name: string;
}

/** What is at Cloudflare under the Worker's name. */
export type There =
  | { kind: "nothing" }
  | { kind: "worker"; secrets: readonly string[] }
  /** The login opens several accounts, and nothing says which. */
  | { kind: "several-accounts" };

export interface WranglerOptions {
  root: string;
  terminal: Pick<Terminal, "env" | "stdout" | "stderr">;
  /** Whether wrangler may ask questions of its own. */
  asks: boolean;
  signal: AbortSignal;
}

export interface Wrangler {
  /** @throws Unusable when nobody is logged in, or Cloudflare does not say */
  look(): Promise<There>;
  accounts(): Promise<Account[]>;
  /** Takes this account from now on. */
  use(account: string): void;
  /**
   * Deploys; a dry run builds, and sends nothing.
   *
   * @param secrets what to set beside what is set already
   * @returns where the Worker answers, in wrangler's words
   * @throws Unusable when it is not deployed, or not wholly; wrangler has said why
   */
  deploy(secrets: Secrets, dryRun: boolean): Promise<readonly string[]>;
}

export function createWrangler({ root, terminal, asks, signal }: WranglerOptions): Wrangler {
  const script = join(root, "node_modules/wrangler/bin/wrangler.js");
  let accountId: string | undefined;

  async function run(args: readonly string[], how: How, at: PrivateFolder) {
    const outcomeFile = join(at.path, "outcome.ndjson");
    const settings = {
      ...quietly(terminal.env, outcomeFile),
      ...(accountId && { CLOUDFLARE_ACCOUNT_ID: accountId }),
    };
    const child = { script, args, cwd: root, env: settings, how, terminal, signal };
    const { code, stdout } = await runChild(child);
    return { code, stdout, outcome: readOutcome(outcomeFile) };
  }

  return {
    look: () =>
      inFolder(async (folder) => {
        const { stdout, outcome } = await run(["secret", "list"], "heard", folder);
        return outcome.kind === "failed"
          ? seen(outcome)
          : { kind: "worker", secrets: names(stdout) };
      }),

    accounts: () =>
      inFolder(async (folder) => {
        const { stdout, outcome } = await run(["whoami", "--json"], "heard", folder);
        if (outcome.kind === "failed") throw new Unusable(failure(outcome));
        return (JSON.parse(stdout) as { accounts: Account[] }).accounts;
      }),

    use(account) {
      accountId = account;
    },

    deploy: (secrets, dryRun) =>
      inFolder(async (folder) => {
        const args = ["deploy", ...(dryRun ? ["--dry-run"] : [])];
        if (Object.keys(secrets).length > 0) {
          // JSON: in a file of lines, wrangler would expand `$` and prefer variables of the shell.
          args.push("--secrets-file", folder.put("secrets.json", JSON.stringify(secrets)));
        }
        const { code, outcome } = await run(args, asks ? "asking" : "shown", folder);
        // wrangler also exits with 0 when it was ended, or when a question of its own got a no.
        const done = dryRun
          ? code === 0
          : outcome.kind === "deployed" && outcome.targets !== undefined;
        if (!done) throw new Unusable(notDeployed(outcome));
        return outcome.kind === "deployed" ? (outcome.targets ?? []) : [];
      }),
  };
}

async function inFolder<Result>(use: (folder: PrivateFolder) => Promise<Result>): Promise<Result> {
  const folder = privateFolder();
  try {
    return await use(folder);
  } finally {
    folder.remove();
  }
}

/** The shell's environment without the Worker's secrets, and wrangler told to keep no log. */
function quietly(env: Terminal["env"], outcomeFile: string) {
  const secrets: readonly string[] = SECRET_NAMES;
  const others = Object.entries(env).filter(([name]) => !secrets.includes(name));
  return {
    ...Object.fromEntries(others),
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_LOG_SANITIZE: "true",
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
    WRANGLER_OUTPUT_FILE_PATH: outcomeFile,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_WRITE_LOGS: "false",
  };
}

function seen(failed: Failed): There {
  if (isOfSort(failed, "no-worker")) return { kind: "nothing" };
  if (isOfSort(failed, "several-accounts")) return { kind: "several-accounts" };
  throw new Unusable(failure(failed));
}

function names(json: string): string[] {
  return (JSON.parse(json) as { name: string }[]).map(({ name }) => name);
}

function notDeployed(outcome: Outcome): string {
  const why = outcome.kind === "failed" ? failure(outcome) : "wrangler stopped";
  return `not deployed, or not wholly: ${why}\nMend it, and run this command again.`;
}
