/** The lines that the Ledger writes have their fields, and none names a person, a link, a token, or a key. */

import { describe, expect, it } from "vitest";

import { type Asking, newAskingId } from "../../src/ledger/asking.ts";
import type { ContactId } from "../../src/links/names.ts";
import {
  HOUR_MS,
  inWorld,
  NEWS,
  type OwnAnswer,
  SEGMENT,
  subscribed,
  type World,
} from "./world.ts";

const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3" as ContactId;
const EMAIL = "mira+news@example.com";
const API_KEY = "re_Wq7bUoNs_3tEJd9xVgkLmPzRcYhT2fA1x";
const LINK = "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";

const SETTINGS = {
  RESEND_API_KEY: API_KEY,
  ORIGIN: "https://acme.com",
  LISTS: { weekly: { segment: SEGMENT, property: "leave_weekly" }, other: { segment: NEWS } },
};

/** What stands in every line about a request, and what of it varies. */
const ASKED = { event: "leave", scope: "list", list: "weekly", channel: "one-click", entry: 1 };
const REST = { ms: expect.any(Number), hash: "h".repeat(10) };
const TRIED = { entry: 1, scope: "list", list: "weekly", ageSeconds: expect.any(Number) };

type Ask = (change?: Partial<Asking>) => Promise<string>;

/** Runs a test with somebody on the weekly list, and then searches every line for what may be in none. */
function test(run: (world: World, ask: Ask, sql: SqlStorage) => Promise<void>): Promise<void> {
  return inWorld(async (world, { storage }) => {
    const asked: string[] = [];
    world.people = [subscribed({ id: ID, email: EMAIL })];
    await world.ledger.health();
    await world.advance(10_000);
    expect(world.lines, "there is nothing to say").toEqual([]);
    const ask: Ask = async (change) => {
      const id = change?.id ?? newAskingId();
      asked.push(id);
      return world.after(6_000, world.ask(ID, { ...change, id })).then(({ kind }) => kind);
    };
    await run(world, ask, storage.sql);
    const secrets = [ID, EMAIL, "mira", "@", "%40", API_KEY, LINK.slice(-53), ...asked];
    const lines = JSON.stringify(world.lines).toLowerCase();
    expect(secrets.filter((secret) => lines.includes(secret.toLowerCase()))).toEqual([]);
  }, SETTINGS);
}

const refusal = (status: number, message = "No"): OwnAnswer => ({
  status,
  body: { name: "some_error", message },
});

/** What a line says of such a refusal. */
const failed = (fault: string, status: number) => ({ fault, status, upstream: "some_error: No" });

/** Answers every change so, and every read as Resend does. */
const refuseChanges = (world: World, status: number) => {
  world.answering = (method) => (method === "GET" ? undefined : refusal(status));
};

describe("a leave", () => {
  const everything = { scope: "everything" } as const;
  const page = { channel: "page" } as const;
  const stranger = { contact: "nobody@example.com" };
  it.each<[string, number | undefined, Partial<Asking>, string, object]>([
    ["that is done", undefined, {}, "info", { outcome: "done" }],
    ["of everything", undefined, everything, "info", { ...everything, outcome: "done" }],
    ["from a page", undefined, page, "info", { ...page, outcome: "done" }],
    ["of no contact", undefined, stranger, "warn", { outcome: "no-contact" }],
    ["that waits", 503, {}, "warn", { outcome: "queued", ...failed("unavailable", 503) }],
    ["of a held list", 401, {}, "error", { outcome: "queued", ...failed("key-refused", 401) }],
    ["that is dead", 422, {}, "error", { outcome: "dead-letter", ...failed("rejected", 422) }],
  ])("%s", (_, status, change, level, of) =>
    test(async (world, ask) => {
      if (status !== undefined) refuseChanges(world, status);
      await ask(change);
      expect(world.lines[0]).toEqual({ level, line: { ...ASKED, ...REST, ...of } });
      const leaves = world.lines.filter(({ line }) => line["event"] === "leave");
      expect(leaves).toHaveLength(1);
    }),
  );

  it.each([
    ["done anyway", undefined, "warn", { outcome: "done" }],
    ["not done", 503, "error", { outcome: "try-again" }],
  ])("that could not be stored, and that was %s", (_, status, level, of) =>
    test(async (world, ask, sql) => {
      sql.exec(`CREATE TRIGGER full BEFORE INSERT ON entries
        BEGIN SELECT raise(ABORT, 'no room for ${EMAIL} (${ID})'); END`);
      if (status !== undefined) refuseChanges(world, status);
      expect(await ask()).toBe(of.outcome);
      const { entry: _entry, ...asked } = ASKED;
      expect(world.lines).toEqual([
        { level: "error", line: { event: "exception", what: "unsubscribe", name: "Error" } },
        { level, line: { ...asked, ...REST, ...of } },
      ]);
    }),
  );
});

