import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../sandbox/ledger.ts";
import type { Worker } from "../../sandbox/resend/mailbox/letters.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const TOKEN = "panel-test-token";

const NOTHING: Report = {
  queued: 0,
  oldestSeconds: 0,
  queuedByList: {},
  held: [],
  deadLetterCount: 0,
  deadLetters: [],
  lastFault: null,
  cooldownUntil: null,
  limitPerSecond: 2,
  linkSync: { queued: 0, lastFault: null },
};

const THREE_QUEUED: Report = {
  ...NOTHING,
  queued: 3,
  oldestSeconds: 75,
  queuedByList: { weekly: 2, "spring-sale": 1 },
  lastFault: "<b>unavailable</b>",
};

const MIRA_IS_DEAD: Report = {
  ...NOTHING,
  deadLetterCount: 130,
  deadLetters: [
    { id: 7, scope: "list", list: "weekly", contact: MIRA, fault: "rejected", ageSeconds: 4 },
  ],
};

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

/** Stands where the Worker would: shows a report to whoever has the token, and stores every leave. */
let report: Report;
let status = 200;
let asked: string[] = [];
let fake: Server;

const worker: Worker = {
  origin: "http://127.0.0.1:1",
  secret: "correct-horse-battery-staple-0123456789",
};

beforeEach(async () => {
  [report, status, asked] = [NOTHING, 200, []];
  worker.operatorToken = TOKEN;
  fake = createServer(({ method, url = "", headers }, response) => {
    if (!url.startsWith("/leave/-/ledger")) response.writeHead(202).end("It will be done.");
    else if (headers.authorization !== `Bearer ${TOKEN}`) response.writeHead(401).end();
    else {
      asked.push(`${method} ${url}`);
      response.writeHead(status).end(JSON.stringify(report));
    }
  });
  await new Promise<void>((resolve) => fake.listen(0, "127.0.0.1", resolve));
  worker.origin = `http://127.0.0.1:${(fake.address() as AddressInfo).port}`;
});

// After the fake Worker: the letters are minted when the stand-in starts.
const standIn = runningStandIn({ worker });

afterEach(() => {
  fake.closeAllConnections();
  fake.close();
});

/** The page as a reader sees it: text alone, white space tidied. */
async function seen(path = "/"): Promise<string> {
  const page = await (await fetch(standIn.url + path)).text();
  return page.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

const press = (path: string) => fetch(`${standIn.url}/mailbox/${path}`, { method: "POST" });

describe("What is queued", () => {
  it("says that nothing is, and how to change that", async () => {
    expect(await seen()).toMatch(/What is queued Nothing\. Let Resend fail, press Unsubscribe/);
  });

  it("counts by list and by age, counts down to the next try, and escapes what it shows", async () => {
    report = { ...THREE_QUEUED, cooldownUntil: soon(40_000) };
    const text = await seen();
    expect(text).toMatch(
      /3 queued, the oldest for 1 min 15 s\. Resend is left alone for another (39|40) s/,
    );
    expect(text).toMatch(/Weekly digest 2 spring-sale 1/);
    expect(text).toContain("The last thing that went wrong: &lt;b&gt;unavailable");
  });

  it("names a list that is held, why, and when it is tried again", async () => {
    report = { ...NOTHING, held: [{ list: "weekly", fault: "segment", retryAt: soon(90_000) }] };
    expect(await seen()).toMatch(/Weekly digest is held: segment , tried again in 1 min (29|30) s/);
  });

  it("names dead letters by address, counts the rest, and has them tried again", async () => {
    report = MIRA_IS_DEAD;
    const text = await seen();
    expect(text).toMatch(/Dead letters: 130 mira@example\.com, Weekly digest rejected/);
    expect(text).toMatch(/and 129 more .* Retry/);
    expect((await press("retry")).status).toBe(200);
    expect(asked).toContain("POST /leave/-/ledger/retry?include=old");
  });

  it("says why it cannot be shown", async () => {
    status = 500;
    expect(await seen()).toContain("The Worker answers 500 when it is asked what is queued.");
    worker.operatorToken = "another-token";
    await press("1/unsubscribe");
    expect(await seen()).toContain("its OPERATOR_TOKEN is another one");
    worker.operatorToken = undefined;
    await press("1/unsubscribe");
    expect(await seen()).toContain("started without the Worker’s OPERATOR_TOKEN");
    worker.operatorToken = TOKEN;
    fake.closeAllConnections();
    fake.close();
    await press("1/unsubscribe");
    expect(await seen()).toContain("The Worker does not answer.");
  });
});

describe("a request that was answered with 202 is shown as", () => {
  it("queued while it is", async () => {
    report = THREE_QUEUED;
    await press("1/unsubscribe");
    expect(await seen("/?message=1")).toContain("is done as soon as Resend takes it");
  });

  it("done once Resend has taken it", async () => {
    await press("1/unsubscribe");
    const membership = { contactId: MIRA, segmentId: SAMPLE_LISTS.weekly.segment };
    await standIn.resend.contacts.segments.remove(membership);
    expect(await seen("/?message=1")).toContain("now Resend has taken them off the list.");
  });

  it("a dead letter when Resend will never take it", async () => {
    report = MIRA_IS_DEAD;
    await press("1/unsubscribe");
    expect(await seen("/?message=1")).toContain("It is stored, but Resend will never take it.");
  });
});
