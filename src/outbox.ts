/**
 * The Outbox: one Durable Object that holds what could not be done at once, and sends it when it can.
 * What `accept` has answered is on disk. Nothing expires.
 */

import { DurableObject } from "cloudflare:workers";

import { fingerprint, readConfig, segmentOf } from "./config.ts";
import { idLink } from "./link.ts";
import { log } from "./log.ts";
import { drain, type DrainServices, nextDrain } from "./outbox/drain.ts";
import { heeding } from "./outbox/pace.ts";
import { type Report, report, summary } from "./outbox/report.ts";
import { type Entry, Rows } from "./outbox/rows.ts";
import { type Stamp, Stamps } from "./outbox/stamps.ts";
import {
  createPace,
  createResend,
  createTransport,
  type FaultName,
  isUncertain,
  type Pace,
  respectingPauses,
  waitingFor,
} from "./resend.ts";

export type { Report } from "./outbox/report.ts";
export type { Entry, Operation } from "./outbox/rows.ts";
export type { Stamp } from "./outbox/stamps.ts";

/** An entry, and what Resend said when it was tried. */
export interface Acceptance {
  entry: Entry;
  /** Why it could not be done at once. */
  fault: FaultName | "list-unknown";
  /** It can never be done; the operator decides. */
  setAside: boolean;
  pace: Pace;
}

/**
 * What `withdraw` found: nothing, a row that Resend has not carried out, one that it may have, or one
 * that was asked for again meanwhile.
 */
export type Withdrawal = "none" | "withdrawn" | "uncertain" | "asked-again";

/** Why an isolate leaves Resend alone without having been asked to. */
const OWN_PAUSES = new Set<Acceptance["fault"]>(["timeout", "paused"]);

/** While anything waits, the Outbox wakes at least this often. */
const LONGEST_SLEEP_MS = 300_000;

/** What has just failed is not tried again at once; and of one change Resend may tell more than once. */
const FIRST_TRY_MS = 1_000;

/** A drain that is cut off is followed by another one after this time. */
const SAFETY_MS = 60_000;

/** Older requests are not repeated unasked: the person may have signed up again since. */
const RETRY_WITHIN_MS = 30 * 24 * 3_600_000;

const now = () => Date.now();
const wait = (ms: number) => scheduler.wait(ms);

export class Outbox extends DurableObject<Env> {
  readonly #rows = new Rows(this.ctx.storage.sql);
  readonly #stamps = new Stamps(this.ctx.storage.sql);
  /** `undefined` while the settings are faulty: rows are kept, and nothing is sent. */
  readonly #services: DrainServices | undefined;
  #draining = false;
  /** The last try of any row, under way or over. */
  #attempt: Promise<unknown> | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const rows = this.#rows;
    rows.recover();
    const settings = readConfig(env);
    if (settings.kind === "faulty") return;
    const { config } = settings;
    const { lists, origin = "", linkSecrets } = config;
    const pace = createPace({ now, wait }, () => rows.health.limitPerSecond);
    this.#services = {
      rows,
      stamps: this.#stamps,
      lists,
      linkTo: (list, contact) => idLink({ origin, list, contact, secret: linkSecrets[0] }),
      resend: createResend(
        respectingPauses(waitingFor(pace, createTransport({ ...config.resend, now })), now),
      ),
      segmentOf: (list) => segmentOf(list, config),
      now,
      random: () => Math.random(),
      log,
      attempting: (attempt) => void (this.#attempt = attempt),
    };
    void state.blockConcurrencyWhile(async () => {
      if (rows.settingsAre(await fingerprint(config))) await this.#schedule();
    });
  }

  /**
   * Stores what could not be done at once. When this resolves, it is on disk.
   *
   * @returns the row's number, for the log
   */
  async accept({ entry, fault, setAside, pace }: Acceptance): Promise<number> {
    // A pause that an isolate keeps by itself says nothing that Resend has said.
    const said = OWN_PAUSES.has(fault) ? { ...pace, pauseSeconds: 0 } : pace;
    const health = heeding(this.#rows.health, said, now());
    const uncertain = fault !== "list-unknown" && isUncertain(fault);
    const id = this.#rows.add(entry, now(), now() + FIRST_TRY_MS, uncertain);
    if (setAside) this.#rows.setAside(id, fault, now());
    this.#rows.health = { ...health, lastFault: fault === "paused" ? health.lastFault : fault };
    await this.#schedule();
    return id;
  }

  /**
   * Withdraws what waits, after an attempt that is under way.
   *
   * @param keep whether a row stays that Resend may have carried out
   */
  async withdraw(entry: Entry, { keep }: { keep: boolean }): Promise<Withdrawal> {
    const asked = this.#rows.find(entry)?.asked;
    if (asked === undefined) return "none";
    if (this.#attempt !== undefined) await this.#attempt.catch(() => undefined);
    const row = this.#rows.find(entry);
    if (row === undefined) return "none";
    // Who has asked to leave again meanwhile has the last word.
    if (row.asked !== asked) return "asked-again";
    if (!row.uncertain || !keep) this.#rows.remove(row);
    return row.uncertain ? "uncertain" : "withdrawn";
  }

  /** Stores that a contact's links are to be looked after. When this resolves, it is on disk. */
  async stamp(stamp: Stamp): Promise<void> {
    this.#stamps.add(stamp, now() + FIRST_TRY_MS);
    await this.#schedule();
  }

  /** Makes sure that an alarm is set while anything waits, and logs how things stand. For a Cron Trigger. */
  async check(): Promise<void> {
    await this.#schedule();
    log(...summary(this.report()));
  }

  /** What waits, what is set aside, and why. */
  report(): Report {
    return report(this.ctx.storage.sql, this.#rows, this.#stamps, now());
  }

  /**
   * Puts what was set aside back in line.
   *
   * @param old whether rows that were accepted more than 30 days ago go too
   * @returns how many went back
   */
  async retry({ old }: { old: boolean }): Promise<number> {
    const retried = this.#rows.retry(old ? 0 : now() - RETRY_WITHIN_MS, now());
    await this.#schedule();
    return retried;
  }

  /** Drops one row for good. @returns whether there was one */
  drop(row: number): boolean {
    return this.#rows.drop(row);
  }

  override async alarm(): Promise<void> {
    // Alarms that throw are retried six times and no more, so this one sets the next before it starts.
    await this.ctx.storage.setAlarm(now() + SAFETY_MS);
    this.#draining = true;
    try {
      if (this.#services !== undefined) await drain(this.#services);
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      return log("error", { event: "exception", name });
    } finally {
      this.#draining = false;
    }
    await this.#schedule();
  }

  /** Sets the alarm for what waits next. While a drain runs, it does so itself when it ends. */
  async #schedule(): Promise<void> {
    if (this.#draining) return;
    const { storage } = this.ctx;
    const due = nextDrain(this.#rows, this.#stamps);
    const current = await storage.getAlarm();
    if (due === undefined) {
      if (current !== null) await storage.deleteAlarm();
      return;
    }
    const earliest = this.#services === undefined ? now() + SAFETY_MS : due;
    const next = Math.min(Math.max(due, earliest), now() + LONGEST_SLEEP_MS);
    if (current !== next) await storage.setAlarm(next);
  }
}
