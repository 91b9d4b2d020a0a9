/** What `stamp` makes of answers that Resend seldom gives: a script of answers, and no network. */

import { describe, expect, it } from "vitest";

import type { Answer } from "../../../src/resend/answer.ts";
import type { Knock } from "../../../cli/stamp/knock.ts";
import { stampList } from "../../../cli/stamp/list.ts";
import { stampMember } from "../../../cli/stamp/member.ts";
import { triedBy } from "../../../cli/stamp/persist.ts";
import { ensureProperty } from "../../../cli/stamp/property.ts";
import { Tally } from "../../../cli/stamp/tally.ts";
import { walk, type WalkOptions } from "../../../cli/stamp/walk.ts";
import { ID, SECRET } from "../run.ts";
import { ORIGIN, WEEKLY } from "./run.ts";

const LIST = { name: "weekly", ...WEEKLY };
const SEGMENT = `/segments/${WEEKLY.segment}`;
const PAGE = `${SEGMENT}/contacts?limit=100`;

const REJECTED = { status: 422, body: { name: "validation_error", message: "no" } };
const NOTHING_THERE = { status: 404, body: { message: "No such path" } };
const FOUND = { status: 200, body: { object: "segment" } };

const page = (more: boolean, ...ids: string[]) => {
  return { status: 200, body: { data: ids.map((id) => ({ id, properties: {} })), has_more: more } };
};

type Script = (method: string, path: string) => Answer;

/** Answers by a script, at once. */
function scripted(script: Script) {
  const asked: string[] = [];
  const knock: Knock = {
    send: async (method, path) => {
      asked.push(`${method} ${path}`);
      return script(method, path);
    },
    wait: async () => undefined,
    now: () => 0,
    wellAt: () => 0,
    count: () => asked.length,
  };
  return { knock, asked };
}

async function met(script: Script, options?: WalkOptions): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of walk(scripted(script).knock, LIST, options)) ids.push(id);
  return ids;
}

describe("walk", () => {
  it("goes from page to page without being told how", async () => {
    const script: Script = (_, path) => (path === PAGE ? page(true, "a", "b") : page(false, "c"));
    expect(await met(script)).toEqual(["a", "b", "c"]);
  });

  it("ends where everybody after the cursor has left", async () => {
    const script: Script = (_, path) => (path === PAGE ? page(true, "a", "b") : page(false));
    expect(await met(script)).toEqual(["a", "b"]);
  });

  it("goes on after the last contact of a page that is still there", async () => {
    const script: Script = (_, path) => {
      if (path === PAGE) return page(true, "a", "b");
      return path.endsWith("&after=b") ? NOTHING_THERE : page(false, "c");
    };
    expect(await met(script)).toEqual(["a", "b", "c"]);
  });

  it.each([
    ["does not know the segment", NOTHING_THERE, NOTHING_THERE, "Resend knows no such segment"],
    ["has no such path", NOTHING_THERE, FOUND, "Resend does not list its contacts (404)"],
    [
      "rejects the request",
      REJECTED,
      FOUND,
      "Resend does not list its contacts (rejected 422 validation_error: no)",
    ],
  ])("names the segment's setting when Resend %s", async (_, listed, segment, problem) => {
    const script: Script = (_method, path) => (path === SEGMENT ? segment : listed);
    await expect(met(script)).rejects.toThrow(`LISTS.weekly.segment: ${problem}`);
  });

  it("names the segment's setting when the segment goes meanwhile", async () => {
    const script: Script = (_, path) => (path === PAGE ? page(true, "a", "b") : NOTHING_THERE);
    await expect(met(script)).rejects.toThrow("Resend knows no such segment");
  });
});

describe("ensureProperty", () => {
  it.each([
    ["404", NOTHING_THERE],
    ["rejected 422 validation_error: no", REJECTED],
  ])("names the property's setting when Resend answers with %s", async (reason, answer) => {
    const { knock, asked } = scripted((method) => (method === "GET" ? page(false) : answer));
    await expect(ensureProperty(knock, LIST, ORIGIN, false)).rejects.toThrow(
      `LISTS.weekly.property: Resend did not take the property leave_weekly (${reason})`,
    );
    expect(asked).toEqual(["GET /contact-properties?limit=100", "POST /contact-properties"]);
  });

  it("looks for the property on a hundred pages, and makes no second one then", async () => {
    const other = { id: "p", key: "other", type: "string" };
    const { knock, asked } = scripted(() => {
      return { status: 200, body: { data: [other], has_more: true } };
    });
    await expect(ensureProperty(knock, LIST, ORIGIN, false)).rejects.toThrow(
      "(too many properties)",
    );
    expect(asked).toHaveLength(100);
    expect(asked).not.toContain("POST /contact-properties");
  });
});

