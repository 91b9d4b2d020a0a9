/** Link sync: a contact's properties hold its links, no leave waits for that, and what fails holds link sync alone. */

import { describe, expect, it } from "vitest";

import type { ContactId } from "../../src/links/names.ts";
import {
  HOUR_MS,
  inWorld,
  MIRA,
  NEWS,
  type OwnAnswer,
  type Person,
  SEGMENT,
  subscribed,
  type World,
} from "./world.ts";

const ADA = MIRA.id;
const BOB = "f24c5a44-2f4b-4c8e-9d39-3d1c8f0b7a10";
const ADA_WEEKLY =
  "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const ADA_NEWS =
  "https://acme.com/leave/product-news/c4fu2uri6z5ayhgkvwfez2vyb2mxi5pmnjqytts4qt7ctdirj2vp4";

/** The indexes of the points that were counted. */
const points: string[] = [];

const SETTINGS = {
  ORIGIN: "https://acme.com",
  METRICS: { writeDataPoint: ({ indexes }: { indexes: string[] }) => points.push(...indexes) },
  LISTS: {
    weekly: { segment: SEGMENT, property: "leave_weekly" },
    "product-news": { segment: NEWS, property: "leave_news" },
    plain: { segment: SEGMENT },
  },
};

const READ = `GET /contacts/${ADA}`;
const READ_SEGMENTS = `GET /contacts/${ADA}/segments`;
const WRITE = `PATCH /contacts/${ADA}`;
const WEEKLY = ["weekly"];
const BOTH = ["weekly", "product-news"];
const RIGHT = { leave_weekly: ADA_WEEKLY };
const DONE = { queued: 0, lastFault: null };

/** Runs a test with people on the weekly list alone, where every segment is verified. */
function test(run: (world: World, ada: Person) => Promise<void>): Promise<void> {
  return inWorld(async (world) => {
    // A removal proves that there is such a contact, so that a leave is one request.
    world.behavior.removingAbsent = 404;
    const ids = [ADA, BOB, ...Array.from({ length: 20 }, () => crypto.randomUUID())];
    world.people = ids.map((id) => subscribed({ id, email: `${id}@e.co` }));
    await world.ledger.health();
    await world.advance(10_000);
    world.paths.length = 0;
    await run(world, world.people[0] as Person);
  }, SETTINGS);
}

/** Queues a contact's links, and lets so much time pass. */
const sync = (world: World, contact: string, lists: string[] | undefined, ms = 0) =>
  world.after(ms, world.ledger.syncLinks({ contact: contact as ContactId, lists }));

/** Answers a request in Resend's stead. @returns when it came; milliseconds since 1970 */
function answerWith(world: World, request: string, answer: OwnAnswer): number[] {
  const times: number[] = [];
  world.answering = (method, path) => {
    if (`${method} ${path}` !== request) return undefined;
    times.push(world.now);
    return answer;
  };
  return times;
}

