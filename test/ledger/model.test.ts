/**
 * The promises, under random order: people ask, ask again, undo, and undo what others asked, while Resend is slow, refuses,
 * and loses answers, time passes, and the object is killed. What must hold is written here, not read off the code.
 */

import * as fc from "fast-check";
import { describe, it } from "vitest";

import {
  newAskingId,
  type Channel,
  type Scope,
  type UndoOutcome,
  type UnsubscribeOutcome,
} from "../../src/ledger/asking.ts";
import { command as commandOf, inAnyOrder, must, PEOPLE } from "./orders.ts";
import { type Fate, OTHER_TOPIC, type Person, SEGMENT, subscribed, TOPIC, World } from "./world.ts";

/** The links of one person: to one list by ID, by address, and under the list's two names; and to another list. */
const LINKS = [
  { list: "weekly", by: "id" },
  { list: "weekly", by: "email" },
  { list: SEGMENT, by: "id" },
  { list: "digest", by: "id" },
] as const;

/** The settings, and what a link's list ends: a segment ID in a link names the list with that segment. */
const SETTINGS = [
  {
    LISTS: { weekly: { segment: SEGMENT }, digest: { topic: OTHER_TOPIC } },
    ends: { weekly: [SEGMENT], [SEGMENT]: [SEGMENT], digest: [OTHER_TOPIC] },
  },
  {
    LISTS: { weekly: { segment: SEGMENT, topic: TOPIC }, digest: { topic: OTHER_TOPIC } },
    ends: { weekly: [SEGMENT, TOPIC], [SEGMENT]: [SEGMENT, TOPIC], digest: [OTHER_TOPIC] },
  },
  {
    LISTS: { weekly: { segment: SEGMENT, topic: TOPIC }, digest: { topic: TOPIC } },
    ends: { weekly: [SEGMENT, TOPIC], [SEGMENT]: [SEGMENT, TOPIC], digest: [TOPIC] },
  },
  {
    LISTS: { weekly: { topic: TOPIC }, digest: { topic: OTHER_TOPIC } },
    ends: { weekly: [TOPIC], [SEGMENT]: [SEGMENT], digest: [OTHER_TOPIC] },
  },
];

type Settings = (typeof SETTINGS)[number];

interface Asked {
  /** As it was sent, and as the Ledger took it, once it has said so. */
  sent: string;
  id: string;
  entry: string;
  person: number;
  scope: Scope;
  channel: Channel;
  list: string;
  contact: string;
  at: number;
  /** Whether somebody else's asking stood there, and was not carried out. */
  foundQueued: boolean;
  /** Whether it was on disk as soon as it was asked. */
  isStored: boolean;
  outcome?: UnsubscribeOutcome;
  /** What the entry was when the next asking came, where this one had been taken back. */
  takenBackAs?: string;
}

interface Undone {
  of: Asked;
  at: number;
  /** How many askings there were when it arrived. */
  after: number;
  outcome?: UndoOutcome;
}

class Run {
  readonly world: World;
  readonly state: DurableObjectState;
  readonly ends: Record<string, string[]>;
  askings: Asked[] = [];
  readonly undos: Undone[] = [];
  /** Askings that may still wait for the next commit. */
  unread: Asked[] = [];
  /** What was found wrong in an answer that no command waits for. */
  readonly broken: unknown[] = [];

  constructor(state: DurableObjectState, { LISTS, ends }: Settings) {
    this.state = state;
    this.ends = ends;
    this.world = new World(state, { LISTS });
    this.world.people = PEOPLE.map(subscribed);
  }

  /** Lets the Ledger write what waits for the next commit, as any call does. */
  async write(): Promise<void> {
    this.world.ledger.isUsed();
    await this.world.settle();
    this.readAskings();
  }

  /** Forgets the askings that are not on disk. Those of one entry are written in their order. */
  readAskings(): void {
    const earlier = this.askings.filter((asked) => !this.unread.includes(asked));
    const rows = this.world
      .entries()
      .filter(({ asking }) => !earlier.some(({ id }) => id === asking));
    for (const [index, asked] of this.unread.entries()) {
      const row = rows.find((one) => `${one.scope} ${one.contact}` === asked.entry);
      const written = this.unread.findIndex(({ id }) => id === row?.asking);
      // One with an ID that was undone got a new one.
      const isRenamed = row !== undefined && written < 0;
      asked.isStored = isRenamed || index <= written;
      if (isRenamed && this.latestOf(asked.entry) === asked) asked.id = row.asking;
    }
    this.askings = [...earlier, ...this.unread.filter(({ isStored }) => isStored)];
    this.unread = [];
  }

