/** The Resend account behind a key: whether the key may do what the Worker must, and its segments. */

import { setTimeout as sleep } from "node:timers/promises";

import { createTransport } from "../../src/resend/transport.ts";

export interface Segment {
  id: string;
  name: string;
}

export type Account =
  | { kind: "open"; segments: readonly Segment[] }
  /** It cannot work with this key. */
  | { kind: "refused"; problem: string }
  /** Nothing is known: Resend does not answer, or not with its segments. */
  | { kind: "silent"; problem: string };

type Answer = Awaited<ReturnType<ReturnType<typeof createTransport>>>;

const DEFAULT_BASE_URL = "https://api.resend.com";
const PAGE_SIZE = 100;
const TRIES = 3;
const PAUSE_SECONDS = 1;

/**
 * Asks for the account's segments, which a key that may only send is refused.
 *
 * @see https://resend.com/docs/api-reference/segments/list-segments
 */
export async function readAccount(apiKey: string, baseUrl = DEFAULT_BASE_URL): Promise<Account> {
  const send = createTransport({ apiKey, baseUrl: baseUrl.replace(/\/+$/, ""), now: Date.now });
  const segments: Segment[] = [];
  for (;;) {
    const cursor = segments.at(-1)?.id;
    const after = cursor === undefined ? "" : `&after=${encodeURIComponent(cursor)}`;
    const answer = await patiently(() => send("GET", `/segments?limit=${PAGE_SIZE}${after}`));
    const page = pageOf(answer);
    if (page === undefined) return obstacle(answer);
    segments.push(...page.segments);
    if (!page.more || page.segments.length === 0) return { kind: "open", segments };
  }
}

async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    const later = answer.status === null || answer.status === 429 || answer.status >= 500;
    if (!later || tries === TRIES) return answer;
    await sleep((answer.cooldownSeconds ?? PAUSE_SECONDS) * 1000);
  }
}

function pageOf({ status, body }: Answer): { segments: Segment[]; more: boolean } | undefined {
  if (status !== 200) return undefined;
  const { data, has_more: more } = fields(body);
  if (!Array.isArray(data)) return undefined;
  const segments = data.map((segment: unknown) => {
    const { id, name } = fields(segment);
    return { id: String(id), name: String(name) };
  });
  return { segments, more: more === true };
}

function obstacle({ status, body }: Answer): Account {
  if (fields(body)["name"] === "restricted_api_key") {
    return {
      kind: "refused",
      problem:
        "may only send; make one with full access at https://resend.com/api-keys, since no narrower one can take a contact off a segment",
    };
  }
  if (status === 400 || status === 401 || status === 403) {
    return {
      kind: "refused",
      problem: `is refused by Resend (${status}); copy it anew, or make one with full access at https://resend.com/api-keys`,
    };
  }
  return {
    kind: "silent",
    problem: status === null ? "Resend does not answer" : `Resend answers with ${status}`,
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
