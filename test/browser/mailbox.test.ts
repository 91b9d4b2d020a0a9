/** The sandbox's mailbox in a browser, with JavaScript and without: what a newcomer presses first. */

import type { Page } from "playwright-core";
import { Resend } from "resend";
import { describe, expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { runningChromium } from "./chromium.ts";

const sandbox = runningSandbox({ broadcasts: true });
const open = runningChromium();

const LINKED_WITHIN_MS = 15_000;

/** In a copy's frame no script runs, not even those by which the tests listen. */
const OF_THE_TEST_ITSELF = "Blocked script execution in 'about:srcdoc'";

/** Another contact each time: the Ledger remembers the last one's request, whatever the sandbox resets. */
const SETTINGS = [
  { name: "with JavaScript", options: {}, letter: 1, row: /Mira Holm/, ida: "ida@example.com" },
  {
    name: "with JavaScript disabled",
    options: { javaScriptEnabled: false },
    letter: 2,
    row: /Jonas Feld/,
    ida: "ida@example.net",
  },
] as const;

/** Unsubscribes on the Worker's page that a link of the mailbox opens in a new tab. */
async function unsubscribe(page: Page): Promise<void> {
  const opened = page.context().waitForEvent("page");
  await page.frameLocator("iframe.copy").getByRole("link", { name: "Unsubscribe" }).click();
  const worker = await opened;
  await worker.getByRole("button").first().click();
  await worker.getByRole("heading", { name: /^You are unsubscribed/ }).waitFor();
}

describe.each(SETTINGS)("the mailbox $name", ({ options, letter, row, ida }) => {
  it("takes a contact off the list when Unsubscribe is pressed, and shows that in the table", async () => {
    const { page, complaints } = await open(options);
    await page.goto(`${sandbox.standIn.url}/?message=${letter}`);
    const lists = () => page.getByRole("row", { name: row }).getByRole("cell").allInnerTexts();
    const others = ["✓\non the list", "✓\nopted in", "–\nnot opted out"];
    expect(await lists()).toEqual(["✓\non the list", ...others]);

    await page.getByRole("button", { name: /^Unsubscribe/ }).click();

    await page.getByText(/^200 in \d+ ms/).waitFor();
    await expect.poll(lists).toEqual(["–\nnot on the list", ...others]);
    expect(complaints).toEqual([]);
  });

  it("adds a contact, shows their link, sends a Broadcast, and opens their copy", async () => {
    const { page, complaints } = await open(options);
    await page.goto(sandbox.standIn.url);
    await page.getByLabel("First name").fill("Ida");
    await page.getByLabel("Email").fill(ida);
    await page.getByRole("button", { name: "Add" }).click();
    const links = async () => {
      if ("javaScriptEnabled" in options) await page.reload();
      return page.locator(".links li").filter({ hasText: ida }).getByRole("link").count();
    };
    await expect.poll(links, { timeout: LINKED_WITHIN_MS }).toBe(1);

    await page.getByRole("button", { name: "Send to everyone on Weekly digest" }).click();
    await page.getByRole("heading", { name: "Ida, a desk by the window" }).waitFor();
    expect(await sandbox.isSubscribed({ email: ida })).toBe(true);
    await unsubscribe(page);

    expect(await sandbox.isSubscribed({ email: ida })).toBe(false);
    await page.reload();
    const entry = page.getByRole("link", { name: `to ${ida}` });
    expect(await entry.getByText("unsubscribed").count()).toBe(1);
    expect(complaints.filter((text) => !text.includes(OF_THE_TEST_ITSELF))).toEqual([]);
  });
});

it("shows that a list's topic is left with its segment", async () => {
  const { page } = await open();
  await page.goto(`${sandbox.standIn.url}/?message=3`);
  await page.getByRole("button", { name: /^Unsubscribe/ }).click();
  const lists = () => page.getByRole("row", { name: /Zoë/ }).getByRole("cell").allInnerTexts();
  const left = ["–\nnot on the list", "–\nnot on the list", "–\nnot opted in", "–\nnot opted out"];
  await expect.poll(lists).toEqual(left);
  await page.getByText("Resend has taken them off the list.").waitFor();
});

it("makes Resend fail, and shows that the Worker has stored the request", async () => {
  const { page } = await open();
  await page.goto(`${sandbox.standIn.url}/?message=5`);
  await page.getByRole("button", { name: "Switch Resend off" }).click();
  const status = async () => (await fetch(`${sandbox.standIn.url}/contacts`)).status;
  await expect.poll(status).toBe(503);

  await page.getByRole("button", { name: /^Unsubscribe/ }).click();
  await page.getByText(/^202 in \d+ ms/).waitFor();
  expect(await sandbox.isSubscribed({ email: "pavel@example.com" })).toBe(true);
  await page.getByRole("button", { name: "Switch Resend on" }).click();
  await page.getByText("Other faults").click();
  await page.getByRole("radio", { name: /^revoked-key/ }).check();
  await page.getByText("The API key was deleted (403).").first().waitFor();
  expect(await page.getByRole("radio").count()).toBe(7);
});

it("says first what to do, and shows the answer on a phone", async () => {
  const { page } = await open({ viewport: { width: 360, height: 740 } });
  await page.goto(`${sandbox.standIn.url}/?message=4`);
  expect(await page.locator("header p").first().innerText()).toMatch(/^Press Unsubscribe/);
  const button = page.getByRole("button", { name: /^Unsubscribe/ });
  await button.evaluate((element) => element.scrollIntoView({ block: "end" }));
  await button.click();
  const answer = page.getByText(/^200 in \d+ ms/);
  await answer.waitFor();
  await page.waitForTimeout(300);
  const { y = 0, height = 0 } = (await answer.boundingBox()) ?? {};
  expect([y >= 0, y + height <= 740]).toEqual([true, true]);
});

it("shows the text of an email without HTML as it is, with its line breaks", async () => {
  const { page } = await open();
  const text = "1 < 2, <b>not bold</b> &amp; so on\n\nSecond paragraph";
  const email = { from: "a@example.com", to: "mira@example.com", subject: "Text", text };
  await new Resend(API_KEY, { baseUrl: sandbox.standIn.url }).emails.send(email);
  const [letter] = await sandbox.standIn.letters();
  await page.goto(`${sandbox.standIn.url}/?message=${letter?.id}`);
  expect(await page.frameLocator("iframe.copy").locator("body").innerText()).toBe(text);
});

it("imports a CSV that brings a reader back, and shows that the Worker finds them", async () => {
  const { page } = await open();
  await page.goto(`${sandbox.standIn.url}/?message=4`);
  await page.getByRole("button", { name: /^Unsubscribe/ }).click();
  const entry = page.locator("#record li").filter({ hasText: "noor.castell@example.org" });
  await entry.getByText("done").waitFor();
  await page.getByRole("button", { name: "Import a CSV with everyone" }).click();
  await entry.getByText("re-added").waitFor();
  expect(await sandbox.isSubscribed({ email: "noor.castell@example.org" })).toBe(true);
});

it.each([360, 820, 1440])("fits a window %i wide", async (width) => {
  const { page } = await open({ viewport: { width, height: 800 } });
  await page.goto(sandbox.standIn.url);
  await page.getByRole("button", { name: "Send to everyone on Weekly digest" }).click();
  await page.locator("iframe.copy").waitFor();
  await page.waitForLoadState();
  const needed = await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
  expect(needed).toBe(width);
});
