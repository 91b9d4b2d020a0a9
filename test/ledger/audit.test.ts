/** People who are on a list again although they left it: found, reported, and taken off where the list says so. */

import { describe, expect, it } from "vitest";

import { type Asking, newAskingId } from "../../src/ledger/asking.ts";
import type { ChangedContact } from "../../src/ledger/audit.ts";
import type { Heard } from "../../src/ledger/heard.ts";
import {
  DAY_MS,
  HOUR_MS,
  inWorld,
  MINUTE_MS,
  MIRA,
  NEWS,
  OTHER_TOPIC,
  type Person,
  SEGMENT,
  subscribed,
  TOPIC,
  type World,
} from "./world.ts";

const NEW_ID = "0d5dd3b9-9f2f-4ac2-8f4b-5d3d0f7d1a10";
const PAGE = `GET /segments/${SEGMENT}/contacts`;

const KEPT = { LISTS: { weekly: { segment: SEGMENT, keepOut: true }, news: { segment: NEWS } } };
const REPORTED = { LISTS: { weekly: { segment: SEGMENT }, news: { segment: NEWS } } };

/** Runs a test in which Mira is on the weekly list. `noted` reads whose names the audit has noted. */
function test(
  change: object,
  run: (world: World, mira: Person, noted: () => unknown[]) => Promise<void>,
): Promise<void> {
  return inWorld(async (world, { storage }) => {
    const mira = subscribed(MIRA);
    world.people = [mira];
    await run(world, mira, () => storage.sql.exec("SELECT name FROM audited_people").toArray());
  }, change);
}

async function leave(world: World, contact: string, change: Partial<Asking> = {}): Promise<void> {
  expect(await world.after(1_000, world.ask(contact, change))).toMatchObject({ kind: "done" });
}

const linesOf = (world: World, event: string) =>
  world.lines.flatMap(({ level, line }) => (line["event"] === event ? [{ level, ...line }] : []));

const statesOf = (world: World) =>
  world.ledger.record({ list: undefined, after: 0, limit: 10 })?.data.map(({ state }) => state);

/** What the webhook's event says about a contact as they are. */
function eventAbout({ id, segments, ...fields }: Person): ChangedContact {
  return { ...fields, id: id as ChangedContact["id"], segments: [...segments] };
}

async function tell(world: World, person: Person): Promise<void> {
  expect(await world.ledger.contactChanged(eventAbout(person))).toBe(true);
  await world.advance(3_000);
}

