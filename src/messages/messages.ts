/**
 * The texts of the pages in one language: data only. The list's name is shown beside a text and never inside it, so that
 * no language has to inflect it. English has all of them.
 */
export interface AllMessages {
  /** The language's own name for itself, for the menu. */
  languageName: string;
  /** Names the menu of languages. */
  languageMenu: string;

  asking: { title: string; text: string; button: string; note: string };
  left: { title: string; text: string };
  leaving: { title: string; text: string };
  noContact: { title: string; text: string };
  deadLetter: { title: string; text: string };
  stopped: { title: string; text: string };

  everything: {
    /** A button; `{brand}` is the sender's name. */
    button: `${string}{brand}${string}`;
    /** The same where the sender has no name. */
    buttonUnnamed: string;
  };

  undo: { question: string; rejoin: string; resume: string; note: string };
  /** Titles; `cancelled.text` is below both. */
  rejoined: string;
  resumed: string;
  /** Of a canceled request, `notCarriedOut` is below the title, since other requests of the same person may still stand. */
  cancelled: { title: string; text: string };
  notCarriedOut: string;
  undoing: { title: string; text: string };
  expired: { title: string; text: string };
  askedAgain: { title: string; text: string };
  othersStand: { title: string; text: string };
  outOfDate: { title: string; text: string };

  tryAgain: { title: string; text: string; button: string };
  tooMany: { title: string; text: string };

  badLink: { title: string; text: string; hints: readonly [string, string] };
  /** The general page: a link that ends after the list. */
  noReader: { title: string; text: string };
  help: {
    /** Comes before the support address. */
    write: string;
    /** Is shown if there is no support address. */
    reply: string;
  };
}

/** Texts that at least one language lacks and shows in English. Every language has all the others. */
export const UNTRANSLATED = [
  "noContact",
  "deadLetter",
  "notCarriedOut",
  "undoing",
  "askedAgain",
  "othersStand",
  "outOfDate",
] as const satisfies (keyof AllMessages)[];

type Untranslated = (typeof UNTRANSLATED)[number];

/** What a language has. */
export type Messages = Omit<AllMessages, Untranslated> & Partial<Pick<AllMessages, Untranslated>>;
