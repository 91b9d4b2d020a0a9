/**
 * A leave lasts, and no one is removed who came back: people leave, undo, and sign up, while imports and syncs put them back
 * without a word, Resend refuses, and days pass, in random order. Who may be removed is written here, not read off the code.
 */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { describe, it } from "vitest";

import { newAskingId, type Scope } from "../../src/ledger/asking.ts";
import { type Fate, SEGMENT, World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const NAMES = [
  { id: "e169aa45-1ecf-4183-9955-b1499d5701d3", email: "mira@example.com" },
  { id: "5e26e74a-65db-452e-a6b6-a4fa4dd60afe", email: "Jonas@example.com" },
] as const;
const SCOPES = ["list", "everything"] as const;

function must(promise: string, holds: boolean): void {
  if (!holds) throw new Error(promise);
}

/** What one person said, in order, about the list or about everything; and when someone put them on it. */
class Subject {
  words: { word: "leave" | "back"; asking: string }[] = [];
  /** Askings that are not done yet. */
  pending = new Set<string>();
  restoredAt = -Infinity;
  putAt = -Infinity;
  removedAt: number[] = [];
  isOn = true;

  get hasLeft(): boolean {
    return this.words.at(-1)?.word === "leave";
  }
}

class Run {
  readonly world: World;
  readonly subjects = NAMES.map((): Record<Scope, Subject> => {
    return { list: new Subject(), everything: new Subject() };
  });
  readonly broken: unknown[] = [];
  latest: { who: number; scope: Scope; list: string; contact: string; id: string } | undefined;
  readonly #sql: SqlStorage;
  readonly #keepOut: boolean;

  constructor(state: DurableObjectState, keepOut: boolean) {
    this.#sql = state.storage.sql;
    this.#keepOut = keepOut;
    this.world = new World(state, { LISTS: { weekly: { segment: SEGMENT, keepOut } } });
    this.world.people = NAMES.map((names, who) => this.#person(names, who));
  }

  /** A contact at Resend whose every change is noticed. */
  #person(names: { id: string; email: string }, who: number) {
    const { list, everything } = this.of(who);
    const segments = new Set([SEGMENT]);
    const change = (subject: Subject, isOn: boolean) => this.#change(subject, isOn);
    segments.add = (segment) => (change(list, true), Set.prototype.add.call(segments, segment));
    segments.delete = (segment) => (
      change(list, false),
      Set.prototype.delete.call(segments, segment)
    );
    return {
      ...names,
      segments,
      get unsubscribed() {
        return !everything.isOn;
      },
      set unsubscribed(isUnsubscribed: boolean) {
        change(everything, !isUnsubscribed);
      },
    };
  }

  #change(subject: Subject, isOn: boolean): void {
    const { now } = this.world;
    if (subject.isOn !== isOn && isOn) subject.putAt = now;
    if (subject.isOn !== isOn && !isOn && subject.pending.size === 0) {
      try {
        must("only a list that keeps people out removes them unasked", this.#keepOut);
        must("who came back stays", subject.hasLeft);
        must("no removal within a day of an undo or joined", now - subject.restoredAt >= DAY_MS);
        must("two sightings, a quarter of an hour apart", now - subject.putAt >= 15 * MINUTE_MS);
        subject.removedAt.push(now);
        const today = subject.removedAt.filter((at) => at > now - DAY_MS);
        must("at most two removals a day", today.length <= 2);
      } catch (error) {
        this.broken.push(error);
      }
    }
    subject.isOn = isOn;
  }

  of(who: number): Record<Scope, Subject> {
    return this.subjects[who] as Record<Scope, Subject>;
  }

  rows() {
    const query = "SELECT asking, state, result, contact, scope FROM entries";
    return this.#sql
      .exec<Record<"asking" | "state" | "scope" | "contact", string>>(query)
      .toArray();
  }

  /** Waits for an answer, lets time pass until it comes, and forgets askings that are done. */
  async hear<Answer>(answer: Promise<Answer>): Promise<Answer> {
    await this.world.advance(6_000);
    return answer;
  }

  async pass(ms: number): Promise<void> {
    await this.world.advance(ms);
    const open = new Set(
      this.rows().map(({ asking, state }) => (state === "queued" ? asking : "")),
    );
    for (const subject of this.subjects.flatMap((one) => Object.values(one))) {
      for (const asking of subject.pending) if (!open.has(asking)) subject.pending.delete(asking);
    }
  }

  restored(who: number, at: number): void {
    for (const subject of Object.values(this.of(who))) subject.restoredAt = at;
  }
}

type Command = fc.AsyncCommand<object, Run>;

const command = (text: string, run: (run: Run) => Promise<void>): Command => ({
  check: () => true,
  run: async (_, real) => {
    real.world.note(text);
    await run(real);
    await real.pass(0);
    if (real.broken.length > 0) throw real.broken[0];
  },
  toString: () => text,
});

const who = fc.constantFrom(0, 0, 0, 1);
const scopes = fc.constantFrom<Scope>("list", "list", "everything");

const leave = fc
  .tuple(who, scopes, fc.constantFrom("id", "email"), fc.constantFrom("page", "one-click"))
  .map(([person, scope, by, channel]) =>
    command(`leave(${person}, ${scope}, ${by}, ${channel})`, async (run) => {
      const asking = {
        scope,
        list: "weekly",
        contact: NAMES[person as 0][by as "id"],
        id: newAskingId(),
      };
      const subject = run.of(person)[scope];
      subject.pending.add(asking.id);
      subject.words.push({ word: "leave", asking: asking.id });
      run.latest = { who: person, ...asking };
      await run.hear(run.world.ask(asking.contact, { ...asking, channel: channel as "page" }));
    }),
  );

const undo = fc.constant(
  command("undo", async (run) => {
    if (run.latest === undefined) return;
    const { who: person, scope, list, contact, id } = run.latest;
    const { now } = run.world;
    const subject = run.of(person)[scope];
    // Once they are back, the same answer is no other undo.
    const isNew = subject.words.at(-1)?.asking === id;
    const { kind } = await run.hear(run.world.ledger.undo({ list, contact }, id));
    if (!isNew || !["canceled", "undone", "undoing"].includes(kind)) return;
    if (kind === "canceled") subject.words.pop();
    else subject.words.push({ word: "back", asking: "" });
    run.restored(person, now);
  }),
);

const signUp = fc.tuple(who, fc.constantFrom("id", "email")).map(([person, by]) =>
  command(`sign up(${person}, ${by})`, async (run) => {
    const contact = NAMES[person as 0][by as "id"];
    const joined = () => run.hear(run.world.ledger.joined({ list: "weekly", contact }));
    const { now } = run.world;
    for (let tries = 0; (await joined()) === undefined; tries++) {
      if (tries > 20) throw new Error("joined is never stored");
    }
    run.restored(person, now);
    for (const subject of Object.values(run.of(person))) {
      subject.pending.clear();
      subject.words.push({ word: "back", asking: "" });
    }
    Object.assign(run.world.people[person] ?? {}, { unsubscribed: false });
    run.world.people[person]?.segments.add(SEGMENT);
  }),
);

/** An import says nothing; a sync changes contacts one by one, and each change is an event. */
const putBack = fc
  .tuple(fc.subarray([0, 1], { minLength: 1 }), scopes, fc.boolean())
  .map(([people, scope, isSync]) =>
    command(`${isSync ? "sync" : "import"}(${people.join(", ")}; ${scope})`, async (run) => {
      for (const person of people.map((one) => run.world.people[one])) {
        if (person === undefined) continue;
        if (scope === "list") person.segments.add(SEGMENT);
        else person.unsubscribed = false;
        const { id, email, unsubscribed, segments } = person;
        const told = { id: id as never, email, unsubscribed, segments: [...segments] };
        if (isSync) await run.world.ledger.contactChanged(told);
      }
    }),
  );

const pass = fc
  .constantFrom(1, 5, 14, 16, 31, 60, 5 * 60, 13 * 60, 23 * 60, 25 * 60)
  .map((minutes) => command(`pass(${minutes} min)`, (run) => run.pass(minutes * MINUTE_MS)));

const walk = fc.constant(command("walk", ({ world }) => world.ledger.startAudit()));

const fates = fc
  .array(fc.constantFrom<Fate>("slow", "refused", "rate-limited", "locked", "dropped"), {
    minLength: 1,
    maxLength: 3,
  })
  .map((some) =>
    command(`resend(${some.join()})`, async ({ world }) => void world.fates.push(...some)),
  );

const kill = fc.constant(command("kill", ({ world }) => world.kill()));

const commands = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: leave },
    { weight: 3, arbitrary: undo },
    { weight: 2, arbitrary: signUp },
    { weight: 8, arbitrary: putBack },
    { weight: 8, arbitrary: pass },
    { weight: 2, arbitrary: walk },
    { weight: 2, arbitrary: fates },
    { weight: 1, arbitrary: kill },
  ),
  { minLength: 10, maxLength: 40 },
);

