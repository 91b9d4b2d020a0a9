import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import type { Acceptance, Outbox } from "../src/outbox.ts";
import { Rows } from "../src/outbox/rows.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An Outbox that no other test knows. Its Resend cannot be reached. */
function newOutbox() {
  return env.OUTBOX.getByName(crypto.randomUUID());
}

function acceptance(contact: string, change: Partial<Acceptance> = {}): Acceptance {
  const entry = { operation: "leave", list: "weekly", contact } as const;
  return { entry, fault: "unavailable", setAside: false, pace: {}, ...change };
}

/** Moves the rows into the past. */
async function age(outbox: DurableObjectStub<Outbox>, ms: number) {
  await runInDurableObject(outbox, (_, { storage }) => {
    storage.sql.exec("UPDATE waiting SET accepted_at = accepted_at - ?", ms);
  });
}

/** Runs the alarm as if every row were due. */
async function ring(outbox: DurableObjectStub<Outbox>) {
  await runInDurableObject(outbox, (_, { storage }) => {
    storage.sql.exec("UPDATE waiting SET due_at = 0");
  });
  return runDurableObjectAlarm(outbox);
}

const alarmOf = (outbox: DurableObjectStub<Outbox>) =>
  runInDurableObject(outbox, (_, { storage }) => storage.getAlarm());

describe("accept", () => {
  it("stores a leave, sets an alarm, and answers with the row's number", async () => {
    const outbox = newOutbox();
    expect(await outbox.accept(acceptance("a@example.com"))).toBe(1);
    expect(await outbox.accept(acceptance("b@example.com"))).toBe(2);
    expect(await alarmOf(outbox)).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(await outbox.report()).toMatchObject({ waiting: 2, waitingByList: { weekly: 2 } });
  });

  it("keeps the same leave once", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com"));
    expect(await outbox.accept(acceptance("a@example.com"))).toBe(1);
    expect(await outbox.report()).toMatchObject({ waiting: 1 });
  });

  it("holds nothing but the membership, times, attempts and the fault's name", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com"));
    const rows = await runInDurableObject(outbox, (_, { storage }) =>
      storage.sql.exec("SELECT * FROM waiting").toArray(),
    );
    expect(rows).toEqual([
      {
        id: 1,
        operation: "leave",
        list: "weekly",
        contact: "a@example.com",
        accepted_at: expect.any(Number),
        due_at: expect.any(Number),
        attempts: 0,
        fault: null,
        uncertain: 0,
        asked: 1,
        set_aside_at: null,
      },
    ]);
  });

  it("waits as long as Resend has asked, and never less than it asked before", async () => {
    const outbox = newOutbox();
    const start = Date.now();
    await outbox.accept(acceptance("a@example.com", { pace: { pauseSeconds: 20 } }));
    await outbox.accept(acceptance("b@example.com", { pace: { pauseSeconds: 2 } }));
    const alarm = (await alarmOf(outbox)) ?? 0;
    expect(alarm).toBeGreaterThanOrEqual(start + 20_000);
    expect(alarm).toBeLessThan(start + 25_000);
    expect(await outbox.report()).toMatchObject({ pausedUntil: new Date(alarm).toISOString() });
  });

  it("remembers why, and not that it was left alone meanwhile", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com", { fault: "key-refused" }));
    await outbox.accept(acceptance("b@example.com", { fault: "paused" }));
    expect(await outbox.report()).toMatchObject({ lastFault: "key-refused" });
  });

  it("does not try at once what has just failed", async () => {
    const outbox = newOutbox();
    const start = Date.now();
    await outbox.accept(acceptance("a@example.com"));
    expect(await alarmOf(outbox)).toBeGreaterThanOrEqual(start + 1_000);
  });

  it("sets aside what can never be done", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com", { fault: "rejected", setAside: true }));
    expect(await alarmOf(outbox)).toBeNull();
    expect(await outbox.report()).toMatchObject({
      waiting: 0,
      setAsideCount: 1,
      setAside: [
        {
          row: 1,
          operation: "leave",
          list: "weekly",
          contact: "a@example.com",
          fault: "rejected",
          ageSeconds: 0,
        },
      ],
      lastFault: "rejected",
    });
  });

  it("puts a row that was set aside back in line when it is asked for again", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com", { fault: "rejected", setAside: true }));
    await outbox.accept(acceptance("a@example.com"));
    expect(await outbox.report()).toMatchObject({ waiting: 1, setAsideCount: 0 });
    expect(await alarmOf(outbox)).not.toBeNull();
  });

  it("does not take an isolate's own pause for Resend's", async () => {
    const outbox = newOutbox();
    const pace = { pauseSeconds: 5 };
    await outbox.accept(acceptance("a@example.com", { fault: "timeout", pace }));
    await outbox.accept(acceptance("b@example.com", { fault: "paused", pace }));
    expect(await outbox.report()).toMatchObject({ pausedUntil: null });
  });

  it("rejects when the storage refuses to write", async () => {
    await runInDurableObject(newOutbox(), async (instance: Outbox, { storage }) => {
      storage.sql.exec("DROP TABLE waiting");
      await expect(instance.accept(acceptance("a@example.com"))).rejects.toThrow("no such table");
    });
  });
});

