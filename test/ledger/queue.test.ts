/** What cannot be done now: it is stored, tried again, held, or shown to the operator, and it is never lost. */

import { describe, expect, it } from "vitest";

import { type Asking, newAskingId } from "../../src/ledger/asking.ts";
import { DAY_MS, type Fate, inWorld as inOwnWorld, SEGMENT, type World } from "./world.ts";

/** Runs a test in a world of its own, whose people are all on the list. */
const inWorld = (test: (world: World) => Promise<void>, people = 10) =>
  inOwnWorld(async (world) => {
    world.populate(people);
    await test(world);
  });

/** Somebody asks; by default the first person, by a one-click POST. */
const ask = (world: World, who = 0, change: Partial<Asking> = {}) =>
  world.ask(world.people[who]?.id ?? "", change);

/** Who is on the list still. */
const left = (world: World) => world.people.filter(({ segments }) => segments.has(SEGMENT)).length;

describe("while Resend is down", () => {
  it("stores at once, sends one probe at a time, and releases the rest after the first success", () =>
    inWorld(async (world) => {
      world.isDown = true;
      const first = ask(world);
      await world.settle();
      expect(await first).toMatchObject({ kind: "queued" });
      const asked = world.starts.length;
      for (let who = 1; who < 10; who++) {
        expect(await ask(world, who)).toMatchObject({ kind: "queued" });
      }
      expect(world.starts, "no other request reaches Resend").toHaveLength(asked);

      await world.advance(120_000);
      const probes = world.starts
        .slice(asked)
        .map((start, index, all) => start - (all[index - 1] ?? start));
      // Each probe costs as many reads as are sent side by side.
      expect(probes.filter((pause) => pause > 0).every((pause) => pause >= 750)).toBe(true);
      expect(probes.filter((pause) => pause > 0).length).toBeLessThanOrEqual(9);
      expect(world.ledger.report()).toMatchObject({ queued: 10, lastFault: "unavailable" });

      world.isDown = false;
      await world.advance(90_000);
      expect(left(world)).toBe(0);
      expect(world.ledger.report()).toMatchObject({ queued: 0, cooldownUntil: null });
    }));

  it("finds the requests of a list whose first one could not be stored", () =>
    inOwnWorld(async (world, { storage: { sql } }) => {
      world.populate(1);
      sql.exec("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, ''); END");
      world.isDown = true;
      expect(await world.after(5_000, ask(world))).toMatchObject({ kind: "try-again" });
      sql.exec("DROP TRIGGER full");
      expect(await ask(world)).toMatchObject({ kind: "queued" });
      world.isDown = false;
      await world.advance(90_000);
      expect(left(world)).toBe(0);
    }));

  it("makes at most forty requests in one alarm", () =>
    inWorld(async (world) => {
      world.isDown = true;
      for (let who = 0; who < 100; who++) await ask(world, who);
      world.isDown = false;
      world.behavior.limit = 1_000;
      await world.advance(5_000);
      const before = world.starts.length;
      const alarm = world.ledger.alarm();
      for (let turn = 0; turn < 20; turn++) await world.settle();
      void alarm;
      expect(world.starts.length - before).toBeLessThanOrEqual(40);
      await world.advance(60_000);
      expect(left(world)).toBe(0);
    }, 100));
});

it("an entry that always fails does not block the others", () =>
  inWorld(async (world) => {
    const [poison] = world.people;
    world.failing.add(poison?.id ?? "");
    for (let who = 0; who < 10; who++) void ask(world, who);
    await world.advance(120_000);
    expect(left(world)).toBe(1);
    world.failing.clear();
    await world.advance(120_000);
    expect(left(world)).toBe(0);
  }));

describe("a list that the operator has to fix", () => {
  it.each([
    [31, "dead-letter"],
    [29, "queued"],
  ])("fixed after %i days, finds a request that is a %s", (days, kind) =>
    inWorld(async (world) => {
      world.segments.delete(SEGMENT);
      void ask(world);
      await world.advance(10_000);
      // Thousands of alarms find nothing to do meanwhile.
      world.now += days * DAY_MS;
      world.segments.add(SEGMENT);
      await world.advance(2 * 3_600_000);
      // The person may have signed up again; a new request is another matter.
      expect(left(world)).toBe(kind === "queued" ? 9 : 10);
      expect(world.ledger.report()).toMatchObject({ deadLetterCount: kind === "queued" ? 0 : 1 });
      expect(await world.after(5_000, ask(world))).toMatchObject({ kind: "done" });
      expect(world.ledger.report()).toMatchObject({ deadLetterCount: 0, queued: 0 });
    }),
  );
});

