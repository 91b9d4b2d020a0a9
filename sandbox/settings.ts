/** What the sandbox's Worker and its stand-in for Resend are given. None of it opens anything outside this machine. */

import { NEWS_TOPIC, SAMPLE_LISTS } from "./resend/samples.ts";

/** The only key that the stand-in accepts. */
export const API_KEY = "re_sandbox_key";

/** Of `test/vectors.json`; the Worker, the mailbox, and the tests sign with it. */
export const LINK_SECRET = "correct-horse-battery-staple-0123456789";

/** Opens the operator's routes of the sandbox's Worker. */
export const OPERATOR_TOKEN = "sandbox-operator-token";

/** The contact property of the list `weekly`. */
export const PROPERTY = "leave_weekly";

/** The stand-in signs its events with it, and the Worker verifies them. */
export const WEBHOOK_SECRET = "whsec_c2FuZGJveCB3ZWJob29rIHNlY3JldA==";

/** What the letters and the Worker's pages look like. */
export const BRAND = {
  name: "Acme",
  color: "#3c6e63",
  address: "Acme\n1 Example Street\nExampletown",
};

const LISTS = { ...SAMPLE_LISTS, weekly: { ...SAMPLE_LISTS.weekly, property: PROPERTY } };

/** The Worker's variables for links in Broadcasts. @param origin such as `http://127.0.0.1:8787` */
export function broadcastVars(origin: string): Record<string, string> {
  return {
    ORIGIN: origin,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    LISTS: JSON.stringify(LISTS),
  };
}

/** The same, with a list that has a topic, too. */
export function sandboxVars(origin: string): Record<string, string> {
  const news = { ...SAMPLE_LISTS["product-news"], topic: NEWS_TOPIC };
  return { ...broadcastVars(origin), LISTS: JSON.stringify({ ...LISTS, "product-news": news }) };
}

/** The stand-in's webhook for them. @param origin as for `broadcastVars` */
export function webhookTo(origin: string) {
  return { url: `${origin}/leave/-/webhook`, secret: WEBHOOK_SECRET };
}
