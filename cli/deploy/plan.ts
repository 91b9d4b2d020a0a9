/**
 * Plans a deployment: reads what Cloudflare has, collects what is missing from options, the environment, files, and the
 * person, and checks everything. Changes nothing, except that it makes a topic in Resend if the person chooses that.
 */

import type { Segment } from "../../src/resend/lists.ts";
import { settingText } from "../../src/settings/fault.ts";
import { type Terminal, UsageError } from "../command.ts";
import { freshSecret } from "../secret.ts";
import { type Project, type Table, tableOf } from "../project.ts";
import { type AccountTargets, connectResend } from "../resend.ts";
import type { ConfigEdit, Lists } from "./edit-config.ts";
import { mailtoProblem, type Prompts } from "./prompts.ts";
import {
  findFaults,
  findSecrets,
  sampleLists,
  type SecretName,
  type Secrets,
  secretsToSet,
  varsNotInherited,
} from "./settings.ts";
import type { Deployed, Wrangler } from "./wrangler.ts";

export interface Plan {
  /** The secrets that the deployment sets. */
  secrets: Secrets;
  /** Whether `LINK_SECRETS` is new. */
  madeSecret: boolean;
  /** All secrets that are known here, including those that Cloudflare keeps. */
  known: Secrets;
  /** What to write into Wrangler's file. */
  edit: ConfigEdit;
  /** `LISTS` as it will be. */
  lists: Table;
  /** The Resend account's segments, if they are known. */
  segments: readonly Segment[] | undefined;
  /** Whether Cloudflare has no such Worker yet. */
  isFirst: boolean;
  /** Whether Cloudflare has `RESEND_WEBHOOK_SECRET`. */
  hasWebhook: boolean;
}

export interface Sources {
  env: Terminal["env"];
  project: Project;
  wrangler: Wrangler;
  /** Lists from the command line. */
  lists: Lists;
  /** Secrets to set although Cloudflare has them. */
  replace: readonly SecretName[];
  /** `undefined` if there is no one to answer. */
  prompts: Prompts | undefined;
  say: (text: string) => void;
  signal: AbortSignal;
}

const KEY_PROBLEMS: Readonly<Record<string, string>> = {
  "key-restricted":
    "can only send email; create one with full access at https://resend.com/api-keys, since only such a key can remove a contact from a segment",
  "key-refused":
    "is refused by Resend; copy it again, or create one with full access at https://resend.com/api-keys",
};

/** How long to wait for Resend, in milliseconds. */
const RESEND_PATIENCE_MS = 3_000;

/** @throws UsageError that lists everything that is missing or wrong */
export async function makePlan(sources: Sources): Promise<Plan> {
  const { project, replace } = sources;
  const found = await look(sources);
  const deployed = found.kind === "worker" ? found.secrets : [];
  const needed = secretsToSet(deployed, replace);
  const available = findSecrets(project.variables);
  const missing: string[] = [];

  const account = await gatherAccount(needed, available, sources, missing);
  const link = await gatherLinkSecrets(needed, available, sources, missing);
  const secrets = {
    ...(account && needed.includes("RESEND_API_KEY") && { RESEND_API_KEY: account.key }),
    ...(link && { LINK_SECRETS: link.secrets }),
  };
  const before = tableOf(project.vars["LISTS"]);
  const samples = sampleLists(before);
  const newLists = await gatherLists(samples, account, sources, missing);
  const edit = {
    remove: newLists === undefined ? [] : samples,
    lists: newLists ?? {},
    vars: await gatherLedgerPlace(found, sources, missing),
  };
  refuse(missing);

  const kept = Object.entries(before).filter(([name]) => !edit.remove.includes(name));
  const lists = { ...Object.fromEntries(kept), ...edit.lists };
  const vars = { ...project.vars, ...edit.vars, ...(newLists && { LISTS: lists }) };
  const targets = account?.targets;
  refuse(findFaults({ config: project.config, vars, secrets, deployed, targets }));
  const known = { ...available, ...(account && { RESEND_API_KEY: account.key }), ...secrets };
  return {
    secrets,
    madeSecret: link?.isNew ?? false,
    known,
    edit,
    lists,
    segments: targets?.segments,
    isFirst: found.kind === "nothing",
    hasWebhook: deployed.includes("RESEND_WEBHOOK_SECRET"),
  };
}

/** @throws UsageError with all faults, if there are any */
export function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new UsageError(["not deployed:", ...faults].join("\n"));
}

/** Reads what Cloudflare has of the Worker, in the chosen account. */
async function look({ wrangler, prompts }: Sources): Promise<Deployed> {
  const found = await wrangler.look();
  if (found.kind !== "several-accounts") return found;
  if (prompts !== undefined) return wrangler.look(await prompts.account(found.accounts));
  throw new UsageError(
    "your login has access to several Cloudflare accounts; set CLOUDFLARE_ACCOUNT_ID to the one to deploy to",
  );
}

interface Account {
  /** A key that Resend accepts, unless Resend does not answer. */
  key: string;
  /** What it has; `undefined` if Resend does not answer. */
  targets?: AccountTargets;
}

