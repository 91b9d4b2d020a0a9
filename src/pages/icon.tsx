/** One line drawing for each kind of page; decoration beside the heading, so it has no name. */

import type { Page } from "./page.ts";

const ENVELOPE = "M3.5 6.5h17v11h-17zM4 7l8 6 8-6";
const CHECK = "M5 12.5l4.5 4.5L19 7.5";
const CLOCK = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2";
const BROKEN_LINK =
  "M9.5 14.5l-2 2a3.2 3.2 0 0 1-4.5-4.5l2.5-2.5M14.5 9.5l2-2a3.2 3.2 0 0 1 4.5 4.5l-2.5 2.5M9 5V3M5 7L3.5 5.5M15 19v2M19 17l1.5 1.5";
const TOOLS = "M12 7.5v6M12 16.5v.5M12 3.5l9 16.5H3z";

const DRAWINGS: Record<Page["state"], string> = {
  asking: ENVELOPE,
  left: CHECK,
  leaving: CLOCK,
  "try-again": CLOCK,
  "too-many": CLOCK,
  "bad-link": BROKEN_LINK,
  "out-of-order": TOOLS,
};

export function Icon({ state }: { state: Page["state"] }) {
  return (
    <div class="icon" aria-hidden="true">
      <svg width="28" height="28" viewBox="0 0 24 24" fill="none">
        <path
          d={DRAWINGS[state]}
          stroke="currentColor"
          stroke-width="1.7"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </div>
  );
}
