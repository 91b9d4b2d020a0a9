/**
 * The sample people as the Worker’s link sync would leave them: with the property that Broadcasts print, and
 * in it, for everybody on the list, the link that is theirs.
 */

import { leaveUrl } from "../../../src/links/index.ts";
import { SAMPLE_LISTS, SAMPLES } from "../samples.ts";
import type { ContactSample, Samples } from "../store.ts";
import type { Worker } from "./letters.ts";

/** The list whose people carry their links. */
export const LINKED_LIST = "weekly";

const PROPERTY_ID = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e";

export async function linkedSamples(worker: Worker): Promise<Samples> {
  const { property: key, origin, secret } = worker;
  if (key === undefined) return SAMPLES;
  const linked = async (contact: ContactSample): Promise<ContactSample> => {
    if (!contact.segments.includes(SAMPLE_LISTS[LINKED_LIST].segment)) return contact;
    const link = { origin, secret, list: LINKED_LIST, contact: contact.id };
    return { ...contact, properties: { [key]: await leaveUrl(link) } };
  };
  const fallbackValue = `${origin}/leave/${LINKED_LIST}`;
  const createdAt = "2026-03-30T08:00:00.000Z";
  return {
    ...SAMPLES,
    properties: [{ id: PROPERTY_ID, key, type: "string", fallbackValue, createdAt }],
    contacts: await Promise.all(SAMPLES.contacts.map(linked)),
  };
}
