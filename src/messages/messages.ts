/**
 * What the pages say, in one language. Texts stand alone: the list's name is shown beside them and
 * never inside, so that no language has to inflect it.
 */
export interface Messages {
  asking: { title: string; text: string; button: string; note: string };
  left: { title: string; text: string };
  leaving: { title: string; text: string };
  tryAgain: { title: string; text: string; button: string };
  tooMany: { title: string; text: string };
  badLink: {
    title: string;
    text: string;
    hints: readonly string[];
    /** Stands before the support address. */
    support: string;
    /** Stands where there is no support address. */
    noSupport: string;
  };
  outOfOrder: { title: string; text: string };
}
