/** What Resend's answer means, from its status and its body: the table of docs/resend.md. Pure. */

import type { Pace } from "./pace.ts";

/** One answer, read to its end; `status` is `null` when none came. */
export interface Answer {
  /** The HTTP status. */
  status: number | null;
  /** Why there was no answer. */
  lost?: "timeout" | "connection-lost" | "paused";
  /** The body as `parseBody` read it. */
  body?: unknown;
  pace: Pace;
}

const NOT_JSON = Symbol("not JSON");

/** Stable names for the operator's log; never Resend's own words. */
export type FaultName =
  | "paused"
  | "timeout"
  | "connection-lost"
  | "not-json"
  | "locked"
  | "rate-limited"
  | "unavailable"
  | "gateway"
  | "key-refused"
  | "redirected"
  | "not-found"
  | "segment-unknown"
  | "rejected";

export type Verdict =
  | { kind: "done" }
  | { kind: "not-found"; what: "contact" | "segment" | "other" }
  | { kind: Failure["outcome"]; fault: FaultName };

/** Why something was not done, and whether it ever can be. */
export interface Failure {
  /**
   * `later`: Resend is down, busy or out of reach. `misconfigured`: it works once the operator has
   * mended the key, the base URL or the segment. `never`: it cannot work.
   */
  outcome: "later" | "misconfigured" | "never";
  fault: FaultName;
}

const NOT_FOUND = new Map<string, "contact" | "segment">([
  ["Contact not found", "contact"],
  ["Segment not found", "segment"],
]);

const UNCERTAIN = new Set<FaultName>(["timeout", "connection-lost", "not-json", "gateway"]);

/** Answers of what stands in front of Resend; so are those from 520 on, of Cloudflare's. */
const GATEWAY = new Set([502, 504]);

const LOCKED = new Set(["resource_locked", "concurrent_idempotent_requests"]);

/** Judges an answer. What a 404 means depends on the request, so it is left to the caller. */
export function judge({ status, lost, body }: Answer): Verdict {
  if (status === null) return { kind: "later", fault: lost ?? "connection-lost" };
  if (status >= 200 && status < 300) return { kind: "done" };
  if (status === 404) {
    const what = NOT_FOUND.get(text(body, "message")) ?? "other";
    return { kind: "not-found", what };
  }
  if (status === 409 && LOCKED.has(text(body, "name"))) return { kind: "later", fault: "locked" };
  if (status === 429) return { kind: "later", fault: "rate-limited" };
  if (status === 408) return { kind: "later", fault: "timeout" };
  if (GATEWAY.has(status) || status >= 520) return { kind: "later", fault: "gateway" };
  if (status === 425 || status >= 500) return { kind: "later", fault: "unavailable" };
  if (body === NOT_JSON) return { kind: "later", fault: "not-json" };
  if (status === 400 && text(body, "message") === "API key is invalid") {
    return { kind: "misconfigured", fault: "key-refused" };
  }
  if (status === 401 || status === 403) return { kind: "misconfigured", fault: "key-refused" };
  if (status >= 300 && status < 400) return { kind: "misconfigured", fault: "redirected" };
  return { kind: "never", fault: "rejected" };
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

/**
 * Reads whether a contact has opted out of every broadcast; `undefined` when the body does not say.
 *
 * @see https://resend.com/docs/api-reference/contacts/get-contact
 */
export function unsubscribedIn(body: unknown): boolean | undefined {
  const { unsubscribed } = fields(body);
  return typeof unsubscribed === "boolean" ? unsubscribed : undefined;
}

/**
 * Reads a contact's properties, each of them bare or with its type beside it: both are documented.
 *
 * @see https://resend.com/docs/api-reference/contacts/get-contact
 */
export function propertiesIn(body: unknown): Record<string, unknown> {
  const properties = Object.entries(fields(fields(body)["properties"]));
  return Object.fromEntries(properties.map(([key, one]) => [key, fields(one)["value"] ?? one]));
}

/**
 * Whether a request that failed like this may have been carried out all the same: no answer came, or
 * not Resend's own.
 */
export function isUncertain(fault: FaultName): boolean {
  return UNCERTAIN.has(fault);
}

/** Resend's own words for the operator's log, cut short, with anything like an address struck out. */
export function upstreamWords({ body }: Answer): string | undefined {
  const words = [text(body, "name"), text(body, "message")].filter(Boolean).join(": ");
  const struck = words.slice(0, 1000).replace(/\S+(?:@|%40)\S+/g, "[address]");
  return struck.slice(0, 200) || undefined;
}

function text(body: unknown, key: string): string {
  const value = fields(body)[key];
  return typeof value === "string" ? value : "";
}

function fields(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}