  /** What an asking ends: segments, topics, or everything. */
  endedBy({ scope, list }: Pick<Asked, "scope" | "list">): string[] {
    return scope === "list" ? (this.ends[list] ?? []) : ["*"];
  }

  isOn(person: number, target: string): boolean {
    const who = this.world.people[person] as Person;
    if (target === "*") return !who.unsubscribed;
    return target === SEGMENT ? who.segments.has(target) : this.world.isOptedIn(who, target);
  }

  /** Whether an asking on this target stands, made by or for this person, except one entry's. */
  stands(person: number, target: string, except?: string): boolean {
    return this.askings.some(
      (asked) =>
        asked.person === person &&
        asked.entry !== except &&
        asked.isStored &&
        this.endedBy(asked).includes(target) &&
        !wasTakenBack(asked, this),
    );
  }

  hear<Outcome>(answer: Promise<Outcome>, check: (outcome: Outcome) => void): void {
    void answer.then(check).catch((error: unknown) => this.broken.push(error));
  }

  latestOf(entry: string): Asked | undefined {
    return this.askings.findLast((asked) => asked.entry === entry);
  }
}

/** Whether the Ledger took an undo. */
function isTaken({ outcome }: Undone): boolean {
  return ["undone", "canceled", "undoing"].includes(outcome?.kind ?? "");
}

const command = (text: string, run: (run: Run) => Promise<void>) =>
  commandOf<Run>(text, async (real) => {
    await run(real);
    // After an asking, others may come before it is written.
    if (!/^ask(?!.*again)/.test(text)) await real.write();
    const { state, world } = real;
    const isQueued = world
      .entries()
      .some((row) => row.state === "queued" || row.state === "undoing");
    const hasAlarm = world.isRinging || (await state.storage.getAlarm()) !== null;
    if (isQueued) must("what is queued has an alarm", hasAlarm);
  });

interface Press {
  person: number;
  link: number;
  scope: Scope;
  channel: Channel;
  isRepeated: boolean;
}

const press = ({ person, link, scope, channel, isRepeated }: Press) =>
  command(
    `ask(${scope}, person ${person}, link ${link}, ${channel}${isRepeated ? ", again" : ""})`,
    async (run) => {
      const { list, by } = LINKS[link as 0];
      const contact = PEOPLE[person as 0][by];
      const entry = `${scope === "list" ? list : "*"} ${contact}`;
      if (isRepeated) await run.write();
      const before = run.latestOf(entry);
      const repeated =
        isRepeated && channel === "page" && before?.channel === "page" ? before.id : undefined;
      const isAgain = repeated !== undefined;
      const sent = repeated ?? newAskingId();
      const row = run.world.entries().find(({ asking }) => asking === before?.id);
      const isWaiting = before !== undefined && row === undefined && run.unread.includes(before);
      if (before !== undefined && row?.state === "undone") before.takenBackAs = row.result;
      const asked: Asked = {
        sent,
        id: sent,
        entry,
        person,
        scope,
        channel,
        list,
        contact,
        at: run.world.now,
        isStored: false,
        foundQueued: isWaiting || row?.state === "queued" || row?.state === "undoing",
      };
      // Heard before, and not undone since: it is no new asking.
      const isSame = isAgain && row?.state !== "undone" && row?.state !== "undoing";
      if (!isSame) {
        run.askings.push(asked);
        run.unread.push(asked);
      }
      const hash = "h".repeat(26);
      run.world.note(`ask ${entry} ${channel} ${sent.slice(0, 4)}`);
      const answer = run.world.ledger.unsubscribe({
        id: sent,
        scope,
        list,
        contact,
        channel,
        hash,
      });
      run.hear(answer, (outcome) => {
        asked.outcome = outcome;
        if (outcome.kind === "done" && run.latestOf(entry) === asked) {
          const isLeft = run.endedBy(asked).every((target) => !run.isOn(person, target));
          must("200 is said when it is done", isLeft);
        }
      });
      await run.world.settle();
    },
  );

const ask = fc
  .record({
    person: fc.constantFrom(0, 0, 0, 1),
    link: fc.constantFrom(0, 0, 0, 1, 2, 3),
    scope: fc.constantFrom<Scope>("list", "list", "list", "everything"),
    channel: fc.constantFrom<Channel>("page", "page", "one-click", "mailto"),
    isRepeated: fc.boolean(),
  })
  .map(press);