it("joined is answered only once a removal that timed out can no longer arrive", () =>
  inWorld(async (world) => {
    const [mira] = world.people;
    const subscription = { list: "weekly", contact: mira?.id ?? "" };
    const joined = () => world.after(500, world.ledger.joined(subscription));
    world.changeFates = ["late"];
    expect(await world.after(6_000, ask(world))).toMatchObject({ kind: "queued" });
    expect(await joined()).toBeUndefined();
    await world.advance(10_000);
    expect(await joined(), "what was canceled may arrive, too").toBeUndefined();
    await world.advance(21_000);
    expect(left(world), "the late removal has arrived").toBe(9);
    expect(await joined()).toBe(0);
    mira?.segments.add(SEGMENT);
    await world.advance(DAY_MS);
    expect(left(world)).toBe(10);
  }));

it("joined waits for such a removal also if someone has asked again while it was sent", () =>
  inWorld(async (world) => {
    const subscription = { list: "weekly", contact: world.people[0]?.id ?? "" };
    const joined = () => world.after(500, world.ledger.joined(subscription));
    world.changeFates = ["late"];
    void ask(world);
    await world.advance(1_000);
    expect(await world.after(5_500, ask(world))).toMatchObject({ kind: "queued" });
    expect(await joined()).toBeUndefined();
    await world.advance(31_000);
    expect(await joined()).toBe(0);
  }));

describe("a dead letter", () => {
  /** Resend refuses the first person for good. */
  const buried = (test: (world: World, id: number) => Promise<void>) =>
    inWorld(async (world) => {
      world.refusing.add(world.people[0]?.id ?? "");
      expect(await world.after(1_000, ask(world, 0, { channel: "page" }))).toMatchObject({
        kind: "dead-letter",
      });
      const [letter] = world.ledger.report().deadLetters;
      expect(letter).toMatchObject({ scope: "list", list: "weekly", fault: "rejected" });
      world.refusing.clear();
      await test(world, letter?.id ?? 0);
    });

  it("is done by a new request", () =>
    buried(async (world) => {
      expect(await world.after(5_000, ask(world))).toMatchObject({ kind: "done" });
      expect(world.ledger.report()).toMatchObject({ deadLetterCount: 0 });
    }));

  it("is queued again by the operator, and after 30 days only on request", () =>
    buried(async (world) => {
      await world.advance(31 * DAY_MS);
      expect(await world.ledger.retry({ old: false })).toBe(0);
      expect(await world.ledger.retry({ old: true })).toBe(1);
      await world.advance(5_000);
      expect(left(world)).toBe(9);
    }));

  it("is dropped by the operator, once", () =>
    buried(async (world, id) => {
      expect(world.ledger.drop(id)).toBe(true);
      expect(world.ledger.drop(id)).toBe(false);
      expect(world.ledger.report()).toMatchObject({ deadLetterCount: 0, queued: 0 });
    }));
});

describe("a request that the operator drops while it is tried", () => {
  const isForgotten = (world: World) => {
    expect(world.ledger.report()).toMatchObject({ queued: 0, deadLetterCount: 0 });
    expect(world.ledger.record({ list: undefined, after: 0, limit: 10 })?.data).toEqual([]);
  };

  it("has to be made again", () =>
    inWorld(async (world) => {
      world.changeFates = ["slow"];
      const asked = ask(world);
      await world.advance(1_000);
      expect(world.ledger.drop(1)).toBe(true);
      expect(await world.after(5_000, asked)).toMatchObject({ kind: "try-again" });
      isForgotten(world);
    }));

  it("is forgotten by the queue, too", () =>
    inWorld(async (world) => {
      world.isDown = true;
      await ask(world);
      world.isDown = false;
      world.changeFates = ["slow"];
      await world.advance(2_000);
      expect(world.ledger.drop(1)).toBe(true);
      const { length } = world.lines;
      await world.advance(60_000);
      isForgotten(world);
      expect(world.lines.slice(length)).toEqual([]);
    }));
});

