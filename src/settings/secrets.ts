/** `RESEND_API_KEY` and `LINK_SECRETS`: without them nothing works, and neither has a default. */

import { MIN_SECRET_LENGTH, splitSecrets } from "../links/secret.ts";
import { type Fault, settingText } from "./fault.ts";

/** The first signs, all verify. */
export type LinkSecrets = readonly [string, ...string[]];

export function readApiKey(value: unknown, faults: Fault[]): string | undefined {
  const apiKey = settingText(value);
  if (apiKey === undefined) {
    faults.push({
      setting: "RESEND_API_KEY",
      problem: "is missing; set it with `wrangler secret put RESEND_API_KEY`",
    });
  } else if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    faults.push({
      setting: "RESEND_API_KEY",
      problem: "has white space or other characters that no key has; copy it anew",
    });
    return undefined;
  }
  return apiKey;
}

export function readLinkSecrets(value: unknown, faults: Fault[]): LinkSecrets | undefined {
  const secrets = splitSecrets(settingText(value) ?? "");
  const problem =
    secrets.length === 0
      ? "is missing; set it with `wrangler secret put LINK_SECRETS`"
      : secrets.some((secret) => secret.length < MIN_SECRET_LENGTH) &&
        `holds a secret of less than ${MIN_SECRET_LENGTH} characters; commas and spaces separate secrets`;
  if (!problem) return secrets as [string, ...string[]];
  faults.push({ setting: "LINK_SECRETS", problem });
  return undefined;
}
