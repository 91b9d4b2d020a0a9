import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutboxReport } from "../sandbox/outbox.ts";
import type { Worker } from "./mailbox/letters.ts";
import { runningStandIn } from "./running.ts";
import { MIRA, SAMPLE_LISTS } from "./samples.ts";

const TOKEN = "panel-test-token";

const NOTHING: OutboxReport = {
  waiting: 0,
  oldestSeconds: 0,
  waitingByList: {},
  setAsideCount: 0,
  setAside: [],
  lastFault: null,
  pausedUntil: null,
};

const THREE_WAIT: OutboxReport = {
  ...NOTHING,
  waiting: 3,
  oldestSeconds: 75,
  waitingByList: { weekly: 2, "spring-sale": 1 },
  lastFault: "unavailable",
};

const MIRA_SET_ASIDE: OutboxReport = {
  ...NOTHING,
  setAsideCount: 1,
  setAside: [
    {
      row: 7,
      operation: "leave",
      list: "weekly",
      contact: MIRA,
      fault: "rejected",
      ageSeconds: 4,
    },
  ],
  lastFault: "rejected",
};

/** Stands where the Worker would: shows a report to whoever has the token, and stores every leave. */
let report: OutboxReport;
let status = 200;
let asked = 0;
let fake: Server;

const worker: Worker = {
  origin: "http://127.0.0.1:1",
  secret: "correct-horse-battery-staple-0123456789",
  outboxToken: TOKEN,
};

beforeEach(async () => {
  report = NOTHING;
  status = 200;
  asked = 0;
  worker.outboxToken = TOKEN;
  fake = createServer((request, response) => {
    request.resume();
    if (request.method === "POST") {
      response.writeHead(202).end("You are on your way out.");
    } else if (request.url !== "/leave/-/outbox") {
      response.writeHead(404).end();
    } else if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      response.writeHead(401).end();
    } else {
      asked += 1;
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

const unsubscribe = (letter: string) =>
  fetch(`${standIn.url}/mailbox/${letter}/unsubscribe`, { method: "POST" });

const removeMira = () =>
  standIn.resend.contacts.segments.remove({
    contactId: MIRA,
    segmentId: SAMPLE_LISTS.weekly.segment,
  });

describe("What waits", () => {
  it("says that nothing waits, and how to change that", async () => {
    expect(await seen()).toMatch(/What waits Nothing\. Let Resend fail, press Unsubscribe/);
  });

  it("counts who waits, by list and by age", async () => {
    report = THREE_WAIT;
    const text = await seen();
    expect(text).toContain("3 wait, the oldest for 1 min 15 s.");
    expect(text).toMatch(/Weekly digest 2 spring-sale 1/);
    expect(text).toContain("The last thing that went wrong: unavailable");
    expect(text).not.toContain("left alone");
  });

  it("counts down to the next try, and forgets a pause that is over", async () => {
    report = { ...THREE_WAIT, pausedUntil: new Date(Date.now() + 40_000).toISOString() };
    expect(await seen()).toMatch(/Resend is left alone for another (39|40) s/);
    report = { ...THREE_WAIT, pausedUntil: new Date(Date.now() - 1).toISOString() };
    await unsubscribe("1");
    expect(await seen()).not.toContain("left alone");
  });

  it("names what was set aside, by address, and why", async () => {
    report = MIRA_SET_ASIDE;
    expect(await seen()).toMatch(/Set aside: 1 mira@example\.com, Weekly digest rejected/);
  });

  it("counts what was set aside and is not named", async () => {
    report = { ...MIRA_SET_ASIDE, setAsideCount: 130 };
    expect(await seen()).toMatch(/Set aside: 130 .* and 129 more/);
  });

  it("escapes what the Worker says", async () => {
    report = { ...THREE_WAIT, lastFault: "<script>alert(1)</script>" };
    expect(await (await fetch(standIn.url)).text()).not.toContain("<script>alert");
  });
});

describe("What waits, when the Worker shows nothing", () => {
  it("says that the Worker does not answer, and what became of what it holds", async () => {
    fake.close();
    expect(await seen()).toMatch(
      /The Worker does not answer\. What it has accepted is on its disk/,
    );
  });

  it.each([
    [404, "it has no OUTBOX_TOKEN"],
    [503, "its settings are faulty"],
    [500, "when it is asked what waits."],
  ])("says that it answers %i", async (answer, why) => {
    status = answer;
    const text = await seen();
    expect(text).toContain(`The Worker answers ${answer}`);
    expect(text).toContain(why);
  });

  it("says that the token is another one", async () => {
    worker.outboxToken = "another-token";
    expect(await seen()).toContain("its OUTBOX_TOKEN is another one");
  });

  it("does not ask without a token, and says so", async () => {
    worker.outboxToken = undefined;
    expect(await seen()).toContain("started without the Worker’s OUTBOX_TOKEN");
    expect(asked).toBe(0);
  });
});

describe("the open pages", () => {
  it("are told what is new, asked for once a second, until the last one closes", async () => {
    const stream = await fetch(`${standIn.url}/mailbox/changes`);
    const reader = (stream.body ?? new ReadableStream()).getReader();
    let told = "";
    const read = async (): Promise<void> => {
      const { value, done } = await reader.read();
      told += new TextDecoder().decode(value);
      if (!done) await read();
    };
    const reading = read();
    await expect.poll(() => told).toContain("data: changed");
    told = "";
    report = THREE_WAIT;
    await expect.poll(() => told, { timeout: 3_000 }).toContain("data: changed");

    await reader.cancel();
    await reading;
    // One that was under way may still come.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(asked).toBe(before);
  });
});

describe("a leave that was answered with 202", () => {
  it("is shown as waiting, not as done", async () => {
    report = { ...THREE_WAIT, waiting: 1, waitingByList: { weekly: 1 } };
    await unsubscribe("1");
    const text = await seen("/?message=1");
    expect(text).toMatch(
      /202 in \d+ ms\. The leave is stored, and is done as soon as Resend takes it/,
    );
    expect(text).toContain("is leaving");
    expect(text).not.toContain("has left");
  });

  it("is shown as done once Resend has taken it", async () => {
    await unsubscribe("1");
    await removeMira();
    const text = await seen("/?message=1");
    expect(text).toContain("The leave was stored; now Resend has taken them off the list.");
    expect(text.match(/has left/g)).toHaveLength(1);
    expect(text).not.toContain("is leaving");
  });

  it("is shown as set aside when Resend will never take it", async () => {
    report = MIRA_SET_ASIDE;
    await unsubscribe("1");
    const text = await seen("/?message=1");
    expect(text).toContain("The leave is stored, but Resend will never take it.");
    expect(text.match(/set aside/g)).toHaveLength(1);
    expect(text).not.toMatch(/is leaving|has left/);
  });

  it("is shown as stored still while the Worker does not answer", async () => {
    report = { ...THREE_WAIT, waitingByList: { weekly: 3 } };
    await unsubscribe("1");
    fake.closeAllConnections();
    fake.close();
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    const text = await seen("/?message=1");
    expect(text).toContain("The Worker does not answer.");
    expect(text).toContain("is leaving");
  });

  it("is no longer spoken of as waiting when it does not wait", async () => {
    await unsubscribe("1");
    const text = await seen("/?message=1");
    expect(text).toContain("It waits no longer; they are on the list.");
    expect(text).not.toContain("is leaving");
  });
});
