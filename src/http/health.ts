/** What `/leave/-/health` says beside the settings: how the Ledger is, and whether it is where it was first used. */

import type { ReadyEnv } from "../settings/env.ts";
import type { Health } from "../ledger/report.ts";
import { call, type Services } from "../ledger/client.ts";

/** Asks the Ledger, and its place in the other jurisdiction. */
export async function readHealth(
  { otherLedger }: Pick<ReadyEnv, "otherLedger">,
  { ledger }: Pick<Services, "ledger">,
): Promise<Health> {
  const [health, isElsewhere] = await Promise.all([
    call(ledger, (stub) => stub.health()),
    otherLedger()
      ?.isUsed()
      .catch(() => false),
  ]);
  const { isVerified, faults } = health ?? {
    isVerified: false,
    faults: [{ setting: "LEDGER", problem: "does not answer" }],
  };
  if (!isElsewhere) return { isVerified, faults };
  const problem =
    "is not what it was when the first request was stored, and the Ledger cannot be moved; set it as it was";
  return { isVerified, faults: [...faults, { setting: "LEDGER_JURISDICTION", problem }] };
}
