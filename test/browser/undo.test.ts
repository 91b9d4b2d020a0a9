/** The ways back and the way out of everything, as people use them; the stand-in says what became of them. */

import type { Page, Route } from "playwright-core";
import { describe, expect, it } from "vitest";

import { oneClick } from "../e2e/exchange.ts";
import { type Member, runningSandbox } from "../../sandbox/running.ts";
import { press, receiptOf, runningChromium } from "./watched.ts";

const sandbox = runningSandbox();
const open = runningChromium();

const SETTINGS = [
  { name: "with JavaScript", options: {} },
  { name: "with JavaScript disabled", options: { javaScriptEnabled: false } },
] as const;

async function sendAgain(route: Route): Promise<{ status: number }> {
  const response = await route.fetch({ maxRedirects: 0 });
  return { status: response.status() };
}

const heading = (page: Page) => page.getByRole("heading").textContent();
const buttons = (page: Page) => page.getByRole("button").allTextContents();

async function isUnsubscribed({ id }: Member): Promise<boolean | undefined> {
  const { contacts } = await sandbox.standIn.state();
  return contacts.find((contact) => contact.id === id)?.unsubscribed;
}

describe.each(SETTINGS)("a person $name", ({ options }) => {
  /** Somebody who has just left by the page. */
  async function leaver(kind: "linkById" | "linkByAddress" = "linkById") {
    const member = await sandbox.member();
    const watched = await open(options);
    await watched.page.goto(member[kind]);
    await press(watched.page, "Leave this list");
    return { member, ...watched };
  }

  it("leaves and comes back, on the same receipt", async () => {
    const { member, page, complaints } = await leaver("linkByAddress");
    expect(await sandbox.isMember(member)).toBe(false);
    const receipt = page.url();
    expect(receipt).toMatch(receiptOf(member.linkByAddress));

    await press(page, "Rejoin this list");
    expect(await heading(page)).toBe("You are back on the list");
    expect(page.url()).toBe(receipt);
    expect(await buttons(page)).toEqual([]);
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
    const { member, page } = await leaver();
    await press(page, "Stop all emails");
    expect(await heading(page)).toBe("All emails are stopped");
    expect(await isUnsubscribed(member)).toBe(true);
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("opens the link again and leaves twice: the same calm answer, and nothing left to undo", async () => {
    const { member, page } = await leaver();
    expect(await buttons(page)).toContain("Rejoin this list");

    await page.goto(member.linkById);
    await press(page, "Leave this list");
    expect(await heading(page)).toBe("You have left this list");
    expect(await buttons(page)).toEqual(["Stop all emails from this sender"]);
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("reloads the receipt: nothing is sent again, and the way back is still there", async () => {
    const { member, page, requests } = await leaver();
    await page.reload();
    expect(await heading(page)).toBe("You have left this list");
    expect(requests.filter((request) => request.startsWith("POST "))).toHaveLength(1);
    await press(page, "Rejoin this list");
    expect(await sandbox.isMember(member)).toBe(true);

    await page.reload();
    expect(await heading(page)).toBe("You are back on the list");
    expect(requests.filter((request) => request.startsWith("POST "))).toHaveLength(2);
    expect(await sandbox.isMember(member)).toBe(true);
  });

  it("goes Back and Forward: the receipt is as it was", async () => {
    const { member, page } = await leaver();
    const receipt = page.url();
    await page.goBack();
    expect(await heading(page)).toBe("Leave this list?");
    await page.goForward();
    expect(page.url()).toBe(receipt);
    expect(await heading(page)).toBe("You have left this list");
    await press(page, "Rejoin this list");
    expect(await sandbox.isMember(member)).toBe(true);
  });

  it("presses twice in a row: one request, one removal, one way back", async () => {
    const member = await sandbox.member();
    const { page } = await open(options);
    // A browser may hold the second press back, so the form is sent once more beside it.
    let sent = 0;
    await page.route(member.linkById, async (route) => {
      if (route.request().method() === "POST") {
        const { status } = await sendAgain(route);
        sent += status === 303 ? 1 : 0;
      }
      await route.continue();
    });
    await page.goto(member.linkById);
    await page.getByRole("button", { name: "Leave this list" }).dblclick();
    await page.getByRole("heading", { name: "You have left this list" }).waitFor();
    expect(sent).toBeGreaterThan(0);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
    await press(page, "Rejoin this list");
    expect(await heading(page)).toBe("You are back on the list");
    expect(await sandbox.isMember(member)).toBe(true);
  });

  it("undoes after somebody else has asked: is told so, and nothing changes", async () => {
    const { member, page } = await leaver();
    expect((await oneClick(member.linkById)).status).toBe(200);
    await press(page, "Rejoin this list");
    expect(await heading(page)).toBe("There is a newer request");
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("reloads the receipt after somebody else has asked: it is out of date, and leads to the link", async () => {
    const { member, page } = await leaver();
    expect((await oneClick(member.linkById)).status).toBe(200);
    await page.reload();
    expect(await heading(page)).toBe("This page is out of date");
    expect(await buttons(page)).toEqual([]);
    await page.getByRole("link", { name: "Leave this list?" }).click();
    expect(page.url()).toBe(member.linkById);
    await press(page, "Leave this list");
    expect(await heading(page)).toBe("You have left this list");
    expect(await sandbox.isMember(member)).toBe(false);
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
