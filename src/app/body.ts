/**
 * Reads the start of a POST's body: who sent it, and a proof where there is one. It decides nothing
 * else: a POST to a signed link is the request, whatever it carries, so nothing here may fail.
 */

import type { Channel } from "../leave.ts";

export interface Body {
  channel: Channel;
  /** What a result page's form sends to undo what was done; empty when there is none. */
  proof: string;
}

const MAX_BODY_BYTES = 4096;

// The body of RFC 8058 section 3.1, as `name=value` or as a part of multipart/form-data.
const ONE_CLICK = /List-Unsubscribe\b[^]{0,80}?One-Click/i;

/** Reads at most 4 KB, whatever the content type, and stops without a fault where the body breaks off. */
export async function readBody(request: Request): Promise<Body> {
  const text = request.body === null ? "" : await readStart(request.body);
  const form = new URLSearchParams(text.trim());
  const fromPage = form.get("confirm") === "page";
  return {
    channel: fromPage ? "page" : ONE_CLICK.test(text) ? "one-click" : "other",
    proof: form.get("proof") ?? "",
  };
}

async function readStart(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk.subarray(0, MAX_BODY_BYTES - size), { stream: true });
      size += chunk.length;
      if (size >= MAX_BODY_BYTES) break;
    }
  } catch {
    // The client went away in mid-body; it had asked by then.
  }
  return text;
}
