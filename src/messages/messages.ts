/**
 * What the pages say, in one language: data only. Texts stand alone. The list's name is shown beside
 * them and never inside, so that no language has to inflect it.
 */
export interface Messages {
  /** The language's own name for itself, for the menu. */
  languageName: string;
  /** Names the menu of languages. */
  languageMenu: string;

  asking: { title: string; text: string; button: string; note: string };
  left: { title: string; text: string };
  leaving: { title: string; text: string };
  stopped: { title: string; text: string };

  everything: {
    /** A button; `{brand}` is the sender's name. */
    button: `${string}{brand}${string}`;
    /** The same where the sender has no name. */
    buttonUnnamed: string;
  };

  undo: { question: string; rejoin: string; resume: string; note: string };
  /** Titles; what `cancelled.text` says holds for both. */
  rejoined: string;
  resumed: string;
  cancelled: { title: string; text: string };
  expired: { title: string; text: string };

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
