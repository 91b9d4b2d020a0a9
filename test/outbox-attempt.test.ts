import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { type Acceptance, Outbox } from "../src/outbox.ts";
import { summary } from "../src/outbox/report.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { refusal, REMOVED, upstream } from "./upstream.ts";

const entryOf = (contact: string) => ({ operation: "leave", list: "weekly", contact }) as const;

function acceptance(contact: string, change: Partial<Acceptance> = {}): Acceptance {
  return { entry: entryOf(contact), fault: "unavailable", setAside: false, pace: {}, ...change };
}

interface Bench {
  outbox: Outbox;
  storage: DurableObjectStorage;
  seen: () => Promise<{ path: string }[]>;
  /** Runs the alarm as if every row were due. */
  ring: () => Promise<void>;
  /** Resolves while a row is being tried. */
  trying: (row: number) => Promise<void>;
}

/** An Outbox with settings of its own, in front of a Resend that gives these answers. */
async function onOutbox(
  answers: ScriptedAnswer[],
  test: (bench: Bench) => Promise<void>,
  change: Partial<Env> = {},
) {
  const { baseUrl, seen } = await upstream(...answers);
  await runInDurableObject(env.OUTBOX.getByName(crypto.randomUUID()), async (_, state) => {
    const { storage } = state;
    const outbox = new Outbox(state, Object.assign({}, env, { RESEND_BASE_URL: baseUrl }, change));
    await test({
      outbox,
      storage,
      seen,
      ring: () => {
        storage.sql.exec("UPDATE waiting SET due_at = id");
        return outbox.alarm();
      },
      trying: async (row) => {
        const tried = () => storage.sql.exec("SELECT in_flight FROM health").one()["in_flight"];
        while (tried() !== row) await scheduler.wait(5);
      },
    });
  });
}

/** Two rows, of which the second waits for its place in the pace, and so is under way for a while. */
async function secondUnderWay({ outbox, ring, trying }: Bench): Promise<{ over: Promise<void> }> {
  await outbox.accept(acceptance("first"));
  await outbox.accept(acceptance("second"));
  const over = ring();
  await trying(2);
  return { over };
}

describe("an alarm", () => {
  it("sends what is due, and leaves no alarm behind where nothing waits", () =>
    onOutbox([REMOVED], async ({ outbox, ring, seen, storage }) => {
      await outbox.accept(acceptance("first"));
      expect(await storage.getAlarm()).not.toBeNull();
      await ring();
      expect(await seen()).toHaveLength(1);
      expect(outbox.report()).toMatchObject({ waiting: 0, lastFault: "unavailable" });
      expect(await storage.getAlarm()).toBeNull();
    }));

  it("opts a contact out of all broadcasts where that is what waits", () =>
    onOutbox([REMOVED], async ({ outbox, ring, seen }) => {
      const entry = { ...entryOf("first"), operation: "everything" } as const;
      await outbox.accept(acceptance("first", { entry }));
      await ring();
      expect(await seen()).toMatchObject([
        { method: "PATCH", path: "/contacts/first", body: '{"unsubscribed":true}' },
      ]);
      expect(outbox.report()).toMatchObject({ waiting: 0 });
    }));

  it("is set for a leave that comes while it runs, when it ends", () =>
    onOutbox([REMOVED], async (bench) => {
      const { outbox, storage } = bench;
      const start = Date.now();
      const { over } = await secondUnderWay(bench);
      await outbox.accept(acceptance("third", { pace: { pauseSeconds: 20 } }));
      expect(await storage.getAlarm()).toBeGreaterThanOrEqual(start + 60_000);
      await over;
      expect(outbox.report()).toMatchObject({ waiting: 1 });
      expect(await storage.getAlarm()).toBeGreaterThanOrEqual(start + 20_000);
      expect(await storage.getAlarm()).toBeLessThan(start + 30_000);
    }));

  it("sends nothing while the settings are faulty, keeps what waits, and comes back in a minute", () =>
    onOutbox(
      [REMOVED],
      async ({ outbox, ring, seen, storage }) => {
        const start = Date.now();
        expect(await outbox.accept(acceptance("first"))).toBe(1);
        expect(await storage.getAlarm()).toBeGreaterThanOrEqual(start + 60_000);
        await ring();
        expect(await seen()).toEqual([]);
        expect(outbox.report()).toMatchObject({ waiting: 1, lastFault: "unavailable" });
        expect(await storage.getAlarm()).toBeGreaterThanOrEqual(start + 60_000);
        expect(await storage.getAlarm()).toBeLessThan(start + 70_000);
      },
      { LINK_SECRETS: "short" },
    ));
});

describe("withdraw, while a row is being tried", () => {
  const keep = { keep: true };

  it("waits for the answer, and finds nothing where the row is done", () =>
    onOutbox([REMOVED], async (bench) => {
      const { over } = await secondUnderWay(bench);
      expect(await bench.outbox.withdraw(entryOf("second"), keep)).toBe("none");
      expect(await bench.seen()).toHaveLength(2);
      await over;
    }));

  it("takes the row away where Resend has refused it", () =>
    onOutbox([REMOVED, refusal(422, "validation_error", "No")], async (bench) => {
      const { over } = await secondUnderWay(bench);
      expect(await bench.outbox.withdraw(entryOf("second"), keep)).toBe("withdrawn");
      await over;
      expect(bench.outbox.report()).toMatchObject({ waiting: 0, setAsideCount: 0 });
    }));

  it("keeps the row where no answer came", () =>
    onOutbox([REMOVED, "drop"], async (bench) => {
      const { over } = await secondUnderWay(bench);
      expect(await bench.outbox.withdraw(entryOf("second"), keep)).toBe("uncertain");
      await over;
      expect(bench.outbox.report()).toMatchObject({ waiting: 1, lastFault: "connection-lost" });
    }));

  it("yields to whoever asks to leave again meanwhile", () =>
    onOutbox([REMOVED, refusal(503, "application_error", "Down")], async (bench) => {
      const { outbox } = bench;
      const { over } = await secondUnderWay(bench);
      const withdrawal = outbox.withdraw(entryOf("second"), { keep: false });
      await outbox.accept(acceptance("second"));
      expect(await withdrawal).toBe("asked-again");
      await over;
      expect(outbox.report()).toMatchObject({ waiting: 1, waitingByList: { weekly: 1 } });
    }));
});

describe("the line that the log gets of an Outbox", () => {
  const line = { event: "outbox", oldestSeconds: 0, setAside: 0, stamps: 0, lastFault: null };
  const unavailable = { ...line, lastFault: "unavailable" };

  it("is calm when nothing waits, a warning when something does, an error when the operator must act", () =>
    onOutbox([REMOVED], async ({ outbox }) => {
      expect(summary(outbox.report())).toEqual(["info", { ...line, waiting: 0 }]);
      await outbox.accept(acceptance("first"));
      expect(summary(outbox.report())).toEqual(["warn", { ...unavailable, waiting: 1 }]);
      await outbox.accept(acceptance("second", { fault: "rejected", setAside: true }));
      expect(summary(outbox.report())).toEqual([
        "error",
        { ...line, waiting: 1, setAside: 1, lastFault: "rejected" },
      ]);
    }));
});
