/**
 * Which targets are verified. Resend answers a removal with 200 even if segment, contact, and key are unrelated, so no one
 * is told that they have left before Resend has shown the list's segment to this key. The canary shows whether Resend
 * confirms the removal of a contact that does not exist; if so, each contact is read first.
 */

import type { SegmentId } from "../links/names.ts";
import type { Failure } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";
import { DAY_MS } from "./entry.ts";
import type { Sql } from "./sql.ts";

/** What Resend said about a segment, and when; milliseconds since 1970. */
interface Check {
  found: boolean;
  checkedAt: number;
}

const HOUR_MS = 3_600_000;

/** After a transient answer, how long to wait before asking again. */
const RETRY_MS = 30_000;
const CANARY_RETRY_MS = 300_000;

const CANARY = "canary";

/** The alarm verifies every day; a request that finds an older check verifies on its own. */
const STALE_MS = DAY_MS + HOUR_MS;

export class Targets {
  readonly #sql: Sql;
  readonly #now: () => number;
  readonly #checks = new Map<string, Check>();
  /** The earliest time to ask again after a transient answer. */
  readonly #notBefore = new Map<string, number>();
  readonly #asking = new Map<SegmentId, Promise<Found<undefined>>>();
  #canary: { answer: "" | "proof" | "no-proof"; at: number };

  /** @param key identifies the API key and the base URL; checks made with another one are dropped */
  constructor(sql: Sql, now: () => number, key: string) {
    this.#sql = sql;
    this.#now = now;
    const last = sql.one<{ key: string; canary: "" | "proof" | "no-proof"; at: number }>(
      "SELECT key, canary, canary_at AS at FROM resend",
    );
    this.#canary = { answer: last.canary, at: last.at };
    if (last.key === key) return;
    sql.run("DELETE FROM targets");
    sql.run("UPDATE resend SET key = ?, canary = '', canary_at = 0", key);
    this.#canary = { answer: "", at: 0 };
  }

  /** Whether Resend knows a segment; `undefined` if it was not verified yet. */
  isFound(segment: SegmentId): boolean | undefined {
    return this.#check(segment)?.found;
  }

  /** Whether Resend's 200 for a removal shows that the contact exists. */
  get removalProves(): boolean {
    return this.#canary.answer === "proof";
  }

  /**
   * Asks Resend for a segment, unless it was verified within a day. Concurrent calls share one request.
   *
   * @param again asks even if it was verified
   */
  async verify(
    segment: SegmentId,
    resend: Pick<Resend, "findSegment">,
    again = false,
  ): Promise<Found<undefined>> {
    const check = this.#check(segment);
    const isFresh = check !== undefined && this.#now() - check.checkedAt < STALE_MS;
    if (check?.found && isFresh && !again) return { kind: "found", value: undefined };
    const asking = this.#asking.get(segment) ?? this.#ask(segment, resend);
    this.#asking.set(segment, asking);
    const answer = await asking.finally(() => this.#asking.delete(segment));
    // A transient answer keeps the last result.
    return check?.found && !again && isTransient(answer)
      ? { kind: "found", value: undefined }
      : answer;
  }

  async #ask(segment: SegmentId, resend: Pick<Resend, "findSegment">): Promise<Found<undefined>> {
    const answer = await resend.findSegment(segment);
    this.#notBefore.set(segment, this.#now() + RETRY_MS);
    if (answer.kind === "found" || answer.kind === "missing") {
      const check = { found: answer.kind === "found", checkedAt: this.#now() };
      this.#checks.set(segment, check);
      this.#sql.note(
        "INSERT OR REPLACE INTO targets (target, found, checked_at) VALUES (?, ?, ?)",
        segment,
        Number(check.found),
        check.checkedAt,
      );
    }
    return answer;
  }

  /** The segments that are due to be verified. */
  due(segments: Iterable<SegmentId>): SegmentId[] {
    return [...new Set(segments)].filter((segment) => this.#dueAt(segment) <= this.#now());
  }

  /** A verified segment for the canary; `undefined` if it is not due, or if no segment is verified. */
  canaryDue(segments: Iterable<SegmentId>): SegmentId | undefined {
    if (this.#canaryDueAt() > this.#now()) return undefined;
    return [...segments].find((segment) => this.isFound(segment));
  }

  /** Removes a contact that does not exist. If Resend answers 404, a 200 for others is proof. */
  async sendCanary(segment: SegmentId, resend: Pick<Resend, "removeFromSegment">): Promise<void> {
    const answer = await resend.removeFromSegment(crypto.randomUUID(), segment);
    this.#notBefore.set(CANARY, this.#now() + CANARY_RETRY_MS);
    if (answer.kind !== "done" && answer.kind !== "not-found") return;
    this.#canary = { answer: answer.kind === "not-found" ? "proof" : "no-proof", at: this.#now() };
    this.#sql.note(
      "UPDATE resend SET canary = ?, canary_at = ?",
      this.#canary.answer,
      this.#canary.at,
    );
  }

  /** When the next check is due; milliseconds since 1970. */
  nextDue(segments: Iterable<SegmentId>): number {
    const all = [...segments];
    const isCanaryUseful = all.some((segment) => this.isFound(segment));
    const canaryAt = isCanaryUseful ? this.#canaryDueAt() : Infinity;
    return Math.min(canaryAt, ...all.map((segment) => this.#dueAt(segment)));
  }

  #dueAt(segment: SegmentId): number {
    const check = this.#check(segment);
    const dueAt = check === undefined ? 0 : check.checkedAt + (check.found ? DAY_MS : HOUR_MS);
    return Math.max(dueAt, this.#notBefore.get(segment) ?? 0);
  }

  #canaryDueAt(): number {
    const { answer, at } = this.#canary;
    return Math.max(answer === "" ? 0 : at + DAY_MS, this.#notBefore.get(CANARY) ?? 0);
  }

  #check(segment: SegmentId): Check | undefined {
    const known = this.#checks.get(segment);
    if (known !== undefined) return known;
    const row = this.#sql.first<{ found: number; checkedAt: number }>(
      "SELECT found, checked_at AS checkedAt FROM targets WHERE target = ?",
      segment,
    );
    const check = row && { found: row.found === 1, checkedAt: row.checkedAt };
    if (check !== undefined) this.#checks.set(segment, check);
    return check;
  }
}

function isTransient(answer: Found<undefined> | Failure): boolean {
  return answer.kind === "transient";
}
