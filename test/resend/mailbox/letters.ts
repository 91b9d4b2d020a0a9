/**
 * The mailbox's letters: each copy of a newsletter with the link and the two headers that a
 * sender would give it, minted with the project's own signing code.
 */

import { leaveHeaders, leaveUrl } from "../../../src/link.ts";
import { COPIES, type Copy } from "./newsletters.ts";

/** Where the Worker answers, and what it was given. */
export interface Worker {
  /** Such as `http://localhost:8787`. */
  origin: string;
  /** The first of its `LINK_SECRETS`. */
  secret: string;
  /** Its `OUTBOX_TOKEN`; without it the mailbox does not show what waits. */
  outboxToken?: string | undefined;
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
      const minted = { url: await leaveUrl(link), headers: await leaveHeaders(link) };
      return Object.assign(minted, copy);
    }),
  );
}
