/** Every page as a browser meets it: one request, no complaint, nothing that does not fit. */

import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { type Member, runningSandbox } from "../sandbox/running.ts";
import { runningChromium } from "./watched.ts";

const sandbox = runningSandbox();
const open = runningChromium();

const press = (page: Page) => page.getByRole("button").click();

/** How to get to each page, and how many requests that takes. */
const PAGES: Record<
  string,
  { requests: number; go: (page: Page, member: Member) => Promise<void> }
> = {
  asking: {
    requests: 1,
    go: async (page, { linkByAddress }) => void (await page.goto(linkByAddress)),
  },
  left: {
    requests: 2,
    async go(page, { linkByAddress }) {
      await page.goto(linkByAddress);
      await press(page);
    },
  },
  "try again": {
    requests: 2,
    async go(page, { linkByAddress }) {
      await sandbox.standIn.fault("500");
      await page.goto(linkByAddress);
      await press(page);
    },
  },
  "too many": {
    requests: 2,
    async go(page, { linkByAddress }) {
      for (let sent = 0; sent < 10; sent++) await fetch(linkByAddress, { method: "POST" });
      await page.goto(linkByAddress);
      await press(page);
    },
  },
  "bad link": {
    requests: 1,
    go: async (page) => void (await page.goto(`${sandbox.worker.url}/leave/weekly/cut-short`)),
  },
};

/** The browser's own word for an answer of 4xx or 5xx is no complaint about the page. */
const ofThePage = (complaint: string) => !complaint.startsWith("Failed to load resource");

describe.each(Object.entries(PAGES))("the page: %s", (_, { requests: expected, go }) => {
  it("is one request to the Worker and nobody else, with no error and no broken policy", async () => {
    const { page, requests, complaints } = await open();
    await go(page, await sandbox.member());
    await page.waitForLoadState("networkidle");
    expect(requests).toHaveLength(expected);
    for (const request of requests) expect(request).toContain(` ${sandbox.worker.url}/`);
    expect(complaints.filter(ofThePage)).toEqual([]);
    const painted = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(painted).not.toBe("rgba(0, 0, 0, 0)");
  });

  it.each(["light", "dark"] as const)(
    "is open to everybody: axe finds nothing, %s",
    async (colorScheme) => {
      const { page } = await open({ colorScheme });
      await go(page, await sandbox.member());
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate("axe.run()")) as axe.AxeResults;
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );

  it("fits a narrow phone", async () => {
    const { page } = await open({ viewport: { width: 320, height: 568 } });
    await go(page, await sandbox.member());
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(320);
  });
});
