/**
 * Bytes as text: base32 for tickets, base64 for signatures and digests. The same code in every runtime.
 *
 * Base32 is RFC 4648 section 6 in lower case and without padding. Reading ignores ASCII case and accepts only the
 * canonical encoding: every byte sequence has one spelling, so no ticket has a second one.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes in memory of their own, by a name that every runtime's types know. */
export type Bytes = ReturnType<typeof encoder.encode>;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

const DIGITS = encoder.encode(ALPHABET);

/** Digit values by character, in both cases. */
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
  // Digits are collected as bytes: a string that grows by one character holds many times its own size.
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
 * @returns the bytes, or `undefined` when the text has another character, a length that no byte sequence encodes to,
 *   or non-zero bits after its last byte
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

/** Characters of base32 for this many bytes. */
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
 * @throws DOMException when the text is not base64
 */
export function decodeBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The SHA-256 of a text's UTF-8 in base64, as a Content-Security-Policy names a style sheet (CSP 3 section 2.3.1). */
export async function sha256Base64(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return encodeBase64(new Uint8Array(digest));
}
