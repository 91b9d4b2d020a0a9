/** What the Ledger knows of its settings from Resend, what it holds until they are mended, and what a monitor hears. */

import { describe, expect, it } from "vitest";

import {
  DAY_MS,
  HOUR_MS,
  inWorld,
  MIRA,
  NEWS,
  type OwnAnswer,
  SEGMENT,
  subscribed,
  type World,
} from "./world.ts";

const OTHER_SEGMENT = "2b2f8d3c-61f4-4d7c-9f0e-7f3c8f6b5a41";
/** What Resend could not tell is asked for again within five minutes. */
const AGAIN_MS = 310_000;

const WELL = { isVerified: true, faults: [] };
const UNVERIFIED = { isVerified: false, faults: [] };
const LISTS = { weekly: { segment: SEGMENT }, "product-news": { segment: NEWS } };
const READS = [`GET /segments/${NEWS}`, `GET /segments/${SEGMENT}`];
const REMOVAL = `DELETE /contacts/${MIRA.id}/segments/${SEGMENT}`;

const faulty = (setting: string, isVerified = false) => ({
  isVerified,
  faults: [{ setting, problem: expect.any(String) }],
});

/** Runs a test with somebody on the weekly list. */
function test(run: (world: World) => Promise<void>): Promise<void> {
  return inWorld(async (world) => {
    world.behavior.removingAbsent = 404;
    world.people = [subscribed(MIRA)];
    await run(world);
  });
}

/** Runs a test where Resend has shown every segment. */
function testVerified(run: (world: World) => Promise<void>): Promise<void> {
  return test(async (world) => {
    await world.ledger.health();
    await world.advance(10_000);
    expect(await world.ledger.health()).toEqual(WELL);
    world.paths.length = 0;
    await run(world);
  });
}

/** Somebody leaves. @returns the answer's kind */
async function leave(world: World, list = "weekly"): Promise<string> {
  return (await world.after(6_000, world.ask(MIRA.id, { list }))).kind;
}

/** Every request is answered so. */
const always = (world: World, answer: OwnAnswer | undefined) => {
  world.answering = () => answer;
};

const refusal = (status: number, name: string): OwnAnswer => ({ status, body: { name } });

describe("the list's segments", () => {
  it("are unverified until Resend has shown each of them, which an alarm asks for", () =>
    test(async (world) => {
      expect(await world.ledger.health()).toEqual(UNVERIFIED);
      await world.advance(0);
      world.segments.delete(NEWS);
      await world.advance(10_000);
      expect(world.paths.slice(0, 2).toSorted()).toEqual(READS);
      expect((await world.ledger.health()).isVerified).toBe(false);
      world.segments.add(NEWS);
      await world.advance(HOUR_MS);
      expect(await world.ledger.health()).toEqual(WELL);
    }));

  it("are verified again every day, without any request, and are still known after a kill", () =>
    testVerified(async (world) => {
      await world.kill();
      expect(await world.ledger.health()).toEqual(WELL);
      await world.advance(HOUR_MS);
      expect(world.paths).toEqual([]);
      await world.advance(DAY_MS);
      expect(world.paths.filter((path) => path.startsWith("GET")).toSorted()).toEqual(READS);
      world.segments.delete(SEGMENT);
      await world.advance(DAY_MS);
      expect(await world.ledger.health()).toEqual(faulty("LISTS.weekly.segment"));
    }));

  it("are unverified while a setting is faulty, since nothing is sent", () =>
    testVerified(async (world) => {
      await world.kill({ LINK_SECRETS: "short" });
      expect((await world.ledger.health()).isVerified).toBe(false);
      expect(await leave(world)).toBe("queued");
      await world.advance(HOUR_MS / 6);
      expect(world.paths).toEqual([]);
      await world.kill({ LINK_SECRETS: "correct-horse-battery-staple-0123456789" });
      await world.advance(AGAIN_MS);
      expect(world.paths).toContain(REMOVAL);
      expect(await world.ledger.health()).toEqual(WELL);
    }));

  it.each([
    ["unavailable", refusal(503, "application_error")],
    ["not JSON", { status: 503 }],
    ["too many", refusal(429, "rate_limit_exceeded")],
    ["locked", refusal(409, "resource_locked")],
  ])("keep the last result if Resend's answer is transient: %s", (_, answer) =>
    testVerified(async (world) => {
      await world.advance(DAY_MS - 60_000);
      always(world, answer);
      await world.advance(120_000);
      expect(world.paths).toContain(`GET /segments/${NEWS}`);
      expect(await world.ledger.health()).toEqual(WELL);

      always(world, undefined);
      world.segments.delete(NEWS);
      await world.advance(AGAIN_MS);
      const verdict = faulty("LISTS.product-news.segment");
      expect(await world.ledger.health()).toEqual(verdict);
      world.segments.add(NEWS);
      always(world, answer);
      await world.advance(HOUR_MS);
      expect(await world.ledger.health()).toEqual(verdict);
      always(world, undefined);
      await world.advance(AGAIN_MS);
      expect(await world.ledger.health()).toEqual(WELL);
    }),
  );

  // 429 says itself when to ask again.
  const statuses = [200, 204, 302, 400, 401, 404, 405, 408, 409, 422, 500];
  it.each(statuses)(
    "are asked for with patience where Resend answers %i, as is the canary",
    (status) =>
      test(async (world) => {
        const answer = refusal(status, "resource_locked");
        world.answering = (method) => (method === "DELETE" ? answer : undefined);
        await world.ledger.health();
        await world.advance(HOUR_MS / 6);
        // Some ten times while the pauses grow, then once a minute.
        expect(world.paths.length, "the canary").toBeLessThan(20);
        await world.kill({ RESEND_API_KEY: "re_other" });
        world.paths.length = 0;
        always(world, answer);
        await world.ledger.health();
        await world.advance(HOUR_MS / 6);
        expect(world.paths.length, "two segments and the canary").toBeLessThan(3 * 20);
      }),
  );
});

