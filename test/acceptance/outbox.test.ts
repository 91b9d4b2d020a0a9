/** Nothing accepted is ever lost, shown on real processes: Resend fails, the Worker is killed, the disk is full. */

import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { leaveUrl } from "../../src/link.ts";
import { SAMPLE_LISTS } from "../resend/samples.ts";
import { LINK_SECRET } from "../sandbox/keys.ts";
import { OUTBOX_TOKEN, outboxReport, until } from "../sandbox/outbox.ts";
import { freePort } from "../sandbox/ports.ts";
import { type StandInProcess, startStandInProcess } from "../sandbox/stand-in-process.ts";
import { startWorker, type WorkerOptions, type WorkerProcess } from "../sandbox/worker-process.ts";
import { oneClick } from "./exchange.ts";

const WEEKLY: string = SAMPLE_LISTS.weekly.segment;
const NEWS: string = SAMPLE_LISTS["product-news"].segment;

let port: number;
let folder: string;
let standIn: StandInProcess;
let worker: WorkerProcess | undefined;

beforeEach(async () => {
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), "leave-this-list-outbox-"));
  standIn = await startStandInProcess(`http://127.0.0.1:${port}`);
});

afterEach(async () => {
  await Promise.all([worker?.stop(), standIn.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the Worker, or starts it again: same port, same storage. */
async function start(options: Partial<WorkerOptions> = {}): Promise<WorkerProcess> {
  worker = await startWorker({
    port,
    persistTo: folder,
    resendBaseUrl: standIn.url,
    vars: { OUTBOX_TOKEN },
    ...options,
  });
  return worker;
}

interface Person {
  email: string;
  link: string;
}

/** Puts people on a list. */
async function people(count: number, segment = WEEKLY, list = "weekly"): Promise<Person[]> {
  const origin = `http://127.0.0.1:${port}`;
  const seeded = await standIn.seed(segment, count);
  return Promise.all(
    seeded.map(async ({ id, email }) => ({
      email,
      link: await leaveUrl({ origin, list, contact: id, secret: LINK_SECRET }),
    })),
  );
}

/** How many of them are on the list still. */
async function remaining(of: readonly Person[], segment = WEEKLY): Promise<number> {
  const members = new Set(await standIn.members(segment));
  return of.filter(({ email }) => members.has(email)).length;
}

const allGone = (of: readonly Person[], segment?: string) => async () =>
  (await remaining(of, segment)) === 0;

/** Clicks all their links, ten at a time. @returns each one's status; 0 where no answer came */
async function clickAll(all: readonly Person[]): Promise<number[]> {
  const queue = [...all.entries()];
  const statuses: number[] = [];
  const client = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, { link }] = next;
      statuses[index] = await oneClick(link).then(
        ({ status }) => status,
        () => 0,
      );
    }
  };
  await Promise.all(Array.from({ length: 10 }, client));
  return statuses;
}

describe("while Resend is down", () => {
  it("100 leaves are accepted, survive a kill, and are done without a further request", async () => {
    const { url } = await start();
    const all = await people(100);
    await standIn.fault("503");
    expect(await clickAll(all)).toEqual(Array(100).fill(202));
    expect(await outboxReport(url)).toMatchObject({ waiting: 100 });
    await worker?.kill();
    expect(await remaining(all)).toBe(100);

    await standIn.fault("none");
    await start();
    await until("everybody is off the list", allGone(all), 70_000);
  });

  it("the same leave, asked for twice, costs one row and one removal", async () => {
    const { url } = await start();
    const one = await people(1);
    await standIn.fault("503");
    expect(await clickAll([...one, ...one, ...one])).toEqual([202, 202, 202]);
    expect(await outboxReport(url)).toMatchObject({ waiting: 1 });
    await standIn.fault("none");
    await standIn.forget();
    await until("the person is off the list", allGone(one), 30_000);
    expect(await standIn.requests()).toHaveLength(1);
  });
});

describe("a burst", () => {
  it("of 200 against a limit of 10 a second is accepted, and drained at half the limit", async () => {
    await start();
    const all = await people(200);
    await standIn.rateLimit(10);
    const statuses = await clickAll(all);
    expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(100);

    // From here on, all that reaches Resend is the drain's.
    await standIn.forget();
    await until("everybody is off the list", allGone(all), 60_000);
    const requests = await standIn.requests();
    const times = requests.map(({ time }) => time);
    const busiest = Math.max(
      ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length),
    );
    expect(busiest).toBeLessThanOrEqual(5);
    expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
  });
});

