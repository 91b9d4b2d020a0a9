/**
 * The command `deploy`: arguments in, an exit code out. Nothing is sent before all that is needed is
 * there and right, and no secret is printed.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { EXIT_BAD, EXIT_OK, exitCodeOf, type Terminal, Unusable } from "../terminal.ts";
import { createAsker } from "./ask.ts";
import { readDevVars, keepLinkSecrets } from "./dev-vars.ts";
import { type Desk, gatherLists, gatherSecrets, lookThere } from "./gather.ts";
import { Interrupted } from "./interrupted.ts";
import { askDoctor, awaitHealth, originIn } from "./live.ts";
import { checkLists, checkSettings, type Project, readProject, WRANGLER_TOML } from "./project.ts";
import { type Lists, listTables, putLists } from "./put-lists.ts";
import { type Secrets, secretsAtHand, secretsToBring } from "./secrets.ts";
import { readTask, type Task } from "./task.ts";
import { createWrangler } from "./wrangler.ts";

export interface DeployOptions {
  terminal: Terminal & { stdout: { isTTY?: boolean } };
  /** The folder of `wrangler.toml`. */
  root: string;
  /** Ends it in good order; its reason is the signal's name. */
  signal: AbortSignal;
}

type DeployTask = Extract<Task, { kind: "deploy" }>;

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
  const desk: Desk = { asker, say, missing: [] };

  const project = readProject(root);
  const wrangler = createWrangler({ root, env, asks, signal });
  say(`Looking at what Cloudflare has of ${project.name} …`);
  const there = await lookThere(wrangler, asker);
  const held = there.kind === "worker" ? there.secrets : [];

  const atHand = secretsAtHand(env, readDevVars(root));
  const needed = secretsToBring(held, task.replace);
  const { bring, fresh, key, segments } = await gatherSecrets(
    needed,
    atHand,
    baseUrlOf(project, env),
    desk,
  );
  const newLists = await gatherLists(project, task.lists, segments, desk);
  if (desk.missing.length > 0) throw new Unusable(`not deployed:\n  ${desk.missing.join("\n  ")}`);

  const lists = newLists === undefined ? project.lists : listsAfter(project, newLists);
  const faults = [...checkSettings(project, lists, bring), ...checkLists(lists, segments)];
  if (faults.length > 0) throw new Unusable(`not deployed:\n  ${faults.join("\n  ")}`);

  if (newLists !== undefined) writeLists(root, project, newLists, say);
  if (fresh && bring.LINK_SECRETS !== undefined) {
    keepLinkSecrets(root, bring.LINK_SECRETS);
    say(KEEP_IT);
  }
  const question = `Deploy ${project.name} to Cloudflare${task.dryRun ? " (as a dry run)" : ""}?`;
  if (asker !== undefined && !(await asker.goAhead(question))) {
    throw new Unusable("not deployed: you said no; your answers so far are kept");
  }
  const targets = await wrangler.deploy(bring, task.dryRun);
  if (task.dryRun) {
    say("Dry run: all is ready, and nothing was sent.");
    return EXIT_OK;
  }
  const secrets = { ...atHand, ...(key && { RESEND_API_KEY: key }), ...bring };
  const url = task.origin ?? originOf(project, targets);
  return examine(url, task.doctor, secrets, options, say);
}

/** Waits for the Worker, and has the doctor look at it. */
async function examine(
  url: string | undefined,
  doctor: boolean,
  secrets: Secrets,
  { terminal: { env }, root, signal }: DeployOptions,
  say: Desk["say"],
): Promise<number> {
  if (url === undefined) {
    say("Deployed. Its routes name no single host: `npm run doctor -- <url>` checks one of them.");
    return EXIT_OK;
  }
  say(`Deployed: ${url}`);
  if (!doctor) return EXIT_OK;
  say("Waiting until it answers there …");
  const health = await awaitHealth(url, signal);
  if (health.kind === "faulty") {
    say(`It answers, and these settings are wrong:\n  ${health.settings.join("\n  ")}`);
    return EXIT_BAD;
  }
  if (secrets.LINK_SECRETS === undefined) {
    say(
      health.kind === "well"
        ? "It answers, and its settings are right. With LINK_SECRETS at hand the doctor would look closer."
        : `Nothing answers at ${url}/leave/-/health yet. Try \`npm run doctor -- ${url}\` in a few minutes.`,
    );
    return health.kind === "well" ? EXIT_OK : EXIT_BAD;
  }
  return (await askDoctor(url, { root, env, secrets, signal })) === EXIT_OK ? EXIT_OK : EXIT_BAD;
}

/** Where Resend is asked: as in Resend's own SDKs, and as the Worker will. */
function baseUrlOf({ vars }: Project, env: Terminal["env"]): string | undefined {
  const own = vars["RESEND_BASE_URL"];
  return env["RESEND_BASE_URL"] ?? (typeof own === "string" ? own : undefined);
}

/** Where readers reach the Worker: as its own settings say, or else as wrangler does. */
function originOf({ vars }: Project, targets: readonly string[]): string | undefined {
  const own = vars["ORIGIN"];
  return typeof own === "string" && own !== "" ? own : originIn(targets);
}

function listsAfter({ lists, samples }: Project, added: Lists): Project["lists"] {
  const kept = Object.entries(lists).filter(([name]) => !samples.includes(name));
  return { ...Object.fromEntries(kept), ...added };
}

function writeLists(root: string, project: Project, lists: Lists, say: Desk["say"]): void {
  const text = putLists(project.text, project.samples, lists);
  if (text === undefined) {
    throw new Unusable(
      `not deployed: ${WRANGLER_TOML} writes LISTS in a way that this command cannot edit. Take out the sample lists, and put in:\n\n${listTables(lists)}`,
    );
  }
  writeFileSync(join(root, WRANGLER_TOML), text);
  const names = Object.keys(lists).join(", ");
  say(`Your lists are in ${WRANGLER_TOML}: ${names || "none, links name segments by ID"}.`);
}
