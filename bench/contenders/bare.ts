/** What the bare Workers have in common: nothing here runs once a request. */

export interface Settings {
  RESEND_API_KEY: string;
  RESEND_BASE_URL: string;
  LINK_SECRETS: string;
}

export interface Context {
  waitUntil(work: Promise<unknown>): void;
}

export type Key = Awaited<ReturnType<typeof importKey>>;

/** Of one membership, the same for every request. */
export const PATH =
  "/contacts/e169aa45-1ecf-4183-9955-b1499d5701d3/segments/78261eea-8f8b-4381-83c6-79fa7120f1cf";

export const TIMEOUT_MS = 5_000;

export const encoder = /* @__PURE__ */ new TextEncoder();

/** A key for HMAC-SHA-256. */
export function importKey(secret: string) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
}