const pauses = (times: number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe("a contact's links", () => {
  it.each<[string, object, string[] | undefined, object | undefined]>([
    ["that are missing are written", {}, BOTH, { ...RIGHT, leave_news: ADA_NEWS }],
    ["that differ are written", { leave_weekly: "https://acme.com/old" }, WEEKLY, RIGHT],
    ["are written alone", { city: "Porto", leave_news: ADA_NEWS }, BOTH, RIGHT],
    ["of the lists that are due are written", {}, ["product-news"], { leave_news: ADA_NEWS }],
    ["that are right cost one read", RIGHT, WEEKLY, undefined],
    ["are read typed", { leave_weekly: { type: "string", value: ADA_WEEKLY } }, WEEKLY, undefined],
    ["to a list without a property are nowhere", {}, ["plain"], undefined],
    ["to a list that no setting names any more are nowhere", {}, ["gone"], undefined],
    ["are read from the segments if the event does not say", {}, undefined, RIGHT],
    ["that are right for the segments are not written", RIGHT, undefined, undefined],
  ])("%s", (_, properties, lists, written) =>
    test(async (world, ada) => {
      ada.properties = { ...properties };
      await sync(world, ADA, lists, 5_000);
      const segments = lists === undefined ? [READ_SEGMENTS] : [];
      expect(world.paths).toEqual([READ, ...segments, ...(written ? [WRITE] : [])]);
      expect(world.written).toEqual(written ? [{ contact: ADA, properties: written }] : []);
      expect(world.ledger.report().linkSync).toMatchObject(DONE);
    }),
  );

  it("that an upsert has wiped are written again, and counted", () =>
    test(async (world, ada) => {
      points.length = 0;
      await sync(world, ADA, BOTH, 5_000);
      ada.properties = { leave_news: ADA_NEWS };
      await sync(world, ADA, BOTH, 5_000);
      expect(ada.properties).toEqual({ ...RIGHT, leave_news: ADA_NEWS });
      expect(world.ledger.report().linkSync).toMatchObject({ ...DONE, written: 2 });
      const weekly = "link-sync weekly";
      expect(points).toEqual([weekly, "link-sync product-news", weekly]);
    }));

  it.each([
    [WEEKLY, ["product-news"]],
    [["product-news"], WEEKLY],
    [undefined, ["product-news"]],
    [["product-news"], undefined],
  ])("are found by the segments if two deliveries disagree: %j, %j", (first, second) =>
    test(async (world, ada) => {
      await sync(world, ADA, first);
      await sync(world, ADA, second);
      expect(world.ledger.report().linkSync.queued).toBe(1);
      await world.advance(5_000);
      expect(world.paths).toEqual([READ, READ_SEGMENTS, WRITE]);
      expect(ada.properties).toEqual(RIGHT);
    }),
  );

  it("are checked once more if they were queued again in the meantime", () =>
    test(async (world) => {
      await sync(world, ADA, WEEKLY);
      // Resend tells of a change before it answers.
      world.later(1_100, () => void sync(world, ADA, ["product-news"]));
      await world.advance(10_000);
      expect(world.paths).toEqual([READ, WRITE, READ, READ_SEGMENTS]);
      expect(world.ledger.report().linkSync).toMatchObject(DONE);
    }));

  it.each([
    ["before it is read", [READ]],
    ["before it is written", [READ, WRITE]],
  ])("are forgotten if the contact is gone %s", (_, requests) =>
    test(async (world) => {
      answerWith(world, requests.at(-1) ?? "", { status: 404, body: { name: "not_found" } });
      await sync(world, ADA, WEEKLY, HOUR_MS);
      expect(world.paths).toEqual(requests);
      expect(world.ledger.report().linkSync).toMatchObject(DONE);
      expect(world.lines).toEqual([]);
    }),
  );

  it("that Resend accepts and never shows are given up after three writes", () =>
    test(async (world) => {
      const body = { id: ADA, email: "ada@example.com", unsubscribed: false };
      answerWith(world, READ, { status: 200, body });
      for (let delivery = 0; delivery < 5; delivery++) {
        await sync(world, ADA, WEEKLY, 5_000);
      }
      expect(world.written).toHaveLength(3);
      expect(world.ledger.report().linkSync).toMatchObject(DONE);
      const properties = ["leave_weekly"];
      expect(world.lines.slice(2)).toEqual([
        { level: "info", line: { event: "links-synced", properties } },
        { level: "error", line: { event: "link-sync-lost", properties } },
        { level: "error", line: { event: "link-sync-lost", properties } },
      ]);
    }));

  it.each([
    ["before their turn", 500, [READ, WRITE]],
    ["while they are read", 1_040, [READ, READ, WRITE]],
    ["while they are written", 1_120, [READ, WRITE, READ, WRITE]],
  ])("survive a kill %s", (_, at, requests) =>
    test(async (world, ada) => {
      await sync(world, ADA, WEEKLY, at);
      await world.kill();
      await world.advance(120_000);
      expect(world.paths).toEqual(requests);
      expect(ada.properties).toEqual(RIGHT);
      expect(world.ledger.report().linkSync).toMatchObject(DONE);
    }),
  );

  it("are not accepted while a setting is faulty, so that Resend delivers again", () =>
    test(async (world) => {
      await world.kill({ LINK_SECRETS: "short" });
      expect(await sync(world, ADA, WEEKLY)).toBe(false);
    }));
});

describe("leaves and link sync", () => {
  it("leaves go first, even if they arrive last", () =>
    test(async (world) => {
      world.isDown = true;
      await sync(world, ADA, WEEKLY, 900);
      for (const { id } of world.people.slice(2, 5)) void world.ask(id);
      await world.advance(300);
      expect(world.ledger.report()).toMatchObject({ queued: 3, linkSync: { queued: 1 } });
      world.isDown = false;
      world.paths.length = 0;
      await world.advance(60_000);
      const methods = world.paths.map((request) => request.split(" ", 1)[0]);
      expect(methods).toEqual(["DELETE", "DELETE", "DELETE", "GET", "PATCH"]);
    }));

  it("a queued leave that falls due while link sync is under way waits for one contact at most", () =>
    test(async (world) => {
      const [leaver, ...others] = world.people.slice(2);
      world.behavior.limit = 2;
      for (const { id } of others) await sync(world, id, WEEKLY, 3_000);
      world.changeFates = ["locked", "locked"];
      void world.ask(leaver?.id ?? "");
      await world.advance(10_000);
      expect(leaver?.segments).not.toContain(SEGMENT);
      expect(world.ledger.report().linkSync.queued).toBeGreaterThan(0);
    }));

  it("a pause that Resend asks for delays both", () =>
    test(async (world) => {
      answerWith(world, READ, { status: 429, headers: { "retry-after": "7" } });
      await sync(world, ADA, WEEKLY, 1_500);
      world.answering = () => undefined;
      expect(await world.ask(BOB)).toMatchObject({ kind: "queued" });
      await world.advance(6_000);
      expect(world.paths).toEqual([READ]);
      await world.advance(2_000);
      expect(world.paths).toEqual([
        READ,
        `DELETE /contacts/${BOB}/segments/${SEGMENT}`,
        READ,
        WRITE,
      ]);
    }));

  it("failures of link sync delay no leave", () =>
    test(async (world) => {
      answerWith(world, WRITE, { status: 503, body: { name: "application_error" } });
      await sync(world, ADA, WEEKLY, 5_000);
      expect(world.ledger.report().linkSync).toMatchObject({ queued: 1, lastFault: "unavailable" });
      expect(await world.after(1_000, world.ask(BOB))).toMatchObject({ kind: "done" });
    }));
});

describe("while link sync fails", () => {
  it("one contact at a time is tried, with backoff up to a minute", () =>
    test(async (world) => {
      world.isDown = true;
      await sync(world, ADA, WEEKLY, 10);
      await sync(world, BOB, WEEKLY, 200_000);
      const times = world.starts.slice(-world.paths.length);
      expect(pauses(times)).toEqual([1_000, 1_750, 3_500, 7_000, 14_000, 28_000, 52_500, 52_500]);
      const read = [ADA, BOB, ADA, BOB].map((id) => `GET /contacts/${id}`);
      expect(world.paths.slice(0, 4)).toEqual(read);
      world.isDown = false;
      await world.advance(60_000);
      expect(world.written.map(({ contact }) => contact).toSorted()).toEqual([ADA, BOB]);
      expect(world.ledger.report().linkSync).toMatchObject({ queued: 0, lastFault: "unavailable" });
      // The next failure is a first one.
      world.isDown = true;
      await sync(world, ADA, WEEKLY, 2_500);
      expect(pauses(world.starts.slice(-2))).toEqual([1_000]);
    }));

  it.each([
    [READ, [READ, READ, READ_SEGMENTS, WRITE]],
    [READ_SEGMENTS, [READ, READ_SEGMENTS, READ, READ_SEGMENTS, WRITE]],
    [WRITE, [READ, READ_SEGMENTS, WRITE, READ, READ_SEGMENTS, WRITE]],
  ])("everything is asked again: %s", (request, requests) =>
    test(async (world) => {
      answerWith(world, request, { status: 503, body: { name: "application_error" } });
      await sync(world, ADA, undefined, 1_500);
      world.answering = () => undefined;
      await world.advance(5_000);
      expect(world.paths).toEqual(requests);
      expect(world.ledger.report().linkSync.queued).toBe(0);
    }),
  );

  it.each([
    [401, READ, "key-refused"],
    [422, WRITE, "rejected"],
  ])("the operator is told of a %i", (status, request, fault) =>
    test(async (world) => {
      answerWith(world, request, { status, body: { name: "some_error", message: "No" } });
      await sync(world, ADA, WEEKLY, 1_900);
      const tried = { attempts: 1, failures: 1, fault, status, upstream: "some_error: No" };
      const line = { event: "link-sync-delayed", ...tried };
      expect(world.lines).toEqual([{ level: "error", line }]);
    }),
  );

  it("a locked contact delays no one else", () =>
    test(async (world) => {
      const times = answerWith(world, READ, { status: 409, body: { name: "resource_locked" } });
      await sync(world, ADA, WEEKLY);
      await sync(world, BOB, WEEKLY, 1_500);
      expect(world.written).toMatchObject([{ contact: BOB }]);
      await world.advance(10_000);
      // With the time that Resend takes to answer.
      expect(pauses(times)).toEqual([1_080, 1_830, 3_580]);
    }));

  it("a contact whose property Resend does not know is retried after an hour, and later each time", () =>
    test(async (world) => {
      const times = answerWith(world, WRITE, { status: 422, body: { name: "validation_error" } });
      await sync(world, ADA, WEEKLY);
      await sync(world, BOB, WEEKLY, 10_000);
      expect(world.written).toMatchObject([{ contact: BOB }]);
      await world.advance(7 * HOUR_MS);
      expect(pauses(times).map((pause) => Math.floor(pause / HOUR_MS))).toEqual([1, 2, 3]);
    }));
});
