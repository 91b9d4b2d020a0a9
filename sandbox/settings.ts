/**
 * What the sandbox's Worker and its stand-in for Resend are given, none of which opens anything outside this machine; and
 * the account that the stand-in starts with: two lists and six contacts, with addresses that are awkward in the ways real
 * ones are (a plus tag, an umlaut domain).
 */

import { leaveUrl } from "../src/links/index.ts";
import { BLANK, type Contact, type Samples } from "./resend/store.ts";

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

/** The lists, by the names that the Worker's `LISTS` gives them. */
export const SAMPLE_LISTS = {
  weekly: { segment: "78261eea-8f8b-4381-83c6-79fa7120f1cf", name: "Weekly digest" },
  "product-news": { segment: "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11", name: "Product news" },
} as const;

export type SampleList = keyof typeof SAMPLE_LISTS;

/** The topic of the list `product-news`, where the account has one. */
export const NEWS_TOPIC = "07d84122-7224-4881-9c31-1c048e204602";

const WEEKLY = SAMPLE_LISTS.weekly.segment;
const PRODUCT = SAMPLE_LISTS["product-news"].segment;

/** The contact whose ID Resend's own documentation uses. */
export const MIRA = "e169aa45-1ecf-4183-9955-b1499d5701d3";
export const JONAS = "3b0c4a52-7d0e-4f0b-b4a4-5a2d6c1e9f01";
const ZOE = "a4d7c2e8-91f3-4a6d-8c0b-7e5f4d3c2b1a";
export const NOOR = "6f1d1f0a-52c7-4c1e-8a55-0f3c9f3b7a20";
const PAVEL = "c8e2b6f4-0d3a-4e91-a7c5-1b9f8d6e4a32";
const KIT = "5e9a1c7d-6b2f-4d80-9f4e-3c8b7a6d5e43";

const CREATED_AT = "2026-02-10T09:14:00.000Z";

export const SAMPLES: Samples = {
  segments: [
    { id: WEEKLY, name: SAMPLE_LISTS.weekly.name, created_at: CREATED_AT },
    { id: PRODUCT, name: SAMPLE_LISTS["product-news"].name, created_at: CREATED_AT },
  ],
  contacts: [
    sample(MIRA, "Mira Holm", "mira@example.com", [WEEKLY, PRODUCT]),
    sample(JONAS, "Jonas Feld", "jonas.feld+news@example.net", [WEEKLY, PRODUCT]),
    sample(ZOE, "Zoë Bright", "zoe@blüten.example.org", [PRODUCT]),
    sample(NOOR, "Noor Castell", "noor.castell@example.org", [WEEKLY, PRODUCT]),
    sample(PAVEL, "Pavel Quist", "pavel@example.com", [WEEKLY]),
    { ...sample(KIT, "Kit Larsen", "kit.larsen@example.net", [WEEKLY]), unsubscribed: true },
  ],
};

function sample(id: string, name: string, email: string, segments: string[]): Contact {
  const [first_name = "", last_name = ""] = name.split(" ");
  const dates = { created_at: CREATED_AT, updated_at: CREATED_AT };
  return { ...BLANK, id, email, first_name, last_name, segments: new Set(segments), ...dates };
}

/** The samples as link sync leaves them: with the property that Broadcasts print, and each contact's link in it. */
export async function linkedSamples(origin: string): Promise<Samples> {
  const linked = async (contact: Contact): Promise<Contact> => {
    if (!contact.segments.has(WEEKLY)) return contact;
    const link = { origin, secret: LINK_SECRET, list: "weekly", contact: contact.id };
    return { ...contact, properties: { [PROPERTY]: await leaveUrl(link) } };
  };
  const property = {
    id: "b6d24b8e-af0b-4c3c-be0c-359bbd97381e",
    key: PROPERTY,
    type: "string" as const,
    fallback_value: `${origin}/leave/weekly`,
    created_at: CREATED_AT,
  };
  const topic = {
    id: NEWS_TOPIC,
    name: `${SAMPLE_LISTS["product-news"].name} (topic)`,
    description: null,
    default_subscription: "opt_in" as const,
    created_at: CREATED_AT,
  };
  const contacts = await Promise.all(SAMPLES.contacts.map(linked));
  return { ...SAMPLES, properties: [property], topics: [topic], contacts };
}

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
