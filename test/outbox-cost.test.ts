import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";

import { Rows } from "../src/outbox/rows.ts";
import { Stamps } from "../src/outbox/stamps.ts";

/** Counts the rows that statements write, as Cloudflare bills them. */
function counting(sql: SqlStorage): { sql: SqlStorage; written: () => number } {
  let written = 0;
  const exec: SqlStorage["exec"] = (query, ...bindings) => {
    const cursor = sql.exec(query, ...bindings);
    written += cursor.rowsWritten;
    return cursor as ReturnType<typeof sql.exec<never>>;
  };
  return {
    sql: new Proxy(sql, { get: (_, key) => (key === "exec" ? exec : undefined) }),
    written: () => written,
  };
}

/** A new Outbox's tables, and the rows that an act writes there. */
async function onTables(test: (sql: SqlStorage, cost: (act: () => unknown) => number) => void) {
  const outbox = env.OUTBOX.getByName(crypto.randomUUID());
  await runInDurableObject(outbox, (_, { storage }) => {
    const { sql, written } = counting(storage.sql);
    test(sql, (act) => {
      const before = written();
      act();
      return written() - before;
    });
  });
}

it("a leave writes four rows to be stored, one for each try, two more where it fails, and one when it is done", () =>
  onTables((sql, cost) => {
    const rows = new Rows(sql);
    const entry = { operation: "leave", list: "weekly" } as const;
    rows.add({ ...entry, contact: "the first of its list" }, 0);

    expect(cost(() => rows.add({ ...entry, contact: "somebody" }, 1))).toBe(4);
    expect(cost(() => rows.begin(2))).toBe(1);
    expect(cost(() => rows.delay(2, "unavailable", 2))).toBe(2);
    expect(cost(() => rows.remove({ id: 2, asked: 1 }))).toBe(1);
  }));

it("a stamp writes two rows to be stored, none for a try or a repeated delivery, three where it fails, and one when it is done", () =>
  onTables((sql, cost) => {
    void new Rows(sql);
    const stamps = new Stamps(sql);
    const stamp = { contact: "e169aa45-1ecf-4183-9955-b1499d5701d3", lists: ["weekly"] };

    expect(cost(() => stamps.add(stamp, 1))).toBe(2);
    expect(cost(() => stamps.add(stamp, 2))).toBe(0);
    expect(cost(() => stamps.next(3))).toBe(0);
    const failed = () => {
      stamps.delay(stamp.contact, 4);
      stamps.health = { ...stamps.health, pausedUntil: 4, failures: 1 };
    };
    expect(cost(failed)).toBe(3);
    stamps.health = { ...stamps.health, pausedUntil: 0, failures: 0 };
    const done = () => {
      stamps.remove(stamp.contact, 5);
      stamps.health = { ...stamps.health, pausedUntil: 0, failures: 0 };
    };
    expect(cost(done)).toBe(1);
  }));
