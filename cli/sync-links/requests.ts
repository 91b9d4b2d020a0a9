/** What a request to Resend comes to: what a retry can help is tried again, and what ends the command is thrown. */

import type { Failure } from "../../src/resend/answer.ts";
import { UsageError } from "../command.ts";
import type { Connection } from "../resend.ts";

/** While Resend does nothing at all for longer than this, a command should not wait. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Makes requests until their result is not transient, or has been for too long.
 *
 * @param attempt one try, from its beginning
 * @returns the last result; a failure in it is about this request alone
 * @throws UsageError when the key or the base URL is wrong, or Resend is down
 */
export async function settle<Result extends { kind: string }>(
  { retry, silentMs }: Connection,
  attempt: () => Promise<Result | Failure>,
): Promise<Result | Failure> {
  const result = await retry(attempt, PATIENCE_MS);
  if (!isFailure(result)) return result;
  if (result.kind === "transient" && silentMs() > PATIENCE_MS) {
    throw new UsageError(
      `Resend has done nothing for ${PATIENCE_MS / 60_000} minutes (${reasonOf(result)}); run the command again when Resend is up`,
    );
  }
  if (result.kind !== "misconfigured") return result;
  throw new UsageError(
    result.fault.startsWith("key-")
      ? `RESEND_API_KEY: Resend refuses it (${reasonOf(result)}); use a key with full access`
      : `RESEND_BASE_URL: does not answer as Resend's API does (${reasonOf(result)}); correct it`,
  );
}

/** Why a request failed, for a person: the fault, the status, and Resend's words without addresses and IDs. */
export function reasonOf({ fault, status, upstream }: Failure): string {
  return [fault, status, upstream].filter(Boolean).join(" ");
}

function isFailure(result: { kind: string }): result is Failure {
  return "fault" in result;
}
