/** What people do with a link in a browser: they unsubscribe, undo that, stop all emails; the stand-in says what became of it. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { messages } from "../../src/messages/index.ts";
import { type Subscriber, runningSandbox } from "../../sandbox/running.ts";
import { press, runningChromium } from "./chromium.ts";

const sandbox = runningSandbox();
const open = runningChromium();

const heading = (page: Page) => page.getByRole("heading").textContent();
const buttons = (page: Page) => page.getByRole("button").allTextContents();
const posts = (requests: readonly string[]) => requests.filter((each) => each.startsWith("POST "));

async function isOptedOut({ id }: Subscriber): Promise<boolean | undefined> {
  const contacts = await sandbox.standIn.contacts();
  return contacts.find((contact) => contact.id === id)?.unsubscribed;
}

/** A person who has just left by the page. */
async function leaver() {
  const subscriber = await sandbox.subscriber();
  const watched = await open();
  await watched.page.goto(subscriber.linkById);
  await press(watched.page, "Unsubscribe");
  return { subscriber, ...watched };
}

describe.each([
  { name: "with JavaScript", kind: "linkById", options: {} },
  {
    name: "without JavaScript, on a phone",
    kind: "linkByAddress",
    options: { javaScriptEnabled: false, viewport: { width: 360, height: 740 }, hasTouch: true },
  },
] as const)("a person $name", ({ kind, options }) => {
  it("leaves the list, and comes back on the same receipt, in five requests to the Worker alone", async () => {
    const subscriber = await sandbox.subscriber();
    const link = subscriber[kind];
    const { page, requests, complaints } = await open(options);
    await page.goto(link);
    expect(await heading(page)).toBe("Unsubscribe from this list?");
    expect(await page.getByText("Weekly digest").isVisible()).toBe(true);
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);

    await press(page, "Unsubscribe");
    expect(await heading(page)).toBe("You are unsubscribed");
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
    const receipt = page.url();
    expect(receipt.replace(/[0-9a-f]{32}$/, "")).toBe(`${link}/receipt/`);

    await press(page, "Undo");
    expect([await heading(page), await buttons(page)]).toEqual([
      "You are subscribed again",
      ["Unsubscribe"],
    ]);
    expect([await sandbox.isSubscribed(subscriber), await isOptedOut(subscriber)]).toEqual([
      true,
      false,
    ]);
    const [undo, back] = [`POST ${link}/undo`, `GET ${receipt}`];
    expect(requests).toEqual([`GET ${link}`, `POST ${link}`, `GET ${receipt}`, undo, back]);
    expect(complaints).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  });

  it("stops all emails, and gets them again", async () => {
    const subscriber = await sandbox.subscriber();
    const { page, complaints } = await open(options);
    await page.goto(subscriber[kind]);
    await press(page, "Unsubscribe from all mailings");
    expect(await heading(page)).toBe("You are unsubscribed from all mailings");
    expect([await sandbox.isSubscribed(subscriber), await isOptedOut(subscriber)]).toEqual([
      true,
      true,
    ]);
    await press(page, "Undo");
    expect(await heading(page)).toBe("You will get emails again");
    expect(await isOptedOut(subscriber)).toBe(false);
    expect(complaints).toEqual([]);
  });
});

