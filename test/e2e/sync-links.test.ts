/**
 * `npm run sync-links` as a process, in the middle of 5,000 contacts: killed, interrupted, and run again,
 * while requests are refused and lost on their way there and back.
 */

import type { ChildProcess } from "node:child_process";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  configOf,
  type Fate,
  linkOf,
  ORIGIN,
  startFaultyResend,
  WEEKLY,
  writtenTwice,
} from "../cli/sync-links-setup.ts";
import { API_KEY, LINK_SECRET } from "../../sandbox/settings.ts";
import { start } from "../cli/run.ts";
import { type StandIn, startStandIn } from "../../sandbox/resend/server.ts";

const CONTACTS = 5000;

/** What goes wrong with each hundred requests. */
const FATES = new Map<number, Fate>([
  [20, { status: 500 }],
  [40, "lost before"],
  [60, "lost after"],
]);

/** These requests in all are told to wait a second. */
const RATE_LIMITED = new Set([300, 2600, 5000]);
const TOO_MANY: Fate = { status: 429, headers: { "retry-after": "1" } };

let standIn: StandIn;
let resend: Awaited<ReturnType<typeof startFaultyResend>>;
let onWrite = () => {};

beforeAll(async () => {
  standIn = await startStandIn({ requestsPerSecond: 100_000 });
  await standIn.seed(WEEKLY.segment, CONTACTS);
  let count = 0;
  resend = await startFaultyResend(standIn.url, {
    fate: () => (RATE_LIMITED.has(++count) ? TOO_MANY : (FATES.get(count % 100) ?? "passes")),
    answered: () => onWrite(),
  });
});

afterAll(() => Promise.all([resend?.close(), standIn?.close()]));

/** Starts the command. */
function syncLinks(...args: string[]) {
  const vars = { ORIGIN, RESEND_BASE_URL: resend.url, LISTS: { weekly: WEEKLY } };
  const devVars = `RESEND_API_KEY=${API_KEY}\nLINK_SECRETS=${LINK_SECRET}\n`;
  return start(["sync-links", "--config", configOf(vars, { ".dev.vars": devVars }), ...args], {});
}

/** Sends a signal as soon as so many links in all are written. */
function signalAt(writes: number, child: ChildProcess, signal: NodeJS.Signals): void {
  onWrite = () => {
    if (resend.writes.length >= writes) child.kill(signal);
  };
}

/** Who is on the list and does not have exactly the right link. */
async function wrongLinks(): Promise<string[]> {
  const contacts = await standIn.contacts();
  const members = contacts.filter(({ segments }) => segments.has(WEEKLY.segment));
  expect(members.length).toBeGreaterThanOrEqual(CONTACTS);
  const wrong = members.filter(
    ({ id, properties }) => properties[WEEKLY.property] !== linkOf(id, { secret: LINK_SECRET }),
  );
  return wrong.map(({ id }) => id);
}

describe("sync-links, in the middle of 5,000 contacts", { timeout: 120_000 }, () => {
  let after = "";

  it("dies of kill -9", async () => {
    const { child, ended } = syncLinks();
    signalAt(1200, child, "SIGKILL");
    expect((await ended).exitCode).toBeNull();
    expect(resend.writes.length).toBeLessThan(1300);
  });

  it("ends on kill -INT with what is under way, a summary and exit code 130", async () => {
    const { child, ended } = syncLinks();
    signalAt(2800, child, "SIGINT");
    const { stdout, stderr, exitCode } = await ended;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(
      /^weekly: 2,\d{3} of 5,\d{3} contacts, 1,\d{3} written, 1,\d{3} already right/,
    );
    expect(resend.writes.length).toBeLessThan(2850);
    [, after = ""] = /--list weekly --after (\S+) /.exec(stderr) ?? [];
    expect(after).not.toBe("");
  });

  it("goes on where it was interrupted", async () => {
    onWrite = () => {};
    const { ended } = syncLinks("--list", "weekly", "--after", after);
    const { stdout, stderr, exitCode } = await ended;
    // A slow machine sees lines of progress there.
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toMatch(/^error/m);
    expect(stdout).toMatch(/^weekly: 2,\d{3} contacts, 2,\d{3} written/);
  });

  it("has given every contact exactly the right link, and none twice", async () => {
    expect(await wrongLinks()).toEqual([]);
    expect(writtenTwice(resend.writes)).toEqual([]);
  });
});
