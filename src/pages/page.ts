/** What a page is about. */

/** Which list, and who. */
export interface Subject {
  /** What people call the list; `undefined` when no setting says. */
  listName: string | undefined;
  /** A contact ID or an address; only a masked address ever shows. */
  contact: string;
  /** Where the leave is posted. */
  leavePath: string;
}

/** What happened, as far as the reader is concerned. */
export type Page =
  | { state: "asking"; subject: Subject }
  | { state: "left"; subject: Subject }
  | { state: "leaving"; subject: Subject }
  | { state: "try-again"; subject: Subject }
  | { state: "too-many"; subject: Subject }
  | { state: "bad-link" }
  | { state: "out-of-order" };

/** Whose page it is; every part is optional. */
export interface Brand {
  name?: string;
  /** Where the name leads. */
  url?: string;
  /** The e-mail address that answers readers. */
  support?: string;
}

/** For whom the page is rendered, and how. */
export interface View {
  brand: Brand;
  /** Lets the style sheet through the Content-Security-Policy. */
  nonce: string;
}
