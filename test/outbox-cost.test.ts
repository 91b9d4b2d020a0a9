import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";

import { Rows } from "../src/outbox/rows.ts";

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

it("a leave writes four rows to be stored, one for each try, two more where it fails, and one when it is done", async () => {
  const outbox = env.OUTBOX.getByName(crypto.randomUUID());
  await runInDurableObject(outbox, (_, { storage }) => {
    const { sql, written } = counting(storage.sql);
    const rows = new Rows(sql);
    const entry = { operation: "leave", list: "weekly" } as const;
    rows.add({ ...entry, contact: "the first of its list" }, 0);

    const cost = (act: () => unknown) => {
      const before = written();
      act();
      return written() - before;
    };
    expect(cost(() => rows.add({ ...entry, contact: "somebody" }, 1))).toBe(4);
    expect(cost(() => rows.begin(2))).toBe(1);
    expect(cost(() => rows.delay(2, "unavailable", 2))).toBe(2);
    expect(cost(() => rows.remove({ id: 2, asked: 1 }))).toBe(1);
  });
});
