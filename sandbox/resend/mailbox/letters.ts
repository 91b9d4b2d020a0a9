/**
 * The mailbox's letters: each copy of a newsletter with the link and the two headers that a
 * sender would give it, minted with the project's own signing code.
 */

import { leaveHeaders, leaveUrl } from "../../../src/links/index.ts";
import { COPIES, type Copy } from "./newsletters.ts";

/** The domain whose mail would be routed to the Worker. */
const MAILTO_DOMAIN = "leave.example.com";

/** A longer name, and a ticket, do not fit into the 64 characters before an address's `@`. */
const MAILTO_LIST_LENGTH = 10;

/** Where the Worker answers, and what it was given. */
export interface Worker {
  /** Such as `http://localhost:8787`. */
  origin: string;
  /** The first of its `LINK_SECRETS`. */
  secret: string;
  /** Its `OPERATOR_TOKEN`; without it the mailbox does not show what is queued. */
  operatorToken?: string | undefined;
  /**
   * The contact property in which people on the list `weekly` carry their links. Without it the
   * mailbox has no Broadcast to send.
   */
  property?: string | undefined;
}

export interface Letter extends Copy {
  /** The link at the bottom of the body. */
  url: string;
  headers: Awaited<ReturnType<typeof leaveHeaders>>;
}

/** Mints the links of every letter in the mailbox. */
export function writeLetters({ origin, secret }: Worker): Promise<Letter[]> {
  return Promise.all(
    COPIES.map(async (copy) => {
      const { newsletter, mintedFrom } = copy;
      const link = { origin, secret, list: newsletter.list, contact: mintedFrom.contact };
      const mailto =
        newsletter.list.length <= MAILTO_LIST_LENGTH ? { mailtoDomain: MAILTO_DOMAIN } : {};
      const minted = {
        url: await leaveUrl(link),
        headers: await leaveHeaders({ ...link, ...mailto }),
      };
      return Object.assign(minted, copy);
    }),
  );
}
