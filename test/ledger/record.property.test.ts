/**
 * The record, under random order: people leave and undo, sign up, are imported, heard of, and forgotten, while a poller is
 * cut off and the object is killed. What must hold is written here, not read off the code.
 */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { newAskingId, type Scope } from "../../src/ledger/asking.ts";
import type { RecordItem } from "../../src/ledger/record.ts";
import { command as commandOf, inAnyOrder, PEOPLE } from "./orders.ts";
import { SEGMENT, subscribed, World } from "./world.ts";

/** How long each operation takes; all times are multiples of it. */
const STEP_MS = 3_050;

/** What a person's own words, and the sender's, come to. */
class Truth {
  /** What they have left: an entry for each name, or a hash. */
  left: Record<Scope, Set<string>> = { list: new Set(), everything: new Set() };
  /** Where they undid one of several: whether that was the one that Resend or an import told of is not tested. */
  unsure: Record<Scope, boolean> = { list: false, everything: false };
  /** When they came back to it. */
  backAt: Record<Scope, number> = { list: 0, everything: 0 };

  isLeft(scope: Scope): boolean {
    return this.left[scope].size > 0;
  }

  /** @param slackMs how much later it must be than when they came back */
  hear(scope: Scope, at: number, slackMs: number): void {
    const isLater = this.backAt[scope] === 0 || at > this.backAt[scope] + slackMs;
    if (!this.isLeft(scope) && isLater) this.left[scope].add("heard");
  }

  leave(scope: Scope, name: string): void {
    this.left[scope].add(name);
    this.unsure[scope] = false;
  }

  undo(scope: Scope, name: string, at: number): void {
    if (!this.left[scope].delete(name)) return;
    this.unsure[scope] = this.isLeft(scope);
    this.backAt[scope] = at;
  }

  back(scope: Scope, at: number): void {
    this.left[scope].clear();
    this.unsure[scope] = false;
    this.backAt[scope] = at;
  }
}

/** A poller that stores what it gets by `id`, and where it is. */
class Poller {
  after = 0;
  readonly copy = new Map<number, RecordItem>();

  /** @param handled how many items it gets to handle before it is cut off */
  poll(world: World, limit: number, handled: number): boolean {
    const page = world.ledger.record({ list: undefined, after: this.after, limit });
    for (const item of page?.data.slice(0, handled) ?? []) {
      if (item.seq <= this.after) throw new Error("a state comes twice, or out of order");
      this.copy.set(item.id, item);
      this.after = item.seq;
    }
    return page?.has_more === true;
  }
}

interface Run {
  world: World;
  poller: Poller;
  truths: Truth[];
  /** The latest asking with a token. */
  page: { who: number; name: string; scope: Scope; token: string } | undefined;
}

const command = commandOf<Run>;

/** Lets an operation end, while the poller looks on. */
async function during<Answer>({ world, poller }: Run, answer: Promise<Answer>): Promise<Answer> {
  for (const ms of [50, 80]) {
    await world.advance(ms);
    poller.poll(world, 4, 4);
  }
  await world.advance(STEP_MS - 130);
  // A restart makes the next request wait.
  const hasEnded = () => Promise.race([answer.then(() => true), world.settle().then(() => false)]);
  while (!(await hasEnded())) await world.advance(STEP_MS);
  return answer;
}

const who = fc.constantFrom(0, 0, 1);
const by = fc.constantFrom("id", "email");
const scopes = fc.constantFrom<Scope>("list", "list", "everything");
/** Between two steps, so that it is clear what came first. */
const agos = fc.constantFrom(0, 10, 40, 1_200).map((steps) => (steps + 0.5) * STEP_MS);

const leave = fc
  .tuple(who, by, scopes, fc.boolean(), fc.boolean())
  .map(([person, key, scope, isPage, isTwin]) =>
    command(
      `leave(${person} by ${key}, ${scope}${isPage ? ", page" : ""}${isTwin ? ", twin" : ""})`,
      async (run) => {
        const contact = PEOPLE[person as 0][key as "id"];
        const id = newAskingId();
        const list = isTwin ? SEGMENT : "weekly";
        const channel = isPage ? "page" : "one-click";
        await during(run, run.world.ask(contact, { id, scope, channel, list }));
        const name = scope === "list" ? `${list} ${contact}` : contact;
        run.truths[person]?.leave(scope, name);
        if (isPage) run.page = { who: person, name, scope, token: id };
      },
    ),
  );

const undo = fc.boolean().map((isRefused) =>
  command(`undo${isRefused ? ", refused" : ""}`, async (run) => {
    if (run.page === undefined) return;
    run.world.changeFates = isRefused ? ["slow"] : [];
    run.world.answering = (method) => (isRefused && method !== "GET" ? { status: 422 } : undefined);
    const { who: person, name, scope, token } = run.page;
    const [contact = "", list = "weekly"] = name.split(" ").toReversed();
    const at = run.world.now;
    const outcome = await during(run, run.world.ledger.undo({ list, contact }, token));
    run.world.changeFates = [];
    run.world.answering = () => undefined;
    const truth = run.truths[person] as Truth;
    if (outcome.kind === "undone") truth.undo(scope, name, at);
    if (outcome.kind === "undoing") truth.unsure[scope] = true;
  }),
);

