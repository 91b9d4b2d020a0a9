/** Makes the plan of a deployment: looks, gathers, checks. Changes nothing. */

import { join } from "node:path";

import { withDevVars } from "../dev-vars.ts";
import { Unusable } from "../terminal.ts";
import type { Segment } from "./account.ts";
import type { LedgerPlace } from "./ask.ts";
import { type Desk, gatherLedgerPlace, gatherLists, gatherSecrets, lookThere } from "./gather.ts";
import { checkLists, checkSettings, type Project, readProject, WRANGLER_TOML } from "./project.ts";
import type { Lists } from "./put-lists.ts";
import { type Secrets, secretsAtHand, secretsToBring } from "./secrets.ts";
import type { DeployTask } from "./task.ts";
import type { Wrangler } from "./wrangler.ts";

export interface Plan {
  project: Project;
  /** The secrets that the deployment brings; Cloudflare keeps the others. */
  bring: Secrets;
  /** Whether the link secret among them was made just now. */
  fresh: boolean;
  /** The secrets that are known here, those that Cloudflare keeps as well. */
  known: Secrets;
  /** Lists to write into `wrangler.toml`, in place of the samples. */
  newLists: Lists | undefined;
  /** Where the Ledger is to be, to write into `wrangler.toml`; `undefined` to leave it as it is. */
  ledgerPlace: LedgerPlace | undefined;
  /** `LISTS` as it will stand. */
  lists: Project["lists"];
  /** The Resend account's, when the key at hand tells. */
  segments: readonly Segment[] | undefined;
}

export interface Place {
  root: string;
  env: Readonly<Record<string, string | undefined>>;
  wrangler: Wrangler;
}

/** @throws Unusable that names all that is missing or wrong */
export async function prepare(
  task: Pick<DeployTask, "lists" | "replace">,
  { root, env, wrangler }: Place,
  desk: Desk,
): Promise<Plan> {
  const project = readProject(root);
  desk.say(`Looking at what Cloudflare has of ${project.name} …`);
  const there = await lookThere(wrangler, desk.asker);
  const held = there.kind === "worker" ? there.secrets : [];

  const atHand = secretsAtHand(withDevVars(env, join(root, WRANGLER_TOML)));
  const needed = secretsToBring(held, task.replace);
  const baseUrl = baseUrlOf(project, env);
  const { bring, fresh, key, segments } = await gatherSecrets(needed, atHand, baseUrl, desk);
  const newLists = await gatherLists(project, task.lists, segments, desk);
  const ledgerPlace = await gatherLedgerPlace(project, there, desk);
  refuse(desk.missing);

  const lists = newLists === undefined ? project.lists : listsAfter(project, newLists);
  refuse([
    ...checkSettings(varsAfter(project, ledgerPlace), { lists, secrets: bring, held }),
    ...checkLists(lists, segments),
  ]);

  const known = { ...atHand, ...(key !== undefined && { RESEND_API_KEY: key }), ...bring };
  return { project, bring, fresh, known, newLists, ledgerPlace, lists, segments };
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Unusable(`not deployed:\n  ${problems.join("\n  ")}`);
}

/** Where Resend is asked: as in Resend's own SDKs, and as the Worker will. */
function baseUrlOf({ vars }: Project, env: Place["env"]): string | undefined {
  const own = vars["RESEND_BASE_URL"];
  return env["RESEND_BASE_URL"] ?? (typeof own === "string" ? own : undefined);
}

function varsAfter(project: Project, place: LedgerPlace | undefined): Project {
  if (place === undefined) return project;
  return { ...project, vars: { ...project.vars, LEDGER_JURISDICTION: place } };
}

function listsAfter({ lists, samples }: Project, added: Lists): Project["lists"] {
  const kept = Object.entries(lists).filter(([name]) => !samples.includes(name));
  return { ...Object.fromEntries(kept), ...added };
}
