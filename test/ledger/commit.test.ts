/** Group commit: what arrives while something is being written to disk is written together, in its order, or not at all. */

import { describe, expect, it } from "vitest";

import { newAskingId } from "../../src/ledger/asking.ts";
import { Sql } from "../../src/ledger/sql.ts";
import { inWorld, type World } from "./world.ts";

const COMMIT_MS = 100;

/** Runs a test while the first person's request is being written, beside another one that waits for Resend. */
const whileWriting = (
  test: (world: World, stored: () => string[], sql: SqlStorage) => Promise<void>,
) =>
  inWorld(async (world, { storage: { sql } }) => {
    world.populate(5);
    world.commitMs = COMMIT_MS;
    world.fates = ["slow", "slow", "slow", "slow"];
    void ask(world, 4);
    void ask(world, 0);
    await world.settle();
    const query = "SELECT contact FROM entries ORDER BY asked_seq";
    const stored = () => sql.exec(query).toArray();
    await test(world, () => stored().map(({ contact }) => nameOf(world, contact)), sql);
  });

const ask = (world: World, who: number, id = newAskingId()) =>
  world.ask(world.people[who]?.id ?? "", { channel: "page", id });

const nameOf = (world: World, contact: unknown) =>
  `person ${world.people.findIndex(({ id }) => id === contact)}`;

describe("requests that arrive during a commit", () => {
  it("are written with the next one, in their order", () =>
    whileWriting(async (world, stored) => {
      const later = [ask(world, 2), ask(world, 1)];
      await world.settle();
      expect(stored()).toEqual(["person 4", "person 0"]);
      await world.advance(COMMIT_MS);
      expect(stored()).toEqual(["person 4", "person 0", "person 2", "person 1"]);
      await world.advance(20_000);
      const kind = expect.stringMatching(/^(?:done|queued)$/) as string;
      expect(await Promise.all(later)).toMatchObject([{ kind }, { kind }]);
    }));

  it("are written before anything that arrives after them is done", () =>
    whileWriting(async (world, stored) => {
      void ask(world, 1);
      expect(world.ledger.isUsed()).toBe(true);
      expect(stored()).toEqual(["person 4", "person 0", "person 1"]);
    }));

  it("end the undo token of an earlier request before an undo that arrives after them", () =>
    whileWriting(async (world) => {
      const token = newAskingId();
      await world.advance(20_000);
      const left = ask(world, 1, token);
      await world.advance(20_000);
      expect(await left).toMatchObject({ kind: "done" });

      void ask(world, 2);
      const again = ask(world, 1);
      const subscription = { list: "weekly", contact: world.people[1]?.id ?? "" };
      const undone = world.ledger.undo(subscription, token);
      await world.advance(20_000);
      expect(await undone).toEqual({ kind: "asked-again" });
      expect(await again).toMatchObject({ kind: "done" });
    }));

  it("get no answer, and leave no trace, if the object ends before they are written", () =>
    whileWriting(async (world, stored) => {
      let answered = false;
      void ask(world, 1).finally(() => (answered = true));
      await world.kill();
      await world.advance(20_000);
      expect(answered).toBe(false);
      expect(stored()).toEqual(["person 4", "person 0"]);
    }));

  it("are not rolled back with a transaction that fails", () =>
    inWorld(async (_, { storage }) => {
      const sql = new Sql(storage, () => new Promise(() => undefined));
      sql.run("CREATE TABLE written (text)");
      const write = (text: string) => () => sql.run("INSERT INTO written VALUES (?)", text);
      void sql.commit(write("first"));
      void sql.commit(write("waiting"));
      const failing = () => {
        write("failing")();
        throw new Error("full");
      };
      expect(() => sql.transaction(failing)).toThrow("full");
      const rows = sql.all<{ text: string }>("SELECT text FROM written");
      expect(rows.map(({ text }) => text)).toEqual(["first", "waiting"]);
    }));

  it("do not fail with one that cannot be stored", () =>
    whileWriting(async (world, stored, sql) => {
      sql.exec(
        `CREATE TRIGGER full BEFORE INSERT ON entries WHEN new.contact = '${world.people[1]?.id}'
         BEGIN SELECT RAISE(ABORT, 'full'); END`,
      );
      const unstored = ask(world, 1);
      void ask(world, 2);
      await world.advance(20_000);
      expect(await unstored, "carried out, and not recorded").toMatchObject({ asking: undefined });
      expect(stored()).toEqual(["person 4", "person 0", "person 2"]);
    }));
});
