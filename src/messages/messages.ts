/**
 * What the pages say, in one language: data only. Texts stand alone. The list's name is shown beside
 * them and never inside, so that no language has to inflect it. English has all of them.
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
  /** Titles; `cancelled.text` stands below both. */
  rejoined: string;
  resumed: string;
  /** `notCarriedOut` stands below the title, since other requests of the same person may stand. */
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
  /** Of a link that ends behind the list. */
  noReader: { title: string; text: string };
  help: {
    /** Stands before the support address. */
    write: string;
    /** Stands where there is no support address. */
    reply: string;
  };
}

/** Texts that some language lacks, so that it shows them in English. Every other text is there in every language. */
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
