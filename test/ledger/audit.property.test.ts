/**
 * A leave lasts, and no one is removed who came back: people leave, undo, and sign up, while imports and syncs put them back
 * without a word, Resend refuses, and days pass, in random order. Who may be removed is written here, not read off the code.
 */

import * as fc from "fast-check";
import { describe, it } from "vitest";

import { newAskingId, type Scope } from "../../src/ledger/asking.ts";
import { command as commandOf, inAnyOrder, must, PEOPLE } from "./orders.ts";
import { DAY_MS, type Fate, MINUTE_MS, SEGMENT, World } from "./world.ts";

/** One person's subscription to the list, or to everything. */
class Subscription {
  isOn = true;
  /** What was said, in order: the ID of each asking to leave; empty for an undo, or a sign-up. */
  words: string[] = [];
  /** Askings that are not done yet. */
  pending = new Set<string>();
  /** The person's last undo or sign-up; when someone last put them on it; when they were removed without an asking. */
  restoredAt = -Infinity;
  putAt = -Infinity;
  removedAt: number[] = [];

  get hasLeft(): boolean {
    return (this.words.at(-1) ?? "") !== "";
  }
}

class Run {
  readonly world: World;
  readonly people = PEOPLE.map(() => ({
    list: new Subscription(),
    everything: new Subscription(),
  }));
  readonly broken: unknown[] = [];
  latest: { who: number; scope: Scope; contact: string; id: string } | undefined;
  readonly keepOut: boolean;

  constructor(state: DurableObjectState, keepOut: boolean) {
    this.keepOut = keepOut;
    this.world = new World(state, { LISTS: { weekly: { segment: SEGMENT, keepOut } } });
    this.world.people = PEOPLE.map((names, who) => this.#contact(names, this.of(who)));
  }

  of(who: number): Record<Scope, Subscription> {
    return this.people[who] as Record<Scope, Subscription>;
  }

  both(who: number): Subscription[] {
    return Object.values(this.of(who));
  }

  /** A contact at Resend whose every change is noticed. */
  #contact(
    names: { id: string; email: string },
    { list, everything }: Record<Scope, Subscription>,
  ) {
    const change = (subscription: Subscription, isOn: boolean) => this.#change(subscription, isOn);
    const segments = new Set([SEGMENT]);
    segments.add = (one) => (change(list, true), Set.prototype.add.call(segments, one));
    segments.delete = (one) => (change(list, false), Set.prototype.delete.call(segments, one));
    const contact = { ...names, segments, unsubscribed: false };
    return Object.defineProperty(contact, "unsubscribed", {
      get: () => !everything.isOn,
      set(isUnsubscribed: boolean) {
        change(everything, !isUnsubscribed);
      },
    });
  }

  #change(subscription: Subscription, isOn: boolean): void {
    const { now } = this.world;
    const { isOn: wasOn, pending, putAt, restoredAt, hasLeft, removedAt } = subscription;
    subscription.isOn = isOn;
    if (isOn && !wasOn) subscription.putAt = now;
    if (isOn || !wasOn || pending.size > 0) return;
    const today = removedAt.filter((at) => at > now - DAY_MS);
    removedAt.push(now);
    try {
      must("only a list that keeps people out removes them unasked", this.keepOut);
      must("who came back stays", hasLeft);
      must("no removal within a day of an undo or joined", now - restoredAt >= DAY_MS);
      must("two sightings, a quarter of an hour apart", now - putAt >= 15 * MINUTE_MS);
      must("at most two removals a day", today.length < 2);
    } catch (error) {
      this.broken.push(error);
    }
  }

  /** Lets time pass, and forgets askings that are done. */
  async pass(ms: number): Promise<void> {
    await this.world.advance(ms);
    const queued = this.world.entries().filter(({ state }) => state === "queued");
    const open = new Set(queued.map(({ asking }) => asking));
    for (const { pending } of [0, 1].flatMap((who) => this.both(who))) {
      for (const asking of pending) if (!open.has(asking)) pending.delete(asking);
    }
    if (this.broken.length > 0) throw this.broken[0];
  }

  async hear<Answer>(answer: Promise<Answer>): Promise<Answer> {
    await this.world.advance(6_000);
    return answer;
  }
}

const command = (text: string, run: (run: Run) => Promise<unknown>) =>
  commandOf<Run>(text, async (real) => {
    await run(real);
    await real.pass(0);
  });

const whom = fc.constantFrom(0, 0, 0, 1);
const scopes = fc.constantFrom<Scope>("list", "list", "everything");
const names = fc.constantFrom<"id" | "email">("id", "email");
const channels = fc.constantFrom<"page" | "one-click">("page", "one-click");

