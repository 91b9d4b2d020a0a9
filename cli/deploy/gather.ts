/** Gathers what a deployment needs: from flags, the environment and files, and from a person where there is one. */

import { Unusable } from "../terminal.ts";
import { freshSecret } from "../secret.ts";
import { type Account, readAccount, type Segment } from "./account.ts";
import type { Asker, LedgerPlace } from "./ask.ts";
import type { Project } from "./project.ts";
import type { Lists } from "./put-lists.ts";
import type { SecretName, Secrets } from "./secrets.ts";
import type { There, Wrangler } from "./wrangler.ts";

/** Who asks, who is told, and what nobody could be asked for. */
export interface Desk {
  /** Nobody, where nobody can answer. */
  asker: Asker | undefined;
  say: (text: string) => void;
  /** What is missing, a line for each setting. */
  missing: string[];
}

export interface GatheredSecrets {
  /** What the deployment brings. */
  bring: Secrets;
  /** A link secret made just now, which nobody knows yet. */
  fresh: boolean;
}

/** Looks at what is there, in the account that is meant. */
export async function lookThere(wrangler: Wrangler, asker: Asker | undefined): Promise<There> {
  const there = await wrangler.look();
  if (there.kind !== "several-accounts") return there;
  if (asker === undefined) {
    throw new Unusable(
      "the login opens several Cloudflare accounts: set CLOUDFLARE_ACCOUNT_ID to the ID of the one that is meant",
    );
  }
  wrangler.use(await asker.account(await wrangler.accounts()));
  return wrangler.look();
}

/**
 * The secrets to bring, and the account that the key opens.
 *
 * @param needed the names of the secrets that the deployment must bring
 * @param atHand what is there without asking
 */
export async function gatherSecrets(
  needed: readonly SecretName[],
  atHand: Secrets,
  baseUrl: string | undefined,
  desk: Desk,
): Promise<
  GatheredSecrets & { key: string | undefined; segments: readonly Segment[] | undefined }
> {
  const needsKey = needed.includes("RESEND_API_KEY");
  const { key, segments } = await gatherKey(needsKey, atHand.RESEND_API_KEY, baseUrl, desk);
  const links = needed.includes("LINK_SECRETS")
    ? await gatherLinkSecrets(atHand.LINK_SECRETS, desk)
    : undefined;
  const bring = {
    ...(needsKey && key !== undefined && { RESEND_API_KEY: key }),
    ...(links !== undefined && { LINK_SECRETS: links.secrets }),
  };
  return { bring, fresh: links?.fresh ?? false, key, segments };
}

async function gatherKey(
  needed: boolean,
  atHand: string | undefined,
  baseUrl: string | undefined,
  { asker, say, missing }: Desk,
): Promise<{ key: string | undefined; segments: readonly Segment[] | undefined }> {
  let key = atHand ?? (needed ? await asker?.apiKey() : undefined);
  if (key === undefined) {
    if (needed) missing.push("RESEND_API_KEY: set it to a Resend API key with full access");
    return { key, segments: undefined };
  }
  let account: Account = await readAccount(key, baseUrl);
  while (account.kind === "refused") {
    const problem = `RESEND_API_KEY: ${account.problem}`;
    if (asker === undefined || !needed) {
      if (needed) missing.push(problem);
      else say(`warning: ${problem} (Cloudflare holds another one, perhaps)`);
      return { key: undefined, segments: undefined };
    }
    say(problem);
    key = await asker.apiKey();
    account = await readAccount(key, baseUrl);
  }
  if (account.kind === "open") return { key, segments: account.segments };
  say(`warning: the key could not be checked: ${account.problem}`);
  return { key, segments: undefined };
}

async function gatherLinkSecrets(
  atHand: string | undefined,
  { asker, missing }: Desk,
): Promise<{ secrets: string; fresh: boolean } | undefined> {
  if (atHand !== undefined) return { secrets: atHand, fresh: false };
  if (asker === undefined) {
    missing.push(
      "LINK_SECRETS: set it to a secret that you keep (`npm run --silent secret` prints a fresh one)",
    );
    return undefined;
  }
  const own = await asker.linkSecrets();
  return own === undefined
    ? { secrets: freshSecret(), fresh: true }
    : { secrets: own, fresh: false };
}

/** The lists to put into `wrangler.toml` in place of the samples; `undefined` to leave it as it is. */
export async function gatherLists(
  { samples }: Pick<Project, "samples">,
  given: Lists,
  segments: readonly Segment[] | undefined,
  { asker, missing }: Desk,
): Promise<Lists | undefined> {
  if (Object.keys(given).length > 0) return withTitles(given, segments);
  if (samples.length === 0) return undefined;
  if (asker !== undefined) return asker.lists(segments);
  missing.push(
    `LISTS: wrangler.toml still has the sample lists ${samples.join(" and ")}; put your own there, or give --list`,
  );
  return undefined;
}

/**
 * Where the Ledger is to be: a person is asked at the first deployment, and where `wrangler.toml` does not say.
 *
 * @returns `undefined` to leave it as it is
 */
export async function gatherLedgerPlace(
  { vars }: Pick<Project, "vars">,
  there: There,
  { asker, say }: Desk,
): Promise<LedgerPlace | undefined> {
  const place = vars["LEDGER_JURISDICTION"];
  if (asker === undefined || (there.kind === "worker" && place !== undefined)) return undefined;
  // `wrangler secret put` makes a Worker, too.
  if (there.kind === "worker") {
    say(
      "If this Worker has run before, its Ledger is nowhere in particular, and has to stay there.",
    );
  }
  return asker.ledgerPlace(place === "eu" ? "eu" : "");
}

/** A list without a title gets its segment's name. */
function withTitles(lists: Lists, segments: readonly Segment[] = []): Lists {
  const titled = Object.entries(lists).map(([name, list]) => {
    const title = list.name ?? segments.find(({ id }) => id === list.segment)?.name;
    return [name, { ...list, ...(title !== undefined && { name: title }) }] as const;
  });
  return Object.fromEntries(titled);
}
