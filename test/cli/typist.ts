/** Somebody at a terminal, in this process: reads what is shown, and types answers to it. */

import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";

export interface Typist {
  env: Record<string, string>;
  stdin: PassThrough & { isTTY: true };
  stdout: PassThrough & { isTTY: true };
  stderr: PassThrough;
  /** All that was shown, without colours and movements. */
  shown(): string;
}

export const KEYS = {
  enter: "\r",
  down: "\u001B[B",
  right: "\u001B[C",
  space: " ",
  ctrlC: "\u0003",
  erase: "\u007F",
};

/** What a prompt needs until it listens, once it is drawn. */
const LISTENING_MS = 20;

/** @param answers what to wait for, and what to type then; one after the other */
export function typist(...answers: (readonly [shows: string, keys: string])[]): Typist {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true as const,
    setRawMode: () => undefined,
  });
  const stdout = Object.assign(new PassThrough(), { isTTY: true as const, columns: 120, rows: 40 });
  const stderr = new PassThrough();
  const waiting = [...answers];
  let output = "";
  let seen = 0;
  const shown = () => stripVTControlCharacters(output);

  const read = (chunk: Buffer) => {
    output += chunk.toString("utf8");
    const [next] = waiting;
    const at = next === undefined ? -1 : shown().indexOf(next[0], seen);
    if (next === undefined || at === -1) return;
    seen = at + next[0].length;
    waiting.shift();
    setTimeout(() => stdin.write(next[1]), LISTENING_MS);
  };
  stdout.on("data", read);
  stderr.on("data", read);
  return { env: {}, stdin, stdout, stderr, shown };
}
