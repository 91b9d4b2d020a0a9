/** The tests' end of the scripted server: every call opens a Resend of its own. */

import { inject } from "vitest";

import type { ScriptedAnswer, SeenRequest } from "./upstream/types.ts";

/** A removal that Resend confirms. */
export const REMOVED: ScriptedAnswer = json(200, { object: "contact", deleted: true });

/** Resend is down. */
export const DOWN = refusal(503, "application_error", "Down");

/** A contact, a segment, or whatever was asked for, is not there. */
export const NOT_FOUND = refusal(404, "not_found", "Not found");

/** An answer with a JSON body. */
export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): ScriptedAnswer {
  const type = { "content-type": "application/json" };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

/** An error as Resend words it. */
export function refusal(
  status: number,
  name: string,
  message: string,
  headers: Record<string, string> = {},
): ScriptedAnswer {
  return json(status, { statusCode: status, name, message }, headers);
}

/** Opens a Resend that gives these answers in turn; the last one stays. `seen` is what has reached it so far. */
export async function upstream(...answers: ScriptedAnswer[]) {
  const id = crypto.randomUUID();
  const control = `${inject("upstreamUrl")}/-/${id}`;
  await (await fetch(control, { method: "PUT", body: JSON.stringify(answers) })).text();
  return {
    baseUrl: `${inject("upstreamUrl")}/${id}`,
    seen: async (): Promise<SeenRequest[]> => (await fetch(control)).json(),
  };
}
