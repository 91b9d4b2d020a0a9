/** Fresh, empty profiles for the tests of a file, and what goes on in their pages while a test looks. */

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";

import { launchChromium } from "./chromium.ts";

/** What went on in a page. */
export interface Watched {
  page: Page;
  /** Every request that it made: method and URL. */
  requests: string[];
  /** What its console said at warning or worse, what threw, and what its Content-Security-Policy stopped. */
  complaints: string[];
}

/** Call it once at the top of a test file; what it returns opens a new profile inside a test. */
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

/** Presses the button of that name, or the first one, and waits for the answer. */
export async function press(page: Page, name = ""): Promise<void> {
  const answered = page.waitForEvent("load");
  await page.getByRole("button", { name }).first().click();
  await answered;
}

/** What the address of a receipt looks like. */
export function receiptOf(link: string): RegExp {
  return new RegExp(`^${link.replaceAll(".", "\\.")}/receipt/[0-9a-f]{32}$`);
}

async function watch(page: Page): Promise<Watched> {
  const watched: Watched = { page, requests: [], complaints: [] };
  const { requests, complaints } = watched;
  page.on("request", (request) => void requests.push(`${request.method()} ${request.url()}`));
  page.on("pageerror", (error) => void complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  // The console does not tell every violation.
  await page.exposeFunction("complain", (text: string) => void complaints.push(text));
  await page.addInitScript(`
    document.addEventListener("securitypolicyviolation", (event) =>
      complain("CSP: " + event.violatedDirective + " " + event.blockedURI));
  `);
  return watched;
}
