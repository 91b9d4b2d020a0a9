/**
 * The texts of the pages in one language: data only. A page's texts have the name of its kind; `-everything` marks those
 * about all mailings. The list's name is shown beside a text and never inside it, so that no language has to inflect it.
 */
export interface Messages {
  /** The language's own name for itself, for the menu. */
  languageName: string;
  /** Names the menu of languages. */
  languages: string;
  /** Come before the names of the sender and the list, and the masked address. */
  labels: { sender: string; list: string; address: string };

  asking: { title: string; text: string; button: string };
  everything: {
    /** A button; `{brand}` is the sender's name. */
    button: `${string}{brand}${string}`;
    /** The same where the sender has no name. */
    buttonUnnamed: string;
  };
  done: { title: string; text: string };
  "done-everything": { title: string; text: string };
  queued: { title: string; text: string };
  "no-contact": { title: string; text: string };
  "dead-letter": { title: string; text: string };

  undo: {
    question: string;
    button: string;
    /** Is shown only while it is true: at first. */
    note: string;
  };
  undone: { title: string; text: string };
  "undone-everything": { title: string; text: string };
  canceled: { title: string; text: string };
  undoing: { title: string; text: string };
  "asked-again": { title: string; text: string };
  "others-stand": { title: string; text: string };
  "too-late": { title: string; text: string };
  "out-of-date": { title: string; text: string };

  "try-again": { title: string; text: string; button: string };
  "too-many": { title: string; text: string };
  /** A link that ends after the list. */
  general: { title: string; text: string };
  "bad-link": { title: string; text: string; hints: readonly [string, string] };
  "out-of-order": { title: string; text: string };
  /** The page at `/`. */
  home: { title: string; text: string };
  help: {
    /** Comes before the support address. */
    write: string;
    /** Is shown if there is no support address. */
    reply: string;
  };
}
