/** What an alarm does for the record: the names that it lacks, and the entries that a list does not keep. */

import { describe, expect, it } from "vitest";

import { DAY_MS, HOUR_MS, inWorld, NEWS, SEGMENT, type World } from "./world.ts";

/** A world in which a removal is proof, so that no leave reads its contact. */
const inProvenWorld: typeof inWorld = (test, change) =>
  inWorld(async (world, state) => {
    world.behavior.removingAbsent = 404;
    world.populate(10);
    // The first alarm sends the canary.
    await world.ledger.health();
    await world.advance(1_000);
    await test(world, state);
  }, change);

async function leave(world: World, contact: string, list = "weekly"): Promise<void> {
  expect(await world.after(5_000, world.ask(contact, { list }))).toMatchObject({ kind: "done" });
}

function read(world: World) {
  const { data = [] } = world.ledger.record({ list: undefined, after: 0, limit: 1_000 }) ?? {};
  return data;
}

describe("the names that the record lacks", () => {
  it("are read within a day, a few at a time, and change the `seq`", () =>
    inProvenWorld(async (world) => {
      const [one, other] = world.people;
      await leave(world, one?.id ?? "");
      await leave(world, other?.email ?? "");
      const before = read(world);
      expect(before).toMatchObject([{ email: null }, { contact_id: null }]);
      const requests = world.paths.length;
      await world.advance(DAY_MS);
      const { id, email } = one ?? {};
      const after = read(world);
      expect(after).toMatchObject([
        { contact_id: id, email },
        { contact_id: other?.id, email: other?.email },
      ]);
      expect(after.every(({ seq }) => seq > (before[1]?.seq ?? 0))).toBe(true);
      const reads = world.paths.slice(requests).filter((path) => path.includes("/contacts/"));
      expect(reads.filter((path) => !path.startsWith("DELETE"))).toHaveLength(2);
    }));

  it("end with one that Resend does not know, and wait while it cannot be read", () =>
    inProvenWorld(async (world) => {
      for (const { id } of world.people.slice(0, 5)) await leave(world, id);
      const [gone] = world.people.splice(0, 1);
      let failing = true;
      let refused = 0;
      world.answering = (method, path) => {
        if (!failing || method !== "GET" || !path.includes("/contacts/")) return undefined;
        refused += 1;
        return { status: 500 };
      };
      await world.advance(3 * HOUR_MS);
      expect(refused).toBeLessThan(100);
      expect(read(world).filter(({ email }) => email === null)).toHaveLength(5);
      failing = false;
      await world.kill();
      await world.advance(2 * HOUR_MS);
      expect(read(world).filter(({ email }) => email === null)).toMatchObject([
        { contact: gone?.id },
      ]);
      const requests = world.paths.filter((path) => path.endsWith(gone?.id ?? "")).length;
      await world.advance(3 * DAY_MS);
      expect(world.paths.filter((path) => path.endsWith(gone?.id ?? ""))).toHaveLength(requests);
    }));
});

describe("record = false", () => {
  const SETTINGS = {
    LISTS: { weekly: { segment: SEGMENT, record: false }, news: { segment: NEWS } },
  };

  it("deletes a list's entries 30 days after they are done, and no others", () =>
    inProvenWorld(async (world) => {
      for (const { segments } of world.people) segments.add(NEWS);
      for (const { id } of world.people) {
        await leave(world, id);
        await leave(world, id, SEGMENT);
      }
      const [first, second] = world.people;
      await leave(world, first?.id ?? "", "news");
      world.refusing.add(second?.id ?? "");
      await world.advance(61_000);
      expect(await world.after(1_000, world.ask(second?.id ?? ""))).toMatchObject({
        kind: "dead-letter",
      });
      await world.advance(29 * DAY_MS);
      expect(read(world)).toHaveLength(21);
      await world.advance(1.1 * DAY_MS);
      expect(new Set(read(world).map(({ list, state }) => `${list} ${state}`))).toEqual(
        new Set(["news done", "weekly dead"]),
      );
      // What was deleted is behind a poller for good, after a restart too.
      expect(await world.after(5_000, world.ask(second?.id ?? ""))).toMatchObject({
        kind: "dead-letter",
      });
      const letter = read(world).find(({ state }) => state === "dead");
      expect(world.ledger.drop(letter?.id ?? 0)).toBe(true);
      await world.kill();
      await leave(world, first?.email ?? "");
      expect(read(world).at(-1)?.seq).toBeGreaterThan(letter?.seq ?? Infinity);
    }, SETTINGS));
});