const undo = fc.constantFrom(0, 0, 0, 1, 2, 4).map((back) =>
  command(`undo(${back} askings ago)`, async (run) => {
    const of = run.askings.at(-1 - back);
    if (of === undefined) return;
    const undone: Undone = { of, at: run.world.now, after: run.askings.length };
    run.undos.push(undone);
    const isLatest = run.latestOf(of.entry) === of;
    // Or is being undone: the same answer, however late it is asked again.
    const wasUndone = run.world
      .entries()
      .some(({ asking, state }) => asking === of.id && (state === "undone" || state === "undoing"));
    const { list, contact, id } = of;
    run.world.note(`undo ${of.entry} ${id.slice(0, 4)}`);
    const answer = run.world.ledger.undo({ list, contact }, id);
    run.hear(answer, (outcome) => {
      undone.outcome = outcome;
      if (!isTaken(undone) || wasUndone) return;
      must("an older token changes nothing", isLatest);
      must("only a page can undo", of.channel === "page");
      must("who found it queued cannot undo it", !of.foundQueued);
      must("a token lives for 30 minutes", undone.at - of.at <= 30 * 60_000);
      if (outcome.kind === "undone" && run.askings.length === undone.after) {
        const isBack = run.endedBy(of).every((target) => {
          return run.isOn(of.person, target) || run.stands(of.person, target, of.entry);
        });
        must("undone is said when the person is back", isBack);
      }
    });
    await run.world.settle();
  }),
);

const pass = fc
  .constantFrom(
    10,
    100,
    100,
    1_000,
    1_000,
    3_100,
    6_000,
    6_000,
    15_000,
    31_000,
    61_000,
    31 * 60_000,
  )
  .map((ms) => command(`pass(${ms} ms)`, ({ world }) => world.advance(ms)));

const fate = fc
  .tuple(
    fc.array(
      fc.constantFrom<Fate>(
        ...(["well", "slow", "refused", "rate-limited", "locked", "broken"] as const),
        ...(["broken-but-applied", "dropped", "lost", "late", "hang"] as const),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    fc.boolean(),
  )
  .map(([fates, ofChanges]) =>
    command(
      `resend(${fates.join(", ")}${ofChanges ? "; changes alone" : ""})`,
      async ({ world }) => {
        (ofChanges ? world.changeFates : world.fates).push(...fates);
      },
    ),
  );

const outage = fc
  .boolean()
  .map((isDown) => command(`down(${isDown})`, async ({ world }) => void (world.isDown = isDown)));

const kill = fc.constant(
  command("kill", async (run) => {
    run.readAskings();
    await run.world.kill();
  }),
);

/** A page's press whose removal is cut off, and regretted: what random order alone rarely comes upon. */
const cutOff = fc
  .tuple(ask, fc.constantFrom(90, 100, 170), kill, undo)
  .map(([asks, ms, kills, undoes]) =>
    command(`${String(asks)} and pass(${ms} ms) and kill and ${String(undoes)}`, async (run) => {
      await asks.run({}, run);
      await run.world.advance(ms);
      await kills.run({}, run);
      await undoes.run({}, run);
    }),
  );

/** A press in a quiet moment that only one of a list's two targets takes, and regretted. */
const halfDone = fc
  .tuple(
    fc.constantFrom(0, 1),
    fc.constantFrom<Fate[]>(["well", "refused"], ["refused", "well"], ["well", "lost"]),
    undo,
  )
  .map(([person, fates, undoes]) =>
    command(`halfDone(${person}, ${fates.join(", ")}) and ${String(undoes)}`, async (run) => {
      run.world.isDown = false;
      run.world.fates = [];
      await run.world.advance(90_000);
      run.world.changeFates = [...fates];
      const asked = { person, link: 0, scope: "list", channel: "page", isRepeated: false } as const;
      await press(asked).run({}, run);
      await run.world.advance(900);
      await undoes.run({}, run);
    }),
  );

const commands = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: ask },
    { weight: 6, arbitrary: undo },
    { weight: 8, arbitrary: pass },
    { weight: 4, arbitrary: fate },
    { weight: 2, arbitrary: outage },
    { weight: 1, arbitrary: kill },
    { weight: 2, arbitrary: cutOff },
    { weight: 2, arbitrary: halfDone },
  ),
  { minLength: 20, maxLength: 40 },
);

const behavior = fc.record({
  removingAbsent: fc.constantFrom(200 as const, 404 as const),
  addingAgain: fc.constantFrom(200 as const, 409 as const, 422 as const),
  topicsBody: fc.constantFrom("both" as const, "object" as const, "array" as const),
  topicsAnswer: fc.constantFrom("topics" as const, "id" as const),
  topicsListed: fc.constantFrom("all" as const, "chosen" as const),
  limit: fc.constantFrom(2, 5, 10),
});

