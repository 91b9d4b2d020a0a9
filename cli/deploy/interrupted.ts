/** Somebody ended the command before it was done: Ctrl-C, at a question or not, or a signal. */

import { constants } from "node:os";

export class Interrupted extends Error {
  /** As shells have it: 128 and the signal's number. */
  readonly exitCode: number;

  /** @param reason the signal's name */
  constructor(reason: unknown) {
    super("interrupted");
    const name = Object.hasOwn(constants.signals, String(reason)) ? String(reason) : "SIGINT";
    this.exitCode = 128 + constants.signals[name as NodeJS.Signals];
  }
}
