/** Links signed a second in Node: by the library, by `jose`, and the signatures alone. */

import { leaveLinks, leaveUrl } from "../src/links/index.ts";
import { LINK_SECRET } from "../sandbox/keys.ts";
import { contactIds, LIST, signedToken } from "./links.ts";
import { inRounds } from "./rounds.ts";
import type { Measure } from "./section.ts";
import { ratioOf, type Spread, spreadOf } from "./statistics.ts";

export interface Signing {
  /** Whether a whole list was signed at once, or one link after the other. */
  way: "together" | "one by one";
  signers: { name: (typeof SIGNERS)[number]; perSecond: Spread; besideBare: Spread }[];
}

const LINKS = { together: 50_000, "one by one": 10_000 } as const;
const QUICK_LINKS = 2_000;
/** As many as `leaveLinks` signs at the same time. */
const CHUNK = 200;
const SIGNERS = ["bare", "jose", "ours"] as const;

const ORIGIN = "https://acme.com";
const SECRET = new TextEncoder().encode(LINK_SECRET);

/** Signs in turns, both ways. */
export async function signing({ rounds, quick, say }: Measure): Promise<Signing[]> {
  const found: Signing[] = [];
  for (const way of ["together", "one by one"] as const) {
    const contacts = contactIds(quick ? QUICK_LINKS : LINKS[way]);
    const sign = await signersOf(contacts, way);
    // The first round warms up.
    const measured = await inRounds(SIGNERS, rounds + 1, async (name, round) => {
      say(`signing ${way}, round ${round} of ${rounds}: ${name}`);
      const startedAt = performance.now();
      await sign[name]();
      return (contacts.length / (performance.now() - startedAt)) * 1000;
    });
    const rates = (name: (typeof SIGNERS)[number]) => measured[name].slice(1);
    found.push({
      way,
      signers: SIGNERS.map((name) => ({
        name,
        perSecond: spreadOf(rates(name)),
        besideBare: ratioOf(rates(name), rates("bare")),
      })),
    });
  }
  return found;
}

/** Keys are imported and, for the bare signature, texts encoded beforehand. */
async function signersOf(contacts: readonly string[], way: Signing["way"]) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", SECRET, algorithm, false, ["sign"]);
  const encoder = new TextEncoder();
  const messages = contacts.map((contact) => encoder.encode(`leave:v1:${LIST}:${contact}`));
  const link = { origin: ORIGIN, list: LIST, secret: LINK_SECRET };
  const all = way === "together" ? together : oneByOne;
  return {
    bare: () => all(messages, (message) => crypto.subtle.sign("HMAC", key, message)),
    ours: () =>
      way === "together"
        ? leaveLinks({ ...link, contacts })
        : all(contacts, (contact) => leaveUrl({ ...link, contact })),
    jose: () =>
      all(contacts, async (contact) => `${ORIGIN}/leave/${await signedToken(contact, key)}`),
  };
}

async function together<T>(items: readonly T[], sign: (item: T) => Promise<unknown>) {
  for (let start = 0; start < items.length; start += CHUNK) {
    await Promise.all(items.slice(start, start + CHUNK).map(sign));
  }
}

async function oneByOne<T>(items: readonly T[], sign: (item: T) => Promise<unknown>) {
  for (const item of items) await sign(item);
}
