import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { drain, nextDrain } from "../src/outbox/drain.ts";
import { Rows } from "../src/outbox/rows.ts";
import { Stamps } from "../src/outbox/stamps.ts";
import { createResend, createTransport } from "../src/resend.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { json, refusal, REMOVED, upstream } from "./upstream.ts";
import type { LogEntry } from "./worker.ts";

const WEEKLY = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const NEWS = "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11";
const START = Date.UTC(2026, 10, 23, 12, 0, 0);
const HOUR_MS = 3_600_000;

const ADA = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const BOB = "00000000-0000-4000-8000-000000000b0b";

const link = (list: string, contact: string) => `https://acme.com/leave/${list}/${contact}`;

const UPDATED = json(200, { object: "contact", id: ADA });
const GONE = refusal(404, "not_found", "Contact not found");
const UNKNOWN_PROPERTY = refusal(422, "validation_error", "The property does not exist");

/** A contact as `GET /contacts/{id}` tells it. */
const contact = (properties: object) => json(200, { object: "contact", id: ADA, properties });

/** Its properties as Resend's SDK types them. */
const typed = (value: string) => ({ type: "string", value });

interface Bench {
  rows: Rows;
  stamps: Stamps;
  log: LogEntry[];
  /** What has reached Resend since the last look. */
  asked(): Promise<string[]>;
  /** Drains until nothing is due. */
  drain(): Promise<void>;
  /** Lets so many milliseconds pass. */
  pass(ms: number): void;
  now: () => number;
  /** When the next drain has something to do. */
  next(): number | undefined;
}

/** Real tables, a scripted Resend, and a clock that moves when it is told to. */
async function onBench(
  answers: ScriptedAnswer[],
  test: (bench: Bench) => Promise<void>,
  { duringRequest }: { duringRequest?: (bench: Bench, method: string) => void } = {},
) {
  const { baseUrl, seen } = await upstream(...answers);
  const outbox = env.OUTBOX.getByName(crypto.randomUUID());
  await runInDurableObject(outbox, async (_, { storage }) => {
    let now = START;
    let looked = 0;
    const log: LogEntry[] = [];
    const rows = new Rows(storage.sql);
    const stamps = new Stamps(storage.sql);
    const transport = createTransport({ apiKey: "re_test", baseUrl, now: () => now });
    const services = {
      rows,
      stamps,
      resend: createResend((method, path, body) => {
        duringRequest?.(bench, method);
        return transport(method, path, body);
      }),
      lists: new Map([
        ["weekly", { segment: WEEKLY, property: "leave_weekly" }],
        ["product-news", { segment: NEWS, property: "leave_news" }],
        ["plain", { segment: WEEKLY }],
      ]),
      linkTo: async (list: string, who: string) => link(list, who),
      segmentOf: () => WEEKLY,
      now: () => now,
      random: () => 0,
      log: (level: string, line: object) => void log.push({ level, line: { ...line } }),
    };
    const bench: Bench = {
      rows,
      stamps,
      log,
      drain: () => drain(services),
      asked: async () => {
        const requests = (await seen()).slice(looked);
        looked += requests.length;
        return requests.map(({ method, path, body }) =>
          [method, path.replace(/\?.*/, ""), body].filter(Boolean).join(" "),
        );
      },
      pass: (ms) => {
        now += ms;
      },
      now: () => now,
      next: () => nextDrain(rows, stamps),
    };
    await test(bench);
  });
}

const READ = `GET /contacts/${ADA}`;
const READ_SEGMENTS = `GET /contacts/${ADA}/segments`;
const write = (properties: object) => `PATCH /contacts/${ADA} ${JSON.stringify({ properties })}`;

