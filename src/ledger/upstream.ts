/**
 * Resend as the Ledger uses it: within the budget. While it is down or refuses the key, requests are stored at once, and
 * one probe at a time is sent until one succeeds.
 */

import { type Answer, classify, type FaultName } from "../resend/answer.ts";
import { createResend, type Memory, type Resend } from "../resend/client.ts";
import { createTransport, type Send } from "../resend/transport.ts";
import { Budget, type Lane } from "./budget.ts";
import type { Runtime } from "./runtime.ts";
import type { Sql } from "./sql.ts";

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

/** Faults that say nothing about Resend as a whole. */
const OF_ONE_REQUEST = new Set<FaultName>(["locked", "rate-limited", "not-sent"]);

const NOT_SENT: Answer = { status: null, lost: "not-sent" };

export class Upstream {
  readonly budget: Budget;
  readonly #runtime: Runtime;
  readonly #sql: Sql;
  readonly #send: Send;
  readonly #memory: Memory = { sendsTopicArray: false };
  /** Since the last success. */
  #failures: number;
  #probeAt: number;
  lastFault: string | null;
  #requests = 0;

  constructor(runtime: Runtime, sql: Sql, connection: { apiKey: string; baseUrl: string }) {
    this.#runtime = runtime;
    this.#sql = sql;
    this.budget = new Budget(runtime, sql);
    this.#send = createTransport({ ...connection, ...runtime });
    const last = sql.one<{ failures: number; probeAt: number; lastFault: string | null }>(
      "SELECT failures, probe_at AS probeAt, last_fault AS lastFault FROM resend",
    );
    this.#failures = last.failures;
    this.#probeAt = last.probeAt;
    this.lastFault = last.lastFault;
  }

  /** Whether Resend is down, or refuses the key. */
  get isDown(): boolean {
    return this.#failures > 0;
  }

  /** Until when nothing is sent; milliseconds since 1970. */
  get quietUntil(): number {
    return Math.max(this.isDown ? this.#probeAt : 0, this.budget.cooldownUntil);
  }

  /**
   * Makes a client whose requests wait for their start.
   *
   * @param deadline the latest start, after which a request is given up; milliseconds since 1970
   * @param onStart called for each request that is sent
   */
  client(lane: Lane, deadline = Infinity, onStart: () => void = () => undefined): Resend {
    const request = { order: this.#requests++, deadline };
    return createResend(async (method, path, body) => {
      if (lane === "live" && this.isDown && !this.#mayProbe()) return NOT_SENT;
      if (!(await this.budget.start(lane, request))) return NOT_SENT;
      onStart();
      const answer = await this.#send(method, path, body);
      this.budget.heed(answer.limitPerSecond, answer.cooldownSeconds);
      // Link sync has its own backoff; its failures do not affect leaves.
      if (lane !== "spare") this.#note(answer);
      return answer;
    }, this.#memory);
  }

  /** If nothing is queued, an undo may be the probe: one at a time. */
  #mayProbe(): boolean {
    const now = this.#runtime.now();
    if (now < this.#probeAt) return false;
    this.#probeAt = now + FIRST_BACKOFF_MS;
    return true;
  }

  /** Forgets the failures, because the key or the base URL has changed. */
  reset(): void {
    if (this.isDown) this.#keep(0, 0, this.lastFault);
  }

  /** Counts a failure of Resend as a whole. */
  fail(fault: FaultName): void {
    const { now, random } = this.#runtime;
    // Requests in flight at the same time fail together; that is one failure.
    if (this.isDown && now() < this.#probeAt) return;
    const failures = this.#failures + 1;
    this.#keep(failures, now() + backoffMs(failures, random()), fault);
    this.budget.releaseLive();
  }

  #note(answer: Answer): void {
    const classified = classify(answer);
    const { kind } = classified;
    if (
      (kind === "transient" || kind === "misconfigured") &&
      !OF_ONE_REQUEST.has(classified.fault)
    ) {
      return this.fail(classified.fault);
    }
    // A 400 may be about the key; the caller finds out, and calls `fail`.
    const isWell = kind !== "transient" && answer.status !== 400;
    if (isWell && this.isDown) this.#keep(0, 0, this.lastFault);
  }

  #keep(failures: number, probeAt: number, lastFault: string | null): void {
    this.#failures = failures;
    this.#probeAt = probeAt;
    this.lastFault = lastFault;
    this.#sql.note(
      "UPDATE resend SET failures = ?, probe_at = ?, last_fault = ?",
      failures,
      probeAt,
      lastFault,
    );
  }
}

/**
 * How long to wait after this many failures in a row: from one second up to sixty, twice as long each time, less up to a
 * quarter at random, so that retries do not synchronize.
 *
 * @param failures 1 or more
 * @param random from 0 up to, but not including, 1
 * @returns milliseconds
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
  return Math.max(FIRST_BACKOFF_MS, full * (1 - random / 4));
}