describe("a person who is put back on a list that they left", () => {
  it("is found by the day's walk and reported, until they are off it again", () =>
    test(REPORTED, async (world, mira) => {
      await leave(world, MIRA.id);
      mira.segments.add(SEGMENT);
      await world.advance(DAY_MS);
      const about = { entry: 1, scope: "list", list: "weekly", found: "walk", reaction: "report" };
      expect(linesOf(world, "re-added")).toEqual([{ level: "warn", event: "re-added", ...about }]);
      expect(statesOf(world)).toEqual(["re-added"]);
      const mailable = await world.ledger.mailable({ list: "weekly", contact: MIRA.id });
      expect(mailable).toMatchObject({ mailable: false, reason: "left" });
      await world.advance(40 * DAY_MS);
      expect(world.ledger.report().audit).toEqual({ reAdded: 1, keptOut: 0 });
      expect(mira.segments).toEqual(new Set([SEGMENT]));
      mira.segments.clear();
      await world.advance(31 * DAY_MS);
      expect(statesOf(world)).toEqual(["done"]);
    }));

  it("is taken off a quarter of an hour after being seen, where the list keeps people out", () =>
    test(KEPT, async (world, mira, noted) => {
      await leave(world, MIRA.email);
      mira.segments.add(SEGMENT);
      await tell(world, mira);
      expect(linesOf(world, "re-added")).toMatchObject([{ found: "event", reaction: "keep-out" }]);
      await world.advance(14 * MINUTE_MS);
      expect([...mira.segments, ...(statesOf(world) ?? [])]).toEqual([SEGMENT, "re-added"]);
      await world.advance(2 * MINUTE_MS);
      expect([...mira.segments, ...(statesOf(world) ?? [])]).toEqual(["done"]);
      expect(linesOf(world, "kept-out")).toMatchObject([{ level: "info", list: "weekly" }]);
      expect(world.ledger.report()).toMatchObject({ queued: 0, audit: { reAdded: 1, keptOut: 1 } });
      expect(noted()).toEqual([{ name: MIRA.id }, { name: MIRA.email }]);
      expect(await world.after(5_000, world.ledger.forget(MIRA.id))).toMatchObject({
        kind: "forgotten",
      });
      expect(noted()).toEqual([]);
    }));

  it.each<[string, Partial<Asking>, Partial<Person>]>([
    ["by an address in another case", { contact: MIRA.email }, { email: "MIRA@Example.com" }],
    ["by a link of the list's segment", { contact: MIRA.id, list: SEGMENT }, {}],
    ["with a new ID", { contact: MIRA.id }, { id: NEW_ID }],
    ["after leaving everything", { scope: "everything" }, { unsubscribed: false }],
  ])("is found %s", (_, asking, change) =>
    test(KEPT, async (world, mira) => {
      // A leave from the page reads both names.
      await leave(world, MIRA.id, { channel: "page", ...asking });
      mira.segments.add(SEGMENT);
      Object.assign(mira, change);
      await world.advance(DAY_MS);
      expect(linesOf(world, "kept-out")).toHaveLength(1);
      expect(mira.unsubscribed || mira.segments.size === 0).toBe(true);
    }),
  );

  it("is found by an event alone if their list is a topic", () =>
    test({ LISTS: { weekly: { topic: TOPIC } } }, async (world, mira) => {
      await leave(world, MIRA.id);
      mira.topics?.set(TOPIC, "opt_in");
      await world.advance(2 * DAY_MS);
      expect(linesOf(world, "re-added")).toEqual([]);
      // Resend does not say at first what they are on.
      world.answering = (_, path) => (path.startsWith("/contacts/") ? { status: 500 } : undefined);
      await tell(world, mira);
      expect(linesOf(world, "re-added")).toEqual([]);
      world.answering = () => undefined;
      await world.advance(HOUR_MS);
      expect(linesOf(world, "re-added")).toMatchObject([{ found: "event", reaction: "report" }]);
    }));

  it.each<[string, object, string[], boolean]>([
    ["is found by the event that their topic was opted in to", {}, [TOPIC], true],
    ["is not looked at because of another topic", {}, [OTHER_TOPIC], false],
    [
      "may have opted in themselves, and is not taken off for it",
      { keepOut: true },
      [TOPIC],
      false,
    ],
  ])("%s", (_, change, optedIn, isFound) =>
    test(
      { LISTS: { weekly: { segment: SEGMENT, topic: TOPIC, ...change } } },
      async (world, mira) => {
        await leave(world, MIRA.id, { channel: "page" });
        mira.topics?.set(TOPIC, "opt_in");
        const nothing = { id: undefined, unsubscribed: undefined, segments: undefined };
        const event = { ...nothing, email: MIRA.email, optedIn };
        expect(await world.ledger.contactChanged(event)).toBe(isFound);
        await world.advance(DAY_MS);
        expect(statesOf(world)).toEqual([isFound ? "re-added" : "done"]);
        expect(world.isOptedIn(mira, TOPIC)).toBe(true);
      },
    ),
  );

  it("is found again at once after they left again", () =>
    test(REPORTED, async (world, mira) => {
      for (const times of [1, 2]) {
        await leave(world, MIRA.id);
        mira.segments.add(SEGMENT);
        await tell(world, mira);
        expect(linesOf(world, "re-added")).toHaveLength(times);
      }
    }));

  it("is taken off at most twice a day, and another system is named", () =>
    test(KEPT, async (world, mira) => {
      await leave(world, MIRA.id);
      const readdedAt: number[] = [];
      while (readdedAt.length < 4) {
        if (!mira.segments.has(SEGMENT)) {
          readdedAt.push(world.now);
          mira.segments.add(SEGMENT);
          await tell(world, mira);
        }
        await world.advance(5 * MINUTE_MS);
      }
      const [first = 0, , , fourth = 0] = readdedAt;
      expect(fourth - first).toBeGreaterThanOrEqual(DAY_MS);
      const lines = linesOf(world, "re-added");
      expect(lines.map(({ level }) => level).slice(0, 3)).toEqual(["warn", "warn", "error"]);
      expect(lines[2]).toMatchObject({ reaction: "another-system" });
    }));
});

