/** The mailbox's Broadcast in a browser: somebody is added, gets a link, opens their copy and leaves. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";
import { runningChromium } from "./watched.ts";

const sandbox = runningSandbox({ broadcasts: true });
const open = runningChromium();

const STAMPED_WITHIN_MS = 15_000;

/** In the letter's frame no script runs, not even those by which the tests listen. */
const OF_THE_TEST_ITSELF = "Blocked script execution in 'about:srcdoc'";

async function add(page: Page, firstName: string, email: string): Promise<void> {
  await page.getByLabel("First name").fill(firstName);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Add" }).click();
}

const row = (page: Page, email: string) => page.locator(".links li").filter({ hasText: email });

/** Opens the link in the letter that is open, and leaves. */
async function leave(page: Page): Promise<void> {
  const opened = page.context().waitForEvent("page");
  await page.frameLocator("iframe.copy").getByRole("link", { name: "Leave this list" }).click();
  const worker = await opened;
  await worker.getByRole("button").first().click();
  await worker.getByRole("heading", { name: /left/i }).waitFor();
}

describe("the mailbox's Broadcast", () => {
  it("is added to, stamped, sent, opened and left, without a reload", async () => {
    const { page, complaints } = await open();
    await page.goto(sandbox.standIn.url);
    await add(page, "Ida", "ida@example.com");

    const link = row(page, "ida@example.com").getByRole("link");
    await link.waitFor({ timeout: STAMPED_WITHIN_MS });
    expect(await page.getByLabel("E-mail").inputValue()).toBe("");

    await page.getByRole("button", { name: "Send to everybody on Weekly digest" }).click();
    await page.getByRole("heading", { name: "Ida, a desk by the window" }).waitFor();
    const frame = page.locator("iframe.copy");
    const letter = page.frameLocator("iframe.copy").locator("html");
    await expect
      .poll(async () => (await frame.boundingBox())?.height)
      .toBe(await letter.evaluate(({ offsetHeight }) => offsetHeight));
    expect(await sandbox.isMember({ email: "ida@example.com" })).toBe(true);

    await leave(page);

    expect(await sandbox.isMember({ email: "ida@example.com" })).toBe(false);
    const entry = page.getByRole("link", { name: /to ida@example\.com/ });
    await entry.getByText("has left").waitFor();
    expect(complaints.filter((text) => !text.includes(OF_THE_TEST_ITSELF))).toEqual([]);
  });

  it("works without JavaScript", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(sandbox.standIn.url);
    await add(page, "Ida", "ida@example.net");
    const links = async () => {
      await page.reload();
      return row(page, "ida@example.net").getByRole("link").count();
    };
    await expect.poll(links, { timeout: STAMPED_WITHIN_MS }).toBe(1);

    await page.getByRole("button", { name: "Send to everybody on Weekly digest" }).click();
    await leave(page);
    expect(await sandbox.isMember({ email: "ida@example.net" })).toBe(false);
  });

  it.each([360, 820, 1440])("fits a window %i wide", async (width) => {
    const { page } = await open({ viewport: { width, height: 800 } });
    await page.goto(sandbox.standIn.url);
    await page.getByRole("button", { name: "Send to everybody on Weekly digest" }).click();
    await page.locator("iframe.copy").waitFor();
    await page.waitForLoadState();
    const needed = await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
    expect(needed).toBe(width);
  });
});
