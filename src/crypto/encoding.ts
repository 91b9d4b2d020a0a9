/**
 * Bytes as text: base32 for tickets, base64 for signatures and digests. Works in every runtime.
 *
 * Base32 is RFC 4648 section 6, in lower case and without padding. Decoding ignores ASCII case and accepts only the
 * canonical encoding, so that each ticket has only one spelling.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes with their own buffer, in a form that every runtime's types support. */
export type Bytes = ReturnType<typeof encoder.encode>;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

const DIGITS = encoder.encode(ALPHABET);

/** Values of the digits, in both cases. */
const VALUES = new Map(
  Array.from(ALPHABET + ALPHABET.toUpperCase(), (digit, index) => [digit, index % 32]),
);

/**
 * Writes bytes as base32.
 *
 * @example
 * ```ts
 * encodeBase32(new TextEncoder().encode("foobar")); // "mzxw6ytboi"
 * ```
 */
export function encodeBase32(bytes: Uint8Array): string {
  // Collects the digits as bytes: a string that grows by one character at a time takes many times its size.
  const digits = new Uint8Array(base32Length(bytes.length));
  let length = 0;
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      digits[length++] = digitOf(buffer >>> bits);
      buffer &= (1 << bits) - 1;
    }
  }
  if (bits > 0) digits[length] = digitOf(buffer << (5 - bits));
  return decoder.decode(digits);
}

/**
 * Reads base32 in any ASCII case.
 *
 * @returns the bytes; `undefined` if the text has any other character, an impossible length, or non-zero bits after the
 *   last byte
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let length = 0;
  let bits = 0;
  let buffer = 0;
  for (const digit of text) {
    const value = VALUES.get(digit);
    if (value === undefined) return undefined;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = buffer >>> bits;
      buffer &= (1 << bits) - 1;
    }
  }
  return bits < 5 && buffer === 0 ? bytes : undefined;
}

function digitOf(value: number): number {
  return DIGITS[value] as number;
}

/** The number of base32 characters for this many bytes. */
export function base32Length(bytes: number): number {
  return Math.ceil((bytes * 8) / 5);
}

/** Writes bytes as base64 (RFC 4648 section 4), with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/**
 * Reads base64, with or without padding.
 *
 * @throws DOMException if the text is not base64
 */
export function decodeBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The SHA-256 of a text's UTF-8 in base64, as used for style sheets in a Content-Security-Policy (CSP 3 section 2.3.1). */
export async function sha256Base64(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return encodeBase64(new Uint8Array(digest));
}
