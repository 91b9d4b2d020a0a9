/** Pages as the Worker serves them: one request, to nobody else, with no error and no broken policy. */

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { earlyInAMinute } from "../e2e/exchange.ts";
import { type Member, runningSandbox } from "../../sandbox/running.ts";
import { press, runningChromium } from "./watched.ts";

const sandbox = runningSandbox();
const open = runningChromium();

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
    requests: 3,
    async go(page, { linkByAddress }) {
      await page.goto(linkByAddress);
      await press(page);
    },
  },
  rejoined: {
    requests: 5,
    async go(page, { linkByAddress }) {
      await page.goto(linkByAddress);
      await press(page);
      await press(page);
    },
  },
  "out of date": {
    requests: 1,
    go: async (page, { linkById }) =>
      void (await page.goto(`${linkById}/receipt/${"0".repeat(32)}`)),
  },
  "too many": {
    requests: 2,
    async go(page, { linkByAddress }) {
      await earlyInAMinute();
      const form = { method: "POST", body: "confirm=page", redirect: "manual" } as const;
      for (let sent = 0; sent < 30; sent++) await fetch(linkByAddress, form);
      await page.goto(linkByAddress);
      await press(page);
    },
  },
  "no reader": {
    requests: 1,
    go: async (page) => void (await page.goto(`${sandbox.worker.url}/leave/weekly`)),
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
});