describe("a person", () => {
  it("leaves with a keyboard alone, and finds the answer's heading in focus", async () => {
    const subscriber = await sandbox.subscriber();
    const { page } = await open();
    await page.goto(subscriber.linkById);
    expect(await page.locator("h1:focus").count()).toBe(0);
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Unsubscribe");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
    await page.locator("h1:focus").waitFor({ timeout: 2_000 });
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
  });

  it("leaves, then stops all emails on the receipt", async () => {
    const { subscriber, page } = await leaver();
    await press(page, "Unsubscribe from all mailings");
    expect(await heading(page)).toBe("You are unsubscribed from all mailings");
    expect([await sandbox.isSubscribed(subscriber), await isOptedOut(subscriber)]).toEqual([
      false,
      true,
    ]);
  });

  it("reloads the receipt, goes back and forward: nothing is sent again, and the undo is still there", async () => {
    const { subscriber, page, requests } = await leaver();
    const receipt = page.url();
    await page.reload();
    expect(await heading(page)).toBe("You are unsubscribed");
    expect(await page.getByRole("definition").allTextContents()).toEqual([
      new URL(receipt).host,
      "Weekly digest",
      // The link has only an ID; the Ledger has read the address.
      `${subscriber.email[0]}•••@example.com`,
    ]);
    await page.goBack();
    expect(await heading(page)).toBe("Unsubscribe from this list?");
    await page.goForward();
    expect([page.url(), await heading(page)]).toEqual([receipt, "You are unsubscribed"]);
    expect(posts(requests)).toHaveLength(1);
    await press(page, "Undo");
    await page.reload();
    expect(await heading(page)).toBe("You are subscribed again");
    expect(posts(requests)).toHaveLength(2);
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);
  });

  it("reloads a receipt that says soon, until it is done, and can still undo it", async () => {
    await sandbox.standIn.fault("503");
    const { subscriber, page, requests } = await leaver();
    expect(await heading(page)).toBe("You will be unsubscribed soon");
    await sandbox.standIn.fault("none");
    await expect.poll(() => sandbox.isSubscribed(subscriber), { timeout: 20_000 }).toBe(false);
    const reloaded = async () => {
      await page.reload();
      return heading(page);
    };
    await expect.poll(reloaded).toBe("You are unsubscribed");
    expect(posts(requests)).toHaveLength(1);
    await press(page, "Undo");
    expect(await heading(page)).toBe("You are subscribed again");
  });

  it("presses twice: one removal, and one undo", async () => {
    const subscriber = await sandbox.subscriber();
    const { page } = await open();
    // A browser may hold the second press back, so the test sends the form once more.
    const statuses: number[] = [];
    await page.route(subscriber.linkById, async (route) => {
      if (route.request().method() === "POST") {
        statuses.push((await route.fetch({ maxRedirects: 0 })).status());
      }
      await route.continue();
    });
    await page.goto(subscriber.linkById);
    await page.getByRole("button", { name: "Unsubscribe", exact: true }).dblclick();
    await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
    expect(statuses).toContain(303);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
    await press(page, "Undo");
    expect(await heading(page)).toBe("You are subscribed again");
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);
  });

  it("picks a language in the menu, and every answer is in it", async () => {
    const subscriber = await sandbox.subscriber();
    const { page, complaints } = await open({ javaScriptEnabled: false });
    const pick = async (name: string) => {
      await page.locator("nav a").click();
      await page.getByRole("link", { name, exact: true }).click();
    };
    await page.goto(subscriber.linkById);
    await pick("Deutsch");
    expect(page.url()).toBe(`${subscriber.linkById}?lang=de`);
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);
    await press(page, messages.de.asking.button);
    expect(await heading(page)).toBe(messages.de.done.title);
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    expect(page.url()).toMatch(/\/receipt\/[0-9a-f]{32}\?lang=de$/);

    await pick("Français");
    expect(await heading(page)).toBe(messages.fr.done.title);
    await press(page, messages.fr.undo.button);
    expect(await heading(page)).toBe(messages.fr.undone.title);
    expect(page.url()).toMatch(/\/receipt\/[0-9a-f]{32}\?lang=fr$/);
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("taps beside a quiet button, and nothing happens", async () => {
    const { subscriber, page, requests } = await leaver();
    for (const button of await page.locator(".quiet").all()) {
      const box = await button.boundingBox();
      const card = await page.locator(".card").boundingBox();
      if (box === null || card === null) throw new Error("a button is not shown");
      expect(box.width).toBeLessThan(card.width * 0.8);
      const middle = box.y + box.height / 2;
      for (const x of [card.x + 2, box.x - 4, box.x + box.width + 4, card.x + card.width - 2]) {
        await page.mouse.click(x, middle);
      }
      for (const y of [box.y - 4, box.y + box.height + 4]) {
        await page.mouse.click(box.x + box.width / 2, y);
      }
    }
    await page.waitForTimeout(300);
    expect(posts(requests)).toHaveLength(1);
    expect(await isOptedOut(subscriber)).toBe(false);
  });
});

it.each([
  ["a link without a ticket", () => `${sandbox.worker.url}/leave/weekly`],
  ["a damaged link", () => `${sandbox.worker.url}/leave/weekly/cut-short`],
  ["a receipt that does not exist", (link: string) => `${link}/receipt/${"0".repeat(32)}`],
])("%s is one request to the Worker, with its styles and no complaint", async (_, urlOf) => {
  const { page, requests, complaints } = await open();
  const url = urlOf((await sandbox.subscriber()).linkById);
  await page.goto(url, { waitUntil: "networkidle" });
  expect(requests).toEqual([`GET ${url}`]);
  // The browser's own message about a 404 says nothing about the page.
  expect(complaints.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
  const painted = await page.evaluate("getComputedStyle(document.body).backgroundColor");
  expect(painted).not.toBe("rgba(0, 0, 0, 0)");
});
