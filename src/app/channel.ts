/**
 * Tells from a POST's body who sent it. The body decides nothing else: a POST to a signed link is
 * the request, whatever it carries, so nothing here may fail.
 */

import type { Channel } from "../leave.ts";

const MAX_BODY_BYTES = 4096;

// The body of RFC 8058 section 3.1, as `name=value` or as a part of multipart/form-data.
const ONE_CLICK = /List-Unsubscribe\b[^]{0,80}?One-Click/i;

/** What the page's form posts. */
const FROM_PAGE = /(?:^|&)confirm=page(?:[&\s]|$)/;

/** Reads at most 4 KB, whatever the content type, and stops without a fault where the body breaks off. */
export async function readChannel(request: Request): Promise<Channel> {
  const text = request.body === null ? "" : await readStart(request.body);
  if (FROM_PAGE.test(text)) return "page";
  return ONE_CLICK.test(text) ? "one-click" : "other";
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
