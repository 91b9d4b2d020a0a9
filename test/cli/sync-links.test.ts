/** The command `sync-links` against the stand-in for Resend, over HTTP. */

import { describe, expect, it, vi } from "vitest";

import { failureLines, Summary } from "../../cli/sync-links/report.ts";
import { NOWHERE, OTHER_SECRET, run, SECRET, serve } from "./run.ts";
import {
  configOf,
  CONTACTS,
  type Fate,
  GENERAL_PAGE,
  linkOf,
  ORIGIN,
  runningAccount,
  WEEKLY,
  writtenTwice,
} from "./sync-links-setup.ts";

vi.setConfig({ testTimeout: 30_000 });

const account = runningAccount();
const { standIn } = account;

const NEWS = { segment: "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11", property: "leave_product_news" };
const BOTH = { LISTS: { weekly: WEEKLY, "product-news": NEWS } };

const refusal = (status: number, name = "validation_error") => ({ status, body: { name } });

/** Runs the command, which must do all that there is to do. */
async function syncAll(given: Parameters<typeof account.sync>[1] = {}) {
  const ended = await account.sync([], given);
  expect([ended.exitCode, ended.stderr, await account.wrong()]).toEqual([0, "", []]);
  return ended;
}

describe("sync-links", () => {
  it("creates the property, and writes every contact's own link into it", async () => {
    await account.seed(250);
    const before = (await account.members()).length;
    const { stdout, writes } = await syncAll();
    expect(stdout).toContain(
      `weekly: ${before} contacts, ${before} written, 0 already right; property leave_weekly created\n`,
    );
    const { data } = await standIn.resend.contactProperties.list();
    expect(data?.data).toMatchObject([
      { key: "leave_weekly", type: "string", fallbackValue: GENERAL_PAGE },
    ]);
    expect(writes).toHaveLength(before);
  });

  it("writes what is missing or differs, and leaves other properties alone", async () => {
    await account.createProperty();
    await standIn.resend.contactProperties.create({ key: "company", type: "string" });
    const [missing, differs] = await account.seed(5);
    await account.sync([]);
    const patch = (id = "", value: string | null = null) =>
      standIn.resend.contacts.update({ id, properties: { leave_weekly: value, company: "Acme" } });
    await patch(missing);
    await patch(differs, `${GENERAL_PAGE}/cnotthislink`);

    const { writes } = await syncAll();
    expect(writes.map(({ contact }) => contact).toSorted()).toEqual([missing, differs].toSorted());
    const state = await account.members();
    expect(state.find(({ id }) => id === differs)?.properties["company"]).toBe("Acme");
  });

  it("renews the links after a rotation of LINK_SECRETS, once", async () => {
    await account.seed(120);
    await account.sync([]);
    const secrets = `${OTHER_SECRET},${SECRET}`;
    const renewed = await account.sync([], { secrets });
    expect([renewed.exitCode, renewed.writes.length]).toEqual([
      0,
      (await account.members()).length,
    ]);
    expect(await account.wrong({ secret: OTHER_SECRET })).toEqual([]);

    const again = await account.sync([], { secrets });
    expect(again.stdout).toMatch(/ 0 written, 12\d already right; property leave_weekly exists\n/);
    expect(again.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("counts with --dry-run, and neither creates nor writes anything", async () => {
    await account.seed(10);
    const members = (await account.members()).length;
    const dry = await account.sync(["--dry-run"]);
    expect([dry.exitCode, dry.stderr]).toEqual([0, ""]);
    expect(dry.stdout).toContain(
      `${members} to write, 0 already right; property leave_weekly will be created\n`,
    );
    await account.createProperty(null);
    const [id = ""] = await account.seed(1);
    await standIn.resend.contacts.update({ id, properties: { leave_weekly: linkOf(id) } });
    const again = await account.sync(["--dry-run"]);
    expect(again.stdout).toContain(
      `${members} to write, 1 already right; property leave_weekly has another`,
    );
    const sent = [...dry.requests, ...again.requests];
    expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("takes the lists that --list names, or else every list with a property", async () => {
    const one = await account.sync(["--list", "product-news"], { vars: BOTH });
    expect(one.stdout).toMatch(/^product-news: .*\n[\d,]+ requests in/);
    expect(await account.wrong()).not.toEqual([]);
    const all = await syncAll({ vars: BOTH });
    expect(all.stdout).toMatch(/^weekly: .*\nproduct-news: .* 0 written, .*\n/);
  });

  it("names the contacts that failed by ID, also as JSON, does the others, and ends with 1", async () => {
    const [bad] = await account.seed(3);
    await standIn.server.poison([bad ?? ""]);
    const contacts = (await account.members()).length;
    const { exitCode, stdout, stderr } = await account.sync(["--json"]);
    expect([exitCode, stderr]).toEqual([1, ""]);
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
          contacts,
          right: 0,
          written: contacts - 1,
          gone: 0,
          failed: 1,
          failures: [{ contact: bad, reason: expect.stringContaining("rejected 422") }],
        },
      ],
    });
    const again = await account.sync([]);
    expect([again.exitCode, again.stdout]).toEqual([1, expect.stringContaining("1 failed")]);
    expect(again.stderr).toBe(
      `weekly: contact ${bad}: rejected 422 validation_error: This contact cannot be processed.\n`,
    );
    expect(await account.wrong()).toEqual([bad]);
  });

  it("shows its progress on stderr, and until when it tries while Resend is down", async () => {
    const members = (await account.members()).length;
    let requests = 0;
    const { exitCode, stderr } = await account.sync([], {
      isQuiet: false,
      fate: () => (++requests <= 4 ? { status: 503 } : "passes"),
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^Resend answers with 503, and has accepted nothing for \d s\. Trying until \d\d:\d\d\.\n/m,
    );
    expect(stderr).toContain("Resend accepts requests again.\n");
    expect(stderr).toContain(`weekly: ${members} of ${members} contacts, 0 s left\n`);
  });
});

describe("sync-links and the property", () => {
  it("gives an empty fallback value, or one of another origin, the general page", async () => {
    await account.createProperty(null);
    expect((await account.sync([])).stdout).toContain(
      "leave_weekly has a corrected fallback value",
    );
    const origin = ORIGIN.replace("127.0.0.1", "localhost");
    await account.sync([], { vars: { ORIGIN: origin, LISTS: { weekly: WEEKLY } } });
    const { data } = await standIn.resend.contactProperties.list();
    expect(data?.data).toMatchObject([{ fallbackValue: `${origin}/leave/weekly` }]);
    expect(await account.wrong({ origin })).toEqual([]);
  });

  it.each([
    ["string", "Acme Corp", "the fallback value of leave_weekly is not a page of links"],
    ["number", 7, "Resend has leave_weekly as a number; name a property of type string"],
  ])("does not touch a %s with another purpose", async (type, value, problem) => {
    const property = { key: WEEKLY.property, type, fallback_value: value };
    await standIn.call("POST", "/contact-properties", property);
    const { exitCode, stdout, stderr, writes } = await account.sync([]);
    expect([exitCode, stdout, writes]).toEqual([2, "", []]);
    expect(stderr).toContain(`error: LISTS.weekly.property: ${problem}`);
  });
});

const NOT_LISTED = "LISTS.weekly.segment: Resend does not list its contacts";
const NOT_TAKEN = "LISTS.weekly.property: Resend did not accept the property leave_weekly";
const TOO_FAST = "LISTS.weekly.segment: its contacts leave faster than they can be listed";
const LISTING = /GET .*contacts\?limit/;

describe("sync-links, when something goes wrong", () => {
  it.each<[string, RegExp, Fate & object, string]>([
    ["a refused key", /./, refusal(403), "RESEND_API_KEY: Resend refuses it (key-refused 403"],
    ["a 400 later", /PATCH .contacts|GET .segments.[^/]*$/, refusal(400), "RESEND_API_KEY: "],
    ["a redirect", /./, { status: 301 }, "RESEND_BASE_URL: does not answer as Resend's API does"],
    ["an unknown segment", /segments/, refusal(404), "LISTS.weekly.segment: Resend has no such"],
    ["a list that is not found", LISTING, refusal(404), `${NOT_LISTED} (404)`],
    ["a list that is refused", LISTING, refusal(422), `${NOT_LISTED} (rejected 422 validation_`],
    ["a refused property", /POST .contact-p/, refusal(422), `${NOT_TAKEN} (rejected 422`],
    ["contacts who leave too fast to be listed", /&after=/, refusal(404), TOO_FAST],
  ])("stops on %s, and says which setting to correct", async (_, request, answer, problem) => {
    await account.seed(101);
    const { exitCode, stderr } = await account.sync([], {
      fate: ({ method, path }) => (request.test(`${method} ${path}`) ? answer : "passes"),
    });
    expect(stderr).toContain(`error: ${problem}`);
    expect(exitCode).toBe(2);
  });
});

describe("sync-links, while people come and go", () => {
  const idsIn = (body: string) => {
    const { data = [] } = JSON.parse(body) as { data?: { id: string }[] };
    return data.map(({ id }) => id);
  };
  /** Does something once the segment's page of that number is read. */
  function onPage(number: number, act: (ids: string[]) => Promise<unknown>) {
    let pages = 0;
    return async ({ path }: { path: string }, body: string) => {
      if (path.startsWith(CONTACTS) && ++pages === number) await act(idsIn(body));
    };
  }
  const remove = (ids: readonly string[]) =>
    Promise.all(ids.map((id) => standIn.resend.contacts.remove(id)));

  it.each([
    ["what follows", false],
    ["nothing", true],
  ])(
    "reaches everyone who stays, when a cursor that has left is answered with %s",
    async (_, no) => {
      await account.seed(450);
      const left: string[] = [];
      const body = { object: "list", data: [], has_more: false };
      await syncAll({
        fate: ({ path }) =>
          no && left.some((id) => path.endsWith(`after=${id}`)) ? { status: 200, body } : "passes",
        async answered({ path }, answer) {
          if (!path.startsWith(CONTACTS)) return;
          for (const contactId of idsIn(answer).slice(-3)) {
            left.push(contactId);
            const place = { contactId, segmentId: WEEKLY.segment };
            await standIn.resend.contacts.segments.remove(place);
          }
        },
      });
      expect(left.length).toBeGreaterThan(15);
    },
  );

  it("starts over when everyone at the cursor leaves, and writes no link twice", async () => {
    await account.seed(350);
    const { stdout, writes } = await syncAll({ answered: onPage(6, remove) });
    expect(stdout).toContain(" 0 already right");
    expect(writtenTwice(writes)).toEqual([]);
  });

  it("ends where all who follow have left", async () => {
    await account.seed(150);
    const { stdout } = await syncAll({
      answered: onPage(3, async (met) => {
        const others = (await account.members()).filter(({ id }) => !met.includes(id));
        await remove(others.map(({ id }) => id));
      }),
    });
    expect(stdout).toMatch(/^weekly: 100 contacts, 100 written, 0 already right/);
  });

  it("writes the links of those who join meanwhile", async () => {
    await account.seed(250);
    const { stdout } = await syncAll({ answered: onPage(5, () => account.seed(150)) });
    expect(stdout).toMatch(/^weekly: 40\d contacts, 40\d written/);
  });

  it.each(["GET", "PATCH"])("passes over a contact that is deleted before its %s", async (verb) => {
    if (verb === "GET") await account.createProperty();
    const [victim] = await account.seed(3);
    let isGone = false;
    const { exitCode, stdout } = await account.sync([], {
      fate({ method, path }) {
        if (path !== `/contacts/${victim}`) return "passes";
        isGone ||= method === verb;
        return isGone ? refusal(404) : "passes";
      },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 deleted in the meantime");
  });
});

it("says so if it cannot continue after a contact", async () => {
  const after = "00000000-0000-4000-8000-000000000000";
  const { exitCode, stderr } = await account.sync(["--list", "weekly", "--after", after]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("error: --after: Resend does not continue after this contact, who may");
});

it("names the first thousand contacts that failed, and counts the others", () => {
  const summary = new Summary({ name: "weekly", property: "leave_weekly" });
  for (let i = 1; i <= 3000; i++) summary.begin(`${i}`)({ kind: "failed", reason: "no" });
  const lines = failureLines([summary]);
  expect([lines.length, lines.at(-1)]).toEqual([1001, "weekly: and 2,000 more"]);
});

describe("sync-links writes nothing unless a new link opens at ORIGIN", () => {
  const answer = (status: number, body = "") =>
    serve((_, response) => response.writeHead(status).end(body));
  const FORM = '<form method="post" action="/leave/weekly/cother">';
  const secrets = "a-secret-of-another-machine-0123456789";

  it.each<[string, () => string | Promise<string>, answered: string, remedy: string]>([
    [
      "that has other secrets",
      () => ORIGIN,
      "answered with status 404",
      "use the deployed Worker's",
    ],
    [
      "where nothing listens",
      () => NOWHERE,
      "without an answer (ECONNREFUSED)",
      "correct ORIGIN, or",
    ],
    ["that redirects", () => answer(301), "redirected (301)", "`npm run doctor -- http://"],
    ["that is out of order", () => answer(503), "answered with status 503", "`npm run doctor -- "],
    [
      "that has any page",
      () => answer(200, FORM),
      "answered with status 200",
      "`npm run doctor -- ",
    ],
  ])("%s", async (_, origin, answered, remedy) => {
    const vars = { ORIGIN: await origin(), LISTS: { weekly: WEEKLY } };
    for (const args of [[], ["--dry-run"]]) {
      const { exitCode, stdout, stderr, requests } = await account.sync(args, { vars, secrets });
      expect([exitCode, stdout, requests]).toEqual([2, "", []]);
      expect(stderr).toContain(
        `error: ORIGIN: ${vars.ORIGIN} does not open a link that LINK_SECRETS in the environment has signed here (it was `,
      );
      expect(stderr).toContain(answered);
      expect(stderr).toContain(remedy);
      expect(stderr).not.toMatch(/another-machine|[ce][a-z2-7]{40}/);
    }
  });
});

describe("sync-links, without asking Resend, refuses", () => {
  const env = { RESEND_API_KEY: "re_anything", LINK_SECRETS: SECRET };
  const NO_PROPERTY =
    "LISTS.product-news.property: is missing; set it to the contact property for the links, such as leave_product_news";
  const bare = { segment: NEWS.segment };
  const weekly = (list: object) => ({ LISTS: { weekly: list, "product-news": bare } });

  it.each<[string, readonly string[], object, string]>([
    ["no origin", [], { ...weekly(WEEKLY), ORIGIN: "" }, "ORIGIN: is missing"],
    ["a malformed property", [], weekly({ ...WEEKLY, property: "a-b" }), "LISTS.weekly.p"],
    ["lists without a property", [], weekly(bare), "LISTS: no list"],
    ["an unknown list", ["--list", "daily"], weekly(WEEKLY), "--list: LISTS has no daily; it has"],
    ["a list without a property", ["--list", "product-news"], weekly(WEEKLY), NO_PROPERTY],
    ["--after without a list", ["--after", "x"], {}, "--after: needs exactly one --list"],
  ])("%s", async (_, args, vars, problem) => {
    const config = configOf({ ORIGIN, RESEND_BASE_URL: "http://127.0.0.1:9", ...vars });
    const command = ["sync-links", "--json", "--config", config, ...args];
    const { exitCode, stdout, stderr } = await run(command, { env });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(JSON.parse(stderr).error).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(problem),
    });
    expect(stderr).not.toContain(SECRET);
  });
});
