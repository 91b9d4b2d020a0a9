/** Requests to Resend about one list: repeats what may succeed later, and throws what ends the command. */

import type { SegmentId } from "../../src/links/names.ts";
import type { Failure } from "../../src/resend/answer.ts";
import { UsageError } from "../command.ts";
import type { Connection } from "../resend.ts";

/** A list whose contacts get their links. */
export interface SyncedList {
  name: string;
  segment: SegmentId;
  /** The key of the contact property that holds the links. */
  property: string;
}

export type Requests = ReturnType<typeof requestsAbout>;

/** If Resend accepts nothing for this long, a command should not wait any longer. */
const PATIENCE_MS = 15 * 60_000;

/** Makes the requests about a list. */
export function requestsAbout(list: SyncedList, { resend, retry, silentMs }: Connection) {
  /**
   * Makes requests until their result is not transient, or has been for too long.
   *
   * @param attempt one complete attempt
   * @returns the last result; a failure in it is about this request alone
   * @throws UsageError when the key or the base URL is wrong, or Resend is down
   */
  async function settle<Result extends { kind: string }>(
    attempt: () => Promise<Result | Failure>,
  ): Promise<Result | Failure> {
    const result = await retry(attempt, PATIENCE_MS);
    if (!isFailure(result)) return result;
    if (result.kind === "transient" && silentMs() > PATIENCE_MS) {
      throw new UsageError(
        `Resend has accepted nothing for ${PATIENCE_MS / 60_000} minutes (${reasonOf(result)}); run the command again when Resend is up`,
      );
    }
    if (result.kind !== "misconfigured") return result;
    throw new UsageError(
      result.fault.startsWith("key-")
        ? `RESEND_API_KEY: Resend refuses it (${reasonOf(result)}); use a key with full access`
        : `RESEND_BASE_URL: does not answer as Resend's API does (${reasonOf(result)}); correct it`,
    );
  }

  /** Whether the segment exists: only the message of a 404 says what was not found. */
  async function hasSegment(): Promise<boolean> {
    return (await settle(() => resend.findSegment(list.segment))).kind !== "missing";
  }

  return { list, resend, settle, hasSegment };
}

/** Why a request failed, for a person: the fault, the status, and Resend's words without addresses and IDs. */
export function reasonOf({ fault, status, upstream }: Failure): string {
  return [fault, status, upstream].filter(Boolean).join(" ");
}

function isFailure(result: { kind: string }): result is Failure {
  return "fault" in result;
}
