/**
 * Replays what the real Resend was recorded to answer (October and November 2025, its Node SDK's own tests) against
 * the stand-in, over HTTP. `recordings.jsonl` holds one exchange a line.
 *
 * Recordings that share an ID or a property form a session. What a session takes for granted (a segment, a contact
 * that was there already) the replay creates first, with requests of its own. Recorded IDs are mapped to the
 * stand-in's.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { folderOf, run } from "../cli/run.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Recording {
  at: string;
  request: string;
  send: Json;
  status: number;
  answer: { [key: string]: Json };
  headers: Record<string, string>;
}

const RECORDINGS = readFileSync(new URL("recordings.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recording);

/** In October 2025 one contact of an audience came without `properties`, since then with. All else is compared. */
const isSuperseded = ({ request, at }: Recording) =>
  /^GET \/audiences\/[^/]+\/contacts\/[^/]+$/.test(request) && at < "2025-11-30";

/** Lists the whole account, so that any other session's contacts would show. */
const isAlone = ({ request }: Recording) => /^GET \/contacts(\?|$)/.test(request);

const standIn = runningStandIn({ requestsPerSecond: 100_000 });

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const NEVER_EXISTED = "00000000-0000-0000-0000-000000000000";
const TIMESTAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

/** What links a recording to others: IDs, and the keys of contact properties. */
function linksOf(recording: Recording): Set<string> {
  const { key, properties } = (recording.send ?? {}) as { key?: string; properties?: object };
  const ids = new Set(JSON.stringify(recording).match(UUID));
  ids.delete(NEVER_EXISTED);
  return new Set([...ids, ...Object.keys(properties ?? {}), ...(key === undefined ? [] : [key])]);
}

/** The recordings as sessions without a link between them, each in its order. */
function sessions(): Recording[][] {
  let groups: { links: Set<string>; recordings: Recording[] }[] = [];
  for (const recording of RECORDINGS) {
    const links = linksOf(recording);
    const joined = groups.filter((group) => [...links].some((link) => group.links.has(link)));
    const merged = {
      links: new Set([...joined.flatMap((group) => [...group.links]), ...links]),
      recordings: [...joined.flatMap((group) => group.recordings), recording],
    };
    groups = [...groups.filter((group) => !joined.includes(group)), merged];
  }
  return groups.map(({ recordings }) =>
    recordings.toSorted((a, b) => RECORDINGS.indexOf(a) - RECORDINGS.indexOf(b)),
  );
}

interface RecordedContact {
  id: string;
  email: string;
  created_at: string;
}

async function call(method: string, path: string, body: Json = null) {
  const response = await standIn.call(method, path, (body as object | null) ?? undefined);
  const answer = (await response.json()) as { id: string; data: { id: string }[] };
  return { status: response.status, answer, headers: response.headers };
}

