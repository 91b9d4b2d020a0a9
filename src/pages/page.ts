/** What a page is about. */

/** Which list, who, and where the link leads. */
export interface Subject {
  /** What people call the list: one name, or names by language tag; `undefined` when no setting says. */
  listName: string | Readonly<Record<string, string>> | undefined;
  /** A contact ID or an address; only a masked address ever shows. */
  contact: string;
  /** The link's own path, where a leave is posted. */
  path: string;
}

/** What a form on the page asks for. `view` is the ID that the request will have: 32 hexadecimal digits. */
export type Step =
  | { action: "leave" | "everything"; view: string }
  | { action: "undo"; token: string };

/** What a request was about: the link's list, or all that this sender mails. */
export type Scope = "list" | "everything";

/** What happened, as far as the reader is concerned. */
export type Page =
  /** Each request that a page offers has a `view` of its own; without `everythingView`, everything is not offered. */
  | { state: "asking"; subject: Subject; view: string; everythingView: string | undefined }
  /** `undo` is the token, while there is one. */
  | {
      state: "left" | "queued" | "no-contact" | "dead-letter";
      subject: Subject;
      scope: Scope;
      undo: string | undefined;
      everythingView: string | undefined;
    }
  /** What became of a request that was undone. `canceled`: it was not carried out, and other requests stand. */
  | { state: "undone" | "canceled" | "undoing"; subject: Subject; scope: Scope }
  /** Nothing was changed. */
  | { state: "asked-again" | "others-stand" | "expired" | "out-of-date"; subject: Subject }
  /** `step` is what can be tried again. */
  | { state: "try-again" | "too-many"; subject: Subject; step: Step }
  /** `no-reader`: a link that ends behind the list. */
  | { state: "no-reader" | "bad-link" | "out-of-order" };

export type State = Page["state"];

/** Whose page it is; every part is optional. */
export interface Brand {
  name?: string;
  /** Where the name leads. */
  url?: string;
  /** An image in place of the name. */
  logo?: string;
  /** `#rrggbb`. */
  color?: string;
  /** The e-mail address that answers readers. */
  support?: string;
}
