/**
 * The command `deploy`: arguments in, an exit code out. Nothing is sent before all that is needed is
 * there and right, and no secret is printed.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { EXIT_OK, exitCodeOf, type Terminal, Unusable } from "../terminal.ts";
import { createAsker, type LedgerPlace } from "./ask.ts";
import { checkUp, originOf } from "./check-up.ts";
import { keepLinkSecrets } from "./dev-vars.ts";
import { Interrupted } from "./interrupted.ts";
import { type Plan, prepare } from "./prepare.ts";
import { type Project, WRANGLER_TOML } from "./project.ts";
import { type Lists, listTables, putLists } from "./put-lists.ts";
import { putVar } from "./put-var.ts";
import { SECRET_NAMES } from "./secrets.ts";
import { type DeployTask, readTask } from "./task.ts";
import { createWrangler } from "./wrangler.ts";

export interface DeployOptions {
  terminal: Terminal & { stdout: { isTTY?: boolean } };
  /** The folder of `wrangler.toml`. */
  root: string;
  /** Ends it in good order; its reason is the signal's name. */
  signal: AbortSignal;
}

const KEEP_IT = `
  KEEP THIS: LINK_SECRETS in .dev.vars signs your links. Git ignores that file, and only you can read it.
  What sends your mail needs the secret too, as LINK_SECRET. Cloudflare never shows it again: put a copy where you
  keep passwords, now. The links that it signed open only as long as it is among the Worker's LINK_SECRETS.
`;

/** Does what the arguments ask for. */
export function runDeploy(args: readonly string[], options: DeployOptions): Promise<number> {
  const { terminal } = options;
  return exitCodeOf(async () => {
    const task = readTask(args, terminal);
    if (task.kind === "said") return task.exitCode;
    try {
      return await deploy(task, options);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      terminal.stderr.write("interrupted\n");
      return error.exitCode;
    }
  }, terminal);
}

async function deploy(task: DeployTask, options: DeployOptions): Promise<number> {
  const { terminal, root, signal } = options;
  const { env } = terminal;
  const asks = task.mayAsk && terminal.stdin.isTTY === true && terminal.stdout.isTTY === true;
  const say = (text: string) => void terminal.stdout.write(`${text}\n`);
  const asker = asks ? createAsker(terminal, signal) : undefined;
  const wrangler = createWrangler({ root, terminal, asks, signal });

  const plan = await prepare(task, { root, env, wrangler }, { asker, say, missing: [] });
  keepAnswers(root, plan, say);
  const { project, bring } = plan;
  const question = `Deploy ${project.name} to Cloudflare${task.dryRun ? " (as a dry run)" : ""}?`;
  if (asker !== undefined && !(await asker.goAhead(question))) {
    throw new Unusable("not deployed: you said no; your answers so far are kept");
  }
  for (const name of SECRET_NAMES) {
    say(`${name}: ${name in bring ? "goes with this deployment" : "stays as Cloudflare has it"}`);
  }
  const targets = await wrangler.deploy(bring, task.dryRun);
  if (task.dryRun) {
    say("Dry run: all is ready, and nothing was sent.");
    return EXIT_OK;
  }
  const origin = task.origin ?? originOf(project, targets);
  if (task.doctor) return checkUp(origin, plan, { root, terminal, asks, say, signal });
  say(`Deployed${origin === undefined ? "" : `: ${origin}`}`);
  return EXIT_OK;
}

/** Writes down what a person has answered, and what was made for them, before anything can go wrong. */
function keepAnswers(root: string, plan: Plan, say: (text: string) => void): void {
  const { project, newLists, ledgerPlace, fresh, bring } = plan;
  let { text } = project;
  if (newLists !== undefined) text = withLists(text, project.samples, newLists);
  if (ledgerPlace !== undefined) text = withLedgerPlace(text, ledgerPlace);
  if (text !== project.text) writeFileSync(join(root, WRANGLER_TOML), text);
  if (newLists !== undefined) {
    const names = Object.keys(newLists).join(", ");
    say(`Your lists are in ${WRANGLER_TOML}: ${names || "none, links name segments by ID"}.`);
  }
  if (fresh && bring.LINK_SECRETS !== undefined) {
    keepLinkSecrets(root, bring.LINK_SECRETS);
    say(KEEP_IT);
  }
}

function withLists(text: string, samples: Project["samples"], lists: Lists): string {
  const after = putLists(text, samples, lists);
  if (after !== undefined) return after;
  throw new Unusable(
    `not deployed: ${WRANGLER_TOML} writes LISTS in a way that this command cannot edit. Take out the sample lists, and put in:\n\n${listTables(lists)}`,
  );
}

function withLedgerPlace(text: string, place: LedgerPlace): string {
  const after = putVar(text, "LEDGER_JURISDICTION", place);
  if (after !== undefined) return after;
  throw new Unusable(
    `not deployed: ${WRANGLER_TOML} writes its variables in a way that this command cannot edit. Put LEDGER_JURISDICTION = "${place}" among them`,
  );
}
