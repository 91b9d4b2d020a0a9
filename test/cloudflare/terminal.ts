/** Runs a command at a terminal of its own, and types into it: `script`, of every Linux, makes the terminal. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

import type { Environment } from "./deployment.ts";

export const KEYS = {
  enter: "\r",
  down: "\u001B[B",
  right: "\u001B[C",
  space: " ",
  ctrlC: "\u0003",
  erase: "\u007F",
};

const SHOWN_WITHIN_MS = 60_000;
const POLL_MS = 25;

/** What a prompt needs until it listens, once it is drawn. */
const LISTENING_MS = 150;

export function atTerminal(command: readonly string[], env: Environment, cwd?: string) {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  // Made by a program that has no terminal itself, this one would be no characters wide.
  const line = `stty columns 120 rows 40; exec ${words}`;
  const child = spawn(
    "script",
    ["--quiet", "--flush", "--return", "--command", line, "/dev/null"],
    {
      cwd,
      env: { ...env, TERM: "xterm-256color", SHELL: "/bin/sh" },
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  let output = "";
  let seen = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const shown = () => stripVTControlCharacters(output);
  return {
    /** All that the terminal has shown, without colors and movements. */
    shown,
    /** Waits until this is shown, after all that was waited for before. */
    async shows(text: string) {
      for (let waitedMs = 0; ; waitedMs += POLL_MS) {
        const at = shown().indexOf(text, seen);
        if (at !== -1) {
          seen = at + text.length;
          return;
        }
        if (waitedMs > SHOWN_WITHIN_MS || child.exitCode !== null) {
          throw new Error(`the terminal does not show "${text}":\n${shown().slice(seen)}`);
        }
        await sleep(POLL_MS);
      }
    },
    /** Types, as soon as the question is there. */
    async type(keys: string) {
      await sleep(LISTENING_MS);
      child.stdin.write(keys);
    },
    exitCode: once(child, "close").then(([code]) => code as number | null),
    end: () => void child.kill("SIGKILL"),
  };
}