describe("stampMember", () => {
  const settings = { origin: ORIGIN, secret: SECRET };
  const stampOne = (knock: Knock, blank = false) =>
    stampMember({ id: ID }, { knock, list: LIST, settings, dryRun: false, blank });

  it("holds no contact for gone when Resend does not know the segment either", async () => {
    const { knock, asked } = scripted(() => NOTHING_THERE);
    expect(await stampOne(knock)).toEqual({ kind: "failed", reason: "not found (404)" });
    expect(asked).toEqual([`GET /contacts/${ID}`, `GET ${SEGMENT}`]);
  });

  it.each([
    ["404", NOTHING_THERE],
    ["422", REJECTED],
  ])("lets a read tell what a PATCH's %s is about", async (_, answer) => {
    const { knock, asked } = scripted((method, path) =>
      method === "PATCH" ? answer : path === SEGMENT ? FOUND : NOTHING_THERE,
    );
    expect(await stampOne(knock, true)).toEqual({ kind: "gone" });
    expect(asked).toEqual([`PATCH /contacts/${ID}`, `GET /contacts/${ID}`, `GET ${SEGMENT}`]);
  });

  it("takes a 400 to a read for a refused key, whatever it says", async () => {
    const { knock } = scripted(() => ({ status: 400, body: { message: "Look elsewhere" } }));
    await expect(stampOne(knock)).rejects.toThrow(
      "RESEND_API_KEY: Resend refuses it (rejected 400 Look elsewhere)",
    );
  });

  it.each([null, "none", undefined])(
    "reads again, and writes nothing, while a contact's properties are %j",
    async (properties) => {
      let reads = 0;
      const { knock, asked } = scripted((method) => {
        if (method !== "GET") return { status: 200, body: {} };
        reads += 1;
        return { status: 200, body: { properties: reads === 1 ? properties : {} } };
      });
      expect(await stampOne(knock)).toEqual({ kind: "written" });
      expect(asked).toEqual([
        `GET /contacts/${ID}`,
        `GET /contacts/${ID}`,
        `PATCH /contacts/${ID}`,
      ]);
    },
  );
});

describe("stampList", () => {
  it("gives up after five walks that lost their place, each time from the start", async () => {
    const { knock, asked } = scripted((_, path) => {
      if (path.startsWith("/contact-properties")) return page(false);
      if (path === SEGMENT) return FOUND;
      return path === PAGE ? page(true, ID) : NOTHING_THERE;
    });
    const run = stampList({
      knock,
      list: LIST,
      settings: { origin: ORIGIN, secret: SECRET },
      dryRun: true,
      after: undefined,
      tally: new Tally(LIST),
      progress: { counting: () => undefined, handling: () => undefined, end: () => undefined },
    });
    await expect(run).rejects.toThrow(
      "LISTS.weekly.segment: its contacts leave faster than they can be listed; run the command again later",
    );
    // One walk to count them, and five to stamp them.
    expect(asked.filter((request) => request === `GET ${PAGE}`)).toHaveLength(6);
  });
});

describe("triedBy", () => {
  const read = () => undefined;

  it("takes an answer that cannot be read for one to ask for again", () => {
    const tried = triedBy({ status: 200, body: [] }, read);
    expect(tried).toEqual({ kind: "transient", reason: "unreadable answer" });
  });

  it.each([
    [301, "RESEND_BASE_URL: does not answer as Resend's API does (redirected 301)"],
    [405, "RESEND_BASE_URL: does not answer as Resend's API does (refused 405)"],
    [401, "RESEND_API_KEY: Resend refuses it (key-refused 401); use a key with full access"],
  ])("names the setting to mend when Resend answers with %i", (status, problem) => {
    expect(() => triedBy({ status }, read)).toThrow(problem);
  });
});