describe("a person who may be on the list", () => {
  it("is not found by a page that was requested before their leave was done", () =>
    test(KEPT, async (world, mira) => {
      await leave(world, MIRA.id, { list: "news" });
      await world.advance(MINUTE_MS);
      world.answering = (method, path) =>
        `${method} ${path}` === PAGE ? { status: 200, body: { data: [mira] } } : undefined;
      world.fates = ["slow", "slow"];
      await world.ledger.startAudit();
      await world.advance(2_600);
      expect(await world.after(10_000, world.ask(MIRA.id))).toMatchObject({ kind: "done" });
      expect(linesOf(world, "audited")).toHaveLength(2);
      expect([...mira.segments, ...linesOf(world, "re-added")]).toEqual([]);
    }));

  it("is not taken off within a day of signing up, although they left since", () =>
    test(KEPT, async (world, mira, noted) => {
      expect(
        await world.after(HOUR_MS, world.ledger.joined({ list: "weekly", contact: MIRA.id })),
      ).toBe(0);
      await leave(world, MIRA.email);
      mira.segments.add(SEGMENT);
      await tell(world, mira);
      await world.advance(22 * HOUR_MS);
      expect(mira.segments).toEqual(new Set([SEGMENT]));
      await world.advance(2 * HOUR_MS);
      expect([...mira.segments, ...noted()]).toEqual([{ name: MIRA.id }, { name: MIRA.email }]);
      await world.advance(4 * DAY_MS);
      expect(noted()).toEqual([]);
    }));

  it.each<[Heard["channel"], Heard["left"], string[]]>([
    ["resend", [TOPIC], ["report"]],
    ["complaint", "everything", []],
  ])("is never acted on where only Resend heard that they left: %s", (channel, left, reactions) =>
    test({ LISTS: { weekly: { ...KEPT.LISTS.weekly, topic: TOPIC } } }, async (world, mira) => {
      const at = new Date(world.now).toISOString();
      expect(await world.after(DAY_MS, world.ledger.hear({ ...MIRA, channel, left, at }))).toBe(1);
      // They are opted in, and on the segment.
      await world.ledger.contactChanged(eventAbout(mira));
      await world.advance(2 * DAY_MS);
      expect(mira).toMatchObject({ unsubscribed: false, segments: new Set([SEGMENT]) });
      expect(linesOf(world, "re-added")).toMatchObject(reactions.map((reaction) => ({ reaction })));
    }),
  );

  it("can undo for half an hour, although they were found on the list before", () =>
    test(KEPT, async (world, mira) => {
      const id = newAskingId();
      await leave(world, MIRA.id, { channel: "page", id });
      mira.segments.add(SEGMENT);
      await tell(world, mira);
      const subscription = { list: "weekly", contact: MIRA.id };
      expect(world.ledger.receipt(subscription, id)).toEqual({ kind: "out-of-date" });
      await world.advance(28 * MINUTE_MS);
      expect(await world.after(3 * DAY_MS, world.ledger.undo(subscription, id))).toMatchObject({
        kind: "undone",
      });
      expect(mira.segments).toEqual(new Set([SEGMENT]));
    }));

  /** Puts a person back who had left, and fails the removal that keeping them out then queues. */
  async function failToKeepOut(world: World, mira: Person, ms: number): Promise<void> {
    await leave(world, MIRA.id);
    mira.segments.add(SEGMENT);
    await tell(world, mira);
    world.failing.add(MIRA.id);
    await world.advance(ms);
    expect(statesOf(world)).toEqual(["queued"]);
  }

  it("is looked at again before a removal that has waited for an hour", () =>
    test(KEPT, async (world, mira) => {
      await failToKeepOut(world, mira, HOUR_MS);
      await world.advance(17 * MINUTE_MS);
      expect(statesOf(world)).toEqual(["re-added"]);
    }));

  it("stays if they sign up while their removal is queued", () =>
    test(KEPT, async (world, mira) => {
      await failToKeepOut(world, mira, 15 * MINUTE_MS);
      const joined = () =>
        world.after(1_000, world.ledger.joined({ list: "weekly", contact: MIRA.email }));
      expect(await joined(), "an attempt has just failed, and may still arrive").toBeUndefined();
      expect(statesOf(world)).toEqual(["undone"]);
      world.failing.clear();
      await world.advance(MINUTE_MS);
      expect(await joined()).toBe(0);
      await world.advance(3 * DAY_MS);
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
      for (let second = 0; second < 60 && linesOf(world, "audited").length < 2; second++) {
        const newcomer = { id: crypto.randomUUID(), email: `${second}@example.org` };
        world.people.unshift(subscribed(newcomer));
        const [at, before] = [world.now, world.starts.length];
        const leaver = world.people.at(-1 - second)?.id ?? "";
        void world.ask(leaver).then(() => waits.push(world.now - at));
        await world.advance(1_000);
        expect(world.starts.length - before).toBeLessThanOrEqual(9);
      }
      expect(waits.length).toBeGreaterThan(20);
      expect(Math.max(...waits)).toBeLessThan(1_000);
      expect(world.paths.filter((path) => path === PAGE)).toHaveLength(25);
      expect(linesOf(world, "re-added")).toHaveLength(back.length);
    }, REPORTED));

  it.each<[string, number, (world: World) => unknown]>([
    ["goes on at its cursor after a kill", 4, (world) => world.kill()],
    ["starts over if Resend no longer knows the cursor", 6, ({ people }) => people.splice(99, 1)],
  ])("%s", (_, pages, disturb) =>
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
      expect(world.paths.filter((path) => path === PAGE)).toHaveLength(pages);
      expect(linesOf(world, "re-added")).toHaveLength(1);
    }, REPORTED),
  );

  it.each([
    [500, "warn"],
    [401, "error"],
  ])("waits, and delays nothing else, while Resend answers it with %i", (status, level) =>
    test(REPORTED, async (world) => {
      await leave(world, MIRA.id);
      const times: number[] = [];
      world.answering = (_, path) => {
        if (!path.endsWith("/contacts")) return undefined;
        times.push(world.now);
        return { status };
      };
      await world.advance(DAY_MS);
      expect(times.length).toBeGreaterThan(20);
      const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(10 * MINUTE_MS);
      const delays = times.map(() => ({ level }));
      expect(linesOf(world, "audit-delayed")).toMatchObject(delays);
      expect(world.ledger.report().lastFault).toBe(null);
      expect((await world.ledger.health()).faults).toEqual([]);
    }),
  );
});
