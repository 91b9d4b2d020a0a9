/** One line drawing for each kind of page; decoration beside the heading, so it has no name. */

import { html, type Html } from "./html.ts";
import type { State } from "./page.ts";

const ENVELOPE = "M3.5 6.5h17v11h-17zM4 7l8 6 8-6";
const CHECK = "M5 12.5l4.5 4.5L19 7.5";
const CLOCK = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2";
const INFO = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11.2v5M12 7.8v.2";
const BACK = "M4 9.5h10a5 5 0 0 1 0 10H9M8 5L3.5 9.5 8 14";
const CUT_LINK = "M9.5 8H7a4 4 0 0 0 0 8h2.5M14.5 8H17a4 4 0 0 1 0 8h-2.5M5 4l14 16";
const WARNING = "M12 9.5v4.5M12 16.8v.2M12 4l9 15.5H3z";

/** The line of each drawing, and its colour: good news, trouble, or neither. */
const DRAWINGS: Record<State, readonly [line: string, mood?: "done" | "trouble"]> = {
  asking: [ENVELOPE],
  left: [CHECK, "done"],
  queued: [CLOCK],
  "no-contact": [INFO],
  "dead-letter": [WARNING, "trouble"],
  undone: [BACK, "done"],
  canceled: [BACK, "done"],
  undoing: [CLOCK],
  "asked-again": [INFO, "trouble"],
  "others-stand": [INFO, "trouble"],
  expired: [CLOCK, "trouble"],
  "out-of-date": [CLOCK, "trouble"],
  "try-again": [CLOCK, "trouble"],
  "too-many": [CLOCK, "trouble"],
  "no-reader": [CUT_LINK, "trouble"],
  "bad-link": [CUT_LINK, "trouble"],
  "out-of-order": [WARNING, "trouble"],
};

/** A state's drawing. */
export function icon(state: State): Html {
  const [line, mood] = DRAWINGS[state];
  return html`<div class="icon${mood && ` ${mood}`}" aria-hidden="true">
<svg width="28" height="28" viewBox="0 0 24 24"><path d="${line}"/></svg>
</div>`;
}
