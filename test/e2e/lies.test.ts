/** The seventh promise to people who share a link: no one is told that they have left who has not, though Resend says so. */

import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { SAMPLE_LISTS } from "../../sandbox/settings.ts";
import type { Fault } from "../../sandbox/resend/api/gate.ts";
import { until } from "../../sandbox/processes.ts";
import { WEEKLY } from "../../sandbox/running.ts";
import { oneClick } from "./exchange.ts";
import { leave, LEFT, open, QUEUED } from "./reader.ts";
import { clickAll, type Restartable, restartable } from "./restartable.ts";

/** A segment that does not exist: one digit is wrong. */
const MISTYPED = `${WEEKLY.slice(0, -1)}0`;

interface Lie {
  name: string;
  /** One after the other. */
  faults: readonly [Fault, ...Fault[]];
  only?: "DELETE";
  /** The segment of the list `weekly`. */
  segment?: string;
  /** Whether Resend told the truth before, to another key. */
  isLate?: boolean;
}

const LIES: readonly Lie[] = [
  {
    name: "“Audience not found”, and the same in other words",
    faults: ["none", "reworded"],
    segment: MISTYPED,
  },
  {
    name: "deleted: false, and 200 with HTML",
    faults: ["not-deleted", "html-200"],
    only: "DELETE",
  },
  { name: "a key of another team", faults: ["other-team"] },
  {
    name: "another team's key after the right one",
    faults: ["other-team"],
    isLate: true,
  },
];

/** What no one may be told here. */
const CLAIMS = /You are unsubscribed|not subscribed|subscribed again/;

/** Four people ask, one-click and on the page, by both kinds of link, and are promised no more than that it is queued. */
async function ask(sandbox: Restartable, segment: string) {
  const all = await sandbox.subscribers(4);
  const lists = ["weekly", "weekly", segment, segment];
  const links = all.map(({ id }, index) => sandbox.link(id, lists[index]));
  const [byName = "", byNameOnPage = "", byId = "", byIdOnPage = ""] = await Promise.all(links);
  for (const link of [byName, byId]) {
    const { status, body } = await oneClick(link);
    expect(status).toBe(202);
    expect(body).not.toMatch(CLAIMS);
  }
  const receipts = [await leave(byNameOnPage), await leave(byIdOnPage)];
  for (const { status, heading } of receipts) expect([status, heading]).toEqual([303, QUEUED]);
  return { all, receipts };
}

describe.each(["200", "404"] as const)(
  "where Resend answers the removal of an unknown contact with %s, and lies",
  (removingAbsent) => {
    it.each(LIES)("$name", async ({ faults, only, segment, isLate }) => {
      // Then health names the list.
      const isListsFault = only === undefined;
      await using sandbox = await restartable({ behavior: { removingAbsent } });
      const { standIn } = sandbox;
      const start = (inUse: string = WEEKLY, resendBaseUrl = standIn.url) => {
        const weekly = { segment: inUse, name: "Digest" };
        const vars = { LISTS: JSON.stringify({ ...SAMPLE_LISTS, weekly }) };
        return sandbox.start({ resendBaseUrl, vars });
      };
      const lie = (fault: Fault) => standIn.fault(fault, { ...(only && { only }) });
      /** To the Ledger, another base URL is like another key. */
      const elsewhere = standIn.url.replace("127.0.0.1", "localhost");

      if (isLate) {
        await start();
        const isShown = async () => (await clickAll(await sandbox.subscribers(1)))[0] === 200;
        await until("the list was shown", isShown, 30_000);
        await sandbox.stop();
      }
      await lie(faults[0]);
      const { logs } = await start(segment, isLate ? elsewhere : undefined);
      const asked = [];
      for (const fault of faults) {
        await lie(fault);
        asked.push(await ask(sandbox, segment ?? WEEKLY));
        // The queue tries as well.
        await sleep(2_000);
      }
      const all = asked.flatMap((each) => each.all);
      const receipts = asked.flatMap((each) => each.receipts);
      for (const { url } of receipts) {
        const { heading, html } = await open(url);
        expect(heading).toBe(QUEUED);
        expect(html).not.toMatch(CLAIMS);
      }
      expect(await sandbox.remaining(all)).toBe(all.length);
      expect(logs.filter(({ line }) => isEnd(line))).toEqual([]);
      const health = await fetch(`${sandbox.url}/leave/-/health`);
      const named = (await health.text()).includes('"LISTS.weekly.segment"');
      expect([health.status, named]).toEqual(isListsFault ? [500, true] : [200, false]);

      await standIn.fault("none");
      if (isListsFault) {
        await sandbox.stop();
        await start(WEEKLY, isLate || segment ? undefined : elsewhere);
      }
      // A link that names a segment that never existed stays queued.
      const healed = segment === undefined ? all : asked.flatMap((each) => each.all.slice(0, 2));
      await until("it is done", sandbox.gone(healed), 70_000);
      const isToldSo = async () => (await open(receipts[0]?.url ?? "")).heading === LEFT;
      await until("it is written down", isToldSo, 5_000);
      expect(await sandbox.remaining(all)).toBe(all.length - healed.length);
    });
  },
);

/** Whether a log line says that a request is done. */
const isEnd = ({ outcome }: Record<string, unknown>) =>
  outcome === "done" || outcome === "no-contact";
