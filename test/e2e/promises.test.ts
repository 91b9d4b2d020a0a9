/**
 * What this Worker promises to people who share a link, on real processes. R is the reader. F has a forwarded copy of R's
 * email. The ninth promise, that no log holds a ticket, is in log.test.ts.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import type { Fault } from "../../sandbox/resend/switches.ts";
import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { ledgerReport, until } from "../../sandbox/ledger.ts";
import { type Subscriber, runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import { earlyInAMinute, oneClick } from "./exchange.ts";
import { buttons, leave, open, type Page, press, undo } from "./reader.ts";
import { clickAll, restartableSandbox } from "./restartable.ts";

const LEFT = "You are unsubscribed";
const QUEUED = "You will be unsubscribed soon";
const BACK = "You are subscribed again";
const CANCELED = "Your request to unsubscribe is canceled";
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

    it("1: what was accepted from R is done, whatever F undoes", async () => {
      const reader = await sandbox.subscriber();
      await sandbox.standIn.fault("503");
      const receipt = await leave(reader.linkById);
      expect(shown(receipt)).toEqual([303, QUEUED]);
      expect((await oneClick(await linkOf(reader))).status).toBe(202);

      const answer = await press(receipt, "Undo");
      expect(shown(answer)).toEqual(isSame ? [409, NEWER] : [303, CANCELED]);
      expect(answer.html.includes("that request still stands")).toBe(!isSame);
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

  it("5: five undos a day are the most, and then the reader is off the list", async () => {
    const reader = await sandbox.subscriber();
    for (let round = 0; round < 5; round++) {
      const answer = await press(await leave(reader.linkById), "Undo");
      expect(shown(answer)).toEqual([303, BACK]);
    }
    const sixth = await leave(reader.linkById);
    expect([sixth.heading, buttons(sixth)]).toEqual([
      LEFT,
      ["Unsubscribe from all mailings from this sender"],
    ]);
    expect((await undo(sixth)).status).toBe(429);
    expect(await sandbox.isSubscribed(reader)).toBe(false);
  });

  it("6: an undo of one of R's requests says that the others stand, and they do", async () => {
    const reader = await sandbox.subscriber();
    await sandbox.standIn.fault("503");
    await leave(await sandbox.link(reader.id, WEEKLY));
    await leave(reader.linkByAddress);
    const last = await leave(reader.linkById);

    const answer = await press(last, "Undo");
    expect(shown(answer)).toEqual([303, CANCELED]);
    expect(answer.html).toContain("that request still stands");
    expect(answer.html).not.toContain("Everything is as it was before");
    expect((await ledgerReport(sandbox.worker.url)).queued).toBe(2);
    await sandbox.standIn.fault("none");
    await until("R is off the list", isOff(reader), 30_000);
  });
});

/** A segment that does not exist: one digit is wrong. */
const MISTYPED = `${WEEKLY.slice(0, -1)}0`;

interface Lie {
  name: string;
  /** One after the other. */
  faults: readonly [Fault, ...Fault[]];
  only?: "DELETE";
  /** The segment of the list `weekly`. */
  segment?: string;
  /** Whether Resend told the truth before, to another key. */
  isLate?: boolean;
  /** Whether health names the list. */
  isListsFault: boolean;
}

const LIES: readonly Lie[] = [
  {
    name: "“Audience not found”, and the same in other words",
    faults: ["none", "reworded"],
    segment: MISTYPED,
    isListsFault: true,
  },
  {
    name: "deleted: false, and 200 with HTML",
    faults: ["not-deleted", "html-200"],
    only: "DELETE",
    isListsFault: false,
  },
  { name: "a key of another team", faults: ["other-team"], isListsFault: true },
  {
    name: "another team's key after the right one",
    faults: ["other-team"],
    isLate: true,
    isListsFault: true,
  },
];

/** What no one may be told here. */
const CLAIMS = /You are unsubscribed|not subscribed|subscribed again/;

