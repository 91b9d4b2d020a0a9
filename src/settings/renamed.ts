/** Names that no setting has and people give one all the same, each with the setting that is meant. */

import type { Fault } from "./fault.ts";

/** Before a setting is renamed or dropped in a release, its old name comes here. */
const MEANT: Readonly<Record<string, string>> = {
  // What senders call the one secret that they sign with.
  LINK_SECRET: "LINK_SECRETS",
  // Beside two secrets, the token looks like a third.
  OPERATOR_SECRET: "OPERATOR_TOKEN",
  // Of Resend's SDK for Python.
  RESEND_API_URL: "RESEND_BASE_URL",
  // Without the name of the service before it.
  WEBHOOK_SECRET: "RESEND_WEBHOOK_SECRET",
};

/** Finds such names. Beside the setting that is meant they do no harm, and are passed over. */
export function findRenamed(env: object, faults: Fault[]): void {
  const settings = env as Readonly<Record<string, unknown>>;
  for (const [name, meant] of Object.entries(MEANT)) {
    if (settings[name] && !settings[meant]) {
      faults.push({ setting: name, problem: `is not read; ${meant} is its name` });
    }
  }
}
