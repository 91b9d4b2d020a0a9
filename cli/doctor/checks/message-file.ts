/** Reads what people save as "the message": messages as they arrived, or something else, which is named. No I/O. */

import PostalMime, { addressParser, type Email } from "postal-mime";

import { type Finding, findingsOf } from "../finding.ts";
import { readVisible, type Visible } from "./visible.ts";

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

/** The line before each message of an mbox. */
const MBOX_LINE = /(?<=\n\r?\n)From \S+ +\w{3} \w{3} +\d+ \d\d:\d\d.*\r?\n/;

/** What mail programs write above a forwarded message: a line of its own, or its headers. */
const FORWARDED =
  /^[^\w\n]*(?:(?:begin )?forwarded message|original message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato)[^\w\n]*$|^[^\w\n]*(?:from|von|de|da|van) ?:.*\n{1,9}(?:.*\n{1,9}){0,2}[^\w\n]*(?:sent|date|gesendet|datum|envoyé|enviado|inviato|verzonden) ?:/im;

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
  // Such as what a browser shows of it, copied as text.
  if (!/^[!-9;-~]+[ \t]*:/.test(block)) return noEmail("Its first line is no header.");
  const headers = Array.from(
    Buffer.from(block, "latin1").toString("utf8").matchAll(HEADER),
    ([, name = "", value = ""]) => ({ name: name.toLowerCase(), value }),
  );
  const valuesOf = (wanted: string) =>
    headers.filter(({ name }) => name === wanted).map(({ value }) => value);
  const email = await parse(text);
  if (email === undefined || !headers.some(({ name }) => KNOWN.test(name))) {
    return noEmail("It has no email headers.");
  }
  const isSaved = valuesOf("from").some((value) => /^\s*"?<?Saved by /i.test(value));
  if (isSaved || valuesOf("snapshot-content-location").length > 0) {
    return noEmail("It is a saved web page.");
  }
  const body = readVisible(email);
  const hasAttached = email.attachments.some(
    ({ mimeType, filename }) => mimeType === "message/rfc822" || filename?.endsWith(".eml"),
  );
  if (valuesOf("list-unsubscribe").length === 0 && (hasAttached || FORWARDED.test(body.text))) {
    return file.failure("The file is another message that forwards yours.", SAVE);
  }
  const addressesIn = (...names: string[]) => {
    const values = names.flatMap(valuesOf);
    const found = values.flatMap((value) => addressParser(value, { flatten: true }));
    return found.flatMap(({ address = "" }) => (address.includes("@") ? [address] : []));
  };
  const delivered = addressesIn("delivered-to", "x-original-to", "envelope-to");
  return { email, valuesOf, body, to: addressesIn("to", "cc"), delivered };
}

async function parse(text: string): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(Buffer.from(text, "latin1"), { forceRfc822Attachments: true });
  } catch {
    return undefined;
  }
}
