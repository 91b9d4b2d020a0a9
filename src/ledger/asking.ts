/** What the Worker asks the Ledger over RPC, and what the Ledger answers. */

/** What a request ends: the subscription to the link's list, or all of this sender's mailings. */
export type Scope = "list" | "everything";

/** How a request arrived: by a one-click POST, a page's form, an email, or any other POST. */
export type Channel = "one-click" | "page" | "mailto" | "other";

/** A contact and a list, as the link names them. */
export interface Subscription {
  /** A name from `LISTS`, or a segment ID. */
  list: string;
  /** A Resend contact ID, or an email address as it was signed. */
  contact: string;
}

/** One request to unsubscribe. If it is sent again with the same ID, it is the same request. */
export interface Asking extends Subscription {
  /** 128 random bits (`newAskingId`): from the page view, or made when the request arrives. */
  id: string;
  scope: Scope;
  channel: Channel;
  /** Identifies the subscription in the log, which must not show the contact. */
  hash: string;
}

export type UnsubscribeOutcome =
  /** Resend has confirmed it. `asking` identifies the receipt; `undefined` if it could not be recorded. */
  | { kind: "done"; asking: string | undefined }
  /** The list exists, and Resend has no contact with that ID or address. */
  | { kind: "no-contact"; asking: string | undefined }
  /** Stored; it will be done. */
  | { kind: "queued"; asking: string }
  /** Stored; Resend will never accept it, so the operator has to decide. */
  | { kind: "dead-letter"; asking: string }
  /** May not have been stored. Trying again is safe. */
  | { kind: "try-again"; retryAfterSeconds: number };

export type UndoOutcome =
  /** The person is subscribed again. */
  | { kind: "undone"; scope: Scope }
  /** The request was still queued, and will not be carried out. Other requests are unaffected. */
  | { kind: "canceled"; scope: Scope }
  /** Stored; it will be carried out unless someone asks to unsubscribe first. */
  | { kind: "undoing"; scope: Scope }
  /** The token belongs to an older asking: someone has asked again since. Nothing was changed. */
  | { kind: "asked-again" }
  /** Another request of this person still applies. Nothing was changed. */
  | { kind: "others-stand" }
  /** Older than 30 minutes, nothing to restore, or refused by Resend. Nothing was changed. */
  | { kind: "too-late" }
  /** Undone five times today already. */
  | { kind: "too-many"; retryAfterSeconds: number }
  | { kind: "try-again"; retryAfterSeconds: number };

/** The result of the asking that a receipt is about. */
export type Receipt =
  /** No such asking, not the latest one of its entry, or older than 30 days. */
  | { kind: "out-of-date" }
  | {
      kind: "current";
      scope: Scope;
      state: "queued" | "done" | "no-contact" | "dead-letter" | "canceled" | "undone" | "undoing";
      /** For how many milliseconds it can still be undone; 0 if it cannot. */
      undoMs: number;
      /** The contact's address, if the link has only its ID and the Ledger has read it. */
      address: string | undefined;
    };

/** Makes an asking's ID: 128 random bits as 32 hexadecimal digits. */
export function newAskingId(): string {
  let id = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) id += HEX[byte];
  return id;
}

/** Each byte as two hexadecimal digits. A page makes two IDs; formatting the digits would be a tenth of its time. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Whether a text can be an asking's ID. */
export function isAskingId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
