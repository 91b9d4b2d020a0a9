/** Security software that opens every link of a message in a real browser, as a curious person would. */

import { describe, expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";
import { press, runningChromium } from "./watched.ts";

const sandbox = runningSandbox({
  vars: {
    BRAND: JSON.stringify({
      name: "Acme",
      url: "https://acme.example/",
      support: "help@acme.example",
    }),
  },
});
const open = runningChromium();

/** Longer than any timer that a page of a few lines would set. */
const WAIT_MS = 3_000;

describe("a scanner", () => {
  it.each(["linkById", "linkByAddress"] as const)(
    "opens a %s, runs scripts, hovers, waits, follows every link, and has changed nothing",
    async (kind) => {
      const member = await sandbox.member();
      const before = await sandbox.standIn.state();
      const { page, requests } = await open();
      // Where it may not follow, it has tried.
      await page.route(/^https:\/\/acme\.example/, (route) => route.fulfill({ body: "" }));

      await fetch(member[kind], { method: "HEAD" });
      await page.goto(member[kind]);
      await page.evaluate("document.body.click(); window.scrollTo(0, 9999)");
      await page.mouse.move(10, 10);
      await page.locator("summary").click();
      for (const target of await page.locator("a, button").all()) await target.hover();
      await page.waitForTimeout(WAIT_MS);
      const links = await page.locator("[href], [src], [action]").evaluateAll((elements) =>
        elements.map((element) => {
          const name = ["href", "src", "action"].find((attribute) =>
            element.hasAttribute(attribute),
          );
          return new URL(element.getAttribute(name ?? "") ?? "", element.baseURI).href;
        }),
      );
      expect(links).toContain(member[kind]);
      for (const link of links) {
        await fetch(link, { method: "HEAD" }).catch(() => undefined);
        await page.goto(link);
      }
      await page.goBack();
      await page.reload();

      expect(requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
      expect(await sandbox.standIn.requests()).toEqual([]);
      expect(await sandbox.standIn.state()).toEqual(before);
    },
  );

  it("that has looked first does not burn the link for the person", async () => {
    const member = await sandbox.member();
    const scanner = await open();
    for (let looked = 0; looked < 15; looked++) await scanner.page.goto(member.linkById);

    const person = await open();
    await person.page.goto(member.linkById);
    await press(person.page, "Leave this list");
    expect(await person.page.getByRole("heading").textContent()).toBe("You have left this list");
    expect(await sandbox.isMember(member)).toBe(false);
  });
});