describe("a stamp", () => {
  it("writes what is missing or differs, and leaves alone what is right", () =>
    onBench(
      [
        contact({ leave_weekly: "https://acme.com/old", leave_news: link("product-news", ADA) }),
        UPDATED,
      ],
      async (bench) => {
        bench.stamps.add({ contact: ADA, lists: ["weekly", "product-news"] }, bench.now());
        await bench.drain();
        expect(await bench.asked()).toEqual([READ, write({ leave_weekly: link("weekly", ADA) })]);
        expect(bench.stamps.count()).toBe(0);
        expect(bench.log).toEqual([
          { level: "info", line: { event: "stamped", properties: ["leave_weekly"] } },
        ]);
      },
    ));

  it.each([
    ["bare", link("weekly", ADA)],
    ["with its type beside it", typed(link("weekly", ADA))],
  ])("costs one read, and nothing else, where the value is right: %s", (_, value) =>
    onBench([contact({ leave_weekly: value })], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      await bench.drain();
      expect(await bench.asked()).toEqual([READ]);
      expect(bench.stamps.count()).toBe(0);
      expect(bench.log).toEqual([]);
    }),
  );

  it("writes where Resend tells of no properties at all", () =>
    onBench([json(200, { object: "contact", id: ADA }), UPDATED], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      await bench.drain();
      expect(await bench.asked()).toEqual([READ, write({ leave_weekly: link("weekly", ADA) })]);
    }));

  it("asks for the segments only where nobody has said and something is missing", () =>
    onBench(
      [
        contact({ leave_weekly: link("weekly", ADA), leave_news: link("product-news", ADA) }),
        contact({ leave_weekly: link("weekly", ADA) }),
        json(200, { data: [{ id: WEEKLY }], has_more: false }),
        contact({}),
        json(200, { data: [{ id: NEWS }], has_more: false }),
        UPDATED,
      ],
      async (bench) => {
        const stamp = { contact: ADA, lists: undefined };
        bench.stamps.add(stamp, bench.now());
        await bench.drain();
        expect(await bench.asked()).toEqual([READ]);

        bench.stamps.add(stamp, bench.now());
        await bench.drain();
        expect(await bench.asked()).toEqual([READ, READ_SEGMENTS]);

        bench.stamps.add(stamp, bench.now());
        await bench.drain();
        const written = write({ leave_news: link("product-news", ADA) });
        expect(await bench.asked()).toEqual([READ, READ_SEGMENTS, written]);
        expect(bench.stamps.count()).toBe(0);
      },
    ));

  it("asks nobody about a list that has lost its property since", () =>
    onBench([], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["plain", "gone"] }, bench.now());
      await bench.drain();
      expect(await bench.asked()).toEqual([]);
      expect(bench.stamps.count()).toBe(0);
    }));

  it.each([
    ["before it is read", [GONE]],
    ["before it is written", [contact({}), GONE]],
  ])("is done where the contact is gone: %s", (_, answers) =>
    onBench(answers, async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      await bench.drain();
      expect(await bench.asked()).toHaveLength(answers.length);
      expect(bench.stamps.count()).toBe(0);
      expect(bench.log).toEqual([]);
    }),
  );

  it("that was asked for again meanwhile is looked after once more", () =>
    onBench(
      [contact({}), UPDATED, contact({ leave_weekly: link("weekly", ADA) })],
      async (bench) => {
        bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
        await bench.drain();
        const written = write({ leave_weekly: link("weekly", ADA) });
        expect(await bench.asked()).toEqual([READ, written, READ]);
        expect(bench.stamps.count()).toBe(0);
      },
      {
        // What writing causes: Resend's webhook comes before its answer.
        duringRequest: ({ stamps, now }, method) => {
          if (method === "PATCH") stamps.add({ contact: ADA, lists: ["weekly"] }, now());
        },
      },
    ));

  it("that never finds what it wrote stops after three times, and says so", () =>
    onBench(
      [contact({}), UPDATED, contact({}), UPDATED, contact({}), UPDATED, contact({})],
      async (bench) => {
        for (let deliveries = 0; deliveries < 5; deliveries++) {
          bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
          await bench.drain();
        }
        const asked = await bench.asked();
        expect(asked.filter((request) => request.startsWith("PATCH"))).toHaveLength(3);
        expect(asked).toHaveLength(3 + 5);
        expect(bench.stamps.count()).toBe(0);
        expect(bench.log.at(-1)).toEqual({
          level: "error",
          line: { event: "stamp-lost", properties: ["leave_weekly"] },
        });
      },
    ));
});

describe("leaves and stamps", () => {
  const leave = { operation: "leave", list: "weekly" } as const;

  it("leaves go first, though they came last", () =>
    onBench([REMOVED, REMOVED, contact({ leave_weekly: link("weekly", ADA) })], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      bench.pass(HOUR_MS);
      bench.rows.add({ ...leave, contact: "a" }, bench.now());
      bench.rows.add({ ...leave, contact: "b" }, bench.now());
      await bench.drain();
      expect((await bench.asked()).map((request) => request.split(" ", 1)[0])).toEqual([
        "DELETE",
        "DELETE",
        "GET",
      ]);
    }));

  it("a leave that comes while a stamp is under way waits for one request, and the stamp goes on from there", () =>
    onBench(
      [contact({}), REMOVED, UPDATED],
      async (bench) => {
        bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
        await bench.drain();
        expect(await bench.asked()).toEqual([
          READ,
          `DELETE /contacts/a/segments/${WEEKLY}`,
          write({ leave_weekly: link("weekly", ADA) }),
        ]);
      },
      {
        duringRequest: ({ rows, now }, method) => {
          if (method === "GET") rows.add({ ...leave, contact: "a" }, now());
        },
      },
    ));

  it("a stamp that fails holds stamps, and no leave", () =>
    onBench(
      [{ status: 503 }, REMOVED, contact({ leave_weekly: link("weekly", ADA) })],
      async (bench) => {
        bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
        await bench.drain();
        expect(bench.rows.health).toMatchObject({ failures: 0, pausedUntil: START });
        bench.rows.add({ ...leave, contact: "a" }, bench.now());
        await bench.drain();
        expect(await bench.asked()).toEqual([READ, `DELETE /contacts/a/segments/${WEEKLY}`]);
        expect(bench.next()).toBe(bench.now() + 1_000);
        bench.pass(1_000);
        await bench.drain();
        expect(await bench.asked()).toEqual([READ]);
        expect(bench.next()).toBeUndefined();
      },
    ));

  it("heed one pause, since Resend is one", () =>
    onBench([refusal(429, "rate_limit_exceeded", "", { "retry-after": "7" })], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      await bench.drain();
      expect(bench.next()).toBe(bench.now() + 7_000);
      bench.rows.add({ ...leave, contact: "a" }, bench.now());
      await bench.drain();
      expect(await bench.asked()).toEqual([READ]);
      expect(bench.next()).toBe(bench.now() + 7_000);
    }));
});

