/**
 * Which targets are verified. Resend answers a removal with 200 even if segment, contact, and key are unrelated, so no one
 * is told that they have left before Resend has shown the list's targets to this key. The canary shows whether Resend
 * confirms the removal of a contact that does not exist; if so, each contact is read first.
 */

import type { Found, Resend } from "../resend/client.ts";
import { DAY_MS } from "./entry.ts";
import type { Sql } from "./sql.ts";
import { find, type Finder, type ListTarget } from "./target.ts";

/** What Resend said about a target, and when; milliseconds since 1970. */
interface Check {
  found: boolean;
  checkedAt: number;
}

type SegmentTarget = Extract<ListTarget, { kind: "segment" }>;

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
  readonly #asking = new Map<string, Promise<Found<unknown>>>();
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

  /** Whether Resend knows a target; `undefined` if it was not verified yet. */
  isFound({ id }: ListTarget): boolean | undefined {
    return this.#check(id)?.found;
  }

  /** Whether Resend's 200 for a removal shows that the contact exists. */
  get removalProves(): boolean {
    return this.#canary.answer === "proof";
  }

  /**
   * Asks Resend for a target, unless it was verified within a day. Concurrent calls share one request.
   *
   * @param again asks even if it was verified
   */
  async verify(target: ListTarget, resend: Finder, again = false): Promise<Found<unknown>> {
    const { id } = target;
    const check = this.#check(id);
    const isFresh = check !== undefined && this.#now() - check.checkedAt < STALE_MS;
    if (check?.found && isFresh && !again) return { kind: "found", value: undefined };
    const asking = this.#asking.get(id) ?? this.#ask(target, resend);
    this.#asking.set(id, asking);
    const answer = await asking.finally(() => this.#asking.delete(id));
    // A transient answer keeps the last result.
    return check?.found && !again && answer.kind === "transient"
      ? { kind: "found", value: undefined }
      : answer;
  }

  async #ask(target: ListTarget, resend: Finder): Promise<Found<unknown>> {
    const { id } = target;
    const answer = await find(resend, target);
    this.#notBefore.set(id, this.#now() + RETRY_MS);
    if (answer.kind === "found" || answer.kind === "missing") {
      const check = { found: answer.kind === "found", checkedAt: this.#now() };
      this.#checks.set(id, check);
      this.#sql.note(
        "INSERT OR REPLACE INTO targets (target, found, checked_at) VALUES (?, ?, ?)",
        id,
        Number(check.found),
        check.checkedAt,
      );
    }
    return answer;
  }

  /** The targets that are due to be verified. */
  due(targets: readonly ListTarget[]): ListTarget[] {
    return targets.filter(({ id }) => this.#dueAt(id) <= this.#now());
  }

  /** A verified segment for the canary; `undefined` if it is not due, or if no segment is verified. */
  canaryDue(targets: readonly ListTarget[]): SegmentTarget | undefined {
    return this.#canaryDueAt() > this.#now() ? undefined : this.#verifiedSegment(targets);
  }

  #verifiedSegment(targets: readonly ListTarget[]): SegmentTarget | undefined {
    return targets
      .filter((target) => target.kind === "segment")
      .find((target) => this.isFound(target));
  }

  /** Removes a contact that does not exist. If Resend answers 404, a 200 for others is proof. */
  async sendCanary(
    { id }: SegmentTarget,
    resend: Pick<Resend, "removeFromSegment">,
  ): Promise<void> {
    const answer = await resend.removeFromSegment(crypto.randomUUID(), id);
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
  nextDue(targets: readonly ListTarget[]): number {
    const isCanaryUseful = this.#verifiedSegment(targets) !== undefined;
    const canaryAt = isCanaryUseful ? this.#canaryDueAt() : Infinity;
    return Math.min(canaryAt, ...targets.map(({ id }) => this.#dueAt(id)));
  }

  #dueAt(id: string): number {
    const check = this.#check(id);
    const dueAt = check === undefined ? 0 : check.checkedAt + (check.found ? DAY_MS : HOUR_MS);
    return Math.max(dueAt, this.#notBefore.get(id) ?? 0);
  }

  #canaryDueAt(): number {
    const { answer, at } = this.#canary;
    return Math.max(answer === "" ? 0 : at + DAY_MS, this.#notBefore.get(CANARY) ?? 0);
  }

  #check(id: string): Check | undefined {
    const known = this.#checks.get(id);
    if (known !== undefined) return known;
    const row = this.#sql.first<{ found: number; checkedAt: number }>(
      "SELECT found, checked_at AS checkedAt FROM targets WHERE target = ?",
      id,
    );
    const check = row && { found: row.found === 1, checkedAt: row.checkedAt };
    if (check !== undefined) this.#checks.set(id, check);
    return check;
  }
}