const leave = fc.tuple(whom, scopes, names, channels).map(([who, scope, by, channel]) =>
  command(`leave(${who}, ${scope}, ${by}, ${channel})`, async (run) => {
    const asking = { scope, contact: PEOPLE[who as 0][by], id: newAskingId() };
    const { pending, words } = run.of(who)[scope];
    pending.add(asking.id);
    words.push(asking.id);
    run.latest = { who, ...asking };
    await run.hear(run.world.ask(asking.contact, { ...asking, channel }));
  }),
);

const undo = fc.constant(
  command("undo", async (run) => {
    if (run.latest === undefined) return;
    const { who, scope, contact, id } = run.latest;
    const { now } = run.world;
    const { words } = run.of(who)[scope];
    // Once they are back, the same answer is no other undo.
    const isNew = words.at(-1) === id;
    const { kind } = await run.hear(run.world.ledger.undo({ list: "weekly", contact }, id));
    if (!isNew || !["canceled", "undone", "undoing"].includes(kind)) return;
    if (kind === "canceled") words.pop();
    else words.push("");
    for (const subscription of run.both(who)) subscription.restoredAt = now;
  }),
);

const signUp = fc.tuple(whom, names).map(([who, by]) =>
  command(`sign up(${who}, ${by})`, async (run) => {
    const { world } = run;
    const { now } = world;
    const joined = { list: "weekly", contact: PEOPLE[who as 0][by] };
    // The sender repeats it until it is stored, and then adds the person.
    while ((await run.hear(world.ledger.joined(joined))) === undefined);
    for (const subscription of run.both(who)) {
      Object.assign(subscription, { restoredAt: now, pending: new Set() }).words.push("");
    }
    const contact = world.people[who];
    if (contact !== undefined) contact.unsubscribed = false;
    contact?.segments.add(SEGMENT);
  }),
);

/** An import says nothing; a sync changes contacts one by one, and each change is an event. */
const putBack = fc.tuple(whom, scopes, fc.boolean()).map(([who, scope, isSync]) =>
  command(`${isSync ? "sync" : "import"}(${who}, ${scope})`, async ({ world }) => {
    const person = world.people[who];
    if (person === undefined) return;
    if (scope === "list") person.segments.add(SEGMENT);
    else person.unsubscribed = false;
    const { id, email, unsubscribed, segments } = person;
    const changed = { id: id as never, email, unsubscribed, segments: [...segments] };
    if (isSync) await world.ledger.contactChanged(changed);
  }),
);

const pass = fc
  .constantFrom(1, 5, 14, 16, 31, 60, 5 * 60, 13 * 60, 23 * 60, 25 * 60)
  .map((minutes) => command(`pass(${minutes} min)`, (run) => run.pass(minutes * MINUTE_MS)));

const fates = fc
  .array(fc.constantFrom<Fate>("slow", "refused", "rate-limited", "locked"), { maxLength: 3 })
  .map((some) =>
    command(`resend(${some.join()})`, async ({ world }) => void world.fates.push(...some)),
  );

const commands = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: leave },
    { weight: 3, arbitrary: undo },
    { weight: 2, arbitrary: signUp },
    { weight: 10, arbitrary: putBack },
    { weight: 8, arbitrary: pass },
    { weight: 2, arbitrary: fates },
    {
      weight: 2,
      arbitrary: fc.constant(command("walk", ({ world }) => world.ledger.startAudit())),
    },
    { weight: 1, arbitrary: fc.constant(command("kill", ({ world }) => world.kill())) },
  ),
  { minLength: 10, maxLength: 40 },
);

/** Once no one puts anyone back, who left is off the list again, or reported. */
async function judge(run: Run): Promise<void> {
  run.world.fates = [];
  for (let day = 0; day < 4; day++) await run.pass(DAY_MS);
  const reported = run.world.entries().filter(({ state }) => state === "re-added");
  for (const [who, { list, everything }] of run.people.entries()) {
    for (const { isOn, hasLeft } of [list, everything]) {
      // No walk sees a contact who is on no list.
      if (!isOn || !hasLeft || !list.isOn) continue;
      must("a leave lasts", !run.keepOut);
      const own: string[] = Object.values(PEOPLE[who as 0]);
      must(
        "who was put back is reported",
        reported.some(({ contact }) => own.includes(contact)),
      );
    }
  }
}

describe("the audit", () => {
  // oxlint-disable-next-line vitest/expect-expect -- fast-check asserts, and `must` says what
  it(
    "keeps out who left, and removes no one else, in any order of events",
    () =>
      inAnyOrder(
        { share: 0.2, commands, given: fc.boolean() },
        (state, keepOut) => new Run(state, keepOut),
        judge,
      ),
    3_600_000,
  );
});