/** Once no one puts anyone back, who left is off the list again, or reported. */
async function judge(run: Run, keepOut: boolean): Promise<void> {
  run.world.fates = [];
  for (let day = 0; day < 4; day++) await run.pass(DAY_MS);
  if (run.broken.length > 0) throw run.broken[0];
  for (const [person, subjects] of run.subjects.entries()) {
    for (const scope of SCOPES) {
      const { isOn, hasLeft } = subjects[scope];
      // No walk sees a contact who is on no list.
      if (!isOn || !hasLeft || !subjects.list.isOn) continue;
      must("a leave lasts", !keepOut);
      const { id, email } = NAMES[person as 0];
      const isReported = run
        .rows()
        .some((row) => row.state === "re-added" && [id, email].includes(row.contact as typeof id));
      must("a leave that did not last is reported", isReported);
    }
  }
}

describe("the audit", () => {
  // oxlint-disable-next-line vitest/expect-expect -- fast-check asserts, and `must` says what
  it("keeps out who left, and removes no one else, in any order of events", async () => {
    const stub = env.LEDGER.getByName(crypto.randomUUID());
    await runInDurableObject(stub, (_, state) =>
      fc.assert(
        fc.asyncProperty(commands, fc.boolean(), async (all, keepOut) => {
          await state.storage.deleteAll();
          const run = new Run(state, keepOut);
          await run.world.started();
          try {
            await fc.asyncModelRun(() => ({ model: {}, real: run }), all);
            await judge(run, keepOut);
          } catch (error) {
            const rows = run.rows().map((row) => JSON.stringify(row));
            throw new Error([error, ...run.world.trace, ...rows].join("\n"), { cause: error });
          }
        }),
        { numRuns: 60 },
      ),
    );
  }, 60_000);
});
