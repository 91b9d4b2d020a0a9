/** One line drawing for each kind of page; decoration beside the heading, so it has no name. */

import type { State } from "./page.ts";

const ENVELOPE = "M3.5 6.5h17v11h-17zM4 7l8 6 8-6";
const CHECK = "M5 12.5l4.5 4.5L19 7.5";
const CLOCK = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2";
const BACK = "M4 9.5h10a5 5 0 0 1 0 10H9M8 5L3.5 9.5 8 14";
const CUT_LINK = "M10 8H7a4 4 0 0 0 0 8h3M14 8h3a4 4 0 0 1 0 8h-3M12 3.5v3M12 17.5v3M12 10.5v3";
const WARNING = "M12 9.5v4.5M12 16.8v.2M12 4l9 15.5H3z";

const DRAWINGS: Record<State, string> = {
  asking: ENVELOPE,
  left: CHECK,
  leaving: CLOCK,
  stopped: CHECK,
  rejoined: BACK,
  resumed: BACK,
  cancelled: BACK,
  expired: CLOCK,
  "too-late": CLOCK,
  "try-again": CLOCK,
  "too-many": CLOCK,
  "bad-link": CUT_LINK,
  "unknown-reader": CUT_LINK,
  "out-of-order": WARNING,
};

export function Icon({ state }: { state: State }) {
  return (
    <div class="icon" aria-hidden="true">
      <Drawing path={DRAWINGS[state]} size={28} />
    </div>
  );
}

/** A drawing on a grid of 24. */
export function Drawing({ path, size }: { path: string; size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