const settings = fc.constantFrom(...SETTINGS);

/** How long the disk takes, while what arrives waits for the next commit. */
const commitMs = fc.constantFrom(0, 0, 20, 500);

/** Whether an asking was undone by its own token, or came before one that was: that has brought the person back. */
function wasTakenBack(asked: Asked, run: Run): boolean {
  const { askings, undos } = run;
  const later = askings.slice(askings.indexOf(asked)).filter(({ entry }) => entry === asked.entry);
  return later.some((one) => {
    const row = run.world.entries().find(({ asking }) => asking === one.id);
    const own = undos.filter(({ of }) => of === one).map(({ outcome }) => outcome?.kind);
    const result = row?.state === "undone" ? row.result : one.takenBackAs;
    if (result !== undefined) own.push(result === "canceled" ? "canceled" : "undone");
    return own.includes("undone") || (one === asked && own.includes("canceled"));
  });
}

/** What must hold once nothing is under way. */
async function judge(run: Run): Promise<void> {
  await run.write();
  const { world, askings, undos } = run;
  world.isDown = false;
  world.fates = [];
  world.changeFates = [];
  await world.advance(20 * 60_000);

  if (run.broken.length > 0) throw run.broken[0];
  const rows = run.world.entries();
  const open = rows.filter(({ state }) => state !== "done" && state !== "undone");
  must("the queue empties", open.length === 0);
  must("one change at a time for one entry", !world.collided);

  for (const person of [0, 1]) {
    for (const target of [SEGMENT, TOPIC, OTHER_TOPIC, "*"]) {
      const stands = run.stands(person, target);
      // An undo leaves a target alone that another list's asking keeps the person off, if that is undone later, too.
      const lists = new Set(
        askings
          .filter((asked) => asked.person === person && run.endedBy(asked).includes(target))
          .map((asked) => run.endedBy(asked).join(" ")),
      );
      if (!stands && lists.size > 1) continue;
      must(
        stands ? "who has the last word leaves" : "who undid everything is as before",
        run.isOn(person, target) !== stands,
      );
    }
  }

  askings.forEach((asked, index) => {
    const row = rows.find((one) => `${one.scope} ${one.contact}` === asked.entry);
    const kind = asked.outcome?.kind;
    if (kind === "done" || kind === "queued") {
      must("what was accepted is in the record", row !== undefined);
    }
    const isLast = askings.findLastIndex(({ entry }) => entry === asked.entry) === index;
    const wasUndone = undos.some(
      ({ of, outcome }) =>
        of.entry === asked.entry &&
        (outcome === undefined ||
          ["undone", "canceled", "undoing", "try-again", "asked-again"].includes(outcome.kind)),
    );
    if (isLast && !wasUndone && (kind === "done" || kind === "queued")) {
      must("what was accepted is done", row?.state === "done");
    }
  });
  for (const { of, after, outcome } of undos) {
    const since = askings.slice(after);
    // Sent again, it is the same undo, and an asking since the first one has the last word.
    const first = undos.find((one) => one.of === of)?.after ?? after;
    const isAlone = askings.slice(first).every(({ person }) => person !== of.person);
    const isPromised = outcome?.kind === "undoing" && isAlone;
    if (isPromised) {
      const row = rows.find(({ asking }) => asking === of.id);
      must("an undo that was promised is done", row?.state === "undone");
    }
    const askedSince = since.some(({ entry }) => entry === of.entry);
    if (askedSince || (outcome?.kind !== "undone" && outcome?.kind !== "canceled")) continue;
    const row = rows.find((one) => `${one.scope} ${one.contact}` === of.entry);
    must("what was undone stays undone", row?.state === "undone");
  }

  const { limit } = world.behavior;
  const most = limit === 2 ? 2 : limit - 1;
  world.starts.forEach((start, index) => {
    const within = (ms: number) =>
      world.starts.slice(index).filter((other) => other < start + ms).length;
    must("the budget of a second", within(1_000) <= most);
    must("the budget of ten seconds", within(10_000) <= 5 * limit);
  });
}

describe("the Ledger", () => {
  // oxlint-disable-next-line vitest/expect-expect -- fast-check asserts, and `must` says what
  it("keeps its promises in any order of events", () => {
    const given = fc.tuple(behavior, settings, commitMs);
    return inAnyOrder(
      { share: 1, commands, given },
      (state, [how, lists, ms]) => {
        const run = new Run(state, lists);
        run.world.behavior = how;
        run.world.commitMs = ms;
        return run;
      },
      judge,
    );
  }, 3_600_000);
});
