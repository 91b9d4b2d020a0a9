/**
 * The command `deploy`: deploys the Worker to Cloudflare, and runs the doctor. It sends nothing before everything that is
 * needed is present and valid, and never prints a secret.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Command, InvalidArgumentError, Option } from "commander";

import { isListName, isSegmentId } from "../../src/links/names.ts";
import { secureOrigin } from "../../src/links/origin.ts";
import {
  CommandError,
  commonOption,
  type CommonOptions,
  projectCommand,
  EXIT_USAGE,
  Interrupted,
  type Terminal,
  UsageError,
} from "../command.ts";
import { readProject, tableOf, wranglerFile } from "../project.ts";
import { saveLinkSecrets } from "../secret.ts";
import { connectAccount, setUpWebhook } from "./account.ts";
import { checkUp, findOrigin } from "./check-up.ts";
import { editConfig, type Lists } from "./edit-config.ts";
import { makePlan, type Plan, refuse } from "./plan.ts";
import { createPrompts, type Prompts } from "./prompts.ts";
import { environmentFaults, sampleLists, SECRET_NAMES, type SecretName } from "./settings.ts";
import { createWrangler, type Session, type Wrangler } from "./wrangler.ts";

interface Options extends Omit<CommonOptions, "list"> {
  dryRun?: true;
  yes?: true;
  list: Lists;
  replace: SecretName[];
  origin?: string;
  doctor: boolean;
  webhook?: boolean;
}

const DETAILS = `
The command asks for what is missing. Without a terminal, or with --yes or --json, it asks nothing: it reads
RESEND_API_KEY and LINK_SECRETS from the environment or .dev.vars, the lists from Wrangler's file or --list, and
LEDGER_JURISDICTION from Wrangler's file. If anything is missing, it says so and exits with 2. Secrets that Cloudflare
already has are kept.

To log in, run \`npx wrangler login\`, or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID.

Examples:
  npm run deploy
  npm run deploy -- --dry-run
  npm run deploy -- --yes --list "weekly=78261eea-8f8b-4381-83c6-79fa7120f1cf=Weekly digest"
  npm run deploy -- --replace LINK_SECRETS
  npm run deploy -- --yes --webhook

Exit codes:
  0  deployed, and the doctor found no problem
  1  deployed, and the doctor found a problem, or the webhook is not set up
  2  not deployed: something is missing or wrong, or Cloudflare refused
  130, 143  ended by Ctrl-C or a signal`;

/** Makes the subcommand. */
export function deployCommand(terminal: Terminal): Command {
  return projectCommand("deploy", "Deploys the Worker to Cloudflare, and runs the doctor.")
    .option("--dry-run", "does everything except the deployment; saves your answers")
    .option("--yes", "asks nothing")
    .addOption(
      new Option(
        "--list <name=segment[=title]>",
        "writes a list into Wrangler's file, in place of the samples; can be repeated",
      )
        .argParser(addList)
        .default({}, "none"),
    )
    .addOption(
      new Option("--replace <secrets...>", "replaces secrets that Cloudflare already has")
        .choices(SECRET_NAMES)
        .default([], "none"),
    )
    .option("--origin <url>", "where people reach the Worker, for the doctor", checkOrigin)
    .option("--webhook", "sets up Resend's webhook, too, or corrects it")
    .option("--no-doctor", "skips the doctor")
    .addOption(commonOption("json", "prints the result as JSON, and the rest to stderr"))
    .addHelpText("after", DETAILS)
    .action((options: Options) => deploy(options, terminal));
}

const NEW_SECRET = `
  KEEP THIS: LINK_SECRETS in {file} signs your links. Git ignores that file, and only you can read it.
  Your mail system needs the secret, too, as LINK_SECRET. Cloudflare never shows it again, so save a copy in your
  password manager now. Links work only as long as the secret that signed them is in the Worker's LINK_SECRETS.
`;

async function deploy(options: Options, terminal: Terminal): Promise<void> {
  const { dryRun = false, json = false, list: lists, replace } = options;
  const session = startSession(options, terminal);
  const { project, file, prompts, say } = session;
  const { name } = project.config;
  if (typeof name !== "string") {
    throw new UsageError(`${file.name}: name is missing; give the Worker a name`);
  }
  refuse(environmentFaults(project));
  const wrangler = createWrangler(session);
  if (terminal.env["WORKERS_CI"] === "1" && !options.yes && !json && !dryRun) {
    return say(await deployFromBuild(session, wrangler));
  }
  say(`Checking what Cloudflare has for ${name} …`);
  const plan = await makePlan(session, wrangler, { lists, replace });
  saveAnswers(plan, session);
  const webhook = await wantsWebhook(plan, options, prompts);
  const question = `Deploy ${name} to Cloudflare${dryRun ? " (as a dry run)" : ""}?`;
  if (prompts !== undefined && !(await prompts.confirm(question))) {
    throw new CommandError("not deployed: you said no; your answers are saved", EXIT_USAGE);
  }
  for (const secret of SECRET_NAMES) {
    say(`${secret}: ${secret in plan.secrets ? "is set by this deployment" : "stays as it is"}`);
  }
  const targets = await wrangler.deploy(plan.secrets, dryRun);
  const origin = options.origin ?? findOrigin(project, targets);
  let ok: boolean | undefined;
  if (dryRun) say("Dry run: everything is ready, and nothing was sent.");
  else if (origin !== undefined) {
    say(`Deployed: ${origin}`);
    ok = await finish(origin, plan, { ...options, webhook }, session, wrangler);
  } else {
    const more = webhook ? ", and this again with --webhook and --origin <url>" : "";
    say(
      `Deployed. The routes name no single host; run \`npm run doctor -- <url>\` for one${more}.`,
    );
  }
  if (json) {
    terminal.stdout.write(`${JSON.stringify({ name, deployed: !dryRun, origin, ok })}\n`);
  }
  if (ok === false) throw new CommandError();
}