describe("alarm", () => {
  it("keeps what it could not send, pauses, and sets the next alarm", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com"));
    const start = Date.now();
    await ring(outbox);
    expect(await outbox.report()).toMatchObject({ waiting: 1, lastFault: "connection-lost" });
    const alarm = (await alarmOf(outbox)) ?? 0;
    expect(alarm).toBeGreaterThanOrEqual(start + 1_000);
    expect(alarm).toBeLessThan(start + 5_000);
  });

  it("has set the next one before it starts, and does not throw when the storage fails", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com"));
    await runInDurableObject(outbox, (_, { storage }) => storage.sql.exec("DROP TABLE lists"));
    const start = Date.now();
    expect(await ring(outbox)).toBe(true);
    expect(await alarmOf(outbox)).toBeGreaterThanOrEqual(start + 60_000);
  });

  it("sleeps five minutes at most while a list is held", async () => {
    const outbox = newOutbox();
    const entry = { operation: "leave", list: "forgotten", contact: "a@example.com" } as const;
    await outbox.accept(acceptance("", { entry, fault: "list-unknown" }));
    const start = Date.now();
    await ring(outbox);
    expect(await outbox.report()).toMatchObject({ waiting: 1, lastFault: "list-unknown" });
    const alarm = (await alarmOf(outbox)) ?? 0;
    expect(alarm).toBeGreaterThanOrEqual(start + 299_000);
    expect(alarm).toBeLessThanOrEqual(Date.now() + 300_000);
  });
});

