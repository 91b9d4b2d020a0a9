/**
 * Reads a request: its language, its likely type of client, and the body of a POST. For a signed link, it reads only the
 * body's start: which channel sent it, and the fields of a page's form. Nothing here may fail, since such a POST is the
 * request, whatever its body.
 */

import type { Context } from "hono";

import type { Channel } from "../ledger/asking.ts";
import { FALLBACK_LANGUAGE, findLanguage, type Language } from "../messages/index.ts";
import type { ClientType } from "../telemetry.ts";

/** No one reads more languages than this. */
const MAX_TAGS = 20;

/** One language of a header and its weight. Hono's parser for such headers is as large as five languages. */
const TAG = /^\s*([a-z\d-]+)\s*(?:;\s*q=([\d.]+))?/i;

/** A cache of parsed headers, since browsers send few different ones. */
const known = new Map<string, Language>();
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 200;

/**
 * The language to answer in: from `?lang=…`, else from `Accept-Language` (RFC 9110 section 12.5.4, with prefix matching as
 * in RFC 4647 section 3.4), else English.
 */
export function languageOf(c: Context): Language {
  const asked = c.req.query("lang");
  return (asked === undefined ? undefined : findLanguage(asked)) ?? browserLanguage(c);
}

function browserLanguage(c: Context): Language {
  const header = c.req.header("accept-language") ?? "";
  const language = known.get(header) ?? parseHeader(header);
  if (known.size < MAX_KNOWN && header.length <= MAX_KNOWN_LENGTH) known.set(header, language);
  return language;
}

/** The language with the highest weight, or the first of several. */
function parseHeader(header: string): Language {
  let best = FALLBACK_LANGUAGE;
  let most = 0;
  for (const entry of header.split(",", MAX_TAGS)) {
    const [, tag = "", weight = "1"] = TAG.exec(entry) ?? [];
    const language = findLanguage(tag);
    if (language === undefined || !(Number(weight) > most)) continue;
    best = language;
    most = Number(weight);
  }
  return best;
}

// Every browser's user agent begins with Mozilla, or with Opera for old versions of it. Cubot is a brand of phones, not a bot.
const SCANNER =
  /^(?!Mozilla|Opera|$)|(?<!cu)bot\b|crawl|spider|scan|proxy|preview|headless|office|http/i;

/**
 * Who seems to view a page. It is only counted; nothing depends on it.
 *
 * `scanner`: the user agent is not a browser's, or names a program, too. `person`: a browser navigates to the page (Fetch
 * Metadata, https://www.w3.org/TR/fetch-metadata/); a scanner that drives a browser looks the same. `unknown`: anything
 * else, such as a prefetch, or a browser from before 2023. `Sec-Fetch-User` would not help: an automated browser sends it,
 * and Safari never does.
 */
export function clientTypeOf({ req }: Context): ClientType {
  if (req.method === "HEAD" || SCANNER.test(req.header("user-agent") ?? "")) return "scanner";
  const goes = req.header("sec-fetch-mode") === "navigate" && !req.header("sec-purpose");
  return goes ? "person" : "unknown";
}

export interface Body {
  channel: Exclude<Channel, "mailto">;
  /** The asking's ID from a page's form; empty in every other POST. */
  view: string;
  /** The undo token from a receipt's form; empty in every other POST. */
  token: string;
  /** Discards the rest of the body. Some proxies lose an answer that arrives before the request has ended. */
  drain: () => Promise<void>;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

const MAX_READ_BYTES = 4096;
const MAX_DRAINED_BYTES = 2 ** 24;

/** After this time, the body is used as received so far. */
const MAX_WAIT_MS = 2_000;

// The fields that the pages' forms send. None of them needs encoding.
const FROM_PAGE = /(?:^|[&\s])confirm=page(?![^&\s])/;
const VIEW = /(?:^|[&\s])view=([^&\s]+)/;
const TOKEN = /(?:^|[&\s])token=([^&\s]+)/;

/** The length of the body that mailbox providers send (RFC 8058 section 3.2). No page's form sends a body of this length. */
const ONE_CLICK_LENGTH = "List-Unsubscribe=One-Click".length;

// The same as a part of multipart/form-data, or inside other text.
const ONE_CLICK = /List-Unsubscribe\b[^]{0,80}?One-Click/i;

/** Reads at most 4 KB of any content type. If the body breaks off, it uses what has arrived. */
export async function readBody(request: Request): Promise<Body> {
  // Mail clients send short bodies with a length. Reading a stream would take longer than everything else here.
  const size = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (size === ONE_CLICK_LENGTH) {
    return { channel: "one-click", view: "", token: "", drain: nothing };
  }
  if (size <= MAX_READ_BYTES) return parse(await inTime(request.text()));
  const reader: Reader | undefined = request.body?.getReader();
  if (reader === undefined) return parse("");
  const late = scheduler.wait(MAX_WAIT_MS);
  return parse(await readStart(reader, late), () => drain(reader, late));
}

function parse(text: string, rest: Body["drain"] = nothing): Body {
  const channel = FROM_PAGE.test(text) ? "page" : ONE_CLICK.test(text) ? "one-click" : "other";
  const view = VIEW.exec(text)?.[1] ?? "";
  return { channel, view, token: TOKEN.exec(text)?.[1] ?? "", drain: rest };
}

async function nothing(): Promise<void> {}

/** A short body; empty if it is late or breaks off. */
async function inTime(text: Promise<string>): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(late.resolve, MAX_WAIT_MS, "");
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

/** The next part of the body; `undefined` at its end, if it is late, or if the client has disconnected. */
async function nextChunk(reader: Reader, late: Promise<void>): Promise<Uint8Array | undefined> {
  try {
    return (await Promise.race([reader.read(), late]))?.value;
  } catch {
    return undefined;
  }
}

/**
 * Reads a whole body.
 *
 * @returns the body, or the part that arrived before it broke off; `undefined` if it is longer than `maxBytes`
 */
export async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      // The rest is read and discarded.
      if (size > MAX_DRAINED_BYTES) break;
    }
  } catch {
    // The client has disconnected, and will not read the answer.
  }
  return size > maxBytes ? undefined : new Uint8Array(await new Blob(chunks).arrayBuffer());
}