function startSession(options: Options, terminal: Terminal): Session {
  const { yes = false, json = false } = options;
  const { stdin, stdout, stderr } = terminal;
  const isInteractive = !yes && !json && stdin.isTTY === true && stdout.isTTY === true;
  const shown = json ? stderr : stdout;
  const signal = terminal.catchSignals();
  const project = readProject(terminal, options);
  return {
    terminal: { ...terminal, stdout: shown },
    project,
    file: wranglerFile(project),
    prompts: isInteractive ? createPrompts(terminal, signal) : undefined,
    output: isInteractive ? "inherited" : "piped",
    say: (line) => void shown.write(`${line}\n`),
    signal,
  };
}

/**
 * Sets up the webhook of a deployed Worker, and runs the doctor.
 *
 * @returns whether the doctor found no problem; `undefined` if it was not to run
 * @throws Interrupted that says what to do later
 */
async function finish(
  origin: string,
  plan: Plan,
  { config, env, doctor, webhook }: Pick<Options, "config" | "env" | "doctor" | "webhook">,
  session: Session,
  wrangler: Wrangler,
): Promise<boolean | undefined> {
  const args = [
    ...(config === undefined ? [] : ["--config", session.file.path]),
    ...(env === undefined ? [] : ["--env", env]),
  ];
  const later = ["npm run doctor --", origin, ...args].join(" ");
  try {
    if (webhook) {
      const account = connectAccount(plan.known.RESEND_API_KEY ?? "", session);
      const secret = await setUpWebhook(origin, account, plan.hasWebhook);
      // Resend repeats what it sends until then.
      if (secret !== undefined) await wrangler.deploy({ RESEND_WEBHOOK_SECRET: secret }, false);
      session.say(`Resend's webhook tells the Worker about changed contacts.`);
    }
    return doctor ? await checkUp(origin, plan, { args, later }, session) : undefined;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const message = `interrupted; the Worker is deployed. To check it later, run: ${later}`;
    throw new Interrupted(session.signal.reason, message);
  }
}

/**
 * Deploys in Cloudflare's Workers Builds, such as after "Deploy to Cloudflare". The secrets, and perhaps `LISTS`, are only in
 * the dashboard, and stay as they are; the sample lists are removed from the build's copy of the file, since they would
 * replace them. What is missing, the Worker says itself.
 *
 * @returns what to tell the person
 */
async function deployFromBuild({ project, file }: Session, wrangler: Wrangler): Promise<string> {
  const remove = sampleLists(tableOf(project.vars["LISTS"]));
  const text = editConfig(file, project.environment, { remove, lists: {}, vars: {} });
  if (text !== file.text) writeFileSync(file.path, text);
  const origin = findOrigin(project, await wrangler.deploy({}, false, ["--keep-vars"])) ?? "";
  return `Deployed. ${origin}/leave/-/health says what is missing or wrong, and what to do about it.`;
}

/** @throws UsageError if the webhook cannot be set up */
async function wantsWebhook(
  { known, isFirst }: Plan,
  { webhook }: Options,
  prompts: Prompts | undefined,
): Promise<boolean> {
  if (webhook && known.RESEND_API_KEY === undefined) {
    throw new UsageError("not deployed:\nRESEND_API_KEY: is missing; --webhook needs the Worker's");
  }
  if (webhook || !isFirst || prompts === undefined) return webhook === true;
  return prompts.confirm(
    "Set up Resend's webhook, so that the Worker sees who is added to a list again?",
  );
}

/** Saves a person's answers, and a new secret, before anything can fail. */
function saveAnswers({ edit, madeSecret, secrets }: Plan, { project, file, say }: Session): void {
  const { folder, environment, devVars } = project;
  const text = editConfig(file, environment, edit);
  if (text !== file.text) writeFileSync(file.path, text);
  const names = Object.keys(edit.lists);
  if (names.length + edit.remove.length > 0) {
    say(`Your lists are in ${file.name}: ${names.join(", ") || "none; links use segment IDs"}.`);
  }
  if (madeSecret && secrets.LINK_SECRETS !== undefined) {
    saveLinkSecrets(join(folder, devVars), secrets.LINK_SECRETS);
    say(NEW_SECRET.replace("{file}", devVars));
  }
}

function addList(text: string, lists: Lists): Lists {
  const [name = "", segment = "", ...title] = text.split("=");
  if (!isListName(name)) {
    throw new InvalidArgumentError("Use at most 40 of a-z, 0-9, and dashes for a list's name.");
  }
  if (!isSegmentId(segment)) {
    throw new InvalidArgumentError("After the list's name, put = and the ID of a Resend segment.");
  }
  return { ...lists, [name]: { segment, ...(title.length > 0 && { name: title.join("=") }) } };
}

function checkOrigin(text: string): string {
  const origin = secureOrigin(text);
  if (origin === undefined) {
    throw new InvalidArgumentError("Use a URL such as https://acme.com, without a path.");
  }
  return origin;
}