describe("a revoked key", () => {
  it("loses nothing, is told to the operator, and needs no help once it is mended", async () => {
    const { logs } = await start();
    const all = await people(20);
    await standIn.fault("revoked-key");
    expect(await clickAll(all)).toEqual(Array(20).fill(202));
    await until(
      "the operator is told",
      () => logs.some(({ level, line }) => level === "error" && line["fault"] === "key-refused"),
      10_000,
    );
    await standIn.fault("none");
    await until("everybody is off the list", allGone(all), 70_000);
  });
});

describe("among a hundred", () => {
  it("one poisoned leave and one mistyped segment hold nobody up; the latter heals after a restart", async () => {
    const mistyped = `${NEWS.slice(0, -1)}0`;
    const broken = join(folder, "wrangler.toml");
    const settings = readFileSync("wrangler.toml", "utf8");
    const absolute = settings.replace('main = "src', `main = "${process.cwd()}/src`);
    writeFileSync(broken, absolute.replace(NEWS, mistyped));
    expect(readFileSync(broken, "utf8")).toContain(mistyped);
    const { logs } = await start({ config: broken });
    const news = await people(1, NEWS, "product-news");
    const poisoned = await people(1);
    const rest = await people(98);
    await standIn.poison(poisoned.map(({ email }) => email));

    await standIn.fault("503");
    expect(await clickAll([...news, ...poisoned, ...rest])).toEqual(Array(100).fill(202));
    await standIn.fault("none");
    await until("the other 98 are off the list", allGone(rest), 70_000);
    const report = () => outboxReport(`http://127.0.0.1:${port}`);
    await until("one waits", async () => (await report()).waiting === 1, 10_000);
    expect(await report()).toMatchObject({
      waitingByList: { "product-news": 1 },
      setAside: [{ list: "weekly", fault: "rejected" }],
    });
    const events = logs.map(({ line }) => line["event"]);
    expect(events).toEqual(expect.arrayContaining(["set-aside", "held"]));
    expect(await remaining(news, NEWS)).toBe(1);

    await worker?.stop();
    await start();
    // What a Cron Trigger does.
    await fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/scheduled`);
    await until("the mistyped list has healed", allGone(news, NEWS), 30_000);
    expect(await report()).toMatchObject({ waiting: 0, setAsideCount: 1 });
  });
});

describe("storage that cannot be written", () => {
  it("is 503 and claims nothing; leaves that need no storage go on", async () => {
    await start();
    const [first, ...others] = await people(3);
    await standIn.fault("503");
    expect(await clickAll(first ? [first] : [])).toEqual([202]);
    await worker?.stop();
    // The Outbox's own file; the alarms are in another one beside it.
    const files = globSync(join(folder, "**/*-Outbox/[0-9a-f]*.sqlite*"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) writeFileSync(file, "no database");

    await start();
    const answer = await oneClick(others[0]?.link ?? "");
    expect(answer.status).toBe(503);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(answer.body).toMatch(/did not work yet/);
    expect(await remaining(others)).toBe(2);
    await standIn.fault("none");
    expect(await clickAll(others)).toEqual([200, 200]);
  });
});

describe("killed three times in mid-burst", () => {
  it("every leave that was answered is done", async () => {
    const all = await people(150);
    await start();
    await standIn.fault("503");
    const accepted: Person[] = [];
    for (const batch of [all.slice(0, 50), all.slice(50, 100), all.slice(100)]) {
      await standIn.forget();
      const clicks = clickAll(batch);
      await until("some have come", async () => (await standIn.requests()).length > 15, 10_000);
      await worker?.kill();
      const statuses = await clicks;
      expect(statuses.filter((status) => status !== 0 && status !== 202)).toEqual([]);
      accepted.push(...batch.filter((_, index) => statuses[index] === 202));
      await start();
    }
    expect(accepted.length).toBeGreaterThan(15);
    expect(accepted.length).toBeLessThan(150);
    expect(await remaining(accepted)).toBe(accepted.length);
    await standIn.fault("none");
    await until("all who were answered are off the list", allGone(accepted), 90_000);
  });
});
