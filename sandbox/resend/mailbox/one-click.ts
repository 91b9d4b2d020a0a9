/**
 * The mailbox provider's half of RFC 8058: a POST to the `List-Unsubscribe` URI with the contents
 * of `List-Unsubscribe-Post`, no cookies, no redirects followed. Never throws.
 */

import type { Letter } from "./letters.ts";

/** What came back; `by` says what was sent. */
export type Answer = { by: "post" | "mail" } & (
  | { kind: "answered"; status: number; body: string; tookMs: number }
  | { kind: "failed"; reason: string; tookMs: number }
);

const TIMEOUT_MS = 30_000;
const SHOWN_CHARACTERS = 2000;

/** Sends the request that a mailbox provider's Unsubscribe button sends (RFC 8058 section 3.2). */
export function sendOneClick({ headers }: Pick<Letter, "headers">): Promise<Answer> {
  const [, uri = ""] = /<(https?:[^>]*)>/.exec(headers["List-Unsubscribe"]) ?? [];
  return exchange("post", uri, {
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": "mailbox/1.0",
    },
    body: headers["List-Unsubscribe-Post"],
  });
}

/** Sends a POST, and tells what came back and how long it took. Never throws, follows no redirect. */
export async function exchange(
  by: Answer["by"],
  uri: string,
  request: Pick<RequestInit, "headers" | "body">,
): Promise<Answer> {
  const startedAt = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAt);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(uri, { ...request, method: "POST", redirect: "manual", signal });
    const body = (await response.text()).slice(0, SHOWN_CHARACTERS);
    return { by, kind: "answered", status: response.status, body, tookMs: tookMs() };
  } catch (error) {
    return { by, kind: "failed", reason: reasonOf(error), tookMs: tookMs() };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && "code" in cause) return `${error.message} (${String(cause.code)})`;
  return error.message;
}
