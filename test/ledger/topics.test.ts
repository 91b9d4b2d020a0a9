/** Lists with a topic: both targets or not done, undo target by target, and links that name the list's segment. */

import { describe, expect, it } from "vitest";

import { newAskingId } from "../../src/ledger/asking.ts";
import { inWorld, NEWS, OTHER_TOPIC, SEGMENT, TOPIC, type World } from "./world.ts";

const BOTH = { segment: SEGMENT, topic: TOPIC };
const TOPIC_ONLY = { topic: TOPIC };
const VERIFIED_MS = 10_000;
const RETRIED_MS = 60_000;

/** One person on the lists, and their Ledger, whose targets are verified. */
function withLists(lists: object, test: (world: World, ask: Ask) => Promise<void>): Promise<void> {
  return inWorld(
    async (world) => {
      world.populate(1);
      world.behavior.removingAbsent = 404;
      await world.ledger.health();
      await world.advance(VERIFIED_MS);
      world.paths = [];
      await test(world, async (list = "weekly", channel = "one-click") => {
        const id = newAskingId();
        const { id: contact } = personOf(world);
        const asked = world.ask(contact, { id, list, channel });
        await world.advance(1_000);
        const { kind } = await asked;
        const undo = async () => {
          return (await world.after(5_000, world.ledger.undo({ list, contact }, id))).kind;
        };
        return { kind, undo };
      });
    },
    { LISTS: lists },
  );
}

type Ask = (
  list?: string,
  channel?: "page" | "one-click",
) => Promise<{ kind: string; undo: () => Promise<string> }>;

const personOf = ({ people: [person] }: World) => person as World["people"][0];

/** Which of these the person is on. */
function on(world: World): string[] {
  const person = personOf(world);
  const topics = [TOPIC, OTHER_TOPIC].filter((topic) => world.isOptedIn(person, topic));
  return [...person.segments, ...topics].map((id) => NAMES[id] ?? id);
}

const NAMES: Record<string, string> = {
  [SEGMENT]: "segment",
  [NEWS]: "news",
  [TOPIC]: "topic",
  [OTHER_TOPIC]: "other topic",
};

/** Methods and what they are about, without the contact. */
const requests = ({ paths }: World) =>
  paths.map((path) => path.replace(/contacts\/[^/]+/, "contact").replace(SEGMENT, "{segment}"));

describe("a leave", () => {
  it.each<[string, object, string[]]>([
    ["of both", BOTH, ["DELETE /contact/segments/{segment}", "PATCH /contact/topics"]],
    // The canary shows what a removal from a segment proves, and nothing about topics.
    ["of a topic alone", TOPIC_ONLY, ["GET /contact", "PATCH /contact/topics"]],
  ])("%s is done when Resend has confirmed all of it", (_, weekly, expected) =>
    withLists({ weekly, other: { segment: NEWS } }, async (world, ask) => {
      expect((await ask()).kind).toBe("done");
      expect(requests(world)).toEqual(expected);
      expect(on(world)).toEqual("segment" in weekly ? ["other topic"] : ["segment", "other topic"]);
    }),
  );
});

describe("an undo", () => {
  it.each<[string, string, string | undefined, "all" | "chosen", string[]]>([
    ["who never chose", "opt_in", undefined, "all", ["segment", "topic"]],
    [
      "who never chose, which Resend does not list",
      "opt_in",
      undefined,
      "chosen",
      ["segment", "topic"],
    ],
    ["who was out by default", "opt_out", undefined, "chosen", ["segment"]],
    ["who had opted out", "opt_in", "opt_out", "all", ["segment"]],
    ["who had opted in", "opt_out", "opt_in", "all", ["segment", "topic"]],
  ])("restores what was changed of a person %s", (_, byDefault, own, topicsListed, expected) =>
    withLists({ weekly: BOTH }, async (world, ask) => {
      world.topics = new Map([[TOPIC, byDefault]]);
      world.behavior.topicsListed = topicsListed;
      if (own !== undefined) personOf(world).topics = new Map([[TOPIC, own]]);
      const { kind, undo } = await ask("weekly", "page");
      expect([kind, on(world)]).toEqual(["done", []]);
      expect([await undo(), on(world)]).toEqual(["undone", expected]);
    }),
  );

  it("restores what was changed, whatever the settings have become since", () =>
    withLists({ weekly: BOTH }, async (world, ask) => {
      const { undo } = await ask("weekly", "page");
      await world.kill({ LISTS: { weekly: { segment: NEWS, topic: OTHER_TOPIC } } });
      expect([await undo(), on(world)]).toEqual(["undone", ["segment", "topic", "other topic"]]);
    }));

  it("is refused where another request of the list still stands, whatever the settings have become", () =>
    withLists({ weekly: BOTH }, async (world, ask) => {
      const { undo } = await ask("weekly", "page");
      await world.after(1_000, world.ask(personOf(world).email));
      await world.kill({ LISTS: { weekly: { segment: NEWS, topic: OTHER_TOPIC } } });
      expect([await undo(), on(world)]).toEqual(["others-stand", ["other topic"]]);
    }));

  it("of which Resend takes only half is taken back", () =>
    withLists({ weekly: BOTH }, async (world, ask) => {
      const { undo } = await ask("weekly", "page");
      world.answering = (method) => (method === "PATCH" ? { status: 422 } : undefined);
      expect(await undo()).toBe("too-late");
      world.answering = () => undefined;
      await world.advance(RETRIED_MS);
      expect(on(world)).toEqual(["other topic"]);
    }));
});

describe("a link that names a segment", () => {
  it.each<[string, object, string[]]>([
    ["ends the topic of the list with that segment, too", { weekly: BOTH }, ["other topic"]],
    [
      "ends the segment alone if several lists share it",
      { weekly: BOTH, digest: { segment: SEGMENT, topic: OTHER_TOPIC } },
      ["topic", "other topic"],
    ],
  ])("%s", (_, lists, expected) =>
    withLists(lists, async (world, ask) => {
      expect([(await ask(SEGMENT)).kind, on(world)]).toEqual(["done", expected]);
    }),
  );
});

it("a list whose topic Resend does not know is held, named by health, and released with both", () =>
  withLists({ weekly: BOTH }, async (world, ask) => {
    const health = async () => (await world.ledger.health()).faults.map(({ setting }) => setting);
    world.topics.delete(TOPIC);
    await world.advance(24 * 3_600_000);
    expect(await health()).toEqual(["LISTS.weekly.topic"]);
    world.segments.delete(SEGMENT);
    expect((await ask()).kind).toBe("queued");
    expect(on(world)).toContain("segment");
    await world.advance(3_600_000);
    world.topics.set(TOPIC, "opt_in");
    world.segments.add(SEGMENT);
    await world.advance(2 * 3_600_000);
    expect(await health()).toEqual([]);
    expect(on(world)).toEqual(["other topic"]);
  }));

it("joined ends what is queued for any list that shares the topic, and nothing else", () =>
  withLists(
    { weekly: BOTH, digest: TOPIC_ONLY, offers: { topic: OTHER_TOPIC } },
    async (world, ask) => {
      const locked = { status: 409, body: { name: "resource_locked" } };
      world.answering = (method) => (method === "PATCH" ? locked : undefined);
      for (const list of ["digest", "offers"]) expect((await ask(list)).kind).toBe("queued");
      const joined = world.ledger.joined({ list: "weekly", contact: personOf(world).id });
      await world.advance(500);
      world.answering = () => undefined;
      await world.advance(RETRIED_MS);
      expect([await joined, on(world)]).toEqual([1, ["segment", "topic"]]);
    },
  ));
