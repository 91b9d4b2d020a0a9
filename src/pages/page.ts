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

/** What a form on the page asks for. */
export type Step =
  | { action: "leave" | "everything" }
  /** `undoes` says what is undone. */
  | { action: "rejoin"; proof: string; undoes: "leave" | "everything" };

/** What happened, as far as the reader is concerned. */
export type Page =
  | { state: "asking"; subject: Subject; offerEverything: boolean }
  /** `undo` is the way back, where there is one. */
  | { state: "left"; subject: Subject; undo: Step | undefined; offerEverything: boolean }
  | { state: "leaving"; subject: Subject; undo: Step | undefined; offerEverything: boolean }
  | { state: "stopped"; subject: Subject; undo: Step | undefined }
  | { state: "rejoined" | "resumed" | "cancelled"; subject: Subject }
  /** A proof that does not hold, or one that came too late. */
  | { state: "expired" | "too-late"; subject: Subject }
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