describe("an undo that was promised", () => {
  /** The person was removed, and their undo is not confirmed. `state` reads what their receipt says. */
  const promised = (fates: Fate[], test: (world: World, state: () => unknown) => Promise<void>) =>
    inWorld(async (world) => {
      const id = newAskingId();
      await world.after(3_000, ask(world, 0, { id, channel: "page" }));
      world.changeFates = ["hang", ...fates];
      const mira = { list: "weekly", contact: world.people[0]?.id ?? "" };
      const undoing = { kind: "undoing", scope: "list" };
      expect(await world.after(5_000, world.ledger.undo(mira, id))).toEqual(undoing);
      const state = () => (world.ledger.receipt(mira, id) as { state?: unknown }).state;
      expect(state()).toBe("undoing");
      await test(world, state);
    });

  it.each(["refused", "rate-limited", "broken", "dropped"] as const)(
    "outlasts what Resend refuses for a while: %s",
    (fate) =>
      promised([fate, fate], async (world, state) => {
        await world.advance(120_000);
        expect([state(), left(world)]).toEqual(["undone", 10]);
      }),
  );

  it.each([
    [
      "outlasts a key of another team, which shows neither the person nor the list",
      false,
      "undone",
    ],
    ["is given up if Resend has no such contact any more", true, "done"],
  ])("%s", (_, isListShown, expected) =>
    promised([], async (world, state) => {
      world.answering = (method, path) =>
        method === "GET" && !(isListShown && path.startsWith("/segments/"))
          ? { status: 404 }
          : undefined;
      await world.advance(120_000);
      expect(state()).toBe(isListShown ? "done" : "undoing");
      world.answering = () => undefined;
      await world.advance(120_000);
      expect(state()).toBe(expected);
    }),
  );
});

it.each([false, true])(
  "a leave after an undo that timed out is done once that undo can no longer arrive; killed between: %s",
  (isKilled) =>
    inWorld(async (world) => {
      const id = newAskingId();
      await world.after(3_000, ask(world, 0, { id, channel: "page" }));
      world.changeFates = ["late"];
      const subscription = { list: "weekly", contact: world.people[0]?.id ?? "" };
      const undone = await world.after(5_000, world.ledger.undo(subscription, id));
      expect(undone).toMatchObject({ kind: "undoing" });
      if (isKilled) await world.kill();
      expect(await world.after(5_000, ask(world))).toMatchObject({ kind: "queued" });
      await world.advance(60_000);
      expect(
        world.paths.filter((path) => path.startsWith("POST")),
        "undos",
      ).toHaveLength(1);
      expect(left(world)).toBe(9);
      expect(world.ledger.report()).toMatchObject({ queued: 0 });
    }),
);

it("an undo that waits for an attempt, while someone asks again, says so", () =>
  inWorld(async (world) => {
    const id = newAskingId();
    world.fates = ["slow", "slow", "slow"];
    void ask(world, 0, { id, channel: "page" });
    await world.advance(500);
    const subscription = { list: "weekly", contact: world.people[0]?.id ?? "" };
    const undone = world.ledger.undo(subscription, id);
    await world.advance(500);
    void ask(world);
    await world.advance(10_000);
    expect(await undone).toEqual({ kind: "asked-again" });
    expect(left(world)).toBe(9);
  }));

it("requests of a list that is held wait without a call", () =>
  inWorld(async (world) => {
    // No setting has it, and Resend does not know such a segment.
    const list = "2b2f8d3c-61f4-4d7c-9f0e-7f3c8f6b5a41";
    expect(await world.after(3_000, ask(world, 0, { list }))).toMatchObject({ kind: "queued" });
    expect(world.ledger.report().held).toHaveLength(1);
    await world.advance(20_000);
    const calls = world.paths.length;
    expect(await world.after(3_000, ask(world, 1, { list }))).toMatchObject({ kind: "queued" });
    expect(world.paths).toHaveLength(calls);
  }));

it("an undo that someone overrules under the person's other name says so, and again when repeated", () =>
  inWorld(async (world) => {
    const id = newAskingId();
    await world.after(3_000, ask(world, 0, { id, channel: "page" }));
    const { id: contact = "", email = "" } = world.people[0] ?? {};
    const undone = world.ledger.undo({ list: "weekly", contact }, id);
    await world.advance(100);
    const again = ask(world, 0, { contact: email });
    await world.advance(5_000);
    expect(await undone).toEqual({ kind: "asked-again" });
    expect(await again).toMatchObject({ kind: "done" });
    expect(await world.ledger.undo({ list: "weekly", contact }, id)).toEqual({
      kind: "asked-again",
    });
    expect(world.ledger.receipt({ list: "weekly", contact }, id)).toEqual({
      kind: "out-of-date",
    });
    expect(left(world)).toBe(9);
  }));

