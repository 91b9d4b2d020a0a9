/**
 * A Resend that answers what a test tells it to, at the HTTP layer: whole requests in, whole responses out. Reads are
 * answered as if everybody were on every list, unless the test brings its own; what changes something is scripted.
 */

import type { SegmentId, TopicId } from "../src/links/names.ts";
import type { ScriptedAnswer, SeenRequest } from "./upstream/types.ts";
import { json, refusal } from "./upstream.ts";

export const WEEKLY = "78261eea-8f8b-4381-83c6-79fa7120f1cf" as SegmentId;
export const NEWS = "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11" as SegmentId;
export const TOPIC = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e" as TopicId;

/** So that no test waits for its turn. */
const LIMIT = { "ratelimit-limit": "1000" };

export interface Scripted {
  /** Answers reads; a test may bring others at any time. */
  reads: Reads;
  fetch: (input: RequestInfo, init?: RequestInit) => Promise<Response>;
  /** The requests that change something, as they left. */
  seen: () => SeenRequest[];
  /** All requests. */
  all: SeenRequest[];
}

/** What a read is answered, by its path without the query; `undefined` for the usual. */
export type Reads = (path: string) => ScriptedAnswer | undefined;

/** Answers reads of these paths alike. */
export function answering(paths: RegExp, answer: ScriptedAnswer): Reads {
  return (path) => (paths.test(path) ? answer : undefined);
}

/** Resend knows no contact at all. */
export const nobody = answering(/^\/contacts\//, refusal(404, "not_found", "Contact not found"));

/** Answers what changes something with these in turn, of which the last one stays. */
export function scripted(
  answers: readonly ScriptedAnswer[],
  reads: Reads = () => undefined,
): Scripted {
  const left = [...answers];
  const all: SeenRequest[] = [];
  const next = () => (left.length > 1 ? left.shift() : left[0]) ?? "hang";
  const resend: Scripted = {
    reads,
    all,
    seen: () => all.filter(({ method }) => method !== "GET"),
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname: path, search } = new URL(request.url);
      const seen = {
        method: request.method,
        path: path + search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      all.push(seen);
      const isRead = request.method === "GET";
      return respond(isRead ? (resend.reads(path) ?? usual(path)) : next(), request.signal);
    },
  };
  return resend;
}

function usual(path: string): ScriptedAnswer {
  const [, kind = "", name = "", more] = path.split("/");
  if (kind === "segments") return json(200, { object: "segment", id: name, name: "A list" });
  if (more === "segments") {
    const data = [WEEKLY, NEWS].map((id) => ({ id, name: "A list" }));
    return json(200, { object: "list", has_more: false, data });
  }
  if (more === "topics") {
    const data = [{ id: TOPIC, name: "A topic", subscription: "opt_in" }];
    return json(200, { object: "list", has_more: false, data });
  }
  const contact = decodeURIComponent(name);
  const isAddress = contact.includes("@");
  return json(200, {
    object: "contact",
    id: isAddress ? "5e26e74a-65db-452e-a6b6-a4fa4dd60afe" : contact,
    email: isAddress ? contact : `${contact.slice(0, 8)}@example.com`,
    unsubscribed: false,
    properties: {},
  });
}

async function respond(answer: ScriptedAnswer, signal: AbortSignal): Promise<Response> {
  if (answer === "drop") throw new TypeError("connection lost");
  if (answer === "hang") {
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
  }
  const { status, body = null, headers } = answer;
  return new Response(status === 204 ? null : body, { status, headers: { ...LIMIT, ...headers } });
}
