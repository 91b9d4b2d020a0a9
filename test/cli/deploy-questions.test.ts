/** The questions of `deploy`: what each accepts, and what it makes of the answer. */

import { describe, expect, it } from "vitest";

import { type Asker, createAsker } from "../../cli/deploy/ask.ts";
import { Interrupted } from "../../cli/deploy/interrupted.ts";
import { KEYS, typist } from "./typist.ts";

const { enter, down, right, space, ctrlC, erase } = KEYS;

const WEEKLY = { id: "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22", name: "Weekly Digest" };
const NEWS = { id: "b7a0c3d1-90aa-4f0e-8a3e-7d1c5b2f9e10", name: "News" };

type Answers = Parameters<typeof typist>;

async function asked<Answer>(question: (asker: Asker) => Promise<Answer>, ...answers: Answers) {
  const terminal = typist(...answers);
  const answer = await question(createAsker(terminal, new AbortController().signal));
  return { answer, shown: terminal.shown() };
}

describe("lists", () => {
  it("are picked among the account's segments, and named in links and for readers", async () => {
    const { answer } = await asked(
      (asker) => asker.lists([WEEKLY, NEWS]),
      ["Which segments", `${space}${down}${space}${enter}`],
      ["to leave “Weekly Digest”", enter],
      ["readers see", `!${enter}`],
      ["to leave “News”", enter],
      ["readers see", `${erase.repeat(4)}Neues${enter}`],
    );
    expect(answer).toEqual({
      "weekly-digest": { segment: WEEKLY.id, name: "Weekly Digest!" },
      news: { segment: NEWS.id, name: "Neues" },
    });
  });

  it("can be none", async () => {
    const { answer } = await asked((asker) => asker.lists([WEEKLY]), ["Which segments", enter]);
    expect(answer).toEqual({});
  });

  it("have names that a link can carry, each of its own", async () => {
    const { answer, shown } = await asked(
      (asker) => asker.lists([NEWS, { ...WEEKLY, name: "NEWS" }]),
      ["Which segments", `${space}${down}${space}${enter}`],
      ["to leave “News”", `_${enter}`],
      ["at most 40 characters", erase + enter],
      ["readers see", enter],
      ["to leave “NEWS”", enter],
      ["Another list has that name.", `2${enter}`],
      ["readers see", enter],
    );
    expect(Object.keys(answer)).toEqual(["news", "news2"]);
    expect(shown).toContain("Use a-z, 0-9 and dashes");
  });

  it("are pasted where the account's segments are not known", async () => {
    const { answer } = await asked(
      (asker) => asker.lists(undefined),
      ["The ID of a Resend segment", `weekly${enter}`],
      ["That is no segment ID", erase.repeat(6) + WEEKLY.id.toUpperCase() + enter],
      [`to leave “${WEEKLY.id}”`, `weekly${enter}`],
      ["readers see", erase.repeat(6) + enter],
      ["The ID of a Resend segment", enter],
    );
    expect(answer).toEqual({ weekly: { segment: WEEKLY.id } });
  });
});

describe("secrets", () => {
  it("are not shown", async () => {
    const { answer, shown } = await asked(
      (asker) => asker.apiKey(),
      ["A Resend API key", enter],
      ["Paste the key.", ` re_abc ${enter}`],
    );
    expect(answer).toBe("re_abc");
    expect(shown).not.toContain("re_abc");
  });

  it("that sign links are made afresh", async () => {
    const { answer } = await asked((asker) => asker.linkSecrets(), ["signs links", enter]);
    expect(answer).toBeUndefined();
  });

  it("that signed links already are pasted, and long enough", async () => {
    const long = "correct-horse-battery-staple-0123456789";
    const { answer, shown } = await asked(
      (asker) => asker.linkSecrets(),
      ["The secret that signs links", down + enter],
      ["the first signs", `short${enter}`],
      ["at least 32 characters", erase.repeat(5) + long + enter],
    );
    expect(answer).toBe(long);
    expect(shown).not.toMatch(/short|horse/);
  });
});

describe("the Ledger's place", () => {
  const place = (first: "eu" | "") => (asker: Asker) => asker.ledgerPlace(first);

  it("is chosen for good, and is nowhere in particular unless somebody says so", async () => {
    const { answer, shown } = await asked(place(""), ["Where should the Ledger store", enter]);
    expect(answer).toBe("");
    expect(shown).toContain("can never be changed");
    expect((await asked(place(""), ["Where should", down + enter])).answer).toBe("eu");
  });

  it("is what it was unless somebody says otherwise", async () => {
    expect((await asked(place("eu"), ["Where should", enter])).answer).toBe("eu");
  });
});

describe("other questions", () => {
  it("choose the account", async () => {
    const accounts = [
      { id: "1", name: "Acme" },
      { id: "2", name: "Other" },
    ];
    const { answer } = await asked(
      (asker) => asker.account(accounts),
      ["which account", down + enter],
    );
    expect(answer).toBe("2");
  });

  it("take a yes and a no", async () => {
    const goAhead = (asker: Asker) => asker.goAhead("Deploy?");
    expect((await asked(goAhead, ["Deploy?", enter])).answer).toBe(true);
    expect((await asked(goAhead, ["Deploy?", right + enter])).answer).toBe(false);
  });

  it("end at Ctrl-C, and when the process is told to end", async () => {
    await expect(asked((asker) => asker.goAhead("Deploy?"), ["Deploy?", ctrlC])).rejects.toThrow(
      expect.objectContaining({ exitCode: 130 }),
    );
    const told = new AbortController();
    const answer = createAsker(typist(), told.signal).goAhead("Deploy?");
    told.abort("SIGTERM");
    await expect(answer).rejects.toThrow(expect.objectContaining({ exitCode: 143 }));
    await expect(answer).rejects.toThrow(Interrupted);
  });
});
