/** The command `stamp` against the stand-in for Resend, over HTTP. */

import { describe, expect, it } from "vitest";

import vectors from "../../vectors.json" with { type: "json" };
import { OTHER_SECRET, SECRET } from "../run.ts";
import { runningAccount } from "./account.ts";
import { type Fate, writtenTwice } from "./between.ts";
import { linkOf } from "./independent-link.ts";
import { ORIGIN, WEEKLY } from "./run.ts";

const account = runningAccount();
const { standIn } = account;

const GENERAL_PAGE = `${ORIGIN}/leave/weekly`;
const PRODUCT_NEWS = {
  segment: "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11",
  property: "leave_product_news",
};

async function properties() {
  const { data } = await standIn.resend.contactProperties.list();
  return data?.data.map(({ key, type, fallbackValue }) => ({ key, type, fallbackValue }));
}

it("the tests' own links are those of the test vectors", () => {
  const ours = vectors.tickets.filter(({ contact }) => /^[0-9a-f-]{36}$/.test(contact));
  expect(ours).not.toEqual([]);
  for (const { secret, list, contact, ticket } of ours) {
    const link = linkOf(contact, { origin: ORIGIN, list, secret });
    expect(link).toBe(`${ORIGIN}/leave/${list}/${ticket}`);
  }
});