describe("while stamps fail", () => {
  it("one probe goes out at a time, ever more slowly, up to a minute", () =>
    onBench([{ status: 503 }], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      bench.stamps.add({ contact: BOB, lists: ["weekly"] }, bench.now() + 1);
      const waits: number[] = [];
      for (let probes = 0; probes < 8; probes++) {
        bench.pass((bench.next() ?? 0) - bench.now());
        await bench.drain();
        waits.push(((bench.next() ?? 0) - bench.now()) / 1000);
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
      const probed = (await bench.asked()).map((request) => request.split("/")[2]);
      expect(probed).toEqual([ADA, BOB, ADA, BOB, ADA, BOB, ADA, BOB]);
      expect(bench.stamps.health).toMatchObject({ failures: 8, lastFault: "unavailable" });
    }));

  it("a property that Resend does not know is told, and its contact goes behind the others", () =>
    onBench([contact({}), UNKNOWN_PROPERTY], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      await bench.drain();
      expect(bench.stamps.count()).toBe(1);
      expect(bench.log).toMatchObject([
        {
          level: "error",
          line: {
            event: "delayed",
            operation: "stamp",
            fault: "rejected",
            status: 422,
            attempts: 1,
          },
        },
      ]);
      expect(JSON.stringify(bench.log)).not.toContain(ADA);
      // This one goes far behind, so that it stops nobody if the fault is its own.
      expect(bench.next()).toBe(bench.now() + HOUR_MS);
      bench.stamps.add({ contact: BOB, lists: ["weekly"] }, bench.now());
      expect(bench.next()).toBe(bench.now() + 1_000);
    }));

  it("a locked contact holds nobody else up", () =>
    onBench(
      [refusal(409, "resource_locked", ""), contact({ leave_weekly: link("weekly", BOB) })],
      async (bench) => {
        bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
        bench.stamps.add({ contact: BOB, lists: ["weekly"] }, bench.now() + 1);
        bench.pass(1);
        await bench.drain();
        expect(await bench.asked()).toEqual([READ, `GET /contacts/${BOB}`]);
        expect(bench.stamps.count()).toBe(1);
        expect(bench.next()).toBe(bench.now() + 1_000);
      },
    ));

  it("a refused key is told to the operator", () =>
    onBench([refusal(401, "restricted_api_key", "No")], async (bench) => {
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      await bench.drain();
      expect(bench.log).toMatchObject([{ level: "error", line: { fault: "key-refused" } }]);
    }));
});

describe("what an Outbox knows of a contact", () => {
  it("is forgotten when its segments cannot be read, and asked for anew", () =>
    onBench(
      [
        contact({}),
        { status: 503 },
        contact({ leave_news: link("product-news", ADA) }),
        json(200, { data: [{ id: WEEKLY }], has_more: false }),
        UPDATED,
      ],
      async (bench) => {
        bench.stamps.add({ contact: ADA, lists: undefined }, bench.now());
        await bench.drain();
        expect(await bench.asked()).toEqual([READ, READ_SEGMENTS]);
        expect(bench.next()).toBe(bench.now() + 1_000);
        bench.pass(1_000);
        await bench.drain();
        const written = write({ leave_weekly: link("weekly", ADA) });
        expect(await bench.asked()).toEqual([READ, READ_SEGMENTS, written]);
        expect(bench.stamps.count()).toBe(0);
      },
    ));

  it("is how often it was written, for ten thousand contacts at most", () =>
    onBench([contact({}), UPDATED], async (bench) => {
      const { writes } = bench.stamps;
      for (let i = 0; i < 10_000; i++) writes.set(`contact ${i}`, 1);
      bench.stamps.add({ contact: ADA, lists: ["weekly"] }, bench.now());
      await bench.drain();
      expect([...writes]).toEqual([[ADA, 1]]);
    }));
});

describe("an Outbox that was made before there were stamps", () => {
  it("takes them, and keeps what waits", async () => {
    const outbox = env.OUTBOX.getByName(crypto.randomUUID());
    const entry = { operation: "leave", list: "weekly", contact: ADA } as const;
    await outbox.accept({ entry, fault: "unavailable", setAside: false, pace: {} });
    await runInDurableObject(outbox, (_, { storage }) => {
      storage.sql.exec("DROP TABLE stamps; DROP TABLE stamping");
    });
    await evictDurableObject(outbox);
    await outbox.stamp({ contact: ADA, lists: ["weekly"] });
    expect(await outbox.report()).toMatchObject({ waiting: 1, stamps: { waiting: 1 } });
  });
});
