/** Base64 (RFC 4648 section 4) of bytes, in every runtime. */

import type { Bytes } from "./hmac.ts";

export function encodeBase64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

/** @throws DOMException when the text is no base64 */
export function decodeBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
