/** What the questions of `deploy` accept, and what they make of an answer. The others are in test/e2e. */

import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";

import { describe, expect, it } from "vitest";

import { createPrompts, listNameFrom, type Prompts } from "../../cli/deploy/prompts.ts";
import { KEYS } from "../cloudflare/terminal.ts";
import { SECRET } from "./run.ts";

const { enter, down, right, space, erase } = KEYS;

const WEEKLY = { id: "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22", name: "Weekly Digest" };
const NEWS = { id: "b7a0c3d1-90aa-4f0e-8a3e-7d1c5b2f9e10", name: "News" };

const DIGEST = { id: "b6d24b8e-af0b-4c3c-be0c-359bbd97381e", name: "Digest" };

/** What an account has whose topics are not known. */
const of = (segments: (typeof NEWS)[]) => ({ segments, topics: undefined });
const refuse = async () => undefined;

/** Milliseconds that a prompt needs until it listens, once it is drawn. */
const LISTENING_MS = 20;

/** Asks at a terminal in this process, and types each answer once its question is shown. */
async function answer<Answer>(
  question: (prompts: Prompts) => Promise<Answer>,
  ...answers: [shows: string, keys: string][]
) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stdout = Object.assign(new PassThrough(), { columns: 120, rows: 40 });
  let [output, seen] = ["", 0];
  const shown = () => stripVTControlCharacters(output);
  stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    const [next] = answers;
    const at = next === undefined ? -1 : shown().indexOf(next[0], seen);
    if (next === undefined || at === -1) return;
    answers.shift();
    seen = at + next[0].length;
    setTimeout(() => stdin.write(next[1]), LISTENING_MS);
  });
  const given = await question(createPrompts({ stdin, stdout }, new AbortController().signal));
  return { given, shown: shown() };
}

describe("lists", () => {
  it("may be none", async () => {
    const { given } = await answer(
      (prompts) => prompts.lists(of([WEEKLY]), refuse),
      ["Which segments", enter],
    );
    expect(given).toEqual({});
  });

  it("have names that a link can carry, each its own", async () => {
    const { given, shown } = await answer(
      (prompts) => prompts.lists(of([NEWS, { ...WEEKLY, name: "NEWS" }]), refuse),
      ["Which segments", `${space}${down}${space}${enter}`],
      ["unsubscribe from “News”", `_${enter}`],
      ["Use at most 40 of", erase + enter],
      ["people see", `${erase.repeat(4)}Neues${enter}`],
      ["unsubscribe from “NEWS”", enter],
      ["Another list has that name.", `2${enter}`],
      ["people see", enter],
    );
    expect(given).toEqual({
      news: { segment: NEWS.id, name: "Neues" },
      news2: { segment: WEEKLY.id, name: "NEWS" },
    });
    expect(shown).toContain("Use at most 40 of a-z, 0-9");
  });

  it("are pasted where the account's segments are not known", async () => {
    const { given } = await answer(
      (prompts) => prompts.lists(undefined, refuse),
      ["The ID of a Resend segment", `weekly${enter}`],
      ["This is not a segment ID", erase.repeat(6) + WEEKLY.id.toUpperCase() + enter],
      [`unsubscribe from “${WEEKLY.id}”`, enter],
      ["Use at most 40 of a-z, 0-9", `weekly${enter}`],
      ["people see", erase.repeat(6) + enter],
      ["The ID of a Resend segment", enter],
    );
    expect(given).toEqual({ weekly: { segment: WEEKLY.id } });
  });

  it("have a topic that the account has, a new one, or none, and may be a topic alone", async () => {
    const made: string[] = [];
    const make = async (name: string) => (made.push(name), "new-topic");
    const all = { segments: [WEEKLY, NEWS], topics: [{ id: "t1", name: "Offers" }, DIGEST] };
    const { given } = await answer(
      (prompts) => prompts.lists(all, make),
      ["Which segments", `${space}${down}${space}${enter}`],
      ["unsubscribe from “Weekly Digest”", enter],
      ["“weekly-digest” is longer than the 10 characters that fit into a mailto:", right + enter],
      ["unsubscribe from “Weekly Digest”", enter],
      ["Use it?", enter],
      ["people see", enter],
      ["The topic of “Weekly Digest”", down + enter],
      ["unsubscribe from “News”", enter],
      ["people see", enter],
      ["The topic of “News”", down + down + down + enter],
      ["Which of the other topics", space + enter],
      ["unsubscribe from “Digest”", enter],
      ["people see", enter],
    );
    expect(given).toEqual({
      "weekly-digest": { segment: WEEKLY.id, topic: "t1", name: "Weekly Digest" },
      news: { segment: NEWS.id, topic: "new-topic", name: "News" },
      digest: { topic: DIGEST.id, name: "Digest" },
    });
    expect(made).toEqual(["News"]);
  });

  it.each([
    ["Weekly Digest 📬", "weekly-digest"],
    ["Wöchentlich", "wochentlich"],
    ["  --News & Offers!  ", "news-offers"],
    ["週刊", ""],
    ["x".repeat(60), "x".repeat(40)],
  ])("get a name for links from “%s”", (title, name) => {
    expect(listNameFrom(title)).toBe(name);
  });
});

it("shows no secret, and asks until it is there and long enough", async () => {
  const key = await answer(
    (prompts) => prompts.apiKey(),
    ["A Resend API key", enter],
    ["Paste the key.", ` re_abc ${enter}`],
  );
  expect(key).toEqual({ given: "re_abc", shown: expect.not.stringContaining("re_abc") });
  const { given, shown } = await answer(
    (prompts) => prompts.linkSecrets(".dev.vars.staging"),
    ["The secret that signs links", down + enter],
    ["the first signs", enter],
    ["Paste the secrets.", `short${enter}`],
    ["must have at least 32", erase.repeat(5) + SECRET + enter],
  );
  expect(given).toBe(SECRET);
  expect(shown).toContain("Make a new one, and save it in .dev.vars.staging");
  expect(shown).not.toMatch(/short|horse/);
});

it("offers the Ledger's place that was chosen before, since it cannot be changed later", async () => {
  const question = (prompts: Prompts) => prompts.ledgerPlace("eu");
  const { given, shown } = await answer(question, ["Where should the Ledger", enter]);
  expect([given, shown]).toEqual(["eu", expect.stringContaining("cannot change this later")]);
});
