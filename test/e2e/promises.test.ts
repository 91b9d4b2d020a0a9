/**
 * What this Worker promises to people who share a link, on real processes. R is the reader. F has a forwarded copy of R's
 * email. The seventh promise is in lies.test.ts; the ninth, that no log holds a ticket, in log.test.ts; the last two are in
 * ledger.test.ts.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { Resend } from "resend";
import { describe, expect, it } from "vitest";

import { API_KEY } from "../../sandbox/settings.ts";
import { ledgerReport } from "../../sandbox/worker-process.ts";
import { until } from "../../sandbox/processes.ts";
import { type Subscriber, runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import { earlyInAMinute, oneClick } from "./exchange.ts";
import {
  BACK,
  buttons,
  CANCELED,
  leave,
  LEFT,
  open,
  type Page,
  press,
  QUEUED,
  undo,
} from "./reader.ts";
import { restartable } from "./restartable.ts";

const UNDOING = "This will be undone soon";
const NEWER = "There is a newer request";
const ANOTHER = "Another request still stands";
const NOT_SUBSCRIBED = "This address is not subscribed";

const shown = ({ status, heading }: Page) => [status, heading];

describe("a shared link", () => {
  const sandbox = runningSandbox();

  /** R's own links: the one that F also has, and others. */
  const LINKS: Record<string, (reader: Subscriber) => Promise<string>> = {
    "the same link": async ({ linkById }) => linkById,
    "a link by address": async ({ linkByAddress }) => linkByAddress,
    "a link by segment ID": ({ id }) => sandbox.link(id, WEEKLY),
  };
  const isOff = (reader: Subscriber) => async () => !(await sandbox.isSubscribed(reader));

  describe.each(Object.entries(LINKS))("R has %s:", (kind, linkOf) => {
    const isSame = kind === "the same link";

    it("1, 6: what was accepted from R is done, whatever F undoes, and the undo says so", async () => {
      const reader = await sandbox.subscriber();
      await sandbox.standIn.fault("503");
      const receipt = await leave(reader.linkById);
      expect(shown(receipt)).toEqual([303, QUEUED]);
      expect((await oneClick(await linkOf(reader))).status).toBe(202);

      const answer = await press(receipt, "Undo");
      expect(shown(answer)).toEqual(isSame ? [409, NEWER] : [303, CANCELED]);
      expect(answer.html.includes("that request still stands")).toBe(!isSame);
      expect((await ledgerReport(sandbox.worker.url)).queued).toBe(1);
      await sandbox.standIn.fault("none");
      await until("R is off the list", isOff(reader), 30_000);
    });

    it("2: an undo that was used puts no one back a second time", async () => {
      const reader = await sandbox.subscriber();
      const receipt = await leave(reader.linkById);
      expect(shown(await press(receipt, "Undo"))).toEqual([303, BACK]);
      expect(await sandbox.isSubscribed(reader)).toBe(true);
      expect((await oneClick(await linkOf(reader))).status).toBe(200);
      expect(await sandbox.isSubscribed(reader)).toBe(false);
      await sandbox.standIn.forget();

      const again = await press(receipt, "Undo");
      expect([409, 303]).toContain(shown(again)[0]);
      expect(isSame ? shown(again) : [409, NEWER]).toEqual([409, NEWER]);
      expect(await sandbox.standIn.changes()).toEqual([]);
      expect(await sandbox.isSubscribed(reader)).toBe(false);
    });

    it("3: an undo from before R's own request puts no one back", async () => {
      const reader = await sandbox.subscriber();
      const receipt = await leave(reader.linkById);
      expect((await oneClick(await linkOf(reader))).status).toBe(200);
      await sandbox.standIn.forget();

      const answer = await press(receipt, "Undo");
      expect(shown(answer)).toEqual([409, isSame ? NEWER : ANOTHER]);
      expect(await sandbox.standIn.changes()).toEqual([]);
      expect(await sandbox.isSubscribed(reader)).toBe(false);
    });
  });

  it("4: an undo while the queue is worked off tells the reader what then happens", async () => {
    await sandbox.standIn.fault("503");
    const all = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const reader = await sandbox.subscriber();
        return { reader, receipt: await leave(reader.linkById) };
      }),
    );
    for (const { receipt } of all) expect(shown(receipt)).toEqual([303, QUEUED]);
    const [undoing, others] = [all.slice(3), all.slice(0, 3)];
    // Slow enough for each undo to meet another moment of the queue.
    await sandbox.standIn.rateLimit(2);
    await sandbox.standIn.fault("none");
    const told = await Promise.all(
      undoing.map(async ({ receipt }, index) => {
        await sleep((2 * index + 1) * 1_500);
        return (await settledUndo(receipt)).heading;
      }),
    );
    for (const { reader } of others) await until("R is off the list", isOff(reader), 60_000);
    await sleep(3_000);

    const truth = await Promise.all(undoing.map(({ reader }) => sandbox.isSubscribed(reader)));
    const isTold = told.map((heading) => [BACK, CANCELED, UNDOING].includes(heading));
    expect(isTold, told.join()).toEqual(truth);
    // Without an undo that worked, this shows nothing.
    expect(truth).toContain(true);
  });

  /** Presses the button until the answer is not to try again. */
  async function settledUndo(receipt: Page): Promise<Page> {
    for (;;) {
      const answer = await undo(receipt);
      if (answer.status !== 503) return answer;
      await sleep(500);
    }
  }

  it("5: neither undos nor page forms use up R's one-click requests", async () => {
    const reader = await sandbox.subscriber();
    await earlyInAMinute();
    const receipt = await leave(reader.linkById);
    for (let sent = 0; sent < 9; sent++) await undo(receipt);
    expect((await oneClick(reader.linkById)).status).toBe(200);
    expect(await sandbox.isSubscribed(reader)).toBe(false);

    const page = await open(reader.linkById);
    for (let sent = 0; sent < 30; sent++) await press(page, "Unsubscribe");
    expect((await press(page, "Unsubscribe")).status).toBe(429);
    for (let sent = 0; sent < 31; sent++) await undo(receipt);
    expect((await undo(receipt)).status).toBe(429);
    expect((await oneClick(reader.linkById)).status).toBe(200);
    expect(await sandbox.isSubscribed(reader)).toBe(false);
  });
});

it.each(["200", "404"] as const)(
  "8: an older link of a contact that was deleted and imported again says that this address is not subscribed: %s",
  async (removingAbsent) => {
    await using sandbox = await restartable({ behavior: { removingAbsent } });
    await sandbox.startSettled();
    const { contacts } = new Resend(API_KEY, { baseUrl: sandbox.standIn.url });
    const reader = await sandbox.subscriber();
    await contacts.remove(reader.id);
    const { email } = reader;
    const again = await contacts.create({ email, segments: [{ id: WEEKLY }] });
    expect(again.data?.id).not.toBe(reader.id);
    expect(await sandbox.remaining([reader])).toBe(1);

    const answer = await oneClick(reader.linkById);
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining(NOT_SUBSCRIBED)]);
    expect(answer.body).not.toContain(LEFT);
    const receipt = await leave(reader.linkById);
    expect([...shown(receipt), buttons(receipt)]).toEqual([303, NOT_SUBSCRIBED, []]);
    expect(await sandbox.remaining([reader])).toBe(1);

    expect(shown(await leave(reader.linkByAddress))).toEqual([303, LEFT]);
    expect(await sandbox.remaining([reader])).toBe(0);
  },
);
