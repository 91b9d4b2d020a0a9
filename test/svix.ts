/** Signs deliveries as Svix does for Resend, in Node and in workerd. */

export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** The three headers of a delivery. */
export type SvixHeaders = Awaited<ReturnType<typeof svixHeaders>>;

/** Signs a body; `at` is in milliseconds since 1970. */
export async function svixHeaders(
  body: string,
  { id = "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj", at = Date.now(), secret = WEBHOOK_SECRET } = {},
) {
  const timestamp = String(Math.floor(at / 1000));
  const bytes = Uint8Array.from(atob(secret.slice("whsec_".length)), (one) => one.charCodeAt(0));
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, hmac, false, ["sign"]);
  const message = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
  const signature = `v1,${btoa(String.fromCharCode(...mac))}`;
  return { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature };
}

/** An event about a contact, as Resend words it. */
export function contactEvent(contact: string, segments: unknown, type = "contact.updated"): string {
  return JSON.stringify({
    type,
    created_at: "2026-11-23T12:00:00.000Z",
    data: {
      id: contact,
      audience_id: Array.isArray(segments) ? segments[0] : undefined,
      segment_ids: segments,
      created_at: "2026-11-23T12:00:00.000Z",
      updated_at: "2026-11-23T12:00:00.000Z",
      email: "steve.wozniak@gmail.com",
      first_name: "Steve",
      last_name: "Wozniak",
      unsubscribed: false,
    },
  });
}