describe("a restart", () => {
  it("loses nothing", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com", { pace: { pauseSeconds: 600 } }));
    const before = await outbox.report();
    await evictDurableObject(outbox);
    expect(await outbox.report()).toMatchObject({ waiting: 1, pausedUntil: before.pausedUntil });
  });

  it("counts a try that it cut off as uncertain", async () => {
    const outbox = newOutbox();
    const row = await outbox.accept(acceptance("a@example.com"));
    await runInDurableObject(outbox, (_, { storage }) => new Rows(storage.sql).begin(row));
    await evictDurableObject(outbox);
    const { entry } = acceptance("a@example.com");
    expect(await outbox.withdraw(entry, { keep: true })).toBe("uncertain");
  });

  it("releases a held list when the settings have changed, and only then", async () => {
    const outbox = newOutbox();
    const entry = { operation: "leave", list: "forgotten", contact: "a@example.com" } as const;
    await outbox.accept(acceptance("", { entry, fault: "list-unknown" }));
    await ring(outbox);
    const heldUntil = () =>
      runInDurableObject(outbox, (_, { storage }) => new Rows(storage.sql).nextDue() ?? 0);
    await evictDurableObject(outbox);
    expect(await heldUntil()).toBeGreaterThan(Date.now() + HOUR_MS - 60_000);

    await runInDurableObject(outbox, (_, { storage }) =>
      storage.sql.exec("UPDATE health SET settings = 'others'"),
    );
    await evictDurableObject(outbox);
    expect(await heldUntil()).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(await alarmOf(outbox)).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

describe("retry", () => {
  it("puts back what was set aside within 30 days, and older rows only when asked", async () => {
    const outbox = newOutbox();
    const rejected = { fault: "rejected", setAside: true } as const;
    await outbox.accept(acceptance("old@example.com", rejected));
    await age(outbox, 31 * DAY_MS);
    await outbox.accept(acceptance("new@example.com", rejected));
    expect(await outbox.retry({ old: false })).toBe(1);
    expect(await outbox.report()).toMatchObject({ waiting: 1, setAsideCount: 1 });
    expect(await alarmOf(outbox)).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(await outbox.retry({ old: true })).toBe(1);
    expect(await outbox.report()).toMatchObject({ waiting: 2, setAsideCount: 0 });
    expect(await outbox.retry({ old: true })).toBe(0);
  });

  it("counts from the last time that the person asked", async () => {
    const outbox = newOutbox();
    const rejected = { fault: "rejected", setAside: true } as const;
    await outbox.accept(acceptance("a@example.com", rejected));
    await age(outbox, 31 * DAY_MS);
    await outbox.accept(acceptance("a@example.com", rejected));
    expect(await outbox.retry({ old: false })).toBe(1);
  });
});

describe("withdraw", () => {
  const entry = acceptance("a@example.com").entry;

  it("takes a row away, and says whether Resend may have carried it out", async () => {
    const outbox = newOutbox();
    expect(await outbox.withdraw(entry, { keep: false })).toBe("none");
    await outbox.accept(acceptance("a@example.com"));
    expect(await outbox.withdraw(entry, { keep: true })).toBe("withdrawn");
    await outbox.accept(acceptance("a@example.com", { fault: "timeout" }));
    expect(await outbox.withdraw(entry, { keep: true })).toBe("uncertain");
    expect(await outbox.report()).toMatchObject({ waiting: 1 });
    expect(await outbox.withdraw(entry, { keep: false })).toBe("uncertain");
    expect(await outbox.report()).toMatchObject({ waiting: 0 });
  });

  it("takes a row away that was set aside", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com", { fault: "rejected", setAside: true }));
    expect(await outbox.withdraw(entry, { keep: true })).toBe("withdrawn");
    expect(await outbox.report()).toMatchObject({ setAsideCount: 0 });
  });
});

describe("drop", () => {
  it("forgets one row", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com"));
    const row = await outbox.accept(acceptance("b@example.com"));
    expect(await outbox.drop(row)).toBe(true);
    expect(await outbox.drop(row)).toBe(false);
    expect(await outbox.report()).toMatchObject({ waiting: 1 });
  });
});

describe("check", () => {
  it("sets the alarm that is missing", async () => {
    const outbox = newOutbox();
    await outbox.accept(acceptance("a@example.com"));
    await runInDurableObject(outbox, (_, { storage }) => storage.deleteAlarm());
    await outbox.check();
    expect(await alarmOf(outbox)).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  it("sets none when nothing waits", async () => {
    const outbox = newOutbox();
    await outbox.check();
    expect(await alarmOf(outbox)).toBeNull();
  });
});

describe("report", () => {
  it("tells the oldest row's age and what waits by list", async () => {
    const outbox = newOutbox();
    expect(await outbox.report()).toEqual({
      waiting: 0,
      oldestSeconds: 0,
      waitingByList: {},
      setAsideCount: 0,
      setAside: [],
      lastFault: null,
      pausedUntil: null,
      stamps: { waiting: 0, lastFault: null },
    });
    await outbox.accept(acceptance("a@example.com"));
    await outbox.stamp({ contact: "e169aa45-1ecf-4183-9955-b1499d5701d3", lists: ["weekly"] });
    await age(outbox, HOUR_MS);
    const entry = { operation: "leave", list: "product-news", contact: "a@example.com" } as const;
    await outbox.accept(acceptance("", { entry }));
    const report = await outbox.report();
    expect(report).toMatchObject({ waiting: 2, waitingByList: { weekly: 1, "product-news": 1 } });
    expect(report.oldestSeconds).toBeGreaterThanOrEqual(3_600);
    expect(report.oldestSeconds).toBeLessThan(3_660);
    expect(report.stamps).toEqual({ waiting: 1, lastFault: null });
  });
});