it("another request for what was just done costs no call within a minute, and one call after it", () =>
  inWorld(async (world) => {
    await world.after(2_000, ask(world));
    const asked = world.starts.length;
    expect(await ask(world)).toMatchObject({ kind: "done" });
    expect(world.starts).toHaveLength(asked);
    await world.advance(61_000);
    world.people[0]?.segments.add(SEGMENT);
    expect(await world.after(2_000, ask(world))).toMatchObject({ kind: "done" });
    expect(left(world)).toBe(9);
  }));

describe("an answer", () => {
  it("to a request that cannot start within 3 s is 202 at once, and the queue does the rest", () =>
    inWorld(async (world) => {
      const asked = world.people.map((_, who) => ask(world, who));
      await world.advance(3_100);
      const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
      expect(new Set(kinds)).toEqual(new Set(["done", "queued"]));
      await world.advance(120_000);
      expect(left(world)).toBe(0);
    }, 60));

  it("to a request that is too far behind is 202 without waiting, once the limit is known", () =>
    inWorld(async (world) => {
      await world.after(20_000, ask(world));
      const answers: string[] = [];
      for (let who = 1; who < 60; who++)
        void ask(world, who).then(({ kind }) => answers.push(kind));
      await world.settle();
      // Nine calls start, and as many can in each of the three seconds.
      expect(answers).toEqual(Array(59 - 4 * 9).fill("queued"));
      await world.advance(3_100);
      expect(answers).toHaveLength(59);
      await world.advance(120_000);
      expect(left(world)).toBe(0);
    }, 60));

  it("comes within 5 s, while the request to Resend goes on", () =>
    inWorld(async (world) => {
      await world.after(20_000, ask(world, 1));
      world.fates = ["slow", "slow", "slow"];
      expect(await world.after(4_900, ask(world, 0, { channel: "page" }))).toMatchObject({
        kind: "queued",
      });
      await world.advance(2_000);
      expect(left(world)).toBe(8);
      expect(world.ledger.report()).toMatchObject({ queued: 0 });
    }));

  it("that came before its attempt failed leaves the rest to the queue after the failure", () =>
    inWorld(async (world) => {
      // No alarm is due but its own.
      await world.ledger.health();
      await world.advance(20_000);
      world.changeFates = ["slow"];
      world.fates = ["slow", "slow", "slow"];
      world.failing.add(world.people[0]?.id ?? "");
      expect(await world.after(4_900, ask(world, 0, { channel: "page" }))).toMatchObject({
        kind: "queued",
      });
      await world.advance(200);
      world.failing.clear();
      await world.advance(5_000);
      expect(left(world)).toBe(9);
    }));
});

describe("the budget", () => {
  it("gives the queue its share among live requests: every fifth start", () =>
    inWorld(async (world) => {
      world.isDown = true;
      for (let who = 0; who < 20; who++) await ask(world, who);
      world.isDown = false;
      world.behavior.limit = 10;
      const ofQueue = () =>
        world.people.slice(0, 20).filter(({ segments }) => segments.size === 0).length;
      // Live requests take all that they may from the first success on.
      for (let second = 0; second < 10; second++) {
        for (let who = 0; who < 9; who++) void ask(world, 20 + second * 9 + who);
        await world.advance(1_000);
      }
      expect(ofQueue()).toBeGreaterThan(2);
      expect(110 - left(world) - ofQueue()).toBeGreaterThan(10);
      await world.advance(120_000);
      expect(left(world)).toBe(0);
    }, 110));

  it("lets the queue start half of the limit in any second, and no more", () =>
    inWorld(async (world) => {
      world.behavior.limit = 10;
      await world.after(20_000, ask(world));
      world.isDown = true;
      for (let who = 1; who < 40; who++) void ask(world, who);
      await world.advance(5_000);
      world.isDown = false;
      const before = world.starts.length;
      await world.advance(60_000);
      expect(left(world)).toBe(0);
      const starts = world.starts.slice(before);
      const within = starts.map(
        (start, index) => starts.slice(index).filter((other) => other < start + 1_000).length,
      );
      expect(Math.max(...within)).toBe(5);
    }, 40));

  it("is 2 a second until Resend reports another limit, and then that", () =>
    inWorld(async (world) => {
      world.behavior.limit = 100;
      const asked = world.people.map((_, who) => ask(world, who));
      await world.settle();
      expect(world.starts).toHaveLength(2);
      await world.advance(3_000);
      expect((await Promise.all(asked)).map(({ kind }) => kind)).toEqual(Array(10).fill("done"));
      expect(world.ledger.report()).toMatchObject({ limitPerSecond: 100 });
    }));
});
