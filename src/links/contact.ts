/**
 * The two ways a ticket names a person: a Resend contact ID, or an e-mail address.
 * Pure. An address is taken exactly as given: nothing is normalised, and little is checked.
 */

/** Bytes of UTF-8 in the longest address that SMTP carries (RFC 5321 section 4.5.3.1.3, less its brackets). */
export const MAX_ADDRESS_BYTES = 254;

/** `"c"`: a contact ID. `"e"`: an e-mail address. Also the first character of a ticket. */
export type ContactKind = "c" | "e";

export interface Contact {
  kind: ContactKind;
  /** The canonical text: a lower-case UUID with dashes, or the address. */
  text: string;
  /** The UUID's 16 bytes, or the address in UTF-8. */
  bytes: Uint8Array;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const DASH = "-".charCodeAt(0);
const DIGIT_NINE = "9".charCodeAt(0);
const SPACE_OR_CONTROL = /[\s\p{Cc}]/u;

/** Whether the text is a UUID in its canonical form: lower case, with dashes. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Whether the text can stand in a link as an e-mail address. */
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
 * Reads a contact as a sender writes it: a contact ID in any case, or an e-mail address.
 *
 * @returns the contact, or `undefined` when the text is neither
 */
export function parseContact(text: string): Contact | undefined {
  const id = text.toLowerCase();
  if (isUuid(id)) return idContact(id);
  if (isAddress(text)) return { kind: "e", text, bytes: new TextEncoder().encode(text) };
  return undefined;
}

/** @param id as `isUuid` takes it */
export function idContact(id: string): Contact {
  return { kind: "c", text: id, bytes: uuidBytes(id) };
}

/**
 * Reads a contact as a ticket carries it.
 *
 * @returns the canonical text, or `undefined` when the bytes are neither an ID nor an address
 */
export function contactText(kind: ContactKind, bytes: Uint8Array): string | undefined {
  if (kind === "c") return bytes.length === 16 ? uuidText(bytes) : undefined;
  const address = decodeUtf8(bytes);
  return address !== undefined && isAddress(address) ? address : undefined;
}

function uuidBytes(uuid: string): Uint8Array {
  const bytes = new Uint8Array(16);
  let at = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (uuid.charCodeAt(at) === DASH) at += 1;
    bytes[index] = (nibble(uuid.charCodeAt(at)) << 4) | nibble(uuid.charCodeAt(at + 1));
    at += 2;
  }
  return bytes;
}

/** The value of a hexadecimal digit in lower case, by its ASCII code. */
function nibble(code: number): number {
  return code <= DIGIT_NINE ? code & 15 : (code & 15) + 9;
}

function uuidText(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += HEX_PAIRS[byte];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
