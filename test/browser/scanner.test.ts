/** Security software that opens every link of a message in a real browser, and looks at everything. */

import { expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";
import { press, runningChromium } from "./chromium.ts";

const BRAND = { name: "Acme", url: "https://acme.example/", support: "help@acme.example" };

const sandbox = runningSandbox({ vars: { BRAND: JSON.stringify(BRAND) } });
const open = runningChromium();

/** Longer than any timer that a page of a few lines would set. */
const WAIT_MS = 3_000;

/** The URL of everything that links, loads, or submits. */
const URLS = `[...document.querySelectorAll("[href], [src], [action]")].map((element) =>
  new URL(["href", "src", "action"].map((name) => element.getAttribute(name)).find(Boolean), document.baseURI).href)`;

it.each(["linkById", "linkByAddress"] as const)(
  "a scanner opens a %s, runs scripts, hovers, waits, follows every link, and has changed nothing",
  async (kind) => {
    const subscriber = await sandbox.subscriber();
    const before = await sandbox.standIn.contacts();
    const { page, requests } = await open();
    // It counts as tried where it may not follow.
    await page.route(/^https:\/\/acme\.example/, (route) => route.fulfill({ body: "" }));

    await fetch(subscriber[kind], { method: "HEAD" });
    await page.goto(subscriber[kind]);
    await page.evaluate("document.body.click(); window.scrollTo(0, 9999)");
    await page.mouse.move(10, 10);
    for (const target of await page.locator("a, button").all()) await target.hover();
    await page.waitForTimeout(WAIT_MS);
    const urls = (await page.evaluate(URLS)) as string[];
    expect(urls).toContain(subscriber[kind]);
    for (const url of urls) {
      await fetch(url, { method: "HEAD" }).catch(() => undefined);
      await page.goto(url);
    }
    await page.goBack();
    await page.reload();

    expect(requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
    expect(await sandbox.standIn.requests()).toEqual([]);
    expect(await sandbox.standIn.contacts()).toEqual(before);
  },
);

it("a scanner that has looked first does not use up the link", async () => {
  const subscriber = await sandbox.subscriber();
  const scanner = await open();
  for (let looked = 0; looked < 15; looked++) await scanner.page.goto(subscriber.linkById);

  const person = await open();
  await person.page.goto(subscriber.linkById);
  await press(person.page, "Unsubscribe");
  expect(await person.page.getByRole("heading").textContent()).toBe("You are unsubscribed");
  expect(await sandbox.isSubscribed(subscriber)).toBe(false);
});
