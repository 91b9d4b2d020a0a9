/** What `npm start` says once everything runs: where to look, what to click, how to stop. Pure. */

import type { Letter } from "./resend/mailbox/letters.ts";
import { SAMPLE_LISTS } from "./resend/samples.ts";
import type { Paint } from "./paint.ts";

export interface Summary {
  mailboxUrl: string;
  workerUrl: string;
  letters: readonly Letter[];
}

/** @returns lines for a terminal of 100 columns, without a line feed at the end */
export function summaryText({ mailboxUrl, workerUrl, letters }: Summary, paint: Paint): string {
  const title = (letter: Letter) => {
    const { to, newsletter, mintedFrom } = letter;
    const rest = `${SAMPLE_LISTS[newsletter.list].name}, link by ${mintedFrom.kind}`;
    return `  ${paint("bold", to.name.padEnd(14))}${paint("dim", rest)}`;
  };
  return [
    "",
    `  ${paint("bold", "leave-this-list")} ${paint("dim", "· nothing here leaves this computer")}`,
    "",
    `  Mailbox  ${paint("cyan", mailboxUrl)}`,
    "           Newsletters with an Unsubscribe button, a Broadcast to send, who is on which list,",
    "           what Resend does.",
    `  Worker   ${paint("cyan", workerUrl)}`,
    "           Opens the links below and those in the mailbox. Each may be used again.",
    "",
    ...letters.flatMap((letter) => [title(letter), `  ${paint("cyan", letter.url)}`, ""]),
    `  ${paint("bold", "Ctrl-C")} stops everything. What the Worker logs follows.`,
    "",
  ].join("\n");
}
