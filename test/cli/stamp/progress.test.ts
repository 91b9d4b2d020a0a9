/** What `stamp` shows on stderr while it works. */

import { describe, expect, it } from "vitest";

import { showProgress } from "../../../cli/stamp/progress.ts";
import { collector } from "../run.ts";

function progress(terminal: boolean) {
  const { stream, text } = collector();
  let now = 0;
  const shown = showProgress("weekly", Object.assign(stream, { isTTY: terminal }), () => now);
  /** A contact every 100 ms. */
  const handle = (from: number, to: number, total: number) => {
    for (let handled = from; handled <= to; handled++) {
      now += 100;
      shown.handling(handled, total);
    }
  };
  return { shown, handle, text };
}

describe("progress", () => {
  it("is a line now and then where stderr is no terminal", () => {
    const { shown, handle, text } = progress(false);
    shown.counting(100);
    handle(0, 899, 30_000);
    shown.end();
    expect(text()).toBe(
      [
        "weekly: 299 of 30,000 contacts, 50 min left\n",
        "weekly: 599 of 30,000 contacts, 50 min left\n",
        "weekly: 899 of 30,000 contacts, 49 min left\n",
      ].join(""),
    );
  });

  it("says nothing of what is done at once", () => {
    const { shown, handle, text } = progress(false);
    handle(0, 20, 20);
    shown.end();
    expect(text()).toBe("");
  });

  it("is a bar with the time left on a terminal, and is wiped away at its end", () => {
    const { shown, handle, text } = progress(true);
    shown.counting(12_000);
    handle(0, 6000, 12_000);
    shown.end();
    expect(text()).toContain("weekly [");
    expect(text()).toContain("6,000 of 12,000, 10 min left");
  });
});