describe("a list whose segment Resend does not know", () => {
  it.each<[string, number, (world: World) => Promise<unknown> | undefined]>([
    ["the alarm, by a 404,", 404, (world) => world.ledger.health()],
    ["a leave, by a 410,", 410, (world) => void world.ask("5e26e74a-65db-452e-a6b6-a4fa4dd60afe")],
    ["a leave, by a 422,", 422, (world) => void world.ask("5e26e74a-65db-452e-a6b6-a4fa4dd60afe")],
  ])("is held once %s has found out, and released when it is back", (_, status, find) =>
    test(async (world) => {
      world.segments.delete(SEGMENT);
      world.answering = (method, path) =>
        `${method} ${path}` === `GET /segments/${SEGMENT}` && !world.segments.has(SEGMENT)
          ? refusal(status, "validation_error")
          : undefined;
      await find(world);
      await world.advance(10_000);
      expect(await world.ledger.health()).toEqual(faulty("LISTS.weekly.segment"));
      expect(world.ledger.report().held).toMatchObject([
        { list: "weekly", fault: "segment-unknown" },
      ]);
      expect(await leave(world)).toBe("queued");
      expect(world.paths).not.toContain(REMOVAL);
      expect(await leave(world, "product-news"), "it holds no other list").toBe("done");

      world.segments.add(SEGMENT);
      await world.advance(HOUR_MS / 2);
      expect(world.paths).not.toContain(REMOVAL);
      await world.advance(HOUR_MS / 2);
      expect(world.paths).toContain(REMOVAL);
      expect(world.ledger.report()).toMatchObject({ queued: 0, held: [] });
      expect(await world.ledger.health()).toEqual(WELL);
    }),
  );

  it("is tried every hour if links name it by its ID", () =>
    testVerified(async (world) => {
      world.people[0]?.segments.add(OTHER_SEGMENT);
      expect(await leave(world, OTHER_SEGMENT)).toBe("queued");
      expect(await world.ledger.health()).toEqual(faulty(`LISTS.${OTHER_SEGMENT}.segment`, true));
      world.segments.add(OTHER_SEGMENT);
      await world.advance(HOUR_MS);
      expect(world.people[0]?.segments).not.toContain(OTHER_SEGMENT);
      expect(await world.ledger.health()).toEqual(WELL);
    }));
});

describe("a list that no setting names", () => {
  it("is held, and done once a setting names it", () =>
    testVerified(async (world) => {
      expect(await leave(world, "forgotten")).toBe("queued");
      expect(await world.ledger.health()).toEqual(faulty("LISTS.forgotten", true));
      await world.advance(3 * HOUR_MS);
      await world.kill({ LISTS: { ...LISTS, forgotten: { segment: SEGMENT } } });
      // At the latest when the Ledger wakes, as it does every five minutes while anything is queued.
      await world.advance(301_000);
      // The audit goes on meanwhile.
      expect(world.paths.filter((path) => !path.endsWith("/contacts"))).toEqual([REMOVAL]);
      expect(await world.ledger.health()).toEqual(WELL);
    }));

  it("is no longer a fault once nothing is queued for it", () =>
    testVerified(async (world) => {
      await leave(world, "forgotten");
      expect(world.ledger.drop(1)).toBe(true);
      await world.advance(2 * HOUR_MS);
      expect(await world.ledger.health()).toEqual(WELL);
    }));
});

