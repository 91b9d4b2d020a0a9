/**
 * Decides when a request to Resend may start. The team shares the rate limit L with the sender's own mail: the queue
 * starts at most L/2 requests in any second, live requests may use L - 1, and at most 5 L start in any ten seconds. It
 * sends nothing.
 */

import type { Clock } from "./runtime.ts";
import type { Sql } from "./sql.ts";

/** `live`: a client waits for the answer. `background`: the queue and checks. `spare`: link sync, which goes last. */
export type Lane = "live" | "background" | "spare";

const LANES = ["live", "background", "spare"] as const;

/** The limit until Resend reports one. */
export const ASSUMED_LIMIT_PER_SECOND = 2;

/** Slightly longer than one second and ten seconds, since a request is sent some time after it may start. */
const SECOND_MS = 1_100;
const TEN_SECONDS_MS = 10_050;

/** After this many live starts in a row, the oldest entry of the queue goes first. */
const LIVE_IN_A_ROW = 4;

/** The request that a call belongs to. All of its calls share its place in the order and its deadline. */
interface Request {
  order: number;
  /** Milliseconds since 1970. */
  deadline: number;
}

interface Waiter extends Request {
  settle: (started: boolean) => void;
}

export class Budget {
  readonly #clock: Clock;
  readonly #sql: Sql;
  readonly #waiting: Record<Lane, Waiter[]> = { live: [], background: [], spare: [] };
  /** Start times of the last ten seconds, and those of the background lane. */
  readonly #starts = new Log();
  readonly #background = new Log();
  #liveInARow = 0;
  #wakeAt = Infinity;
  /** How many starts the last record on disk still covers, and until when. */
  #noted = { left: 0, until: 0 };

  /** Requests a second that the whole team may send. */
  limitPerSecond: number;
  /** Nothing starts before this time, because Resend asked for a pause. */
  cooldownUntil: number;

  constructor(clock: Clock, sql: Sql) {
    this.#clock = clock;
    this.#sql = sql;
    const { limit, cooldown, notedAt, starts, left } = sql.one<{
      limit: number;
      cooldown: number;
      notedAt: number;
      starts: number;
      left: number;
    }>(
      `SELECT limit_per_second AS "limit", cooldown_until AS cooldown, noted_at AS notedAt,
       noted_starts AS starts, noted_left AS "left" FROM resend`,
    );
    this.limitPerSecond = limit;
    this.cooldownUntil = cooldown;
    // After a restart, count the starts in the record as made at the latest possible time.
    const latest = Math.min(clock.now(), notedAt + TEN_SECONDS_MS);
    this.#starts.add(notedAt, starts);
    this.#starts.add(latest, left);
    this.#background.add(latest, left);
  }