/** @param prefix keeps addresses of sessions that share an account apart */
function replayOf(session: readonly Recording[], prefix: string) {
  /** From what was recorded to what the stand-in has. */
  const ids = new Map<string, string>();

  /** Puts the stand-in's IDs and this session's addresses in place of the recorded ones. */
  const mapped = (text: string) =>
    text
      .replaceAll(UUID, (id) => ids.get(id) ?? id)
      .replaceAll(/[\w.-]+@example\.com/g, (email) => prefix + email);

  return {
    /** Creates what the session's recordings do not create themselves. */
    async arrange(): Promise<void> {
      const created = new Set(
        session.filter(({ status }) => status === 201).map(({ answer }) => idOf(answer)),
      );
      for (const { request, send, status } of session) {
        const named = [
          ...(/(?:segments|audiences)\/([0-9a-f-]{36})/.exec(request)?.slice(1) ?? []),
          ...(JSON.stringify(send).match(/(?<="segments":\[\{"id":")[0-9a-f-]+/g) ?? []),
        ];
        for (const id of named) {
          if (created.has(id) || ids.has(id) || id === NEVER_EXISTED) continue;
          const { answer } = await call("POST", "/segments", { name: nameOf(id, session) });
          ids.set(id, answer.id);
          const isGone = status === 404 && /^GET \/segments\/[^/]+$/.test(request);
          if (isGone) await call("DELETE", `/segments/${answer.id}`);
        }
      }
      for (const { id, email } of existingContacts(session)) {
        const { answer } = await call("POST", "/contacts", { email: mapped(email) });
        ids.set(id, answer.id);
      }
      for (const { segment, contact } of takenForGranted(session)) {
        await call("POST", mapped(`/contacts/${contact}/segments/${segment}`));
      }
    },

    /** Sends one recorded request. @returns what the stand-in answered, and what it has to answer */
    async step(recording: Recording) {
      const { request, send, status, answer, headers } = recording;
      const [method = "", path = ""] = request.split(" ");
      const sent = JSON.parse(mapped(JSON.stringify(send))) as Json;
      const got = await call(method, mapped(path), sent);
      const id = idOf(answer);
      if (status === 201 && !ids.has(id)) ids.set(id, got.answer.id);
      const old = isSuperseded(recording) ? "properties" : "";
      const kept = Object.entries(got.answer).filter(([key]) => key !== old);
      const names = Object.keys(headers);
      return {
        got: {
          request,
          status: got.status,
          answer: timeless(JSON.stringify(Object.fromEntries(kept))),
          headers: names.filter((name) => got.headers.has(name)),
        },
        expected: {
          request,
          status,
          answer: timeless(mapped(JSON.stringify(answer))),
          headers: names,
        },
      };
    },
  };
}

/** An answer in which every time of the recorded form is the same. */
function timeless(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) =>
    key === "created_at" && TIMESTAMP.test(String(value)) ? "a time" : value,
  );
}

function idOf({ id }: Recording["answer"]): string {
  return typeof id === "string" ? id : "";
}

/** The recorded name of a segment. */
function nameOf(id: string, session: readonly Recording[]): string {
  const shown = session.find(({ answer }) => answer["id"] === id && "name" in answer);
  return typeof shown?.answer["name"] === "string" ? shown.answer["name"] : "A segment";
}

/** The contacts that were there before the session first names them, oldest first; the last have no recorded age. */
function existingContacts(session: readonly Recording[]): Pick<RecordedContact, "id" | "email">[] {
  const shown = session
    .flatMap(({ answer }) => [answer, ...((answer["data"] ?? []) as (typeof answer)[])])
    .filter((item) => "created_at" in item && "email" in item) as unknown as RecordedContact[];
  const existing = new Map<string, Pick<RecordedContact, "id" | "email">>();
  const byAge = shown.toSorted((a, b) => a.created_at.localeCompare(b.created_at));
  for (const contact of byAge) existing.set(contact.id, contact);
  for (const { request, status } of session) {
    const [, name = ""] = /^DELETE .*contacts\/([^/]+)$/.exec(request) ?? [];
    const isKnown = session.some(({ answer }) => answer["id"] === name) || name === NEVER_EXISTED;
    const isShown = shown.some(({ id, email }) => id === name || email === name);
    if (status !== 200 || name === "" || isKnown || isShown) continue;
    existing.set(name, { id: name, email: name.includes("@") ? name : "removed@example.com" });
  }
  return [...existing.values()];
}

/** Who is in a segment without a recorded request that puts them there. */
function takenForGranted(session: readonly Recording[]): { segment: string; contact: string }[] {
  const everyone = existingContacts(session);
  const joined = session.flatMap(({ request, answer }) => {
    const [, segment] = /^POST \/audiences\/([^/]+)\/contacts$/.exec(request) ?? [];
    return segment === undefined ? [] : [`${segment} ${idOf(answer)}`];
  });
  return session.flatMap(({ request, status, answer }) => {
    const [, segment = "", contact] =
      /^[A-Z]+ \/(?:segments|audiences)\/([^/]+)\/contacts(?:\/([^/?]+))?/.exec(request) ?? [];
    if (segment === "" || status !== 200 || contact === NEVER_EXISTED) return [];
    // A list that was cut off has at least one contact more.
    if (contact === undefined) {
      const listed = ((answer["data"] ?? []) as unknown as RecordedContact[]).map(({ id }) => id);
      const rest = everyone.find(({ id }) => !listed.includes(id));
      const more = answer["has_more"] === true && rest !== undefined ? [rest.id] : [];
      return [...listed, ...more].map((id) => ({ segment, contact: id }));
    }
    return joined.some((pair) => pair.startsWith(`${segment} `)) ? [] : [{ segment, contact }];
  });
}

/**
 * Replays sessions in one empty account: the first request of each, then the second of each, and so on.
 *
 * @returns each answer, and what it has to be
 */
async function replayed(...interleaved: (readonly Recording[])[]) {
  const { answer: all } = await call("GET", "/contacts");
  for (const { id } of all.data) await call("DELETE", `/contacts/${id}`);
  const turns = interleaved.flatMap((session, nth) => {
    const replay = replayOf(session, `s${nth}.`);
    return session.map((recording, turn) => ({ replay, recording, turn }));
  });
  for (const replay of new Set(turns.map((one) => one.replay))) await replay.arrange();
  const steps: Awaited<ReturnType<ReturnType<typeof replayOf>["step"]>>[] = [];
  for (const { replay, recording } of turns.toSorted((a, b) => a.turn - b.turn)) {
    steps.push(await replay.step(recording));
  }
  return { got: steps.map(({ got }) => got), expected: steps.map(({ expected }) => expected) };
}

const titled = sessions().map((session) => {
  const [first] = session;
  const title = `${first?.at.slice(0, 19)} ${first?.request}`;
  return { title, session, count: session.length };
});

describe("the stand-in answers as recorded", () => {
  it("has all 84 recordings", () => {
    expect(titled.reduce((sum, { count }) => sum + count, 0)).toBe(84);
  });

  it.each(titled)("$title and what follows from it ($count)", async ({ session }) => {
    const { got, expected } = await replayed(session);
    expect(got).toEqual(expected);
  });

  it("when independent sessions run interleaved in one account", async () => {
    const shared = titled.map(({ session }) => session).filter((one) => !one.some(isAlone));
    const { got, expected } = await replayed(...shared);
    expect(got).toEqual(expected);
    expect(shared.length).toBeGreaterThan(20);
  });

  it("and what `doctor --resend-contract --save` has recorded replays as well", async () => {
    const folder = folderOf({});
    const contract = ["doctor", "--resend-contract", "--contact=mira@example.com"];
    const env = { RESEND_API_KEY: API_KEY, RESEND_BASE_URL: standIn.url, XDG_STATE_HOME: folder };
    await run([...contract, "--save=saved.json"], { env, root: folder });
    const saved = readFileSync(join(folder, "saved.json"), "utf8");
    const { recorded } = JSON.parse(saved) as { recorded: Recording[] };
    // A replay sends JSON, and an import is a form.
    const session = recorded.filter(({ request }) => !request.includes("/imports"));
    await standIn.server.reset();
    const { got, expected } = await replayed(session);
    expect(got).toEqual(expected);
    expect(session.length).toBeGreaterThan(50);
  });
});