const join = fc.tuple(who, by).map(([person, key]) =>
  command(`joined(${person} by ${key})`, async (run) => {
    const contact = PEOPLE[person as 0][key as "id"];
    const at = run.world.now;
    await during(run, run.world.ledger.joined({ list: "weekly", contact }));
    for (const scope of ["list", "everything"] as const) {
      run.truths[person]?.back(scope, at);
    }
  }),
);

const bringIn = fc.tuple(who, by, scopes, fc.option(agos)).map(([person, key, scope, ago]) =>
  command(`import(${person} by ${key}, ${scope}, ${ago} ms ago)`, async (run) => {
    const { world } = run;
    const names = [PEOPLE[person as 0][key as "id"]];
    const at = ago === null ? 0 : world.now - ago;
    const leftAt = ago === null ? undefined : new Date(at).toISOString();
    const list = scope === "list" ? "weekly" : undefined;
    await during(run, world.ledger.importRows([{ row: 0, list, names, leftAt }]));
    run.truths[person]?.hear(scope, at, 0);
  }),
);

const event = fc.tuple(who, agos, fc.boolean()).map(([person, ago, isComplaint]) =>
  command(
    `${isComplaint ? "complaint" : "unsubscribed"}(${person}, ${ago} ms ago)`,
    async (run) => {
      const at = run.world.now - ago;
      const { id, email } = PEOPLE[person as 0];
      const heard = { left: "everything", email, at: new Date(at).toISOString() } as const;
      const more = isComplaint
        ? ({ channel: "complaint", id: undefined } as const)
        : ({ channel: "resend", id } as const);
      for (const _ of ["delivered", "delivered again"]) {
        await during(run, run.world.ledger.hear({ ...heard, ...more }));
      }
      run.truths[person]?.hear("everything", at, 60_000);
    },
  ),
);

const forget = fc.tuple(who, by).map(([person, key]) =>
  command(`forget(${person} by ${key})`, async (run) => {
    const { id, email } = PEOPLE[person as 0];
    const forgotten = run.world.ledger.forget({ id, email }[key as "id"]);
    if ((await during(run, forgotten)).kind === "open") return;
    const truth = run.truths[person] as Truth;
    for (const scope of ["list", "everything"] as const) {
      if (truth.isLeft(scope)) truth.left[scope] = new Set(["a hash"]);
    }
    if (run.page?.who === person) run.page = undefined;
    const all = run.world.ledger.record({ list: undefined, after: 0, limit: 1_000 });
    const text = JSON.stringify(all).toLowerCase();
    if (text.includes(id) || text.includes(email.toLowerCase())) throw new Error("a name stays");
  }),
);

const pass = fc
  .constantFrom(1, 20, 600, 2_400)
  .map((steps) => command(`pass(${steps} steps)`, ({ world }) => world.advance(steps * STEP_MS)));

const poll = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }))
  .map(([limit, handled]) =>
    command(`poll(${limit}, ${handled} handled)`, async ({ world, poller }) => {
      poller.poll(world, limit, handled);
    }),
  );

const kill = fc.constant(command("kill", ({ world }) => world.kill()));

const commands = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: leave },
    { weight: 4, arbitrary: undo },
    { weight: 3, arbitrary: join },
    { weight: 5, arbitrary: bringIn },
    { weight: 4, arbitrary: event },
    { weight: 2, arbitrary: forget },
    { weight: 4, arbitrary: pass },
    { weight: 4, arbitrary: poll },
    { weight: 1, arbitrary: kill },
  ),
  { minLength: 10, maxLength: 30 },
);

/** What must hold at the end. */
async function judge({ world, poller, truths }: Run): Promise<void> {
  await world.advance(24 * 3_600_000);
  while (poller.poll(world, 3, 3));
  const all = world.ledger.record({ list: undefined, after: 0, limit: 1_000 })?.data ?? [];
  const bySeq = [...poller.copy.values()].toSorted((one, other) => one.seq - other.seq);
  expect(bySeq, "what the poller has").toEqual(all);
  const rows = all.filter(({ state }) => state !== "forgotten");
  expect(
    rows.every(({ contact_id: id, email }) => id && email),
    "both names",
  ).toBe(true);
  for (const [person, truth] of truths.entries()) {
    if (truth.unsure.list || truth.unsure.everything) continue;
    for (const contact of [PEOPLE[person as 0].id, PEOPLE[person as 0].email.toUpperCase()]) {
      const ask = async (list: string) =>
        (await world.ledger.mailable({ list, contact }))?.mailable;
      const isOff = truth.isLeft("everything");
      expect(await ask("weekly"), `weekly, ${contact}`).toBe(!isOff && !truth.isLeft("list"));
      expect(await ask("product-news"), `everything, ${contact}`).toBe(!isOff);
    }
  }
}

describe("the record", () => {
  it(
    "is what people said last, and a poller that is cut off misses nothing and sees no state twice",
    () =>
      inAnyOrder(
        { share: 0.2, commands, given: fc.constant(undefined) },
        (state): Run => {
          const world = new World(state);
          world.people = PEOPLE.map(subscribed);
          const truths = PEOPLE.map(() => new Truth());
          return { world, poller: new Poller(), truths, page: undefined };
        },
        judge,
      ),
    3_600_000,
  );
});