describe("a setting for which Resend refuses everything", () => {
  const key = "RESEND_API_KEY";
  const url = "RESEND_BASE_URL";
  const answers: [OwnAnswer, string][] = [
    [refusal(401, "restricted_api_key"), key],
    [refusal(403, "invalid_api_key"), key],
    [refusal(400, "validation_error"), key],
    [{ status: 302, headers: { location: "https://elsewhere.example" } }, url],
    [refusal(405, "method_not_allowed"), url],
  ];

  it.each(answers)(
    "is reported by the alarm, and by a leave, until the first success: %j",
    (answer, setting) =>
      test(async (world) => {
        always(world, answer);
        await world.ledger.health();
        await world.advance(60_000);
        expect(await world.ledger.health()).toEqual(faulty(setting));
        always(world, undefined);
        await world.advance(AGAIN_MS);
        expect(await world.ledger.health()).toEqual(WELL);

        always(world, answer);
        expect(await leave(world)).toBe("queued");
        expect(await world.ledger.health()).toEqual(faulty(setting, true));
        always(world, undefined);
        await world.advance(60_000);
        expect(await world.ledger.health()).toEqual(WELL);
        expect(world.paths).toContain(REMOVAL);
      }),
  );

  it("is tried at once when it has changed", () =>
    testVerified(async (world) => {
      always(world, answers[0]?.[0]);
      await leave(world);
      await world.advance(HOUR_MS);
      always(world, undefined);
      await world.kill({ RESEND_API_KEY: "re_other" });
      expect(await leave(world)).toBe("done");
    }));

  it("is not reported if only one request gets a 400", () =>
    testVerified(async (world) => {
      world.answering = (method) =>
        method === "DELETE" ? refusal(400, "validation_error") : undefined;
      expect(await leave(world)).toBe("dead-letter");
      expect(await world.ledger.health()).toEqual(WELL);
    }));
});

describe("a queue that does not move", () => {
  it("is reported once its oldest request is over an hour old, until it moves", () =>
    testVerified(async (world) => {
      world.isDown = true;
      await leave(world);
      await world.advance(HOUR_MS - 6_000);
      expect(await world.ledger.health()).toEqual(WELL);
      await world.advance(61_000);
      const problem = expect.stringContaining("for 61 minutes");
      expect(await world.ledger.health()).toEqual({
        isVerified: true,
        faults: [{ setting: "LEDGER", problem }],
      });
      world.isDown = false;
      await world.advance(60_000);
      expect(await world.ledger.health()).toEqual(WELL);
    }));
});

describe("a setting that says where removals go", () => {
  const changes: [string, object, string][] = [
    ["RESEND_API_KEY", { RESEND_API_KEY: "re_other" }, SEGMENT],
    ["RESEND_BASE_URL", { RESEND_BASE_URL: "https://resend.example" }, SEGMENT],
    [
      "LISTS.weekly.segment",
      { LISTS: { ...LISTS, weekly: { segment: OTHER_SEGMENT } } },
      OTHER_SEGMENT,
    ],
  ];

  it.each(changes)("changed, %s is verified before anyone has left", (_, change, segment) =>
    testVerified(async (world) => {
      world.segments.delete(segment);
      await world.kill(change);
      expect(await world.ledger.health()).toEqual(UNVERIFIED);
      world.people[0]?.segments.add(segment);
      expect(await leave(world)).toBe("queued");
      expect(world.paths.some((path) => path.startsWith(`DELETE /contacts/${MIRA.id}`))).toBe(
        false,
      );
      expect(await world.ledger.health()).toMatchObject(faulty("LISTS.weekly.segment"));
    }),
  );

  it.each(changes)("changed, %s releases the held list", (_, change, segment) =>
    testVerified(async (world) => {
      world.segments.delete(SEGMENT);
      await world.advance(DAY_MS);
      expect(await leave(world)).toBe("queued");
      world.segments = new Set([segment, NEWS]);
      world.paths.length = 0;
      await world.kill(change);
      await world.ledger.health();
      await world.advance(60_000);
      const requests = world.paths.filter((path) => path.endsWith(`/${segment}`));
      expect(requests[0]).toBe(`GET /segments/${segment}`);
      expect(requests).toContain(`DELETE /contacts/${MIRA.id}/segments/${segment}`);
      expect(await world.ledger.health()).toEqual(WELL);
    }),
  );

  it.each(changes)("changed, %s has a recent request done again", (_, change, segment) =>
    testVerified(async (world) => {
      world.segments.add(segment);
      expect(await leave(world)).toBe("done");
      await world.kill(change);
      expect(await leave(world)).toBe("done");
      const removals = world.paths.filter((path) => path.startsWith(`DELETE /contacts/${MIRA.id}`));
      expect(removals).toEqual([REMOVAL, `DELETE /contacts/${MIRA.id}/segments/${segment}`]);
    }),
  );
});
