/** The ways back and the way out of everything, as people use them; the stand-in says what became of them. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { type Member, runningSandbox } from "../sandbox/running.ts";
import { press, runningChromium } from "./watched.ts";

const sandbox = runningSandbox();
const open = runningChromium();

const SETTINGS = [
  { name: "with JavaScript", options: {} },
  { name: "with JavaScript disabled", options: { javaScriptEnabled: false } },
] as const;

const heading = (page: Page) => page.getByRole("heading").textContent();
const buttons = (page: Page) => page.getByRole("button").allTextContents();

async function isUnsubscribed({ id }: Member): Promise<boolean | undefined> {
  const { contacts } = await sandbox.standIn.state();
  return contacts.find((contact) => contact.id === id)?.unsubscribed;
}

describe.each(SETTINGS)("a person $name", ({ options }) => {
  it("leaves and comes back", async () => {
    const member = await sandbox.member();
    const { page, complaints } = await open(options);
    await page.goto(member.linkByAddress);
    await press(page, "Leave this list");
    expect(await sandbox.isMember(member)).toBe(false);

    await press(page, "Rejoin this list");
    expect(await heading(page)).toBe("You are back on the list");
    expect(page.url()).toBe(`${member.linkByAddress}/rejoin`);
    expect(await sandbox.isMember(member)).toBe(true);
    expect(await isUnsubscribed(member)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it("stops all emails, and gets them again", async () => {
    const member = await sandbox.member();
    const { page, complaints } = await open(options);
    await page.goto(member.linkById);
    await press(page, "Stop all emails");
    expect(await heading(page)).toBe("All emails are stopped");
    expect(await isUnsubscribed(member)).toBe(true);
    expect(await sandbox.isMember(member)).toBe(true);

    await press(page, "Get emails again");
    expect(await heading(page)).toBe("You will get emails again");
    expect(await isUnsubscribed(member)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it("leaves, then stops all emails from the page that says so", async () => {
    const member = await sandbox.member();
    const { page } = await open(options);
    await page.goto(member.linkById);
    await press(page, "Leave this list");
    await press(page, "Stop all emails");
    expect(await heading(page)).toBe("All emails are stopped");
    expect(await isUnsubscribed(member)).toBe(true);
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("goes back and leaves twice: the same calm answer, and nothing left to undo", async () => {
    const member = await sandbox.member();
    const { page } = await open(options);
    await page.goto(member.linkById);
    await press(page, "Leave this list");
    expect(await buttons(page)).toContain("Rejoin this list");

    await page.goto(member.linkById);
    await press(page, "Leave this list");
    expect(await heading(page)).toBe("You have left this list");
    expect(await buttons(page)).toEqual(["Stop all emails from this sender"]);
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("reloads the page that says so, and nothing changes", async () => {
    const member = await sandbox.member();
    const { page, requests } = await open(options);
    await page.goto(member.linkById);
    await press(page, "Leave this list");
    await page.reload();
    expect(await heading(page)).toBe("You have left this list");
    expect(await sandbox.isMember(member)).toBe(false);
    expect(requests.filter((request) => request.startsWith("POST "))).toHaveLength(2);
  });

  it("reloads the page that brought them back, and is still there", async () => {
    const member = await sandbox.member();
    const { page, requests } = await open(options);
    await page.goto(member.linkById);
    await press(page, "Leave this list");
    await press(page, "Rejoin this list");
    await page.reload();
    expect(await heading(page)).toBe("You are back on the list");
    expect(await sandbox.isMember(member)).toBe(true);
    expect(requests.at(-1)).toBe(`POST ${member.linkById}/rejoin`);
  });

  it("finds every answer's heading in focus", async () => {
    const member = await sandbox.member();
    const { page } = await open(options);
    await page.goto(member.linkById);
    expect(await page.locator("h1:focus").count()).toBe(0);
    for (const button of ["Leave this list", "Rejoin this list"]) {
      await press(page, button);
      await page.locator("h1:focus").waitFor({ timeout: 2_000 });
    }
  });
});