describe.each(["200", "404"] as const)(
  "where Resend answers the removal of an unknown contact with %s",
  (removingAbsent) => {
    describe("7: no one is told that they have left who has not", () => {
      const sandbox = restartableSandbox({ behavior: { removingAbsent } });
      const start = (segment: string = WEEKLY, resendBaseUrl = sandbox.standIn.url) =>
        sandbox.start({
          resendBaseUrl,
          vars: { LISTS: JSON.stringify({ ...SAMPLE_LISTS, weekly: { segment, name: "Digest" } }) },
        });
      /** To the Ledger, another base URL is like another key. */
      const elsewhere = () => sandbox.standIn.url.replace("127.0.0.1", "localhost");

      /** Four people ask, one-click and on the page, by both kinds of link, and are promised no more than that it is queued. */
      async function ask(segment: string) {
        const all = await sandbox.subscribers(4);
        const lists = ["weekly", "weekly", segment, segment];
        const links = all.map(({ id }, index) => sandbox.link(id, lists[index]));
        const [byName = "", byNameOnPage = "", byId = "", byIdOnPage = ""] =
          await Promise.all(links);
        for (const link of [byName, byId]) {
          const { status, body } = await oneClick(link);
          expect(status).toBe(202);
          expect(body).not.toMatch(CLAIMS);
        }
        const receipts = [await leave(byNameOnPage), await leave(byIdOnPage)];
        for (const receipt of receipts) expect(shown(receipt)).toEqual([303, QUEUED]);
        return { all, receipts };
      }

      it.each(LIES)("$name", async ({ faults, only, segment, isLate, isListsFault }) => {
        if (isLate) {
          await start();
          const isShown = async () => (await clickAll(await sandbox.subscribers(1)))[0] === 200;
          await until("the list was shown", isShown, 30_000);
          await sandbox.stop();
        }
        await sandbox.standIn.fault(faults[0], { ...(only && { only }) });
        const { logs } = await start(segment, isLate ? elsewhere() : undefined);
        const asked = [];
        for (const fault of faults) {
          await sandbox.standIn.fault(fault, { ...(only && { only }) });
          asked.push(await ask(segment ?? WEEKLY));
          // The queue tries as well.
          await sleep(2_000);
        }
        const all = asked.flatMap((each) => each.all);
        const receipts = asked.flatMap((each) => each.receipts);
        for (const { url } of receipts) {
          const { heading, html } = await open(url);
          expect(heading).toBe(QUEUED);
          expect(html).not.toMatch(CLAIMS);
        }
        expect(await sandbox.remaining(all)).toBe(all.length);
        expect(logs.filter(({ line }) => isEnd(line))).toEqual([]);
        const health = await fetch(`${sandbox.url}/leave/-/health`);
        const named = (await health.text()).includes('"LISTS.weekly.segment"');
        expect([health.status, named]).toEqual(isListsFault ? [500, true] : [200, false]);

        await sandbox.standIn.fault("none");
        if (isListsFault) {
          await sandbox.stop();
          await start(WEEKLY, isLate || segment ? undefined : elsewhere());
        }
        // A link that names a segment that never existed stays queued.
        const healed = segment === undefined ? all : asked.flatMap((each) => each.all.slice(0, 2));
        await until("it is done", sandbox.gone(healed), 70_000);
        const isToldSo = async () => (await open(receipts[0]?.url ?? "")).heading === LEFT;
        await until("it is written down", isToldSo, 5_000);
        expect(await sandbox.remaining(all)).toBe(all.length - healed.length);
      });
    });

    describe("8: a contact that was deleted and imported again", () => {
      const sandbox = runningSandbox({ standIn: { behavior: { removingAbsent } } });
      const resend = (method: string, path: string, body?: object) =>
        fetch(sandbox.standIn.url + path, {
          method,
          headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });

      it("is told by an older link that this address is not subscribed, and never that they have left", async () => {
        const reader = await sandbox.subscriber();
        await resend("DELETE", `/contacts/${reader.id}`);
        const { email } = reader;
        const created = await resend("POST", "/contacts", { email, segments: [{ id: WEEKLY }] });
        const { id } = (await created.json()) as { id: string };
        expect([id === reader.id, await sandbox.isSubscribed(reader)]).toEqual([false, true]);

        const answer = await oneClick(reader.linkById);
        expect([answer.status, answer.body]).toEqual([
          200,
          expect.stringContaining(NOT_SUBSCRIBED),
        ]);
        expect(answer.body).not.toContain(LEFT);
        const receipt = await leave(reader.linkById);
        expect([...shown(receipt), buttons(receipt)]).toEqual([303, NOT_SUBSCRIBED, []]);
        expect(await sandbox.isSubscribed(reader)).toBe(true);

        expect(shown(await leave(reader.linkByAddress))).toEqual([303, LEFT]);
        expect(await sandbox.isSubscribed(reader)).toBe(false);
      });
    });
  },
);

