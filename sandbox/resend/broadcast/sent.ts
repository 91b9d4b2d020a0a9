/** The letters that Broadcasts have put into people's mailboxes. Keeps the last few hundred. */

/** One copy of a Broadcast, as its reader gets it. */
export interface SentLetter {
  id: string;
  broadcastId: string;
  contactId: string;
  segmentId: string;
  from: string;
  to: string;
  subject: string;
  html: string | null;
  text: string | null;
  /** The headers that Resend adds. */
  headers: Readonly<Record<string, string>>;
  /** ISO 8601 */
  sentAt: string;
}

const KEPT = 500;

export class Sent {
  #letters: SentLetter[] = [];

  /** Newest first. */
  get letters(): readonly SentLetter[] {
    return this.#letters;
  }

  /** @param letters oldest first */
  add(letters: readonly SentLetter[]): void {
    this.#letters = [...letters.toReversed(), ...this.#letters].slice(0, KEPT);
  }

  clear(): void {
    this.#letters = [];
  }
}
