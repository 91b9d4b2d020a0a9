/** One line that says how far it is: redrawn on a terminal, written every few seconds elsewhere. */

import { clearLine, cursorTo } from "node:readline";

export interface Progress {
  /** @param share from 0 to 1 */
  show(share: number, words: string): void;
  /** Leaves the line as it is; what follows starts on a fresh one. */
  end(): void;
}

const CELLS = 24;
const EVERY_MS = 5_000;
const COLUMNS = 80;

/** @param now milliseconds on a clock that never goes back */
export function progressOn(stream: NodeJS.WriteStream, now: () => number): Progress {
  let writtenAt = Number.NEGATIVE_INFINITY;
  let shown = "";
  return {
    show(share, words) {
      const line = barText(share, words);
      if (stream.isTTY) {
        clearLine(stream, 0);
        cursorTo(stream, 0);
        stream.write(line.slice(0, (stream.columns || COLUMNS) - 1));
        shown = line;
      } else if (now() - writtenAt >= EVERY_MS) {
        writtenAt = now();
        stream.write(`${line}\n`);
      }
    },
    end() {
      if (shown !== "") stream.write("\n");
      shown = "";
      writtenAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Such as `████████░░░░░░░░  50 %  5000 of 10000`. */
export function barText(share: number, words: string): string {
  const within = Math.min(Math.max(share, 0), 1);
  const full = Math.floor(within * CELLS);
  const percent = `${Math.floor(within * 100)}`.padStart(3);
  return `${"█".repeat(full)}${"░".repeat(CELLS - full)} ${percent} %  ${words}`;
}
