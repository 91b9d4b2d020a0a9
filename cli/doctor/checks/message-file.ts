/** Reads what people save as "the message": messages as they arrived, or something else, which is named. No I/O. */

import { Parser } from "htmlparser2";
import PostalMime, { addressParser, type Email } from "postal-mime";

import { type Finding, findingsOf } from "../finding.ts";

const file = findingsOf("message", "Message");

/** A message as it arrived. */
export interface Message {
  email: Email;
  /** The values of a header, from the top, as they stand in the file: folded, and not decoded. */
  valuesOf: (name: string) => string[];
  /** What people see of the body. */
  body: Visible;
  /** The addresses in To and Cc. */
  to: string[];
  /** The mailboxes it was delivered to. */
  delivered: string[];
}

const SAVE =
  "Save its source in the mailbox that received it. Gmail: Show original, then Download original. Outlook on the web: Save as (classic Outlook for Windows cannot: it saves .msg). Apple Mail: File > Save As, with the format Raw Message Source. Thunderbird: File > Save As > File.";

/** How other files start, and what they are. */
const FORMATS: readonly [start: RegExp, what: string][] = [
  [/^$/, "empty"],
  [/^\xd0\xcf[^]\xe0\xa1\xb1/, "an Outlook item (.msg)"],
  [/^%PDF-/, "a PDF"],
  [/^PK[^\w\s]/, "a ZIP archive"],
  [/^(?:\x89PNG|\xff\xd8\xff)/, "a picture"],
  [/^(?:bplist|<[a-z!?])/i, "a saved web page"],
  [/^\{\\rtf/, "a rich text document"],
  [/^[{[]\s*["{}\]]/, "JSON"],
  [/^\d+[ \t]*\r?\n[\w-]+:/, "Apple Mail's own format (.emlx)"],
];

/** A header of each kind of message; other text with colons has none of them. */
const KNOWN = /^(?:from|to|subject|date|message-id|received|list-unsubscribe)$/;
const HEADER = /^([!-9;-~]+):(.*(?:\r?\n[ \t].*)*)/gm;

/** What mail programs add to an answer or a forwarded message, and a mailing does not have. */
const THREAD = ["in-reply-to", "references", "x-forwarded-message-id"];

/** The line before each message of an mbox. */
const MBOX_LINE = /(?<=\n\r?\n)From \S+ +\w{3} \w{3} +\d+ \d\d:\d\d.*\r?\n/;

/**
 * @param source the file: a message, or an mbox of several; a byte order mark and blank lines may come first
 * @returns the messages in their order; in place of what is not a message, what is wrong with it
 */
export async function readMessages(source: Uint8Array): Promise<(Message | Finding)[]> {
  const text = textOf(source).replace(/^\s+/, "");
  const format = FORMATS.find(([start]) => start.test(text))?.[1];
  if (format !== undefined) return [noEmail(`It is ${format}.`)];
  const messages = /^>?From /.test(text) ? text.replace(/^.*\r?\n/, "").split(MBOX_LINE) : [text];
  return Promise.all(messages.map(readMessage));
}

/** One character a byte, in UTF-8; without a byte order mark. */
function textOf(source: Uint8Array): string {
  const text = Buffer.from(source).toString("latin1");
  const encoding = { "\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be" }[text.slice(0, 2)];
  if (encoding === undefined) return text.replace(/^\xef\xbb\xbf/, "");
  return Buffer.from(new TextDecoder(encoding).decode(source)).toString("latin1");
}

function noEmail(what: string): Finding {
  return file.failure(`The file is not an email. ${what}`, SAVE);
}

async function readMessage(text: string): Promise<Message | Finding> {
  const [block = ""] = text.split(/\r?\n\r?\n/, 1);
  const headers = Array.from(
    Buffer.from(block, "latin1").toString("utf8").matchAll(HEADER),
    ([, name = "", value = ""]) => ({ name: name.toLowerCase(), value }),
  );
  const valuesOf = (wanted: string) =>
    headers.filter(({ name }) => name === wanted).map(({ value }) => value);
  const has = (name: string) => valuesOf(name).length > 0;
  const parsing = PostalMime.parse(Buffer.from(text, "latin1"), { forceRfc822Attachments: true });
  const email = await parsing.catch(() => undefined);
  // Other text may begin as what a browser shows of a message, copied.
  const isEmail = /^[!-9;-~]+[ \t]*:/.test(block) && headers.some(({ name }) => KNOWN.test(name));
  if (email === undefined || !isEmail) return noEmail("It has no email headers.");
  if (has("snapshot-content-location")) return noEmail("It is a saved web page.");
  const hasAttached = email.attachments.some(
    ({ mimeType, filename }) => mimeType === "message/rfc822" || filename?.endsWith(".eml"),
  );
  if (!has("list-unsubscribe") && (hasAttached || THREAD.some(has))) {
    return file.failure("The file is another message, which forwards or answers yours.", SAVE);
  }
  const addressesIn = (...names: string[]) => {
    const values = names.flatMap(valuesOf);
    const found = values.flatMap((value) => addressParser(value, { flatten: true }));
    return found.flatMap(({ address = "" }) => (address.includes("@") ? [address] : []));
  };
  const delivered = addressesIn("delivered-to", "x-original-to", "envelope-to");
  return { email, valuesOf, body: readVisible(email), to: addressesIn("to", "cc"), delivered };
}

/** What people see of a body, and can click. CSS classes are not followed. */
interface Visible {
  text: string;
  /** Addresses of links, and those in the text. */
  links: string[];
  /** Those in the plain text beside the HTML, which few people see. */
  plainLinks: string[];
  /** The body as it was sent, with comments and hidden elements. */
  source: string;
}

const URL_IN_TEXT = /https?:\/\/[^\s"'<>]+/gi;
const NEVER_SHOWN = /^(?:head|style|script|template|title|object)$/;
const INLINE = /^(?:a|abbr|b|big|em|font|i|img|small|span|strong|sub|sup|u|wbr)$/;
const ZERO = "\\s*:\\s*0+(?:\\.0+)?(?:px|pt|r?em|%)?\\s*(?:!important\\s*)?(?:;|$)";
const HIDING = new RegExp(
  `(?:^|;)\\s*(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden|mso-hide\\s*:\\s*all|(?:left|top|text-indent)\\s*:\\s*-\\d{3}|(?:(?:max-)?(?:width|height)|opacity)${ZERO})`,
  "i",
);
const FONT_SIZE = /(?:^|;)\s*font-size\s*:/i;
const NO_FONT_SIZE = new RegExp(`(?:^|;)\\s*font-size${ZERO}`, "i");

/** Most mail programs show the HTML if there is any, so its text counterpart counts only without it. */
function readVisible({ html, text = "" }: Email): Visible {
  const shown = html ? readHtml(html) : { text, links: [] };
  const links = [...shown.links, ...(shown.text.match(URL_IN_TEXT) ?? [])];
  const plainLinks = html ? (text.match(URL_IN_TEXT) ?? []) : [];
  return { text: shown.text, links, plainLinks, source: html ?? text };
}

interface Element {
  isHidden: boolean;
  /** Text has no size; layouts set it around elements that have their own. */
  isTiny: boolean;
  /** Of a link: where it leads, and how much was seen before it. */
  href?: string | undefined;
  seenBefore: number;
}

function readHtml(html: string): { text: string; links: string[] } {
  const links: string[] = [];
  const open: Element[] = [];
  let text = "";
  let seen = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      const around = open.at(-1);
      const style = attributes["style"] ?? "";
      const isHidden = around?.isHidden === true || hides(name, attributes);
      const isTiny = FONT_SIZE.test(style) ? NO_FONT_SIZE.test(style) : around?.isTiny === true;
      const href = name === "a" ? attributes["href"] : undefined;
      open.push({ isHidden, isTiny, href, seenBefore: seen });
      if (name === "img" && !isHidden) seen += 1;
      if (!INLINE.test(name)) text += "\n";
    },
    ontext(part) {
      const around = open.at(-1);
      if (around?.isHidden === true || around?.isTiny === true) return;
      text += part;
      seen += part.trim().length;
    },
    onclosetag(name) {
      const element = open.pop();
      if (element?.href !== undefined && seen > element.seenBefore) links.push(element.href.trim());
      if (!INLINE.test(name)) text += "\n";
    },
  });
  parser.end(html);
  return { text, links };
}

function hides(name: string, attributes: Readonly<Record<string, string>>): boolean {
  const { hidden, style = "", width = "", height = "", "aria-hidden": aria } = attributes;
  const isZero = [width, height].some((size) => /^\s*0+(?:px|%)?\s*$/.test(size));
  const isMarked = hidden !== undefined || aria === "true" || HIDING.test(style);
  return isMarked || isZero || NEVER_SHOWN.test(name);
}
