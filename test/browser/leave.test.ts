/** The main job as a person does it: open the link, press the button, be off the list. */

import { describe, expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";
import { press, receiptOf, runningChromium } from "./watched.ts";

const sandbox = runningSandbox();
const open = runningChromium();

/** What a phone and a desk have in common. */
const SETTINGS = [
  { name: "with JavaScript", options: {} },
  { name: "with JavaScript disabled", options: { javaScriptEnabled: false } },
  {
    name: "on a phone, in the dark",
    options: { viewport: { width: 360, height: 740 }, colorScheme: "dark", hasTouch: true },
  },
] as const;

describe.each(SETTINGS)("a person who opens the link $name", ({ options }) => {
  it.each(["linkById", "linkByAddress"] as const)(
    "presses the button of a %s and has left",
    async (kind) => {
      const member = await sandbox.member();
      const { page, requests, complaints } = await open(options);

      await page.goto(member[kind]);
      expect(await page.getByRole("heading").textContent()).toBe("Leave this list?");
      expect(await page.getByText("Weekly digest").isVisible()).toBe(true);
      expect(await sandbox.isMember(member)).toBe(true);

      await press(page, "Leave this list");

      expect(await page.getByRole("heading").textContent()).toBe("You have left this list");
      expect(await sandbox.isMember(member)).toBe(false);
      expect(page.url()).toMatch(receiptOf(member[kind]));
      expect(requests).toEqual([
        `GET ${member[kind]}`,
        `POST ${member[kind]}`,
        `GET ${page.url()}`,
      ]);
      expect(complaints).toEqual([]);
      expect(await page.context().cookies()).toEqual([]);
    },
  );
});

describe("a person with a keyboard alone", () => {
  it("reaches the button with Tab, sees that, and leaves with Enter", async () => {
    const member = await sandbox.member();
    const { page } = await open();
    await page.goto(member.linkById);

    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.textContent()).toBe("Leave this list");
    const outline = "getComputedStyle(document.activeElement).outlineStyle";
    expect(await page.evaluate(outline)).toBe("solid");
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "You have left this list" }).waitFor();
    expect(await sandbox.isMember(member)).toBe(false);
  });
});
