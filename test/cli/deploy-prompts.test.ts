/** What the questions of `deploy` accept, and what they make of an answer. The others are in test/e2e. */

import { describe, expect, it } from "vitest";

import { createPrompts, listNameFrom, type Prompts } from "../../cli/deploy/prompts.ts";
import { KEYS, typist } from "./typist.ts";

const { enter, down, space, erase } = KEYS;

const WEEKLY = { id: "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22", name: "Weekly Digest" };
const NEWS = { id: "b7a0c3d1-90aa-4f0e-8a3e-7d1c5b2f9e10", name: "News" };
const SECRET = "correct-horse-battery-staple-0123456789";

async function answer<Answer>(
  question: (prompts: Prompts) => Promise<Answer>,
  ...answers: Parameters<typeof typist>
) {
  const terminal = typist(...answers);
  const given = await question(createPrompts(terminal, new AbortController().signal));
  return { given, shown: terminal.shown() };
}

describe("lists", () => {
  it("may be none", async () => {
    const { given } = await answer((prompts) => prompts.lists([WEEKLY]), ["Which segments", enter]);
    expect(given).toEqual({});
  });

  it("have names that a link can carry, each its own", async () => {
    const { given, shown } = await answer(
      (prompts) => prompts.lists([NEWS, { ...WEEKLY, name: "NEWS" }]),
      ["Which segments", `${space}${down}${space}${enter}`],
      ["unsubscribe from “News”", `_${enter}`],
      ["at most 40 characters", erase + enter],
      ["people read", `${erase.repeat(4)}Neues${enter}`],
      ["unsubscribe from “NEWS”", enter],
      ["Another list has that name.", `2${enter}`],
      ["people read", enter],
    );
    expect(given).toEqual({
      news: { segment: NEWS.id, name: "Neues" },
      news2: { segment: WEEKLY.id, name: "NEWS" },
    });
    expect(shown).toContain("Use a-z, 0-9 and dashes");
  });

  it.each([[undefined], [[]]])(
    "are pasted where the account's segments are %j",
    async (segments) => {
      const { given } = await answer(
        (prompts) => prompts.lists(segments),
        ["The ID of a Resend segment", `weekly${enter}`],
        ["This is not a segment ID", erase.repeat(6) + WEEKLY.id.toUpperCase() + enter],
        [`unsubscribe from “${WEEKLY.id}”`, enter],
        ["Use a-z, 0-9 and dashes", `weekly${enter}`],
        ["people read", erase.repeat(6) + enter],
        ["The ID of a Resend segment", enter],
      );
      expect(given).toEqual({ weekly: { segment: WEEKLY.id } });
    },
  );

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

describe("secrets", () => {
  it("are not shown: the API key", async () => {
    const { given, shown } = await answer(
      (prompts) => prompts.apiKey(),
      ["A Resend API key", enter],
      ["Paste the key.", ` re_abc ${enter}`],
    );
    expect(given).toBe("re_abc");
    expect(shown).not.toContain("re_abc");
  });

  it("are not shown, and long enough: those that have signed links already", async () => {
    const { given, shown } = await answer(
      (prompts) => prompts.linkSecrets(),
      ["The secret that signs links", down + enter],
      ["the first signs", enter],
      ["Paste the secrets.", `short${enter}`],
      ["must have at least 32", erase.repeat(5) + SECRET + enter],
    );
    expect(given).toBe(SECRET);
    expect(shown).not.toMatch(/short|horse/);
  });
});

it("offers the Ledger's place that was chosen before, since it can never be changed", async () => {
  const question = (prompts: Prompts) => prompts.ledgerPlace("eu");
  const { given, shown } = await answer(question, ["Where should the Ledger", enter]);
  expect([given, shown]).toEqual(["eu", expect.stringContaining("can never be changed")]);
});