/** Finds a key that Resend accepts. */
async function gatherAccount(
  needed: readonly SecretName[],
  available: Secrets,
  sources: Sources,
  missing: string[],
): Promise<Account | undefined> {
  const { prompts, say } = sources;
  const isNeeded = needed.includes("RESEND_API_KEY");
  let key = available.RESEND_API_KEY ?? (isNeeded ? await prompts?.apiKey() : undefined);
  if (key === undefined) {
    if (isNeeded) missing.push("RESEND_API_KEY: is missing; set a Resend API key with full access");
    return undefined;
  }
  for (;;) {
    const { resend, retry } = connectAccount(key, sources);
    const segments = await retry(() => resend.listSegments(), RESEND_PATIENCE_MS);
    if (segments.kind === "found") {
      const topics = await retry(() => resend.listTopics(), RESEND_PATIENCE_MS);
      const known = topics.kind === "found" ? topics.value : undefined;
      return { key, targets: { segments: segments.value, topics: known } };
    }
    // Resend refuses them to a key that can only send email.
    const { fault = "", status = 404 } = segments.kind === "missing" ? {} : segments;
    const problem = KEY_PROBLEMS[fault];
    if (problem === undefined) {
      const answer = status === null ? "Resend does not answer" : `Resend answers with ${status}`;
      say(`warning: the key could not be checked: ${answer}`);
      return { key };
    }
    if (!isNeeded || prompts === undefined) {
      if (isNeeded) missing.push(`RESEND_API_KEY: ${problem}`);
      else say(`warning: RESEND_API_KEY: ${problem} (the deployed Worker keeps its own)`);
      return undefined;
    }
    say(`RESEND_API_KEY: ${problem}`);
    key = await prompts.apiKey();
  }
}

/** Connects to the account whose key the Worker has. */
export function connectAccount(
  apiKey: string,
  { env, project, signal }: Pick<Sources, "env" | "project" | "signal">,
) {
  // Not from `.dev.vars`, which may have another URL for `npm run dev`.
  const own = env["RESEND_BASE_URL"] || settingText(project.vars["RESEND_BASE_URL"]);
  const baseUrl = (own ?? "https://api.resend.com").replace(/\/+$/, "");
  return connectResend({ apiKey, baseUrl }, { signal });
}

async function gatherLinkSecrets(
  needed: readonly SecretName[],
  { LINK_SECRETS: secrets }: Secrets,
  { project, prompts }: Sources,
  missing: string[],
): Promise<{ secrets: string; isNew: boolean } | undefined> {
  if (!needed.includes("LINK_SECRETS")) return undefined;
  if (secrets !== undefined) return { secrets, isNew: false };
  if (prompts !== undefined) {
    const pasted = await prompts.linkSecrets(project.devVars);
    return { secrets: pasted ?? freshSecret(), isNew: pasted === undefined };
  }
  missing.push(
    "LINK_SECRETS: is missing; set it, and keep a copy (`npm run --silent secret` prints a new secret)",
  );
  return undefined;
}

async function gatherLists(
  samples: readonly string[],
  account: Account | undefined,
  sources: Sources,
  missing: string[],
): Promise<Lists | undefined> {
  const { lists, project, prompts, say } = sources;
  for (const problem of Object.keys(lists).map(mailtoProblem)) {
    if (problem !== undefined) say(`warning: ${problem}`);
  }
  if (Object.keys(lists).length > 0) {
    if (typeof project.vars["LISTS"] === "string") {
      missing.push("LISTS: is JSON text, which --list cannot change; add the list there yourself");
    }
    // A list without a title gets its segment's name.
    const titled = Object.entries(lists).map(([id, list]) => {
      const segment = account?.targets?.segments.find((known) => known.id === list.segment);
      const title = list.name ?? segment?.name;
      return [id, { ...list, ...(title && { name: title }) }] as const;
    });
    return Object.fromEntries(titled);
  }
  const isMissing = varsNotInherited(project).includes("LISTS");
  if (samples.length === 0 && !isMissing) return undefined;
  if (prompts !== undefined) {
    return prompts.lists(account?.targets, (name) => makeTopic(name, account, sources));
  }
  const file = project.file?.name ?? "Wrangler's file";
  missing.push(
    isMissing
      ? `LISTS: env.${project.environment} does not inherit the top level's; give it its own in ${file} (LISTS = {} for none), or use --list`
      : `LISTS: ${file} still has the sample lists ${samples.join(" and ")}; replace them with yours, or use --list`,
  );
  return undefined;
}

/** Makes a topic, as the person has chosen. @returns its ID; `undefined` if Resend does not make it */
async function makeTopic(name: string, account: Account | undefined, sources: Sources) {
  const made = await connectAccount(account?.key ?? "", sources).resend.createTopic(name);
  if (made.kind === "found") return made.value;
  const status = made.kind === "missing" ? 404 : made.status;
  const answer = status === null ? "Resend does not answer" : `Resend answers with ${status}`;
  sources.say(`warning: the topic is not made: ${answer}; make it on Resend's Topics page`);
  return undefined;
}

/** Asks at the first deployment, and if Wrangler's file does not have the setting. */
async function gatherLedgerPlace(
  { kind }: Deployed,
  { project, prompts, say }: Sources,
  missing: string[],
) {
  const { LEDGER_JURISDICTION: place } = project.vars;
  const notInherited = varsNotInherited(project).filter((name) => name !== "LISTS");
  if (kind === "nothing" && !prompts && notInherited.includes("LEDGER_JURISDICTION")) {
    missing.push(
      `LEDGER_JURISDICTION: env.${project.environment} does not inherit the top level's; set it there, too ("" for anywhere), since it cannot be changed later`,
    );
  } else if (notInherited.length > 0) {
    say(`warning: env.${project.environment} does not inherit ${notInherited.join(", ")}`);
  }
  if (prompts === undefined || (kind === "worker" && place !== undefined)) return {};
  // `wrangler secret put` creates a Worker, too.
  if (kind === "worker") {
    say("If this Worker has run before, keep its Ledger where it is: choose Anywhere.");
  }
  return { LEDGER_JURISDICTION: await prompts.ledgerPlace(place === "eu" ? "eu" : "") };
}
