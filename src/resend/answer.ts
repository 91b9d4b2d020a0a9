/**
 * What an answer from Resend means, from its status and its body: the table in docs/resend.md. Pure.
 * No outcome is read from Resend's words, which change; they go into the operator's log.
 */

/** What an answer says about the team's rate limit. */
export interface RateLimit {
  /** Requests a second that the whole team has; absent when the answer does not say. */
  limitPerSecond?: number;
  /** Seconds that Resend asks to wait; absent when it does not. */
  cooldownSeconds?: number;
}

/** One answer, read to its end. */
export interface Answer {
  /** The HTTP status; `null` when no answer came. */
  status: number | null;
  /** Why no answer came. `not-sent`: the budget had no room in time, so nothing left. */
  lost?: "timeout" | "connection-lost" | "not-sent";
  /** The body as `parseBody` read it. */
  body?: unknown;
  rateLimit: RateLimit;
}

const NOT_JSON = Symbol("not JSON");

/** Stable names for the operator's log; never Resend's own words. Only `lists.ts` gives `key-restricted`. */
export type FaultName =
  | "not-sent"
  | "timeout"
  | "connection-lost"
  | "not-json"
  | "locked"
  | "rate-limited"
  | "unavailable"
  | "gateway"
  | "key-refused"
  | "key-restricted"
  | "refused"
  | "redirected"
  | "not-found"
  | "still-there"
  | "segment-unknown"
  | "list-unknown"
  | "too-old"
  | "rejected";

/**
 * Why something was not done, and whether it ever can be.
 * `transient`: Resend is down, busy, or out of reach. `misconfigured`: it works once the operator has fixed the key, the
 * base URL, or the list. `permanent`: it cannot work.
 */
export interface Failure {
  kind: "transient" | "misconfigured" | "permanent";
  fault: FaultName;
  /** Resend's HTTP status; `null` when no answer came. */
  status: number | null;
  /** Whether Resend may have carried it out nevertheless. */
  maybeApplied: boolean;
  /** Resend's own words, for the operator's log alone. */
  upstream: string | undefined;
  /** Seconds that Resend asks to wait. */
  retryAfterSeconds: number | undefined;
}

/** `not-found`: a 404, or a removal that says `deleted: false`. What it means depends on the request. */
export type Classified = { kind: "done" } | { kind: "not-found"; failure: Failure } | Failure;

const LOCKED = new Set(["resource_locked", "concurrent_idempotent_requests"]);

/** Statuses that say that the request was refused before it was carried out. */
const NOT_CARRIED_OUT = new Set([425, 429, 503]);

/** Classifies an answer. */
export function classify(answer: Answer): Classified {
  const { status, lost, body } = answer;
  if (status === null) {
    const fault = lost ?? "connection-lost";
    return failure(answer, "transient", fault, fault !== "not-sent");
  }
  if (status >= 200 && status < 300) {
    if (body === NOT_JSON || body === undefined)
      return failure(answer, "transient", "not-json", true);
    if (fields(body)["deleted"] !== false) return { kind: "done" };
    return { kind: "not-found", failure: failure(answer, "permanent", "not-found") };
  }
  if (status === 404)
    return { kind: "not-found", failure: failure(answer, "permanent", "not-found") };
  if (status === 409 && LOCKED.has(text(body, "name")))
    return failure(answer, "transient", "locked");
  if (status === 429) return failure(answer, "transient", "rate-limited");
  if (status === 408) return failure(answer, "transient", "timeout", true);
  if (status === 425 || status >= 500) {
    const fault = status === 502 || status === 504 || status >= 520 ? "gateway" : "unavailable";
    return failure(answer, "transient", fault, !NOT_CARRIED_OUT.has(status));
  }
  if (status === 401 || status === 403) return failure(answer, "misconfigured", "key-refused");
  if (status === 405 || status === 451) return failure(answer, "misconfigured", "refused");
  if (status < 400) return failure(answer, "misconfigured", "redirected");
  return failure(answer, "permanent", "rejected");
}

/** Makes a failure of an answer. @param maybeApplied whether Resend may have carried it out nevertheless */
export function failure(
  answer: Pick<Answer, "status" | "body" | "rateLimit">,
  kind: Failure["kind"],
  fault: FaultName,
  maybeApplied = false,
): Failure {
  const { status, body, rateLimit } = answer;
  const retryAfterSeconds = rateLimit.cooldownSeconds;
  return { kind, fault, status, maybeApplied, upstream: upstreamWords(body), retryAfterSeconds };
}

/** A failure without a request. */
export function unasked(kind: Failure["kind"], fault: FaultName): Failure {
  return failure({ status: null, rateLimit: {} }, kind, fault);
}

/** Parses a body; `undefined` when it is empty. */
export function parseBody(body: string): unknown {
  if (body.trim() === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return NOT_JSON;
  }
}

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** Whether another page follows. */
  more: boolean;
}

/**
 * Reads one page of a list.
 *
 * @param read reads an item's fields; `undefined` when they are not an item's
 * @returns the page, or `undefined` when the body is not one
 * @see https://resend.com/docs/api-reference/pagination
 */
export function pageIn<Item>(
  body: unknown,
  read: (item: Record<string, unknown>) => Item | undefined,
): Page<Item> | undefined {
  const { data, has_more: more } = fields(body);
  if (!Array.isArray(data)) return undefined;
  const items = data.map((item) => read(fields(item)));
  if (!items.every((item) => item !== undefined)) return undefined;
  return { items, more: more === true && items.length > 0 };
}

/** A contact. */
export interface Contact {
  id: string;
  email: string;
  /** Whether they have opted out of every Broadcast. */
  unsubscribed: boolean;
  /** Values by key. */
  properties: Record<string, unknown>;
}

/**
 * Reads a contact; `undefined` when the body is not one.
 *
 * @see https://resend.com/docs/api-reference/contacts/get-contact
 */
export function contactIn(body: unknown): Contact | undefined {
  const { id, email, unsubscribed } = fields(body);
  if (typeof id !== "string" || typeof email !== "string" || typeof unsubscribed !== "boolean") {
    return undefined;
  }
  return { id, email, unsubscribed, properties: propertiesIn(fields(body)["properties"]) };
}

/** Reads a contact's properties. A value is documented as `"text"` and as `{ "type", "value" }`. */
export function propertiesIn(properties: unknown): Record<string, unknown> {
  const values = Object.entries(fields(properties)).map(
    ([key, value]) => [key, fields(value)["value"] ?? value] as const,
  );
  return Object.fromEntries(values);
}

/** Resend's own words for the operator's log, cut short; what may be an address, an ID, a link, or a key is struck out. */
export function upstreamWords(body: unknown): string | undefined {
  const words = [text(body, "name"), text(body, "message")].filter(Boolean).join(": ");
  // The word that a cut goes through may be an address, without its @.
  const start = words.length > 1000 ? words.slice(0, 1000).replace(/\S+$/, "") : words;
  const struck = start
    .replace(/\S+(?:@|%40)\S+/g, "[address]")
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "[id]")
    .replace(/(?=\S*\d)\S{20,}/g, "[…]");
  return struck.slice(0, 200) || undefined;
}

/** A field of a body that is text; empty when there is no such field. */
export function text(body: unknown, key: string): string {
  const value = fields(body)[key];
  return typeof value === "string" ? value : "";
}

function fields(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}
