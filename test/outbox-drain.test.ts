import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { drain, nextDrain } from "../src/outbox/drain.ts";
import { Rows } from "../src/outbox/rows.ts";
import { Stamps } from "../src/outbox/stamps.ts";
import { createResend, createTransport } from "../src/resend.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { json, refusal, REMOVED, upstream } from "./upstream.ts";
import type { LogEntry } from "./worker.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const START = Date.UTC(2026, 10, 23, 12, 0, 0);

const DOWN: ScriptedAnswer = { status: 503 };
const REJECTED = refusal(422, "validation_error", "No");
const REVOKED = refusal(401, "restricted_api_key", "No");

interface Bench {
  rows: Rows;
  stamps: Stamps;
  log: LogEntry[];
  /** Whom Resend was asked to remove since the last look. */
  asked(): Promise<string[]>;
  drain(): Promise<void>;
  add(contact: string, list?: string): number;
  /** Lets so many milliseconds pass. */
  pass(ms: number): void;
  now(): number;
}

/** Real tables, a scripted Resend, and a clock that moves when it is told to. */
async function onBench(answers: ScriptedAnswer[], test: (bench: Bench) => Promise<void>) {
  const { baseUrl, seen } = await upstream(...answers);
  const outbox = env.OUTBOX.getByName(crypto.randomUUID());
  await runInDurableObject(outbox, async (_, { storage }) => {
    let now = START;
    let looked = 0;
    const log: LogEntry[] = [];
    const rows = new Rows(storage.sql);
    const stamps = new Stamps(storage.sql);
    const transport = createTransport({
      apiKey: "re_test",
      baseUrl,
      now: () => now,
      timeoutMs: 300,
    });
    const resend = createResend(transport);
    const lists = new Map([
      ["weekly", SEGMENT],
      ["product-news", SEGMENT],
    ]);
    const services = {
      rows,
      stamps,
      resend,
      lists: new Map(),
      linkTo: () => Promise.reject(new Error("no list here has a property")),
      segmentOf: (list: string) => lists.get(list),
      now: () => now,
      random: () => 0,
      log: (level: string, line: object) => void log.push({ level, line: { ...line } }),
    };
    await test({
      rows,
      stamps,
      log,
      drain: () => drain(services),
      asked: async () => {
        const requests = (await seen()).slice(looked);
        looked += requests.length;
        return requests.map(({ path }) => decodeURIComponent(path.split("/")[2] ?? ""));
      },
      add: (contact, list = "weekly") => {
        now += 1;
        return rows.add({ operation: "leave", list, contact }, now);
      },
      pass: (ms) => {
        now += ms;
      },
      now: () => now,
    });
  });
}

describe("drain", () => {
  it("sends the oldest first, forgets what is done, and logs its age", async () => {
    const answers = [REMOVED, refusal(404, "not_found", "Contact not found")];
    await onBench(answers, async (bench) => {
      bench.add("first", "product-news");
      bench.add("second");
      bench.pass(65_000);
      await bench.drain();
      expect(await bench.asked()).toEqual(["first", "second"]);
      expect(bench.rows.nextDue()).toBeUndefined();
      expect(bench.log).toMatchObject([
        {
          level: "info",
          line: {
            event: "drained",
            row: 1,
            list: "product-news",
            outcome: "left",
            attempts: 1,
            ageSeconds: 65,
            status: 200,
          },
        },
        { level: "info", line: { event: "drained", outcome: "nobody", status: 404 } },
      ]);
    });
  });

  it("tries ten rows a call", async () => {
    await onBench([REMOVED], async (bench) => {
      for (let i = 0; i < 15; i++) bench.add(`c${i}`);
      await bench.drain();
      expect(await bench.asked()).toHaveLength(10);
      expect(nextDrain(bench.rows, bench.stamps)).toBeLessThanOrEqual(bench.now());
      await bench.drain();
      expect(await bench.asked()).toHaveLength(5);
    });
  });
});

