/**
 * Whom the fuzz is about. Half of them are leavers, whose links are used as they are; nobody ever
 * signs a request for the bystanders, so whatever happens to one of them is a fault.
 */

import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { API_KEY, LINK_SECRET } from "../../sandbox/settings.ts";
import { ticketFor } from "./signing.ts";

/** What stands in a link for a list, and the segment behind it. */
export const LISTS: Readonly<Record<string, string>> = {
  weekly: SAMPLE_LISTS.weekly.segment,
  "product-news": SAMPLE_LISTS["product-news"].segment,
  [SAMPLE_LISTS.weekly.segment]: SAMPLE_LISTS.weekly.segment,
};

/** The askings' IDs of pages' forms: few, so that they meet again as undo tokens. */
export const VIEWS: readonly string[] = ["a", "0", "7"].map((digit) => digit.repeat(32));

/** A link to one list by one of a person's two names: their ID, or their address. */
export interface Ticket {
  /** Whose it is. */
  id: string;
  list: string;
  segment: string;
  contact: string;
  text: string;
}

export interface Person {
  id: string;
  email: string;
  tickets: readonly Ticket[];
}

export interface People {
  leavers: readonly Person[];
  bystanders: readonly Person[];
  /** By its text. */
  tickets: ReadonlyMap<string, Ticket>;
}

const LEAVERS = 60;
const BYSTANDERS = 60;

/** Addresses that would be another path, another header or markup, if they were let. */
const ODD_LOCAL_PARTS = ["who?are/you#1%", "../../segments/x", "a%2f..%2fb", '"<b>&amp;', "jürgen"];

/** Puts everybody on both lists, through the API of the stand-in for Resend. */
export async function invitePeople(resendUrl: string): Promise<People> {
  const people: Person[] = [];
  for (let number = 0; number < LEAVERS + BYSTANDERS; number++) {
    const odd = number % 4 === 3 ? ODD_LOCAL_PARTS[number % ODD_LOCAL_PARTS.length] : "";
    const email = `${odd}${number}@example.com`;
    people.push(personOf(await invite(email, resendUrl), email));
  }
  return groupPeople(people.slice(0, LEAVERS), people.slice(LEAVERS));
}

export function groupPeople(leavers: readonly Person[], bystanders: readonly Person[]): People {
  const all = [...leavers, ...bystanders].flatMap(({ tickets }) => tickets);
  return { leavers, bystanders, tickets: new Map(all.map((ticket) => [ticket.text, ticket])) };
}

export function personOf(id: string, email: string): Person {
  const tickets = Object.entries(LISTS).flatMap(([list, segment]) =>
    [id, email].map((contact) => {
      return { id, list, segment, contact, text: ticketFor(contact, list, LINK_SECRET) };
    }),
  );
  return { id, email, tickets };
}

async function invite(email: string, resendUrl: string): Promise<string> {
  const segments = [...new Set(Object.values(LISTS))].map((id) => ({ id }));
  const response = await fetch(`${resendUrl}/contacts`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ email, segments }),
  });
  const { id } = (await response.json()) as { id?: string };
  if (id === undefined) throw new Error(`the stand-in took no contact: ${response.status}`);
  return id;
}
