/** The reader's language: from the browser, or from the menu, and then to the end. */

import { describe, expect, it } from "vitest";

import { messages } from "../../src/messages/index.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { press, runningChromium } from "./watched.ts";

const FRENCH = messages.fr;

const sandbox = runningSandbox();
const open = runningChromium();

describe.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])("%o", (options) => {
  it("the menu switches the page, and its answers stay in that language", async () => {
    const member = await sandbox.member();
    const { page, complaints } = await open(options);
    await page.goto(member.linkById);
    await page.locator("summary").click();
    await page.getByRole("link", { name: "Deutsch" }).click();
    expect(page.url()).toBe(`${member.linkById}?lang=de`);
    expect(await page.getByRole("heading").textContent()).toBe("Newsletter abbestellen?");
    expect(await sandbox.isMember(member)).toBe(true);

    await press(page, "Newsletter abbestellen");
    expect(await page.getByRole("heading").textContent()).toBe("Newsletter abbestellt");
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    expect(page.url()).toMatch(/\/receipt\/[0-9a-f]{32}\?lang=de$/);

    await page.locator("summary").click();
    await page.getByRole("link", { name: "Français" }).click();
    expect(page.url()).toMatch(/\/receipt\/[0-9a-f]{32}\?lang=fr$/);
    expect(await page.getByRole("heading").textContent()).toBe(FRENCH.left.title);
    await press(page, FRENCH.undo.rejoin);
    expect(await page.getByRole("heading").textContent()).toBe(FRENCH.rejoined);
    expect(page.url()).toMatch(/\/receipt\/[0-9a-f]{32}\?lang=fr$/);
    expect(await sandbox.isMember(member)).toBe(true);
    expect(complaints).toEqual([]);
  });
});

it("a browser set to Arabic gets Arabic, from right to left, to the end", async () => {
  const member = await sandbox.member();
  const { page } = await open({ locale: "ar-EG" });
  await page.goto(member.linkByAddress);
  await press(page);
  expect(await page.locator("html").getAttribute("lang")).toBe("ar");
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  expect(await sandbox.isMember(member)).toBe(false);
});
