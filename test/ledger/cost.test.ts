/** No request may cost more rows for what is queued or was ever done: rows are what Cloudflare bills, and limits. */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { newAskingId, type Channel } from "../../src/ledger/asking.ts";
import type { ContactId } from "../../src/links/names.ts";
import { inWorld, MIRA, SEGMENT, subscribed, World } from "./world.ts";

/** Fills the Ledger with as many requests that are done as are queued and as are dead letters. */
function fill({ sql }: DurableObjectStorage, count: number): void {
  const columns =
    "id, scope, list, contact, other, state, seq, asking, channel, hash, asked_at, asked_seq, due_at, counted";
  for (let id = 1; id <= count; id++) {
    const state = ["done", "queued", "dead"][id % 3] ?? "";
    const list = ["weekly", "product-news"][id % 2] ?? "";
    // Nothing of it is due: what an alarm costs beside its work is measured.
    sql.exec(
      `INSERT INTO entries (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, 'x', 'page', 'h', ?, ?, ?, ?)`,
      id,
      list,
      list,
      `${id}@example.com`,
      crypto.randomUUID(),
      state,
      id,
      id,
      id,
      Date.UTC(2101, 0, 1),
      Number(state === "queued"),
    );
  }
  sql.exec("INSERT INTO marks SELECT '0' || id, list, 0, '0' || id FROM entries");
  sql.exec("INSERT INTO audited_people SELECT contact, 1, 1, 1, due_at FROM entries");
  sql.exec("INSERT INTO sightings SELECT id, 1, due_at FROM entries");
  for (const list of ["weekly", "product-news"]) {
    sql.exec("INSERT OR IGNORE INTO lists (list) VALUES (?)", list);
  }
  // Their names were looked at as they were done.
  sql.exec("UPDATE record SET named_to = ?", count);
  sql.exec(`UPDATE lists SET
    queued = (SELECT count(*) FROM entries WHERE entries.list = lists.list AND state = 'queued'),
    dead = (SELECT count(*) FROM entries WHERE entries.list = lists.list AND state = 'dead')`);
}

/** What each operation reads and writes with so many entries in the Ledger. */
async function costs(count: number): Promise<Record<string, { read: number; written: number }>> {
  const stub = env.LEDGER.getByName(crypto.randomUUID());
  return runInDurableObject(stub, async (_, state) => {
    const world = new World(state);
    world.people = [subscribed(MIRA)];
    await world.started();
    fill(state.storage, count);
    await world.kill();
    const found: Record<string, { read: number; written: number }> = {};
    let before = world.ledger.report().rows;
    const measure = async (name: string, work: unknown) => {
      await world.advance(5_000);
      await work;
      const { read, written } = world.ledger.report().rows;
      found[name] = { read: read - before.read, written: written - before.written };
      before = { read, written };
    };
    const ask = (channel: Channel, id = newAskingId(), contact: string = MIRA.id) =>
      world.ask(contact, { id, channel });
    await measure("report", world.ledger.report());
    await measure("first leave", ask("one-click"));
    await measure("alarm", world.ledger.alarm());
    world.people[0]?.segments.add(SEGMENT);
    await measure("another leave", ask("one-click", newAskingId(), MIRA.email));
    const page = newAskingId();
    await world.advance(61_000);
    before = world.ledger.report().rows;
    world.people[0]?.segments.add(SEGMENT);
    await measure("page leave", ask("page", page));
    const mira = { list: "weekly", contact: MIRA.id };
    await measure("receipt", world.ledger.receipt(mira, page));
    await measure("undo", world.ledger.undo(mira, page));
    await measure("health", world.ledger.health());
    const list = "weekly";
    await measure("a page of ten", world.ledger.record({ list: undefined, after: 0, limit: 10 }));
    await measure("a page of ten of a list", world.ledger.record({ list, after: 0, limit: 10 }));
    await measure("may they be mailed", world.ledger.mailable({ list, contact: MIRA.email }));
    const heard = { id: MIRA.id, email: MIRA.email, at: new Date(world.now).toISOString() };
    const complaint = { ...heard, channel: "complaint", left: "everything" } as const;
    await measure("an event that is recorded", world.ledger.hear(complaint));
    const changed = { ...MIRA, id: MIRA.id as ContactId, unsubscribed: false, segments: [SEGMENT] };
    await measure("an event that is looked at", world.ledger.contactChanged(changed));
    await measure("a walk", world.ledger.startAudit());
    await measure("joined", world.ledger.joined(mira));
    const row = { row: 0, list, names: ["earlier@e.co"], leftAt: undefined };
    await measure("an import", world.ledger.importRows([row]));
    await measure("forget", world.ledger.forget(MIRA.email));
    await measure("who was forgotten", world.ledger.forgotten([MIRA.email, "n@e.co"], list));
    world.isDown = true;
    await measure("accept while Resend is down", ask("one-click"));
    await measure("accept while it is known to be down", ask("one-click", newAskingId(), "n@e.co"));
    world.isDown = false;
    await measure("drain", world.advance(120_000));
    await state.storage.deleteAll();
    return found;
  });
}

describe("what the Ledger reads and writes", () => {
  it("does not grow with the queue or the record", async () => {
    const empty = await costs(0);
    const some = await costs(1_000);
    const many = await costs(20_000);
    for (const [name, { read, written }] of Object.entries(empty)) {
      // An index that is empty has no first row to read; the oldest hundred dead letters are in the report.
      expect(many[name]?.read, name).toBeLessThanOrEqual(read + 500);
      // Whether a random hash is the last of a table is one row more or less.
      expect(many[name]?.read, name).toBeLessThanOrEqual((some[name]?.read ?? 0) + 3);
      expect(many[name]?.written, name).toBe(written);
    }
  }, 120_000);

  it("is six rows written for a request that has to wait", () =>
    inWorld(async (world) => {
      const waiting = 20;
      world.populate(waiting + 1);
      world.isDown = true;
      let before = 0;
      for (const [index, { id }] of world.people.entries()) {
        expect(await world.ask(id)).toMatchObject({ kind: "queued" });
        if (index === 0) before = world.ledger.report().rows.written;
      }
      expect((world.ledger.report().rows.written - before) / waiting).toBe(6);
    }));

  it("is seven rows written for a one-click leave: about 14,000 a day on the free plan", () =>
    inWorld(async (world) => {
      const leaves = 100;
      world.populate(leaves + 1);
      let before = 0;
      for (const [index, { id }] of world.people.entries()) {
        expect(await world.after(1_000, world.ask(id))).toMatchObject({ kind: "done" });
        // The first one verifies the list.
        if (index === 0) before = world.ledger.report().rows.written;
      }
      const each = (world.ledger.report().rows.written - before) / leaves;
      expect(each).toBeLessThan(7.5);
    }));

  it("is three more rows where the contact's other name is read later", () =>
    inWorld(async (world) => {
      const leaves = 100;
      world.behavior.removingAbsent = 404;
      world.populate(leaves);
      await world.ledger.health();
      await world.advance(1_000);
      const before = world.ledger.report().rows;
      for (const { id } of world.people) {
        void world.ask(id);
        await world.advance(1_000);
      }
      await world.advance(24 * 3_600_000);
      const page = world.ledger.record({ list: "weekly", after: 0, limit: leaves });
      expect(page?.data.every(({ email }) => email)).toBe(true);
      const { read, written } = world.ledger.report().rows;
      const each = [read - before.read, written - before.written].map((rows) => rows / leaves);
      expect(each[0]).toBeLessThan(60);
      expect(each[1]).toBeLessThan(9.7);
    }));
});
