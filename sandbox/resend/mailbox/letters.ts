/**
 * The letters in the mailbox: newsletters of Acme, an invented shop for desks and paper, each copy with the link and
 * the two headers that a sender would give it, signed with the project's own library.
 */

import { leaveHeaders, leaveUrl } from "../../../src/links/index.ts";
import { MIRA, NOOR, type SampleList, type WorkerLinks } from "../samples.ts";

/** One issue. */
interface Newsletter {
  list: SampleList;
  from: { name: string; address: string };
  subject: string;
  /** The first is in larger type. */
  paragraphs: readonly string[];
}

/** One copy of an issue. */
interface Copy {
  id: string;
  newsletter: Newsletter;
  to: { name: string; address: string };
  /** What the sender signed: a contact ID, or the address itself. */
  signedFor: { kind: "contact ID" | "address"; contact: string };
  /** When it came, as a mailbox shows it. */
  arrived: string;
}

const WEEKLY_FROM = { name: "Acme Weekly", address: "weekly@news.example.com" };
const PRODUCT_FROM = { name: "Acme Product News", address: "product@news.example.com" };

const EMPTY_DRAWER: Newsletter = {
  list: "weekly",
  from: WEEKLY_FROM,
  subject: "The case for one empty drawer",
  paragraphs: [
    "Every desk deserves a drawer with nothing in it.",
    "It is where tomorrow goes: the letter that has yet to come, the pencil you will want to keep. This week we show three desks whose owners cleared one out, and what moved in.",
    "Also in this issue: how to sharpen a pencil with a kitchen knife, and a reader in Tromsø on writing by the light of snow.",
  ],
};

const SOFT_PAPER: Newsletter = {
  list: "weekly",
  from: WEEKLY_FROM,
  subject: "Why soft paper makes you write slower",
  paragraphs: [
    "Paper has a speed limit, and it is set by its fibers.",
    "We timed forty people writing one sentence on five sheets. The softest cost them a fifth more time, and no one minded. On Sunday we explain why, with drawings.",
    "Also in this issue: a shelf that needs no screws, and the winner of the smallest-desk contest.",
  ],
};

const HALO: Newsletter = {
  list: "product-news",
  from: PRODUCT_FROM,
  subject: "The Halo lamp now dims to candlelight",
  paragraphs: [
    "Turn the ring past the last mark, and hold.",
    "From this month, every Halo goes down to one percent, warm as a candle and steady as a rule. Lamps bought since March can do it too: press the ring for five seconds.",
    "The lamp costs what it did. The spare shade is back, in chalk and in moss.",
  ],
};

const LEDGER: Newsletter = {
  list: "product-news",
  from: PRODUCT_FROM,
  subject: "Ledger, a notebook that lies flat",
  paragraphs: [
    "Open it anywhere, and it stays open there.",
    "Ledger is sewn in thin sections on a cloth spine, so that page one lies as flat as page ninety. There are 180 of them, in a gray that photographs well and forgives coffee.",
    "It ships on the first of the month, ruled or plain.",
  ],
};

const JONAS = "jonas.feld+news@example.net";
const ZOE = "zoe@blüten.example.org";
const PAVEL = "pavel@example.com";

/** Newest first. */
const COPIES: readonly Copy[] = [
  copyFor("1", EMPTY_DRAWER, "Mira Holm", "mira@example.com", "09:30", MIRA),
  copyFor("2", EMPTY_DRAWER, "Jonas Feld", JONAS, "09:30"),
  copyFor("3", HALO, "Zoë Bright", ZOE, "08:05"),
  copyFor("4", HALO, "Noor Castell", "noor.castell@example.org", "08:05", NOOR),
  copyFor("5", SOFT_PAPER, "Pavel Quist", PAVEL, "Tue"),
  copyFor("6", LEDGER, "Mira Holm", "mira@example.com", "Mon", MIRA),
];

/** @param contactId what the link is signed for; the address if it is not given */
function copyFor(
  id: string,
  newsletter: Newsletter,
  name: string,
  address: string,
  arrived: string,
  contactId?: string,
): Copy {
  const kind = contactId === undefined ? "address" : "contact ID";
  const signedFor = { kind, contact: contactId ?? address } as const;
  return { id, newsletter, to: { name, address }, signedFor, arrived };
}

export interface Letter extends Copy {
  /** The link at the bottom of the body. */
  url: string;
  headers: Awaited<ReturnType<typeof leaveHeaders>>;
}

/** The domain whose email would be routed to the Worker. */
const MAILTO_DOMAIN = "leave.example.com";

/** A longer name and a ticket do not fit into the 64 characters before an address's `@`. */
const MAILTO_LIST_LENGTH = 10;

/** Signs the links of every letter in the mailbox. */
export function writeLetters({ origin, secret }: WorkerLinks): Promise<Letter[]> {
  return Promise.all(
    COPIES.map(async (copy) => {
      const { list } = copy.newsletter;
      const link = { origin, secret, list, contact: copy.signedFor.contact };
      const mailto = list.length <= MAILTO_LIST_LENGTH ? { mailtoDomain: MAILTO_DOMAIN } : {};
      const url = await leaveUrl(link);
      return Object.assign({ url, headers: await leaveHeaders({ ...link, ...mailto }) }, copy);
    }),
  );
}
