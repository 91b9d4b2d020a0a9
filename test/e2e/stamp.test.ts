/**
 * `npm run stamp` as a process, in the middle of 5,000 contacts: killed, interrupted, and run again,
 * while requests are refused and lost on their way there and back.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Fate, startBetween, writtenTwice } from "../cli/stamp/between.ts";
import { linkOf } from "../cli/stamp/independent-link.ts";
import { ORIGIN, settingsFile, WEEKLY } from "../cli/stamp/run.ts";
import { API_KEY, LINK_SECRET } from "../../sandbox/settings.ts";
import { type StandInProcess, startStandInProcess } from "../../sandbox/stand-in-process.ts";

const STAMP = fileURLToPath(new URL("../../cli/stamp.ts", import.meta.url));

const CONTACTS = 5000;

/** Of each hundred requests, these go wrong. */
const WEATHER = new Map<number, Fate>([
  [20, "500"],
  [40, "lost-there"],
  [60, "lost-back"],
]);

/** And these in all are told to wait a second. */
const TOLD_TO_WAIT = new Set([300, 2600, 5000]);

let standIn: StandInProcess;
let between: Awaited<ReturnType<typeof startBetween>>;
let onWrite = () => {};

beforeAll(async () => {
  standIn = await startStandInProcess(ORIGIN);
  await standIn.rateLimit(100_000);
  await standIn.seed(WEEKLY.segment, CONTACTS);
  let count = 0;
  between = await startBetween({
    upstream: standIn.url,
    fate: () => (TOLD_TO_WAIT.has(++count) ? "429" : (WEATHER.get(count % 100) ?? "passes")),
    answered: () => onWrite(),
  });
});

afterAll(() => Promise.all([between?.close(), standIn?.stop()]));

/** Starts the command. */
function start(...args: string[]) {
  const vars = { ORIGIN, RESEND_BASE_URL: between.url, LISTS: { weekly: WEEKLY } };
  const config = settingsFile(vars, `RESEND_API_KEY=${API_KEY}\nLINK_SECRETS=${LINK_SECRET}\n`);
  const child = spawn(process.execPath, [STAMP, "--config", config, ...args], { env: {} });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { child, ended };
}

/** Sends a signal as soon as so many links in all are written. */
function signalAt(writes: number, child: ChildProcess, signal: NodeJS.Signals): void {
  onWrite = () => {
    if (between.writes.length >= writes) child.kill(signal);
  };
}

/** Who is on the list and does not have exactly the right link. */
async function unlike(): Promise<string[]> {
  const { segments } = await standIn.state();
  const members = segments.find(({ id }) => id === WEEKLY.segment)?.contacts ?? [];
  expect(members.length).toBeGreaterThanOrEqual(CONTACTS);
  const parts = { origin: ORIGIN, list: "weekly", secret: LINK_SECRET };
  const wrong = members.filter(
    ({ id, properties }) => properties[WEEKLY.property] !== linkOf(id, parts),
  );
  return wrong.map(({ id }) => id);
}

describe("stamp, in the middle of 5,000 contacts", { timeout: 120_000 }, () => {
  let after = "";

  it("dies of kill -9", async () => {
    const { child, ended } = start();
    signalAt(1200, child, "SIGKILL");
    const [, , [, signal]] = await ended;
    expect(signal).toBe("SIGKILL");
    expect(between.writes.length).toBeLessThan(1300);
  });

  it("ends on kill -INT with what is under way, a summary and exit code 130", async () => {
    const { child, ended } = start();
    signalAt(2800, child, "SIGINT");
    const [stdout, stderr, [exitCode]] = await ended;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(
      /^weekly: 2,\d{3} of 5,\d{3} contacts, 1,\d{3} written, 1,\d{3} right already/,
    );
    expect(between.writes.length).toBeLessThan(2850);
    [, after = ""] = /--list weekly --after (\S+) /.exec(stderr) ?? [];
    expect(after).not.toBe("");
  });

  it("goes on where it was interrupted", async () => {
    onWrite = () => {};
    const { ended } = start("--list", "weekly", "--after", after);
    const [stdout, stderr, [exitCode]] = await ended;
    // A slow machine sees lines of progress there.
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toMatch(/^error/m);
    expect(stdout).toMatch(/^weekly: 2,\d{3} contacts, 2,\d{3} written/);
  });

  it("has given every contact exactly the right link, and none twice", async () => {
    expect(await unlike()).toEqual([]);
    expect(writtenTwice(between.writes)).toEqual([]);
  });
});
