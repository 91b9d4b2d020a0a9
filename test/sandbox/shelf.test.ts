import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Shelf } from "../../sandbox/resend/shelf.ts";

const ids = fc.constantFrom(...Array.from({ length: 26 }, (_, nth) => `item-${nth}`));

/** What a shelf should hold, kept the slow way: oldest first. */
function plain(steps: readonly [boolean, string][]): string[] {
  let held: string[] = [];
  for (const [add, id] of steps) {
    if (!add) held = held.filter((other) => other !== id);
    else if (!held.includes(id)) held.push(id);
  }
  return held;
}

function shelf(steps: readonly [boolean, string][]): Shelf<{ id: string }> {
  const made = new Shelf<{ id: string }>();
  for (const [add, id] of steps) {
    if (add) made.put({ id });
    else made.delete(id);
  }
  return made;
}

const histories = fc.array(fc.tuple(fc.boolean(), ids), { maxLength: 400 });

describe("a shelf", () => {
  it("holds what was put and not removed, in the order in which it came", () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const made = shelf(steps);
        expect(Array.from(made, ({ id }) => id)).toEqual(plain(steps));
        expect(made.size).toBe(plain(steps).length);
      }),
    );
  });

  it("is walked in pages from the newest to the oldest, and back", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 7 }), (steps, limit) => {
        const made = shelf(steps);
        const newestFirst = plain(steps).toReversed();
        const seen: string[] = [];
        for (let more = newestFirst.length > 0; more;) {
          const page = made.page({ limit, after: seen.at(-1) });
          seen.push(...(page?.items ?? []).map(({ id }) => id));
          more = page?.hasMore === true;
        }
        expect(seen).toEqual(newestFirst);

        const before = shelf([[true, "oldest"], ...steps]);
        const back = before.page({ limit, before: "oldest" });
        expect(back?.items.map(({ id }) => id)).toEqual(newestFirst.slice(-limit));
        expect(back?.hasMore).toBe(newestFirst.length > limit);
      }),
    );
  });

  it("replaces an item where it stands", () => {
    const made = new Shelf([
      { id: "a", n: 1 },
      { id: "b", n: 1 },
    ]);
    made.put({ id: "a", n: 2 });
    expect([...made]).toEqual([
      { id: "a", n: 2 },
      { id: "b", n: 1 },
    ]);
  });

  it("knows no page behind a cursor that is not there", () => {
    expect(new Shelf([{ id: "a" }]).page({ limit: 1, after: "b" })).toBeUndefined();
  });
});
