/** Colours for a terminal; none where the output goes to a file or a pipe, or NO_COLOR is set. */

import { styleText } from "node:util";

export type Tone = "bold" | "dim" | "green" | "yellow" | "red" | "cyan";

export type Paint = (tone: Tone, text: string) => string;

/** Paints for the terminal behind this stream. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (tone, text) => styleText(tone, text, { stream });
}

/** Leaves the text as it is. */
export const noPaint: Paint = (_tone, text) => text;