/** Whether a log line says that a request is done. */
const isEnd = ({ outcome }: Record<string, unknown>) =>
  outcome === "done" || outcome === "no-contact";

describe("10: a backlog", () => {
  const sandbox = restartableSandbox();
  const BACKLOG = 2_000;
  const QUICK_MS = 1_000;

  async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const result = await work();
    expect(performance.now() - startedAt).toBeLessThan(QUICK_MS);
    return result;
  }

  it("of thousands harms no one: the report and new requests are quick, and everyone is off the list in the end", async () => {
    await sandbox.start();
    const all = await sandbox.subscribers(BACKLOG);
    const [first, second] = [await sandbox.subscriber(), await sandbox.subscriber()];
    await sandbox.standIn.fault("503");
    expect(new Set(await clickAll(all, 50))).toEqual(new Set([202]));
    for (let asked = 0; asked < 5; asked++) {
      expect(await timed(sandbox.report)).toMatchObject({
        queued: BACKLOG,
        queuedByList: { weekly: BACKLOG },
        held: [],
        deadLetterCount: 0,
      });
    }
    expect((await timed(() => oneClick(first.linkById))).status).toBe(202);
    expect((await sandbox.report()).queued).toBe(BACKLOG + 1);

    await sandbox.standIn.fault("none");
    const isDraining = async () => (await sandbox.report()).queued < BACKLOG - 100;
    await until("the queue is worked off", isDraining, 70_000);
    expect((await timed(() => oneClick(second.linkById))).status).toBe(200);
    expect((await timed(sandbox.report)).queued).toBeGreaterThan(100);
    await until("everyone is off the list", sandbox.gone([...all, first, second]), 120_000);
    await until("nothing is queued", async () => (await sandbox.report()).queued === 0, 10_000);
  });
});

describe("11: a restart", () => {
  const sandbox = restartableSandbox();

  it("keeps what Resend has definitely refused as refused: it can be canceled without a call", async () => {
    await sandbox.startSettled();
    const reader = await sandbox.subscriber();
    await sandbox.standIn.fault("503", { only: "DELETE" });
    const receipt = await leave(reader.linkById);
    expect(shown(receipt)).toEqual([303, QUEUED]);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 503 }]);
    await sandbox.kill();
    await sandbox.standIn.fault("503");
    await sandbox.start();
    await sandbox.standIn.forget();

    expect(shown(await press(await open(receipt.url), "Undo"))).toEqual([303, CANCELED]);
    expect(await sandbox.standIn.changes()).toEqual([]);
    await sandbox.standIn.fault("none");
    await sleep(5_000);
    expect(await sandbox.remaining([reader])).toBe(1);
    expect(await sandbox.standIn.changes()).toEqual([]);
    expect((await sandbox.report()).queued).toBe(0);
  });
});
