/**
 * What a link names: a contact (by Resend contact ID or email address) and a list (by name or Resend segment ID). Pure. An
 * address is used exactly as given, and never normalized. Signing is stricter than opening.
 */

declare const named: unique symbol;

/** A Resend contact ID: a UUID in lower case, with dashes. */
export type ContactId = string & { readonly [named]: "contact" };

/** A Resend segment ID: a UUID in lower case, with dashes. */
export type SegmentId = string & { readonly [named]: "segment" };

/** A Resend topic ID: a UUID in lower case, with dashes. */
export type TopicId = string & { readonly [named]: "topic" };

/** A list's name in `LISTS`. */
export type ListName = string & { readonly [named]: "list" };

/** A contact as a ticket contains it. */
export interface Contact {
  /** `"c"`: a contact ID. `"e"`: an email address. Also the first character of a ticket. */
  kind: "c" | "e";
  /** The canonical text: a lower-case UUID with dashes, or the address. */
  text: string;
  /** The UUID's 16 bytes, or the address in UTF-8. */
  bytes: Uint8Array;
}

/** The longest address in SMTP, in bytes of UTF-8 (RFC 5321 section 4.5.3.1.3, without its angle brackets). */
export const MAX_ADDRESS_BYTES = 254;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LIST = /^[a-z0-9][a-z0-9-]{0,39}$/;
const DASH = "-".charCodeAt(0);
const SPACE_OR_CONTROL = /[\s\p{Cc}]/u;
const SPACE_OR_INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Marks of display names, address lists, `mailto:`, and unfilled templates. */
const PUNCTUATION = /[<>()[\]{},;:\\"]/;

/** Percent-encoded letters, digits, and `@+._-`: the address was copied from a URL. */
const ENCODED = /%(?:2[bde]|3\d|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])/i;

/** Whether the text is a contact ID in its canonical form. */
export function isContactId(text: string): text is ContactId {
  return UUID.test(text);
}

/** Whether the text is a segment ID in its canonical form. */
export function isSegmentId(text: string): text is SegmentId {
  return UUID.test(text);
}

/** Whether the text is a topic ID in its canonical form. */
export function isTopicId(text: string): text is TopicId {
  return UUID.test(text);
}

/** Whether the text can be a list's name in `LISTS`. A text shaped like a segment ID cannot. */
export function isListName(text: string): text is ListName {
  return LIST.test(text) && !UUID.test(text);
}

/** Whether the text can be the list of a link: a name or a segment ID. */
export function isList(text: string): text is ListName | SegmentId {
  return LIST.test(text);
}

/**
 * Says why an address must not be signed, because its link could never work.
 *
 * @returns the rest of a sentence; `undefined` if the address may be signed
 */
export function addressProblem(address: string): string | undefined {
  const [, domain = "", ...more] = address.split("@");
  const mark = PUNCTUATION.exec(address)?.[0];
  if (mark !== undefined)
    return `has ${mark} in it; give the address alone, such as mira@example.com`;
  if (SPACE_OR_INVISIBLE.test(address))
    return "has white space or an invisible character in it; remove it";
  if (more.length > 0) return "has more than one @; give one address";
  if (domain.startsWith(".") || domain.endsWith("."))
    return "has a dot at an end of its domain; remove it";
  if (ENCODED.test(address)) return "is percent-encoded; decode it first";
  if (isAddress(address)) return undefined;
  return `must be a Resend contact ID, or an email address of at most ${MAX_ADDRESS_BYTES} bytes`;
}

/** Whether the text can be the email address of a link. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  return (
    text.length <= MAX_ADDRESS_BYTES &&
    at > 0 &&
    at < text.length - 1 &&
    text.isWellFormed() &&
    !SPACE_OR_CONTROL.test(text) &&
    new TextEncoder().encode(text).length <= MAX_ADDRESS_BYTES
  );
}

/**
 * Reads a contact as a sender writes it: a contact ID in any case, or an email address.
 *
 * @returns the contact; `undefined` if the text is neither
 */
export function parseContact(text: string): Contact | undefined {
  const id = text.toLowerCase();
  if (isContactId(id)) return { kind: "c", text: id, bytes: uuidBytes(id) };
  if (isAddress(text)) return { kind: "e", text, bytes: new TextEncoder().encode(text) };
  return undefined;
}

/**
 * Reads a contact from a ticket's bytes.
 *
 * @param bytes 16 bytes for a contact ID
 * @returns the canonical text; `undefined` if the bytes are not an address
 */
export function contactText(kind: Contact["kind"], bytes: Uint8Array): string | undefined {
  if (kind === "c") return uuidText(bytes);
  const address = decodeUtf8(bytes);
  return address !== undefined && isAddress(address) ? address : undefined;
}

/** Uses character codes, since slicing takes three times as long, and senders sign whole lists. */
function uuidBytes(uuid: string): Uint8Array {
  const bytes = new Uint8Array(16);
  let at = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (uuid.charCodeAt(at) === DASH) at += 1;
    bytes[index] = (hexValue(uuid.charCodeAt(at)) << 4) | hexValue(uuid.charCodeAt(at + 1));
    at += 2;
  }
  return bytes;
}

/** The value of a lower-case hexadecimal digit, from its ASCII code. */
function hexValue(code: number): number {
  return code <= 0x39 ? code & 15 : (code & 15) + 9;
}

function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
