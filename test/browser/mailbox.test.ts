/** The sandbox's mailbox in a browser: what a newcomer presses first. */

import { describe, expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";
import { runningChromium } from "./watched.ts";

const sandbox = runningSandbox();
const open = runningChromium();

/** Somebody else each time: who has just left is remembered, whatever the sandbox puts back. */
const SETTINGS = [
  { name: "with JavaScript", options: {}, letter: 1, row: /Mira Holm/, email: "mira@example.com" },
  {
    name: "with JavaScript disabled",
    options: { javaScriptEnabled: false },
    letter: 2,
    row: /Jonas Feld/,
    email: "jonas.feld+news@example.net",
  },
] as const;

describe.each(SETTINGS)("the mailbox $name", ({ options, letter, row, email }) => {
  it("takes a person off the list when Unsubscribe is pressed, and shows that in the table", async () => {
    const { page, complaints } = await open(options);
    await page.goto(`${sandbox.standIn.url}/?message=${letter}`);
    const lists = () => page.getByRole("row", { name: row }).getByRole("cell").allInnerTexts();
    expect(await lists()).toEqual(["✓\non the list", "✓\non the list", "–\nnot opted out"]);

    await page.getByRole("button", { name: /^Unsubscribe/ }).click();

    await page.getByText(/^200 in \d+ ms/).waitFor();
    await expect.poll(lists).toEqual(["–\nnot on the list", "✓\non the list", "–\nnot opted out"]);
    expect(await sandbox.isMember({ email })).toBe(false);
    expect(complaints).toEqual([]);
  });

  it("opens the Worker's page from the link in the letter", async () => {
    const { page } = await open(options);
    await page.goto(`${sandbox.standIn.url}/?message=2`);
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Unsubscribe" }).click();
    const worker = await opened;
    expect(await worker.getByRole("heading").textContent()).toBe("Leave this list?");
    expect(await worker.getByText("j•••@example.net").isVisible()).toBe(true);
  });
});

describe("the mailbox's switches", () => {
  it("make Resend fail, and the Worker stores the request", async () => {
    const { page } = await open();
    await page.goto(`${sandbox.standIn.url}/?message=5`);
    await page.getByRole("radio", { name: /^503/ }).check();
    await expect
      .poll(async () => (await fetch(`${sandbox.standIn.url}/contacts`)).status)
      .toBe(503);

    await page.getByRole("button", { name: /^Unsubscribe/ }).click();
    await page.getByText(/^202 in \d+ ms/).waitFor();
    expect(await sandbox.isMember({ email: "pavel@example.com" })).toBe(true);
  });
});