describe("stamp", () => {
  it("creates the property, and writes every contact's own link into it", async () => {
    await account.seed(250);
    const before = (await account.members()).length;
    const { exitCode, stdout, stderr, writes } = await account.stamp([]);

    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      new RegExp(
        `^weekly: ${before} contacts, ${before} written, 0 right already; property leave_weekly created\n`,
      ),
    );
    expect(await properties()).toEqual([
      { key: "leave_weekly", type: "string", fallbackValue: GENERAL_PAGE },
    ]);
    expect(await account.unlike()).toEqual([]);
    expect(writes).toHaveLength(before);
  });

  it("writes nothing when it is run again", async () => {
    await account.seed(120);
    await account.stamp([]);
    const { exitCode, stdout, requests } = await account.stamp([]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      / contacts, 0 written, (12\d) right already; property leave_weekly is there\n/,
    );
    expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("writes what is missing or differs, and leaves other properties alone", async () => {
    await account.property({ fallbackValue: GENERAL_PAGE });
    await standIn.resend.contactProperties.create({ key: "company", type: "string" });
    const [missing, differs, ...others] = await account.seed(5);
    await account.stamp([]);
    const patch = (id = "", value: string | null = null) =>
      standIn.resend.contacts.update({ id, properties: { leave_weekly: value, company: "Acme" } });
    await patch(missing);
    await patch(differs, `${GENERAL_PAGE}/cnotthislink`);

    const { exitCode, writes } = await account.stamp([]);
    expect(exitCode).toBe(0);
    expect(writes.map(({ contact }) => contact).toSorted()).toEqual([missing, differs].toSorted());
    expect(others).toHaveLength(3);
    expect(await account.unlike()).toEqual([]);
    const state = await account.members();
    expect(state.find(({ id }) => id === differs)?.properties["company"]).toBe("Acme");
  });

  it("renews the links after a rotation of LINK_SECRETS, once", async () => {
    await account.seed(30);
    await account.stamp([]);
    const secrets = `${OTHER_SECRET},${SECRET}`;
    const { exitCode, writes } = await account.stamp([], { secrets });
    expect([exitCode, writes.length]).toEqual([0, (await account.members()).length]);
    expect(await account.unlike({ secret: OTHER_SECRET })).toEqual([]);
    expect((await account.stamp([], { secrets })).writes).toEqual([]);
  });

  it("counts with --dry-run, and neither creates nor writes anything", async () => {
    await account.seed(10);
    const members = (await account.members()).length;
    const dry = await account.stamp(["--dry-run"]);
    expect([dry.exitCode, dry.stderr]).toEqual([0, ""]);
    expect(dry.stdout).toMatch(
      new RegExp(`${members} to write, 0 right already; property leave_weekly is to be created\n`),
    );
    await account.property({ fallbackValue: null });
    const [id = ""] = await account.seed(1);
    const link = linkOf(id, { origin: ORIGIN, list: "weekly", secret: SECRET });
    await standIn.resend.contacts.update({ id, properties: { leave_weekly: link } });
    const again = await account.stamp(["--dry-run"]);
    expect(again.stdout).toMatch(
      new RegExp(`${members} to write, 1 right already; property leave_weekly has another`),
    );
    const sent = [...dry.requests, ...again.requests];
    expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("takes the lists that --list names, or else every list with a property", async () => {
    const LISTS = { weekly: WEEKLY, "product-news": PRODUCT_NEWS };
    const one = await account.stamp(["--list", "product-news"], { vars: { LISTS } });
    expect(one.stdout).toMatch(/^product-news: .*\n[\d,]+ requests in/);
    expect(await account.unlike()).not.toEqual([]);
    const all = await account.stamp([], { vars: { LISTS } });
    expect(all.stdout).toMatch(/^weekly: .*\nproduct-news: .* 0 written, .*\n/);
    expect(await account.unlike()).toEqual([]);
  });

  it("sums up as JSON with --json", async () => {
    const members = (await account.members()).length;
    const { stdout } = await account.stamp(["--json"]);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: false,
      interrupted: false,
      seconds: expect.any(Number),
      requests: expect.any(Number),
      lists: [
        {
          list: "weekly",
          property: "leave_weekly",
          propertyState: "created",
          contacts: members,
          right: 0,
          written: members,
          gone: 0,
          failed: 0,
          failures: [],
        },
      ],
    });
  });
});

describe("stamp and the property", () => {
  it("gives an empty fallback value, or one of another origin, the general page", async () => {
    await account.property({ fallbackValue: null });
    expect((await account.stamp([])).stdout).toContain("leave_weekly got its fallback value");
    const moved = { ORIGIN: "https://mail.acme.com", LISTS: { weekly: WEEKLY } };
    expect((await account.stamp([], { vars: moved })).exitCode).toBe(0);
    expect(await properties()).toMatchObject([
      { fallbackValue: "https://mail.acme.com/leave/weekly" },
    ]);
    expect(await account.unlike({ origin: "https://mail.acme.com" })).toEqual([]);
  });

  it("finds it behind a hundred others", async () => {
    await account.property({ fallbackValue: GENERAL_PAGE });
    for (let i = 0; i < 120; i++) {
      await standIn.resend.contactProperties.create({ key: `other_${i}`, type: "string" });
    }
    expect((await account.stamp([])).stdout).toContain("property leave_weekly is there");
  });

  it("does not touch one that serves something else", async () => {
    await account.property({ fallbackValue: "Acme Corp" });
    const text = await account.stamp([]);
    expect([text.exitCode, text.writes]).toEqual([2, []]);
    expect(text.stderr).toContain("error: LISTS.weekly.property: the property leave_weekly has a");
  });

  it("does not touch one that is a number", async () => {
    await standIn.resend.contactProperties.create({ key: WEEKLY.property, type: "number" });
    const number = await account.stamp([]);
    expect([number.exitCode, number.writes]).toEqual([2, []]);
    expect(number.stderr).toContain(
      "error: LISTS.weekly.property: Resend has leave_weekly as a number; choose another property",
    );
  });
});

describe("stamp, when something goes wrong", () => {
  it("names the contacts that could not be done by ID, does the others, and ends with 1", async () => {
    const [bad] = await account.seed(20);
    await standIn.control("PUT", "poison", { contacts: [bad] });
    const { exitCode, stdout, stderr } = await account.stamp([]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("1 could not be done");
    expect(stderr).toBe(
      `weekly: contact ${bad}: rejected 422 validation_error: This contact cannot be processed.\n`,
    );
    expect(await account.unlike()).toEqual([bad]);
  });

  it("stops at once when the key is refused, and says what to do", async () => {
    await standIn.control("PUT", "faults", { fault: "revoked-key" });
    const { exitCode, stderr, requests } = await account.stamp([]);
    expect([exitCode, requests.length]).toEqual([2, 1]);
    expect(stderr).toContain("error: RESEND_API_KEY: Resend refuses it (key-refused 403");
  });

  it("names a segment that does not exist", async () => {
    const lost = { segment: "00000000-0000-4000-8000-000000000000", property: "leave_lost" };
    const { exitCode, stderr } = await account.stamp([], { vars: { LISTS: { lost } } });
    expect([exitCode, stderr]).toEqual([
      2,
      "error: LISTS.lost.segment: Resend knows no such segment\n",
    ]);
  });

  it(
    "tries again after 429, 500 and lost connections, and never writes twice what is right",
    { timeout: 30_000 },
    async () => {
      await account.seed(300);
      const fates = new Map<number, Fate>([
        [11, "500"],
        [12, "lost-there"],
        [13, "lost-back"],
      ]);
      let count = 0;
      const { exitCode, stderr, writes } = await account.stamp([], {
        fate: () => (++count === 200 ? "429" : (fates.get(count % 40) ?? "passes")),
      });
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(count).toBeGreaterThan(320);
      expect(await account.unlike()).toEqual([]);
      expect(writtenTwice(writes)).toEqual([]);
    },
  );
});

describe("stamp, while people come and go", () => {
  it("meets everybody who stays, when each page's last ones leave", async () => {
    await account.seed(450);
    const left: string[] = [];
    const { exitCode } = await account.stamp([], {
      async answered({ path }, body) {
        if (!path.startsWith("/segments/")) return;
        const { data = [] } = JSON.parse(body) as { data?: { id: string }[] };
        for (const { id } of data.slice(-3)) {
          left.push(id);
          await standIn.resend.contacts.segments.remove({
            contactId: id,
            segmentId: WEEKLY.segment,
          });
        }
      },
    });
    expect(exitCode).toBe(0);
    expect(left.length).toBeGreaterThan(15);
    expect(await account.unlike()).toEqual([]);
  });

  it("begins again when everybody at the cursor leaves, and writes nobody's link twice", async () => {
    await account.seed(350);
    let pages = 0;
    const { exitCode, writes } = await account.stamp([], {
      async answered({ path }, body) {
        if (!path.startsWith("/segments/") || ++pages !== 6) return;
        const { data } = JSON.parse(body) as { data: { id: string }[] };
        for (const { id } of data) await standIn.resend.contacts.remove(id);
      },
    });
    expect(exitCode).toBe(0);
    expect(await account.unlike()).toEqual([]);
    expect(writtenTwice(writes)).toEqual([]);
  });

  it("meets nobody twice when all who follow leave", async () => {
    await account.seed(150);
    let pages = 0;
    const { exitCode, stdout, writes } = await account.stamp([], {
      async answered({ path }, body) {
        if (!path.startsWith("/segments/") || ++pages !== 3) return;
        const { data } = JSON.parse(body) as { data: { id: string }[] };
        const met = new Set(data.map(({ id }) => id));
        for (const { id } of await account.members()) {
          if (!met.has(id)) await standIn.resend.contacts.remove(id);
        }
      },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^weekly: 100 contacts, 100 written, 0 right already/);
    expect(await account.unlike()).toEqual([]);
    expect(writtenTwice(writes)).toEqual([]);
  });

  it("stamps who joins meanwhile", async () => {
    await account.seed(250);
    let [pages, joined]: [number, string[]] = [0, []];
    const { exitCode, stdout } = await account.stamp([], {
      async answered({ path }) {
        if (path.startsWith("/segments/") && ++pages === 5) joined = await account.seed(150);
      },
    });
    expect(exitCode).toBe(0);
    expect(joined).toHaveLength(150);
    expect(await account.unlike()).toEqual([]);
    expect(stdout).toMatch(/^weekly: 40\d contacts, 40\d written/);
  });

  it("takes a contact that is deleted meanwhile for done", async () => {
    await account.seed(10);
    await account.property({ fallbackValue: GENERAL_PAGE });
    const [victim = ""] = await account.seed(1);
    const { exitCode, stdout } = await account.stamp([], {
      async answered({ method, path }) {
        if (method === "GET" && path === `/contacts/${victim}`) {
          await standIn.resend.contacts.remove(victim);
        }
      },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 gone meanwhile");
  });
});

describe("stamp, interrupted", () => {
  it("ends what is under way, says how to go on, and goes on there", async () => {
    await account.seed(300);
    const interrupt = new AbortController();
    let patched = 0;
    const first = await account.stamp([], {
      interrupt: interrupt.signal,
      fate({ method, path }) {
        if (method === "PATCH" && path.startsWith("/contacts/") && ++patched === 150) {
          interrupt.abort();
        }
        return "passes";
      },
    });
    expect(first.exitCode).toBe(130);
    expect(first.stdout).toMatch(/^weekly: \d+ of 30\d contacts, /);
    const [, after = ""] = /with --list weekly --after (\S+) it/.exec(first.stderr) ?? [];

    const second = await account.stamp(["--list", "weekly", "--after", after]);
    expect(second.exitCode).toBe(0);
    expect(await account.unlike()).toEqual([]);
    expect(writtenTwice([...first.writes, ...second.writes])).toEqual([]);
    const reads = second.requests.filter(({ path }) => path.startsWith("/contacts/"));
    expect(reads.length).toBeLessThan(2 * 160 + 20);
  });

  it("says so when it cannot go on after a contact", async () => {
    const after = "00000000-0000-4000-8000-000000000000";
    const { exitCode, stderr } = await account.stamp(["--list", "weekly", "--after", after]);
    expect([exitCode, stderr]).toEqual([
      2,
      "error: --after: Resend does not go on after this contact, who may have left; run it without --after\n",
    ]);
  });
});

describe("stamp's pace", () => {
  it("is at most half of the account's limit", { timeout: 30_000 }, async () => {
    await standIn.control("PUT", "rate-limit", { perSecond: 10 });
    await account.seed(15);
    const begun = performance.now();
    const { exitCode } = await account.stamp([]);
    const seconds = (performance.now() - begun) / 1000;
    expect(exitCode).toBe(0);
    const { body } = await standIn.control("GET", "requests");
    const { requests } = body as { requests: { time: number }[] };
    const starts = requests.map(({ time }) => time);
    for (const start of starts) {
      // In three seconds, since requests take a little more or less time on their way.
      const within = starts.filter((other) => other >= start && other < start + 3000);
      expect(within.length).toBeLessThanOrEqual(15);
    }
    expect(starts.length / seconds).toBeGreaterThan(3.5);
  });
});