  /**
   * Waits until a call may start. The oldest request goes first with all its calls; otherwise many requests would begin
   * and few would finish.
   *
   * @returns `true` when the call may start; `false` if it cannot start before the deadline
   */
  start(lane: Lane, { order, deadline }: Request): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiting = this.#waiting[lane];
    const after = waiting.findLastIndex((other) => other.order <= order);
    waiting.splice(after + 1, 0, { order, deadline, settle: resolve });
    this.#pump();
    return promise;
  }

  /** Applies the rate limit and the pause from an answer. */
  heed(limitPerSecond: number | undefined, pauseSeconds: number | undefined): void {
    const limit = limitPerSecond ?? this.limitPerSecond;
    const until = pauseSeconds === undefined ? 0 : this.#clock.now() + pauseSeconds * 1000;
    if (limit === this.limitPerSecond && until <= this.cooldownUntil) return;
    this.limitPerSecond = limit;
    this.cooldownUntil = Math.max(this.cooldownUntil, until);
    this.#sql.note(
      "UPDATE resend SET limit_per_second = ?, cooldown_until = ?",
      limit,
      this.cooldownUntil,
    );
    this.#pump();
  }

  /** Gives up every waiting live request, because Resend is down. */
  releaseLive(): void {
    for (const { settle } of this.#waiting.live.splice(0)) settle(false);
  }

  #pump(): void {
    const now = this.#clock.now();
    for (const lane of LANES) {
      this.#waiting[lane] = this.#waiting[lane].filter(({ deadline, settle }, ahead) => {
        const isLate = deadline < now || this.cooldownUntil > deadline;
        const goesOn = !isLate && ahead < this.#mostStarts(deadline - now);
        if (!goesOn) settle(false);
        return goesOn;
      });
    }
    for (let lane = this.#next(now); lane !== undefined; lane = this.#next(now)) {
      this.#begin(lane, now);
      this.#waiting[lane].shift()?.settle(true);
    }
    this.#wake(now);
  }

  /** The most calls that can start within a time. Whoever is behind more than that need not wait. */
  #mostStarts(ms: number): number {
    // The first answer may report a higher limit than the assumed one.
    if (this.limitPerSecond <= ASSUMED_LIMIT_PER_SECOND) return Infinity;
    return this.#perSecond * (Math.floor(ms / SECOND_MS) + 1);
  }

  get #perSecond(): number {
    const limit = this.limitPerSecond;
    return Math.max(1, limit <= 2 ? limit : limit - 1);
  }

  /** The lane whose first call may start now. */
  #next(now: number): Lane | undefined {
    const { live, background } = this.#waiting;
    const mayLive = live.length > 0 && this.#freeAt("live", now) <= now;
    const mayBackground = background.length > 0 && this.#freeAt("background", now) <= now;
    if (mayBackground && (!mayLive || this.#liveInARow >= LIVE_IN_A_ROW)) return "background";
    if (mayLive) return "live";
    return this.#waiting.spare.length > 0 && this.#freeAt("spare", now) <= now
      ? "spare"
      : undefined;
  }

  /** The earliest start of a call in this lane, regardless of other waiting calls. */
  #freeAt(lane: Lane, now: number): number {
    const limit = this.limitPerSecond;
    this.#starts.forget(now - TEN_SECONDS_MS);
    this.#background.forget(now - SECOND_MS);
    return Math.max(
      this.cooldownUntil,
      this.#starts.nth(this.#perSecond) + SECOND_MS,
      // Link sync leaves room, so that live requests need not wait for seconds after it.
      this.#starts.nth((lane === "spare" ? 3 : 5) * limit) + TEN_SECONDS_MS,
      lane === "live" ? 0 : this.#background.nth(Math.max(1, Math.floor(limit / 2))) + SECOND_MS,
    );
  }

  #begin(lane: Lane, now: number): void {
    if (this.#noted.left === 0 || this.#noted.until <= now) this.#note(now);
    this.#noted.left -= 1;
    this.#starts.add(now);
    if (lane !== "live") this.#background.add(now);
    this.#liveInARow = lane === "live" ? this.#liveInARow + 1 : 0;
  }

  /** Writes one row for several starts, so that a restarted object does not exceed the budget. */
  #note(now: number): void {
    const left = Math.max(4, this.limitPerSecond);
    this.#noted = { left, until: now + TEN_SECONDS_MS };
    this.#sql.note(
      "UPDATE resend SET noted_at = ?, noted_starts = ?, noted_left = ?",
      now,
      this.#starts.length,
      left,
    );
  }

  #wake(now: number): void {
    const times = LANES.flatMap((lane) => {
      const { length } = this.#waiting[lane];
      if (length === 0) return [];
      const deadlines = this.#waiting[lane].map(({ deadline }) => deadline + 1);
      return [Math.min(this.#freeAt(lane, now), ...deadlines)];
    });
    const at = Math.min(...times);
    if (at === Infinity || at >= this.#wakeAt) return;
    this.#wakeAt = at;
    this.#clock.after(Math.max(1, at - now), () => {
      if (this.#wakeAt === at) this.#wakeAt = Infinity;
      this.#pump();
    });
  }
}

/** Times in ascending order, the newest last. */
class Log {
  #times: number[] = [];
  #first = 0;

  get length(): number {
    return this.#times.length - this.#first;
  }

  add(time: number, count = 1): void {
    for (let added = 0; added < count; added++) this.#times.push(time);
  }

  /** The count-th newest time; negative infinity if there are fewer. */
  nth(count: number): number {
    return count > this.length ? -Infinity : (this.#times[this.#times.length - count] ?? -Infinity);
  }

  forget(until: number): void {
    while (this.#first < this.#times.length && (this.#times[this.#first] ?? 0) <= until)
      this.#first++;
    if (this.#first < 1000) return;
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }
}
