/**
 * Base32 with the alphabet of RFC 4648 section 6, in lower case and without padding.
 * Pure. Reading ignores ASCII case and accepts the canonical encoding only: every byte
 * sequence has one spelling, so a ticket cannot be respelled.
 */

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

const DIGITS = new TextEncoder().encode(ALPHABET);

const NOT_A_DIGIT = 255;

/** Digit values by ASCII code, for both cases. */
const VALUES = new Uint8Array(128).fill(NOT_A_DIGIT);
for (let value = 0; value < ALPHABET.length; value++) {
  VALUES[ALPHABET.charCodeAt(value)] = value;
  VALUES[ALPHABET.toUpperCase().charCodeAt(value)] = value;
}

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
  const digits = new Uint8Array(Math.ceil((bytes.length * 8) / 5));
  let length = 0;
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      digits[length++] = digitOf(buffer >>> bits);
    }
    buffer &= (1 << bits) - 1;
  }
  if (bits > 0) digits[length] = digitOf(buffer << (5 - bits));
  // Spreading them would go through an iterator, at many times the cost.
  return Reflect.apply(String.fromCharCode, undefined, digits);
}

/**
 * Reads base32 in any ASCII case.
 *
 * @returns the bytes, or `undefined` when the text has another character, a length that no
 *   byte sequence encodes to, or non-zero bits after its last byte
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let length = 0;
  let bits = 0;
  let buffer = 0;
  for (let index = 0; index < text.length; index++) {
    const value = VALUES[text.charCodeAt(index)] ?? NOT_A_DIGIT;
    if (value === NOT_A_DIGIT) return undefined;
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
  return DIGITS[value & 31] as number;
}