describe("while Resend is down", () => {
  it("probes with one row at a time, ever more slowly, up to a minute", async () => {
    await onBench([DOWN], async (bench) => {
      for (let i = 0; i < 20; i++) bench.add(`c${i}`);
      const pauses: number[] = [];
      for (let i = 0; i < 8; i++) {
        await bench.drain();
        expect(await bench.asked()).toHaveLength(1);
        const next = nextDrain(bench.rows, bench.stamps) ?? 0;
        pauses.push((next - bench.now()) / 1000);
        bench.pass(next - bench.now() - 1);
        await bench.drain();
        expect(await bench.asked()).toHaveLength(0);
        bench.pass(1);
      }
      expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
      expect(bench.log[0]).toMatchObject({
        level: "warn",
        line: { event: "delayed", fault: "unavailable", status: 503, failures: 1 },
      });
    });
  });

  it("lets everything go after the first success", async () => {
    await onBench([DOWN, DOWN, DOWN, REMOVED], async (bench) => {
      for (let i = 0; i < 6; i++) bench.add(`c${i}`);
      for (let i = 0; i < 3; i++) {
        await bench.drain();
        bench.pass(5_000);
      }
      await bench.asked();
      await bench.drain();
      expect(await bench.asked()).toHaveLength(6);
      expect(bench.rows.health.failures).toBe(0);
    });
  });

  it("probes with another row each time, so that one that always fails stops nobody", async () => {
    await onBench([DOWN, REMOVED, REMOVED, DOWN], async (bench) => {
      for (const contact of ["cursed", "b", "c"]) bench.add(contact);
      await bench.drain();
      bench.pass(1_000);
      await bench.drain();
      expect(await bench.asked()).toEqual(["cursed", "b", "c", "cursed"]);
    });
  });

  it("tells the operator of a refused key, and goes on by itself once it is mended", async () => {
    await onBench([REVOKED, REVOKED, REMOVED], async (bench) => {
      bench.add("a");
      bench.add("b");
      await bench.drain();
      bench.pass(1_000);
      await bench.drain();
      expect(bench.log).toMatchObject([
        { level: "error", line: { event: "delayed", fault: "key-refused", status: 401 } },
        { level: "error", line: { event: "delayed", fault: "key-refused", failures: 2 } },
      ]);
      bench.pass(60_000);
      await bench.drain();
      expect(bench.rows.nextDue()).toBeUndefined();
    });
  });
});

describe("the pace", () => {
  it("waits as long as Resend asks, after a success too", async () => {
    const exhausted = {
      "ratelimit-limit": "10",
      "ratelimit-remaining": "0",
      "ratelimit-reset": "3",
    };
    await onBench([json(200, {}, exhausted), REMOVED], async (bench) => {
      bench.add("a");
      bench.add("b");
      await bench.drain();
      expect(await bench.asked()).toEqual(["a"]);
      expect((nextDrain(bench.rows, bench.stamps) ?? 0) - bench.now()).toBe(3_000);
      expect(bench.rows.health.limitPerSecond).toBe(10);
      bench.pass(3_000);
      await bench.drain();
      expect(await bench.asked()).toEqual(["b"]);
    });
  });

  it("takes a long retry-after over its own backoff", async () => {
    const answer = refusal(429, "rate_limit_exceeded", "", { "retry-after": "30" });
    await onBench([answer], async (bench) => {
      bench.add("a");
      await bench.drain();
      expect((nextDrain(bench.rows, bench.stamps) ?? 0) - bench.now()).toBe(30_000);
    });
  });
});

describe("a row that can never be done", () => {
  it("is set aside, kept and logged, and holds nobody up", async () => {
    await onBench([REJECTED, REMOVED], async (bench) => {
      bench.add("poison");
      bench.add("b");
      await bench.drain();
      expect(await bench.asked()).toEqual(["poison", "b"]);
      expect(bench.log).toMatchObject([
        { level: "error", line: { event: "set-aside", row: 1, fault: "rejected", status: 422 } },
        { line: { event: "drained", row: 2 } },
      ]);
      expect(bench.rows.nextDue()).toBeUndefined();
      expect(bench.rows.retry(0, bench.now())).toBe(1);
    });
  });
});

describe("a contact that Resend has locked", () => {
  it("waits by itself", async () => {
    await onBench([refusal(409, "resource_locked", "Busy"), REMOVED], async (bench) => {
      bench.add("locked");
      bench.add("b");
      await bench.drain();
      expect(await bench.asked()).toEqual(["locked", "b"]);
      expect(bench.rows.health.failures).toBe(0);
      bench.pass(1_000);
      await bench.drain();
      expect(bench.rows.nextDue()).toBeUndefined();
    });
  });
});

