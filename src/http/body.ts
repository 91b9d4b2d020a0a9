/**
 * Reads the start of a POST's body: who sent it, and what a page's form carries. It decides nothing else: a POST to
 * a signed link is the request, whatever it carries, so nothing here may fail.
 */

import type { Channel } from "../ledger/asking.ts";

export interface Body {
  channel: Exclude<Channel, "mailto">;
  /** The asking's ID that a page's form carries; empty where there is none. */
  view: string;
  /** The undo token that a receipt's form carries; empty where there is none. */
  token: string;
  /** Lets the rest of the body pass by unread; some proxies lose an answer that overtakes its request. */
  drain: () => Promise<void>;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

const MAX_READ_BYTES = 4096;
const MAX_DRAINED_BYTES = 2 ** 24;

/** A body that has not come by then is not waited for. */
const PATIENCE_MS = 2_000;

// What the pages' forms send: nothing in it needs encoding.
const FROM_PAGE = /(?:^|[&\s])confirm=page(?![^&\s])/;
const VIEW = /(?:^|[&\s])view=([^&\s]+)/;
const TOKEN = /(?:^|[&\s])token=([^&\s]+)/;

/** The body that RFC 8058 section 3.2 has mailbox providers send. No form of a page sends one as long. */
const ONE_CLICK_LENGTH = "List-Unsubscribe=One-Click".length;

// The same as a part of multipart/form-data, or with something else around it.
const ONE_CLICK = /List-Unsubscribe\b[^]{0,80}?One-Click/i;

/** Reads at most 4 KB, whatever the content type, and stops without a fault where the body breaks off. */
export async function readBody(request: Request): Promise<Body> {
  // What mail clients send is short and says so; then a reader of streams would cost more than the rest.
  const size = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (size === ONE_CLICK_LENGTH) {
    return { channel: "one-click", view: "", token: "", drain: nothing };
  }
  if (size <= MAX_READ_BYTES) return understood(await inTime(request.text()));
  const reader: Reader | undefined = request.body?.getReader();
  if (reader === undefined) return understood("");
  const late = scheduler.wait(PATIENCE_MS);
  return understood(await readStart(reader, late), () => drain(reader, late));
}

function understood(text: string, rest: Body["drain"] = nothing): Body {
  const channel = FROM_PAGE.test(text) ? "page" : ONE_CLICK.test(text) ? "one-click" : "other";
  const view = VIEW.exec(text)?.[1] ?? "";
  return { channel, view, token: TOKEN.exec(text)?.[1] ?? "", drain: rest };
}
async function nothing(): Promise<void> {}

/** A short body; empty when it is late or breaks off. */
async function inTime(text: Promise<string>): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(late.resolve, PATIENCE_MS, "");
  try {
    return await Promise.race([text, late.promise]);
  } catch {
    return "";
  } finally {
    clearTimeout(timer);
  }
}

async function readStart(reader: Reader, late: Promise<void>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; size < MAX_READ_BYTES;) {
    const chunk = await nextChunk(reader, late);
    if (chunk === undefined) break;
    text += decoder.decode(chunk.subarray(0, MAX_READ_BYTES - size), { stream: true });
    size += chunk.length;
  }
  return text;
}

async function drain(reader: Reader, late: Promise<void>): Promise<void> {
  for (let size = 0; size < MAX_DRAINED_BYTES;) {
    const chunk = await nextChunk(reader, late);
    if (chunk === undefined) return;
    size += chunk.length;
  }
}

/**
 * The next part of the body; `undefined` at its end, when it is late, and where the client has gone
 * away in mid-body: it had asked by then.
 */
async function nextChunk(reader: Reader, late: Promise<void>): Promise<Uint8Array | undefined> {
  try {
    return (await Promise.race([reader.read(), late]))?.value;
  } catch {
    return undefined;
  }
}