describe("an undo", () => {
  const undo = async (world: World, token: string) => {
    world.lines.length = 0;
    void world.ledger.undo({ list: "weekly", contact: ID }, token);
    await world.advance(6_000);
  };

  it.each<[string, string, object, (world: World) => void | Promise<void>]>([
    ["that is done", "info", { scope: "list", outcome: "undone" }, () => undefined],
    [
      "after another asking",
      "warn",
      { outcome: "asked-again" },
      async (world) => void (await world.ask(ID)),
    ],
    ["after an hour", "warn", { outcome: "too-late" }, (world) => world.advance(HOUR_MS)],
    [
      "while Resend is down",
      "warn",
      { outcome: "try-again" },
      ({ fates }) => void fates.push("refused"),
    ],
  ])("%s", (_, level, of, meanwhile) =>
    test(async (world, ask) => {
      const id = newAskingId();
      await ask({ id, channel: "page" });
      await meanwhile(world);
      await undo(world, id);
      const line = { event: "undo", list: "weekly", ms: expect.any(Number), ...of };
      expect(world.lines).toEqual([{ level, line }]);
    }),
  );

  it("that the queue finishes", () =>
    test(async (world, ask) => {
      const id = newAskingId();
      await ask({ id, channel: "page" });
      world.changeFates = ["broken"];
      await undo(world, id);
      await world.advance(60_000);
      expect(world.lines.map(({ line }) => line["outcome"])).toEqual(["undoing", "undone"]);
      expect(world.lines[1]).toEqual({
        level: "info",
        line: { event: "undo", scope: "list", list: "weekly", outcome: "undone" },
      });
    }));
});

describe("an attempt from the queue", () => {
  it.each<[string, string, (world: World) => void, object]>([
    ["drained", "info", () => undefined, { outcome: "done" }],
    ["drained", "info", ({ people }) => void people.pop(), { outcome: "no-contact" }],
    ["delayed", "warn", (world) => refuseChanges(world, 500), failed("unavailable", 500)],
    ["delayed", "error", (world) => refuseChanges(world, 403), failed("key-refused", 403)],
    ["dead-letter", "error", (world) => refuseChanges(world, 422), failed("rejected", 422)],
    [
      "held",
      "error",
      (world) => {
        world.segments.delete(SEGMENT);
        world.answering = (method) => (method === "DELETE" ? refusal(404) : undefined);
      },
      { fault: "segment-unknown", status: null },
    ],
  ])("is %s (%s)", (event, level, meanwhile, of) =>
    test(async (world, ask) => {
      world.isDown = true;
      await ask();
      const { length } = world.lines;
      world.isDown = false;
      meanwhile(world);
      await world.advance(10_000);
      const line = { event, ...TRIED, attempts: expect.any(Number), ...of };
      expect(world.lines.slice(length)[0]).toEqual({ level, line });
      expect(world.lines.slice(length)[0]?.line["attempts"]).toBeGreaterThan(1);
    }),
  );

  it("that ends in an exception", () =>
    test(async (world, ask, sql) => {
      world.isDown = true;
      await ask();
      sql.exec(`CREATE TRIGGER full BEFORE UPDATE ON entries
        BEGIN SELECT raise(ABORT, 'no room for ${EMAIL} (${ID})'); END`);
      const { length } = world.lines;
      await world.advance(120_000);
      const line = { event: "exception", what: "drain", name: "Error" };
      expect(world.lines[length]).toEqual({ level: "error", line });
      expect(world.lines.length - length, "about once a minute").toBeLessThan(5);
    }));
});

