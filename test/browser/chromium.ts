/** Debian's Chromium, headless. A missing browser is an error, not a skip. */

import { accessSync, constants } from "node:fs";

import { type Browser, chromium } from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Starts the browser; without one it says how to get it. */
export async function launchChromium(): Promise<Browser> {
  try {
    accessSync(EXECUTABLE, constants.X_OK);
  } catch {
    throw new Error(
      `There is no Chromium at ${EXECUTABLE}. Install it (Debian: apt-get install chromium), or name yours in CHROMIUM.`,
    );
  }
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
}
