/** The signatures of Resend's webhooks, which are Svix's (Standard Webhooks). */

/** At least 18 bytes in base64, padded or not; Svix makes 24. */
const SECRET = /^whsec_(?:[a-zA-Z\d+/]{4}){6,}(?:[a-zA-Z\d+/]{2}(?:==)?|[a-zA-Z\d+/]{3}=?)?$/;

/** Whether a text can be a webhook's signing secret: `whsec_` and the key in base64. */
export function isWebhookSecret(text: string): boolean {
  return SECRET.test(text);
}