describe("a contact that cannot be taken off its list", () => {
  it("waits by itself for an hour, and holds nobody up", async () => {
    const stillMember = json(200, { data: [{ id: SEGMENT }], has_more: false });
    const odd = refusal(404, "not_found", "Something is missing");
    await onBench([odd, stillMember, REMOVED, REMOVED, odd, stillMember], async (bench) => {
      for (const contact of ["odd", "b", "c"]) bench.add(contact);
      await bench.drain();
      expect(await bench.asked()).toEqual(["odd", "odd", "b", "c"]);
      expect(bench.log[0]).toMatchObject({
        level: "error",
        line: { event: "delayed", fault: "not-found" },
      });
      expect((nextDrain(bench.rows, bench.stamps) ?? 0) - bench.now()).toBe(3_600_000);
    });
  });
});

describe("a list that is misconfigured", () => {
  const unknown = refusal(404, "not_found", "Segment not found");
  const absent = json(200, { data: [], has_more: false });

  it("waits by itself for an hour, and holds nobody else up", async () => {
    await onBench([unknown, absent, unknown, REMOVED], async (bench) => {
      bench.add("a", "weekly");
      bench.add("b", "weekly");
      bench.add("c", "product-news");
      await bench.drain();
      expect(await bench.asked()).toEqual(["a", "a", SEGMENT, "c"]);
      expect(bench.log[0]).toMatchObject({
        level: "error",
        line: { event: "held", list: "weekly", fault: "segment-unknown" },
      });
      bench.pass(3_599_000);
      await bench.drain();
      expect(await bench.asked()).toEqual([]);
      bench.pass(1_000);
      await bench.drain();
      expect((await bench.asked()).toSorted()).toEqual(["a", "b"]);
    });
  });

  it("is tried with another row each time", async () => {
    await onBench([unknown, absent, unknown], async (bench) => {
      bench.add("a");
      bench.add("b");
      bench.pass(1_000);
      await bench.drain();
      bench.pass(3_600_000);
      await bench.asked();
      await bench.drain();
      expect((await bench.asked())[0]).toBe("b");
    });
  });

  it("waits without a request when no setting names it, and goes when the settings change", async () => {
    await onBench([REMOVED], async (bench) => {
      bench.rows.settingsAre("before");
      bench.add("a", "forgotten");
      bench.add("b", "weekly");
      await bench.drain();
      expect(await bench.asked()).toEqual(["b"]);
      expect(bench.rows.settingsAre("before")).toBe(false);
      expect(nextDrain(bench.rows, bench.stamps)).toBe(bench.now() + 3_600_000);
      expect(bench.rows.settingsAre("after")).toBe(true);
      expect(nextDrain(bench.rows, bench.stamps)).toBeLessThanOrEqual(bench.now());
    });
  });
});

describe("what happens while a row is being tried", () => {
  it("a leave that is asked for again is sent again", async () => {
    await onBench([REMOVED], async (bench) => {
      bench.add("a");
      const draining = bench.drain();
      bench.add("a");
      await draining;
      expect(await bench.asked()).toEqual(["a", "a"]);
      expect(bench.rows.nextDue()).toBeUndefined();
    });
  });

  it("a pause that somebody else was asked for is kept", async () => {
    await onBench([REMOVED], async (bench) => {
      bench.add("a");
      bench.add("b");
      const draining = bench.drain();
      bench.rows.health = { ...bench.rows.health, pausedUntil: bench.now() + 20_000 };
      await draining;
      expect(await bench.asked()).toEqual(["a"]);
      expect((nextDrain(bench.rows, bench.stamps) ?? 0) - bench.now()).toBe(20_000);
    });
  });

  it("a try that is cut off counts as uncertain after the next start", async () => {
    await onBench(["hang"], async (bench) => {
      const entry = { operation: "leave", list: "weekly", contact: "a" } as const;
      const id = bench.add("a");
      bench.rows.begin(id);
      expect(bench.rows.find(entry)).toMatchObject({ uncertain: false });
      bench.rows.recover();
      expect(bench.rows.find(entry)).toMatchObject({ uncertain: true });
    });
  });
});
