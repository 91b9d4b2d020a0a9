/** Debian's Chromium, headless, with a new profile for each test, and what goes on in its page. */

import { accessSync, constants } from "node:fs";

import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** What went on in a page. */
export interface Watched {
  page: Page;
  /** Every request that it made: method and URL. */
  requests: string[];
  /** Its console's warnings and errors, exceptions, and what its Content-Security-Policy blocked. */
  complaints: string[];
}

/** @throws Error that says how to install the browser, where there is none: tests do not skip */
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

/** Call it once at the top of a test file. What it returns opens a new profile inside a test. */
export function runningChromium() {
  let browser: Browser | undefined;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  return async (options: BrowserContextOptions = {}): Promise<Watched> => {
    if (browser === undefined) throw new Error("the browser runs inside tests only");
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    return watch(await context.newPage());
  };
}

async function watch(page: Page): Promise<Watched> {
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => void requests.push(`${request.method()} ${request.url()}`));
  page.on("pageerror", (error) => void complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  // The console does not show every violation.
  await page.exposeFunction("complain", (text: string) => void complaints.push(text));
  await page.addInitScript(`
    document.addEventListener("securitypolicyviolation", (event) =>
      complain("CSP: " + event.violatedDirective + " " + event.blockedURI));
  `);
  return { page, requests, complaints };
}

/** Presses the button of that name, or the first one, and waits for the answer. */
export async function press(page: Page, name = ""): Promise<void> {
  const answered = page.waitForEvent("load");
  await page.getByRole("button", { name }).first().click();
  await answered;
}
