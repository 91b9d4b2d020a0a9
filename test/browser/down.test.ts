/** While Resend is down: a leave is stored, and can be taken back. A Worker of its own, because it remembers the failure. */

import { expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";
import { press, runningChromium } from "./watched.ts";

const sandbox = runningSandbox();
const open = runningChromium();

it("a person who leaves, and thinks again before Resend is back, is still a member", async () => {
  const member = await sandbox.member();
  const { page } = await open({ javaScriptEnabled: false });
  await sandbox.standIn.fault("503");
  await page.goto(member.linkByAddress);
  await press(page, "Leave this list");
  expect(await page.getByRole("heading").textContent()).toBe("You are on your way out");

  await press(page, "Rejoin this list");
  expect(await page.getByRole("heading").textContent()).toBe("Your request is canceled");
  await page.getByText("that request still stands").waitFor();

  await sandbox.standIn.fault("none");
  await page.waitForTimeout(3_000);
  expect(await sandbox.isMember(member)).toBe(true);
});

it("a person who leaves is off the list once Resend is back", async () => {
  const member = await sandbox.member();
  const { page } = await open();
  await sandbox.standIn.fault("503");
  await page.goto(member.linkById);
  await press(page, "Leave this list");
  expect(await page.getByRole("heading").textContent()).toBe("You are on your way out");
  expect(await sandbox.isMember(member)).toBe(true);

  await sandbox.standIn.fault("none");
  await expect.poll(() => sandbox.isMember(member), { timeout: 25_000 }).toBe(false);
  await page.reload();
  expect(await page.getByRole("heading").textContent()).toBe("You have left this list");
});