describe("the summary", () => {
  it.each<[string, string, Partial<Asking>, object]>([
    ["queued", "warn", {}, { held: 0, lastFault: "unavailable" }],
    ["held", "error", { list: "forgotten" }, { held: 1, lastFault: null }],
  ])(
    "is logged every five minutes while anything is %s, and no more often",
    (_, level, change, of) =>
      test(async (world, ask) => {
        world.isDown = change.list === undefined;
        await ask(change);
        await world.advance(HOUR_MS - 10_000);
        const said = world.lines.filter(({ line }) => line["event"] === "ledger");
        const counts = {
          queued: 1,
          deadLetters: 0,
          linkSync: 0,
          oldestSeconds: expect.any(Number),
        };
        const line = { event: "ledger", ...counts, ...of };
        expect(said).toEqual(said.map(() => ({ level, line })));
        const ages = said.map((one) => Number(one.line["oldestSeconds"]));
        const pauses = ages.slice(1).map((age, index) => age - (ages[index] ?? 0));
        expect(said.length).toBeGreaterThanOrEqual(10);
        expect(Math.min(...pauses)).toBeGreaterThanOrEqual(300);
        expect(Math.max(...pauses)).toBeLessThanOrEqual(360);
      }),
  );

  it("is not logged while nothing is queued", () =>
    test(async (world, ask) => {
      await ask();
      world.lines.length = 0;
      await world.advance(48 * HOUR_MS);
      expect(world.lines.filter(({ line }) => line["event"] === "ledger")).toEqual([]);
    }));
});

describe("link sync", () => {
  it("reports which properties it has written", () =>
    test(async (world) => {
      await world.ledger.syncLinks({ contact: ID, lists: ["weekly"] });
      await world.advance(5_000);
      expect(world.people[0]?.properties).toEqual({ leave_weekly: LINK });
      expect(world.lines).toEqual([
        { level: "info", line: { event: "links-synced", properties: ["leave_weekly"] } },
      ]);
    }));
});

describe("Resend's error message", () => {
  const messages = [
    `Contact ${EMAIL} (${ID}) not found`,
    `CONTACT ${EMAIL.toUpperCase()} (${ID.toUpperCase()}) NOT FOUND`,
    `No route for /contacts/${encodeURIComponent(EMAIL)}/segments/${SEGMENT}, nor /contacts/${ID}`,
    `"${EMAIL}", <${EMAIL}>; contact '${ID}' {"id":"${ID}"}`,
    `The value ${LINK} of leave_weekly is too long`,
    `The API key ${API_KEY} is invalid`,
  ];

  it("is logged without what it quotes", () =>
    test(async (world, ask) => {
      // Every answer of this kind, to whatever is asked.
      for (const [index, status] of [422, 400, 404, 409, 500, 401].entries()) {
        world.answering = (method) =>
          status !== 401 && method === "GET" ? undefined : refusal(status, messages[index]);
        for (const contact of [ID, EMAIL]) await ask({ contact });
        await ask({ scope: "everything" });
        await world.ledger.syncLinks({ contact: ID, lists: ["weekly"] });
        await world.advance(HOUR_MS);
        await world.kill();
      }
      const quoting = world.lines.filter(({ line }) => "upstream" in line);
      const events = new Set(quoting.map(({ line }) => line["event"]));
      for (const event of ["leave", "delayed", "link-sync-delayed"]) {
        expect(events).toContain(event);
      }
    }));
});
