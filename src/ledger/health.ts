/** What an uptime monitor is to hear of the Ledger: settings that Resend does not know, and a queue that stands still. */

import type { Fault } from "../settings/fault.ts";
import { oldestSeconds } from "./report.ts";
import type { Sql } from "./sql.ts";
import type { Work } from "./work.ts";

export interface Health {
  /** Whether Resend has shown every list's segment. */
  isVerified: boolean;
  faults: Fault[];
}

const TOO_LONG_SECONDS = 3_600;

/** @param now milliseconds since 1970 */
export function readHealth(sql: Sql, now: number, work: Work | undefined): Health {
  const faults: Fault[] = [];
  const { settings, targets, upstream } = work ?? {};
  const held = sql.all<{ list: string; fault: string }>(
    "SELECT list, held_for AS fault FROM lists WHERE held_for IS NOT NULL",
  );
  for (const { list, fault } of held) faults.push(heldFault(list, fault));
  for (const [list, { segment }] of settings ?? []) {
    const isKnown = held.some((one) => one.list === list) || targets?.isFound(segment) !== false;
    if (!isKnown) faults.push(heldFault(list, "segment-unknown"));
  }
  if (upstream?.isDown && upstream.lastFault === "key-refused") {
    faults.push({
      setting: "RESEND_API_KEY",
      problem:
        "is refused by Resend; set a full-access key with `wrangler secret put RESEND_API_KEY`",
    });
  }
  if (
    upstream?.isDown &&
    (upstream.lastFault === "redirected" || upstream.lastFault === "refused")
  ) {
    faults.push({ setting: "RESEND_BASE_URL", problem: "does not answer as Resend's API does" });
  }
  const oldest = oldestSeconds(sql, now);
  if (oldest > TOO_LONG_SECONDS) {
    faults.push({
      setting: "LEDGER",
      problem: `has queued a request for ${Math.floor(oldest / 60)} minutes; read why on /leave/-/ledger`,
    });
  }
  const segments = [...(settings?.values() ?? [])];
  return {
    isVerified:
      work !== undefined && segments.every(({ segment }) => targets?.isFound(segment) === true),
    faults,
  };
}

function heldFault(list: string, fault: string): Fault {
  return fault === "list-unknown"
    ? {
        setting: `LISTS.${list}`,
        problem: "is missing; links name this list, and their requests are queued until it is back",
      }
    : {
        setting: `LISTS.${list}.segment`,
        problem:
          "is not known to Resend with this API key; copy the ID from Resend's Segments page, or use the key of the team that has it",
      };
}
