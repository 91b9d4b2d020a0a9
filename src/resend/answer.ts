/**
 * What an answer of Resend's means, from its status and its body: the table of docs/resend.md. Pure.
 * No outcome is read from Resend's words, which change; they go into the operator's log.
 */

import type { Pace } from "./pace.ts";

/** One answer, read to its end; `status` is `null` when none came. */
export interface Answer {
  /** The HTTP status. */
  status: number | null;
  /** Why there was no answer. `not-sent`: the budget had no room in time, so nothing left. */
  lost?: "timeout" | "connection-lost" | "not-sent";
  /** The body as `parseBody` read it. */
  body?: unknown;
  pace: Pace;
}

const NOT_JSON = Symbol("not JSON");

/** Stable names for the operator's log; never Resend's own words. */
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

/** @param maybeApplied whether Resend may have carried it out nevertheless */
export function failure(
  answer: Pick<Answer, "status" | "body" | "pace">,
  kind: Failure["kind"],
  fault: FaultName,
  maybeApplied = false,
): Failure {
  const { status, pace } = answer;
  const upstream = upstreamWords(answer);
  return { kind, fault, status, maybeApplied, upstream, retryAfterSeconds: pace.pauseSeconds };
}

/** A failure without a request. */
export function unasked(kind: Failure["kind"], fault: FaultName): Failure {
  return failure({ status: null, pace: {} }, kind, fault);
}

/** Reads a body: JSON, nothing, or something that is neither. */
export function parseBody(body: string): unknown {
  if (body.trim() === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return NOT_JSON;
  }
}

/**
 * Reads one page of a contact's segments.
 *
 * @returns their IDs and whether another page follows, or `undefined` when it is no such page
 * @see https://resend.com/docs/api-reference/contacts/list-contact-segments
 */
export function segmentPage(body: unknown): { ids: string[]; more: boolean } | undefined {
  const { data, has_more: more } = fields(body);
  if (!Array.isArray(data)) return undefined;
  const ids = data.map((segment) => text(segment, "id"));
  return { ids, more: more === true && ids.length > 0 };
}

/** A contact as Resend tells of it. */
export interface Contact {
  id: string;
  email: string;
  /** Whether they have opted out of every Broadcast. */
  unsubscribed: boolean;
  properties: Record<string, unknown>;
}

/**
 * Reads a contact; `undefined` when the body is none. A property stands bare or with its type beside it:
 * both are documented.
 *
 * @see https://resend.com/docs/api-reference/contacts/get-contact
 */
export function contactIn(body: unknown): Contact | undefined {
  const { id, email, unsubscribed } = fields(body);
  if (typeof id !== "string" || typeof email !== "string" || typeof unsubscribed !== "boolean") {
    return undefined;
  }
  const properties = Object.entries(fields(fields(body)["properties"])).map(
    ([key, one]) => [key, fields(one)["value"] ?? one] as const,
  );
  return { id, email, unsubscribed, properties: Object.fromEntries(properties) };
}

/**
 * Resend's own words for the operator's log, cut short, with anything struck out that may be an address, an ID, a
 * link, or a key.
 */
export function upstreamWords({ body }: Pick<Answer, "body">): string | undefined {
  const words = [text(body, "name"), text(body, "message")].filter(Boolean).join(": ");
  // The word that a cut goes through may be an address, without its @.
  const start = words.length > 1000 ? words.slice(0, 1000).replace(/\S+$/, "") : words;
  const struck = start
    .replace(/\S+(?:@|%40)\S+/g, "[address]")
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "[id]")
    .replace(/(?=\S*\d)\S{20,}/g, "[…]");
  return struck.slice(0, 200) || undefined;
}

function text(body: unknown, key: string): string {
  const value = fields(body)[key];
  return typeof value === "string" ? value : "";
}

function fields(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}
