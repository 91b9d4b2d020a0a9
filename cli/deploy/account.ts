/**
 * The Resend account of a deployment: which key to use, what the account has, and what is made in it, a topic or the webhook,
 * if a person or an option says so.
 */

import { WEBHOOK_EVENTS } from "../../src/resend/lists.ts";
import { settingText } from "../../src/settings/fault.ts";
import { CommandError } from "../command.ts";
import { type AccountTargets, type Connection, connectResend } from "../resend.ts";
import type { Session } from "./wrangler.ts";

export interface Account {
  /** A key that Resend accepts, unless Resend does not answer. */
  key: string;
  /** What it has; `undefined` if Resend does not answer. */
  targets?: AccountTargets;
}

const KEY_PROBLEMS: Readonly<Record<string, string>> = {
  "key-restricted":
    "can only send email; create one with full access at https://resend.com/api-keys, since only such a key can remove a contact from a segment",
  "key-refused":
    "is refused by Resend; copy it again, or create one with full access at https://resend.com/api-keys",
};

/** How long to wait for Resend, in milliseconds. */
const PATIENCE_MS = 3_000;
const WEBHOOK_PATIENCE_MS = 10_000;

/** Connects to the account whose key the Worker has. */
export function connectAccount(apiKey: string, { terminal, project, signal }: Session): Connection {
  // Not from `.dev.vars`, which may have another URL for `npm run dev`.
  const own = terminal.env["RESEND_BASE_URL"] || settingText(project.vars["RESEND_BASE_URL"]);
  const baseUrl = (own ?? "https://api.resend.com").replace(/\/+$/, "");
  return connectResend({ apiKey, baseUrl }, { signal });
}

/**
 * Finds a key that Resend accepts.
 *
 * @param known the key in the environment or in `.dev.vars`
 * @param isNeeded whether the deployment sets it
 * @param missing gets a line if it is needed and Resend accepts no known key
 */
export async function findAccount(
  known: string | undefined,
  isNeeded: boolean,
  session: Session,
  missing: string[],
): Promise<Account | undefined> {
  const { prompts, say } = session;
  let key = known ?? (isNeeded ? await prompts?.apiKey() : undefined);
  if (key === undefined) {
    if (isNeeded) missing.push("RESEND_API_KEY: is missing; set a Resend API key with full access");
    return undefined;
  }
  for (;;) {
    const { resend, retry } = connectAccount(key, session);
    const segments = await retry(() => resend.listSegments(), PATIENCE_MS);
    if (segments.kind === "found") {
      const topics = await retry(() => resend.listTopics(), PATIENCE_MS);
      const found = topics.kind === "found" ? topics.value : undefined;
      return { key, targets: { segments: segments.value, topics: found } };
    }
    // Resend refuses them to a key that can only send email.
    const problem = "fault" in segments ? KEY_PROBLEMS[segments.fault] : undefined;
    if (problem === undefined) {
      say(`warning: the key could not be checked: Resend ${answerOf(segments)}`);
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

/** Makes a topic, as the person has chosen. @returns its ID; `undefined` if Resend does not make it */
export async function makeTopic(name: string, account: Account | undefined, session: Session) {
  const made = await connectAccount(account?.key ?? "", session).resend.createTopic(name);
  if (made.kind === "found") return made.value;
  session.say(
    `warning: the topic is not made: Resend ${answerOf(made)}; make it on Resend's Topics page`,
  );
  return undefined;
}

/**
 * Creates the webhook of a deployed Worker, or enables the one of the same endpoint, with all events that the Worker handles.
 *
 * @param isStored whether the Worker has a signing secret already
 * @returns the signing secret that the Worker needs; `undefined` if it can keep the one that it has
 * @throws CommandError if Resend does not do it
 */
export async function setUpWebhook(
  origin: string,
  { resend, retry }: Pick<Connection, "resend" | "retry">,
  isStored: boolean,
): Promise<string | undefined> {
  // A request whose answer is lost may have been carried out, so each attempt looks first.
  const result = await retry(async () => {
    const found = await resend.findWebhook(`${origin}/leave/-/webhook`);
    if (found.kind === "missing") return resend.createWebhook(`${origin}/leave/-/webhook`);
    if (found.kind !== "found") return found;
    const { id, events, isEnabled } = found.value;
    if (!isEnabled || WEBHOOK_EVENTS.some((event) => !events.includes(event))) {
      const enabled = await resend.enableWebhook(found.value);
      if (enabled.kind !== "done") return enabled;
    }
    return isStored ? ({ kind: "kept" } as const) : resend.readWebhookSecret(id);
  }, WEBHOOK_PATIENCE_MS);
  if (result.kind === "found") return result.value;
  if (result.kind === "kept") return undefined;
  throw new CommandError(
    `the Worker is deployed, but its webhook is not set up: Resend ${answerOf(result)}; run the same command again with --webhook`,
  );
}

function answerOf(failure: object): string {
  const { status = 404 } = failure as { status?: number | null };
  return status === null ? "does not answer" : `answers with ${status}`;
}
