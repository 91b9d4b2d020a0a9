/**
 * Plans a deployment: reads what Cloudflare has, collects what is missing from options, the environment, files, and the
 * person, and checks everything. Changes nothing, except that it makes a topic in Resend if the person chooses that.
 */

import type { Segment } from "../../src/resend/lists.ts";
import { UsageError } from "../command.ts";
import { type Table, tableOf } from "../project.ts";
import { freshSecret } from "../secret.ts";
import { type Account, findAccount, makeTopic } from "./account.ts";
import type { ConfigEdit, Lists } from "./edit-config.ts";
import { mailtoProblem } from "./prompts.ts";
import {
  findFaults,
  findSecrets,
  sampleLists,
  type SecretName,
  type Secrets,
  secretsToSet,
  varsNotInherited,
} from "./settings.ts";
import type { Deployed, Session, Wrangler } from "./wrangler.ts";

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

/** What the command line wants. */
export interface Wanted {
  lists: Lists;
  /** Secrets to set although Cloudflare has them. */
  replace: readonly SecretName[];
}

/** @throws UsageError that lists everything that is missing or wrong */
export async function makePlan(
  session: Session,
  wrangler: Pick<Wrangler, "look">,
  wanted: Wanted,
): Promise<Plan> {
  const { project } = session;
  const found = await look(session, wrangler);
  const deployed = found.kind === "worker" ? found.secrets : [];
  const needed = secretsToSet(deployed, wanted.replace);
  const available = findSecrets(project.variables);
  const missing: string[] = [];

  const setsKey = needed.includes("RESEND_API_KEY");
  const account = await findAccount(available.RESEND_API_KEY, setsKey, session, missing);
  const own = needed.includes("LINK_SECRETS")
    ? (available.LINK_SECRETS ?? (await gatherLinkSecrets(session, missing)))
    : undefined;
  const secrets = {
    ...(account && setsKey && { RESEND_API_KEY: account.key }),
    ...(own && { LINK_SECRETS: own === "new" ? freshSecret() : own }),
  };
  const before = tableOf(project.vars["LISTS"]);
  const samples = sampleLists(before);
  const newLists = await gatherLists(wanted.lists, samples, account, session, missing);
  const edit = {
    remove: newLists === undefined ? [] : samples,
    lists: newLists ?? {},
    vars: await gatherLedgerPlace(found, session, missing),
  };
  refuse(missing);

  const kept = Object.entries(before).filter(([name]) => !edit.remove.includes(name));
  const lists = { ...Object.fromEntries(kept), ...edit.lists };
  const vars = { ...project.vars, ...edit.vars, ...(newLists && { LISTS: lists }) };
  const targets = account?.targets;
  refuse(findFaults({ config: project.config, vars, secrets, deployed, targets }));
  return {
    secrets,
    madeSecret: own === "new",
    known: { ...available, ...(account && { RESEND_API_KEY: account.key }), ...secrets },
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
async function look({ prompts }: Session, wrangler: Pick<Wrangler, "look">): Promise<Deployed> {
  const found = await wrangler.look();
  if (found.kind !== "several-accounts") return found;
  if (prompts !== undefined) return wrangler.look(await prompts.account(found.accounts));
  throw new UsageError(
    "your login has access to several Cloudflare accounts; set CLOUDFLARE_ACCOUNT_ID to the one to deploy to",
  );
}

/** @returns what the person pastes, or `new` */
async function gatherLinkSecrets({ project, prompts }: Session, missing: string[]) {
  if (prompts !== undefined) return (await prompts.linkSecrets(project.devVars)) ?? "new";
  missing.push(
    "LINK_SECRETS: is missing; set it, and keep a copy (`npm run --silent secret` prints a new secret)",
  );
  return undefined;
}

/** @returns lists for Wrangler's file; `undefined` if those that it has are right */
async function gatherLists(
  wanted: Lists,
  samples: readonly string[],
  account: Account | undefined,
  session: Session,
  missing: string[],
): Promise<Lists | undefined> {
  const { file, project, prompts, say } = session;
  if (Object.keys(wanted).length > 0) {
    if (typeof project.vars["LISTS"] === "string") {
      missing.push("LISTS: is JSON text, which --list cannot change; add the list there yourself");
    }
    for (const problem of Object.keys(wanted).map(mailtoProblem)) {
      if (problem !== undefined) say(`warning: ${problem}`);
    }
    // A list without a title gets its segment's name.
    const titled = Object.entries(wanted).map(([id, list]) => {
      const segment = account?.targets?.segments.find((known) => known.id === list.segment);
      const title = list.name ?? segment?.name;
      return [id, { ...list, ...(title && { name: title }) }] as const;
    });
    return Object.fromEntries(titled);
  }
  const isMissing = varsNotInherited(project).includes("LISTS");
  if (samples.length === 0 && !isMissing) return undefined;
  if (prompts !== undefined) {
    return prompts.lists(account?.targets, (name) => makeTopic(name, account, session));
  }
  missing.push(
    isMissing
      ? `LISTS: env.${project.environment} does not inherit the top level's; give it its own in ${file.name} (LISTS = {} for none), or use --list`
      : `LISTS: ${file.name} still has the sample lists ${samples.join(" and ")}; replace them with yours, or use --list`,
  );
  return undefined;
}

/** Asks at the first deployment, and if Wrangler's file does not have the setting. */
async function gatherLedgerPlace(
  { kind }: Deployed,
  { project, prompts, say }: Session,
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
