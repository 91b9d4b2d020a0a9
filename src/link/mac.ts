/**
 * HMAC-SHA-256 with Web Crypto, cut to 16 bytes: enough that no one guesses one, short
 * enough for a `mailto:`. Imported keys are kept for the life of the isolate.
 */

export const MAC_BYTES = 16;

/** `CryptoKey`, by a name that every runtime's types know. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const encoder = new TextEncoder();
const keys = new Map<string, Promise<Key>>();

/** The first 16 bytes of HMAC-SHA-256 (RFC 2104) over the message, both in UTF-8. */
export async function mac(secret: string, message: string): Promise<Uint8Array> {
  const digest = await crypto.subtle.sign("HMAC", await key(secret), encoder.encode(message));
  return new Uint8Array(digest, 0, MAC_BYTES);
}

/** Whether two MACs are equal, in a time that depends on their length alone. */
export function sameMac(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 0);
  return difference === 0;
}

function key(secret: string): Promise<Key> {
  let imported = keys.get(secret);
  if (imported === undefined) {
    imported = crypto.subtle.importKey(
      "raw",
      encoder.encode(secret),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    keys.set(secret, imported);
  }
  return imported;
}
