/** People who are on a list again although they left it: found, reported, and taken off where the list says so. */

import { describe, expect, it } from "vitest";

import { newAskingId } from "../../src/ledger/asking.ts";
import type { ChangedContact } from "../../src/ledger/audit.ts";
import { inWorld, NEWS, type Person, SEGMENT, TOPIC, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MIRA = { id: "e169aa45-1ecf-4183-9955-b1499d5701d3", email: "mira@example.com" };
const NEW_ID = "0d5dd3b9-9f2f-4ac2-8f4b-5d3d0f7d1a10";

const KEPT = { LISTS: { weekly: { segment: SEGMENT, keepOut: true }, news: { segment: NEWS } } };
const REPORTED = { LISTS: { weekly: { segment: SEGMENT }, news: { segment: NEWS } } };

/** Runs a test with Mira on the weekly list, and a day after the first walk. */
function test(change: object, run: (world: World, mira: Person) => Promise<void>): Promise<void> {
  return inWorld(async (world) => {
    const mira = { ...MIRA, segments: new Set([SEGMENT]), unsubscribed: false };
    world.people = [mira];
    await run(world, mira);
  }, change);
}

async function leave(world: World, contact: string, change: object = {}): Promise<void> {
  const asked = world.ask(contact, change);
  await world.advance(1_000);
  expect(await asked).toMatchObject({ kind: "done" });
}

const linesOf = (world: World, event: string) =>
  world.lines.flatMap(({ level, line }) => (line["event"] === event ? [{ level, ...line }] : []));

const stateOf = (world: World) =>
  world.ledger.record({ list: undefined, after: 0, limit: 10 })?.data.map(({ state }) => state);

/** The webhook's event about a contact as they are. */
async function tell(world: World, { id, email, unsubscribed, segments }: Person): Promise<boolean> {
  const told = await world.ledger.contactChanged({
    id: id as ChangedContact["id"],
    email,
    unsubscribed,
    segments: [...segments],
  });
  await world.advance(3_000);
  return told;
}

describe("a person who is put back on a list that they left", () => {
  it("is found by the day's walk, and only reported", () =>
    test(REPORTED, async (world, mira) => {
      await leave(world, MIRA.id);
      mira.segments.add(SEGMENT);
      await world.advance(DAY_MS);
      expect(linesOf(world, "re-added")).toEqual([
        {
          level: "warn",
          event: "re-added",
          entry: 1,
          scope: "list",
          list: "weekly",
          found: "walk",
          reaction: "report",
        },
      ]);
      expect(stateOf(world)).toEqual(["re-added"]);
      await world.advance(40 * DAY_MS);
      expect(world.ledger.report().audit).toMatchObject({ reAdded: 1, keptOut: 0 });
      expect(mira.segments).toEqual(new Set([SEGMENT]));
      mira.segments.clear();
      await world.advance(31 * DAY_MS);
      expect(stateOf(world)).toEqual(["done"]);
    }));

  it("is taken off again a quarter of an hour after being seen, where the list keeps people out", () =>
    test(KEPT, async (world, mira) => {
      await leave(world, MIRA.email);
      mira.segments.add(SEGMENT);
      expect(await tell(world, mira)).toBe(true);
      expect(linesOf(world, "re-added")).toMatchObject([{ found: "event", reaction: "keep-out" }]);
      await world.advance(14 * MINUTE_MS);
      expect(mira.segments).toEqual(new Set([SEGMENT]));
      const since = world.ledger.record({ list: "weekly", after: 1, limit: 10 })?.data;
      expect(since).toMatchObject([{ state: "re-added", channel: "one-click" }]);
      await world.advance(2 * MINUTE_MS);
      expect(mira.segments).toEqual(new Set());
      expect(stateOf(world)).toEqual(["done"]);
      expect(linesOf(world, "kept-out")).toMatchObject([{ level: "info", list: "weekly" }]);
      expect(world.ledger.report()).toMatchObject({ queued: 0, audit: { reAdded: 1, keptOut: 1 } });
    }));

  it.each([
    ["in another case", { email: "MIRA@Example.com" }],
    ["with a new ID", { id: NEW_ID }],
  ])("is found %s", (_, change) =>
    test(KEPT, async (world, mira) => {
      // So that both names are known.
      await leave(world, MIRA.email, { channel: "page" });
      Object.assign(mira, change);
      mira.segments.add(SEGMENT);
      await world.advance(DAY_MS);
      expect(linesOf(world, "re-added")).toHaveLength(1);
      expect(mira.segments).toEqual(new Set());
    }),
  );

  it("is found if they had left everything", () =>
    test(KEPT, async (world, mira) => {
      await leave(world, MIRA.id, { scope: "everything" });
      expect(mira.unsubscribed).toBe(true);
      mira.unsubscribed = false;
      await world.advance(DAY_MS);
      expect(linesOf(world, "re-added")).toMatchObject([{ scope: "everything", found: "walk" }]);
      expect(mira).toMatchObject({ unsubscribed: true, segments: new Set([SEGMENT]) });
    }));

  it("is found by an event if their list is a topic, which no walk sees", () =>
    test({ LISTS: { weekly: { topic: TOPIC } } }, async (world, mira) => {
      mira.segments.clear();
      await leave(world, MIRA.id);
      world.people[0]?.topics?.set(TOPIC, "opt_in");
      await world.advance(2 * DAY_MS);
      expect(linesOf(world, "re-added")).toEqual([]);
      await tell(world, mira);
      expect(linesOf(world, "re-added")).toMatchObject([{ found: "event", reaction: "report" }]);
    }));

  it("is taken off at most twice a day, and another system is named", () =>
    test(KEPT, async (world, mira) => {
      await leave(world, MIRA.id);
      const removedAt: number[] = [];
      for (let minute = 0; minute < 3 * 24 * 60; minute += 5) {
        if (!mira.segments.has(SEGMENT)) {
          removedAt.push(world.now);
          mira.segments.add(SEGMENT);
          await tell(world, mira);
        }
        await world.advance(5 * MINUTE_MS);
      }
      // The first is the leave itself.
      const [, ...again] = removedAt;
      expect(again.length).toBeGreaterThanOrEqual(5);
      for (const [index, at] of again.entries()) {
        expect((again[index + 2] ?? Infinity) - at).toBeGreaterThanOrEqual(DAY_MS - 10 * MINUTE_MS);
      }
      const lines = linesOf(world, "re-added");
      expect(lines.map(({ level }) => level).slice(0, 3)).toEqual(["warn", "warn", "error"]);
      expect(lines[2]).toMatchObject({ reaction: "another-system" });
    }));
});

describe("a person who may be on the list", () => {
  it.each([
    [
      "signed up again, as the sender has said",
      (world: World) => world.ledger.joined({ list: "weekly", contact: "MIRA@example.com" }),
    ],
    [
      "has undone it",
      (world: World, token: string) =>
        world.ledger.undo({ list: "weekly", contact: MIRA.id }, token),
    ],
  ])("stays: %s", (_, comeBack) =>
    test(KEPT, async (world, mira) => {
      const token = newAskingId();
      await leave(world, MIRA.id, { channel: "page", id: token });
      const said = comeBack(world, token);
      await world.advance(1_000);
      await said;
      mira.segments.add(SEGMENT);
      await tell(world, mira);
      await world.advance(3 * DAY_MS);
      expect(mira.segments).toEqual(new Set([SEGMENT]));
      expect(linesOf(world, "re-added")).toEqual([]);
    }),
  );

  it.each(["joined", "undone"])(
    "is not taken off within a day if they had %s before they left",
    (how) =>
      test(KEPT, async (world, mira) => {
        const token = newAskingId();
        if (how === "undone") await leave(world, MIRA.id, { channel: "page", id: token });
        const subscription = { list: "weekly", contact: MIRA.id };
        const said =
          how === "undone"
            ? world.ledger.undo(subscription, token)
            : world.ledger.joined(subscription);
        await world.advance(2 * HOUR_MS);
        await said;
        await leave(world, MIRA.email);
        mira.segments.add(SEGMENT);
        await tell(world, mira);
        await world.advance(21 * HOUR_MS);
        expect(mira.segments).toEqual(new Set([SEGMENT]));
        await world.advance(2 * HOUR_MS);
        expect(mira.segments).toEqual(new Set());
      }),
  );

  it("can undo for half an hour: their token outlives the finding, and no removal comes before its end", () =>
    test(KEPT, async (world, mira) => {
      const token = newAskingId();
      await leave(world, MIRA.id, { channel: "page", id: token });
      mira.segments.add(SEGMENT);
      await tell(world, mira);
      await world.advance(28 * MINUTE_MS);
      const undone = world.ledger.undo({ list: "weekly", contact: MIRA.id }, token);
      await world.advance(3 * DAY_MS);
      expect(await undone).toMatchObject({ kind: "undone" });
      expect(mira.segments).toEqual(new Set([SEGMENT]));
    }));

  it("is not found by a page that was requested before their leave was done", () =>
    test(KEPT, async (world, mira) => {
      await leave(world, MIRA.email, { list: "news" });
      await world.ledger.startAudit();
      world.fates.push("slow", "slow");
      const page = world.advance(2_000);
      await world.settle();
      const left = world.ask(MIRA.id);
      await page;
      await world.advance(3_000);
      expect(await left).toMatchObject({ kind: "done" });
      expect(world.paths).toContain(`GET /segments/${SEGMENT}/contacts`);
      expect([...mira.segments, ...linesOf(world, "re-added")]).toEqual([]);
    }));

  it("stays if they sign up while their removal is queued", () =>
    test(KEPT, async (world, mira) => {
      await leave(world, MIRA.id);
      mira.segments.add(SEGMENT);
      await tell(world, mira);
      world.failing.add(MIRA.id);
      await world.advance(15 * MINUTE_MS);
      expect(stateOf(world)).toEqual(["queued"]);
      const joined = world.ledger.joined({ list: "weekly", contact: MIRA.email });
      world.failing.clear();
      await world.advance(DAY_MS);
      expect(await joined).toBe(1);
      expect(mira.segments).toEqual(new Set([SEGMENT]));
    }));
});

describe("a walk", () => {
  it("sees 2,500 contacts, some of whom join meanwhile, and delays no leave", () =>
    inWorld(async (world) => {
      world.populate(2_500);
      const back = world.people.filter((_, index) => index % 250 === 7);
      for (const { id } of back) await leave(world, id);
      for (const person of back) person.segments.add(SEGMENT);
      await world.ledger.startAudit();
      const waits: number[] = [];
      let most = 0;
      for (let second = 0; second < 60 && linesOf(world, "audited").length < 2; second++) {
        const newcomer = { id: crypto.randomUUID(), email: `${second}@example.org` };
        world.people.unshift({ ...newcomer, segments: new Set([SEGMENT]), unsubscribed: false });
        const [at, before] = [world.now, world.starts.length];
        void world
          .ask(world.people.at(-1 - second)?.id ?? "")
          .then(() => waits.push(world.now - at));
        await world.advance(1_000);
        most = Math.max(most, world.starts.length - before);
      }
      expect(waits.length).toBeGreaterThan(20);
      expect(Math.max(...waits)).toBeLessThan(1_000);
      // Of ten a second, at most nine are used, and five by what no one waits for.
      expect(most).toBeLessThanOrEqual(9);
      const pages = world.paths.filter((path) => path === `GET /segments/${SEGMENT}/contacts`);
      expect(pages).toHaveLength(25);
      expect(linesOf(world, "re-added")).toHaveLength(back.length);
    }, REPORTED));

  it.each([
    ["goes on at its cursor after a kill", async (world: World) => world.kill(), 4],
    [
      "starts over if Resend no longer knows the cursor",
      async (world: World) => void world.people.splice(99, 1),
      6,
    ],
  ])("%s", (_, disturb, pages) =>
    inWorld(async (world) => {
      world.populate(250);
      const last = world.people.at(-1);
      await leave(world, last?.id ?? "");
      last?.segments.add(SEGMENT);
      // The segments are verified, and the other list's is empty; the second page of this one hangs.
      world.fates = ["well", "well", "well", "well", "hang"];
      await world.ledger.startAudit();
      await world.advance(1_000);
      await disturb(world);
      await world.advance(3 * HOUR_MS);
      const read = world.paths.filter((path) => path === `GET /segments/${SEGMENT}/contacts`);
      expect(read).toHaveLength(pages);
      expect(linesOf(world, "re-added")).toHaveLength(1);
    }, REPORTED),
  );

  it("waits, and delays nothing else, while Resend refuses it", () =>
    test(REPORTED, async (world) => {
      await leave(world, MIRA.id);
      world.answering = (_, path) => (path.endsWith("/contacts") ? { status: 500 } : undefined);
      await world.advance(DAY_MS);
      const delayed = linesOf(world, "audit-delayed");
      expect(delayed.length).toBeGreaterThan(5);
      expect(delayed.length).toBeLessThan(60);
      expect(world.ledger.report()).toMatchObject({
        lastFault: null,
        audit: { lastFault: "unavailable", walkedAt: null },
      });
      expect((await world.ledger.health()).faults).toEqual([]);
    }));
});
