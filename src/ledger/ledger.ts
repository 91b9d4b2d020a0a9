/**
 * The Ledger: one Durable Object that stores each request, carries it out, and remembers it. Nothing else calls Resend
 * about contacts. What was answered with 200 or 202 is on disk. It has no `fetch` handler, so its log lines are stored
 * without a URL.
 */

import { DurableObject } from "cloudflare:workers";

import { readEnv } from "../settings/env.ts";
import type { Failure } from "../resend/answer.ts";
import type { Resend } from "../resend/client.ts";
import type { Asking, Receipt, Subscription, UndoOutcome, UnsubscribeOutcome } from "./asking.ts";
import type { ChangedContact } from "./audit.ts";
import { attempt } from "./attempt.ts";
import { drain } from "./drain.ts";
import { type Asked, Entries, LEASE_MS } from "./entries.ts";
import { type Entry, outcomeOf, receiptOf, RETRY_AFTER_SECONDS } from "./entry.ts";
import { enterImport, hear, type Heard, type Imported, type ImportRow } from "./heard.ts";
import { endForJoined, forget, type Forgotten } from "./people.ts";
import { type Health, readHealth } from "./report.ts";
import type { LinkSyncJob } from "./link-sync.ts";
import { Lists } from "./lists.ts";
import { Locks } from "./locks.ts";
import { Marks } from "./marks.ts";
import {
  type Mailable,
  type PageInput,
  readForgotten,
  readMailable,
  readPage,
  type RecordPage,
  scopesOf,
} from "./record.ts";
import { remove } from "./removal.ts";
import { type Report, report, summary } from "./report.ts";
import { SCHEMA } from "./schema.ts";
import { targetsFor } from "./target.ts";
import { Sql } from "./sql.ts";
import { undo } from "./undo.ts";
import { createCount } from "../telemetry.ts";
import { Alarm, type Runtime, WORKERD } from "./runtime.ts";
import { type Store, createContext, type Context } from "./context.ts";

/** Calls that cannot start within the first time are left to the queue. After the second, the client gets an answer while the attempt continues. */
const START_WITHIN_MS = 3_000;
const ANSWER_WITHIN_MS = 4_800;

/** While anything is queued, an alarm runs at least this often, and logs a summary. */
const LONGEST_SLEEP_MS = 300_000;

/** The next alarm after a drain that threw. */
const SAFETY_MS = 60_000;

/** Resend may send several events for one change; they are handled together. */
const LINK_SYNC_AFTER_MS = 1_000;

/** Older dead letters are queued again only on request, since the person may have signed up again. */
const RETRY_WITHIN_MS = 30 * 24 * 3_600_000;

export class Ledger extends DurableObject<Env> {
  readonly #runtime: Runtime;
  readonly #sql: Sql;
  readonly #alarm = new Alarm(this.ctx.storage);
  readonly #store: Store;
  /** `undefined` while the settings are faulty: requests are stored, and nothing is sent. */
  #context: Context | undefined;
  #draining = false;
  #summaryAt = 0;

  constructor(state: DurableObjectState, env: Env, runtime = WORKERD) {
    super(state, env);
    this.#runtime = runtime;
    const sql = new Sql(state.storage, () => runtime.sync(state.storage));
    this.#sql = sql;
    sql.run(SCHEMA);
    const lists = new Lists(sql);
    const entries = new Entries(sql, lists);
    this.#store = { sql, lists, entries, marks: new Marks(sql), locks: new Locks(runtime) };
    const settings = readEnv(env);
    if (settings.kind === "faulty") return;
    void state.blockConcurrencyWhile(async () => {
      this.#context = await createContext(
        settings.config,
        this.#store,
        runtime,
        createCount(settings.metrics),
      );
    });
  }

  /** Stores a request to unsubscribe, and carries it out at once if the budget allows. */
  async unsubscribe(asking: Asking): Promise<UnsubscribeOutcome> {
    const startedAt = this.#runtime.now();
    let entry: Entry | undefined;
    let failure: Failure | undefined;
    let outcome: UnsubscribeOutcome;
    try {
      const { entries, lists } = this.#store;
      const asked = await this.#sql.commit(() =>
        entries.ask(asking, startedAt, {
          settingsAt: this.#context?.settingsAt ?? 0,
          waits: this.#mustWait(asking.list, startedAt),
        }),
      );
      ({ entry } = asked);
      await this.#alarm.noLaterThan(startedAt + LEASE_MS);
      failure = await this.#carryOut(asked, startedAt);
      const current = entries.lookUp(entry.id);
      outcome = outcomeOf(entry.asking, current);
      // For a list that is held, the alarm above is early enough.
      if (current && outcome.kind === "queued" && !lists.isHeld(current.list, startedAt)) {
        const quietUntil = this.#context?.upstream.quietUntil ?? startedAt + SAFETY_MS;
        await this.#alarm.noLaterThan(Math.max(current.dueAt, quietUntil));
      }
    } catch (error) {
      this.#complain("unsubscribe", error);
      outcome = await this.#withoutRecord(asking, startedAt);
    }
    const { scope, list, channel, hash } = asking;
    const isBad = outcome.kind === "dead-letter" || outcome.kind === "try-again";
    const isGood = outcome.kind === "done" && outcome.asking !== undefined;
    this.#runtime.log({
      level: isBad || failure?.kind === "misconfigured" ? "error" : isGood ? "info" : "warn",
      event: "leave",
      scope,
      list,
      channel,
      outcome: outcome.kind,
      fault: failure?.fault,
      status: failure?.status,
      upstream: failure?.upstream,
      entry: entry?.id,
      ms: this.#runtime.now() - startedAt,
      hash: hash.slice(0, 10),
    });
    return outcome;
  }

  /** Restores what the asking with this token has changed. */
  async undo(subscription: Subscription, token: string): Promise<UndoOutcome> {
    const startedAt = this.#runtime.now();
    const context = this.#context;
    const tryAgain = { kind: "try-again", retryAfterSeconds: RETRY_AFTER_SECONDS } as const;
    let outcome: UndoOutcome = tryAgain;
    if (context !== undefined) {
      const resend = context.upstream.client("live", startedAt + START_WITHIN_MS);
      const undoing = undo(subscription, token, { ...context, resend }).catch(() => tryAgain);
      const late = async (): Promise<UndoOutcome> => {
        this.#afterwards(undoing);
        const entry = this.#store.entries.findAsking(subscription, token);
        return entry?.state === "undoing" ? { kind: "undoing", scope: entry.scope } : tryAgain;
      };
      outcome = await this.#within(undoing, startedAt, late);
    }
    await this.#schedule();
    this.#runtime.log({
      level: outcome.kind === "undone" || outcome.kind === "canceled" ? "info" : "warn",
      event: "undo",
      scope: "scope" in outcome ? outcome.scope : undefined,
      list: subscription.list,
      outcome: outcome.kind,
      ms: this.#runtime.now() - startedAt,
    });
    return outcome;
  }

  /** Returns the result of an asking. Changes nothing. */
  receipt(subscription: Subscription, token: string): Receipt {
    const entry = this.#store.entries.findAsking(subscription, token);
    return receiptOf(entry, this.#runtime.now());
  }

  /** Returns a page of the record; `undefined` if there is no such list. */
  record(input: PageInput): RecordPage | undefined {
    return readPage({ sql: this.#sql, settings: this.#settings }, input);
  }

  /** Whether a person may be mailed about a list; `undefined` if there is no such list. */
  mailable({ list, contact }: Subscription): Promise<Mailable | undefined> {
    return readMailable(list, contact, { ...this.#store, settings: this.#settings });
  }

  /** Which of these names are of people who left a list, or any, and were forgotten; `undefined` if there is no such list. */
  forgotten(contacts: readonly string[], list?: string): Promise<string[] | undefined> {
    return readForgotten(list, contacts, { ...this.#store, settings: this.#settings });
  }

  #hasList(list: string): boolean {
    return scopesOf(list, { sql: this.#sql, settings: this.#settings }) !== undefined;
  }

  get #settings(): Context["settings"] {
    return this.#context?.settings ?? new Map();
  }

  /**
   * Records that a person has signed up again.
   *
   * @returns how many entries ended; `undefined` if it could not be done now
   */
  async joined(subscription: Subscription): Promise<number | "no-list" | undefined> {
    const context = this.#context;
    if (!this.#hasList(subscription.list)) return "no-list";
    if (context === undefined) return undefined;
    const ended = endForJoined(subscription, this.#reader("live", context), context);
    return ended.catch((error: unknown) => this.#complain("joined", error));
  }

  /** Forgets a person. */
  async forget(contact: string): Promise<Forgotten> {
    const context = this.#context;
    if (context === undefined) return { kind: "unread" };
    return forget(contact, this.#reader("live", context), context);
  }

  /** Enters what Resend has heard itself. @returns how many entries have changed; `undefined` if it could not be done now */
  async hear(heard: Heard): Promise<number | undefined> {
    const context = this.#context;
    const entered = context && (await hear(heard, this.#reader("background", context), context));
    await this.#schedule();
    return entered;
  }

  /** Enters who left with an earlier tool. */
  async importRows(rows: readonly ImportRow[]): Promise<Imported> {
    const context = this.#context;
    if (context === undefined) throw new Error("the settings are faulty");
    const imported = await enterImport(rows, (list) => this.#hasList(list), context);
    await this.#schedule();
    return imported;
  }

  /** A client for a call that someone waits for. */
  #reader(lane: "live" | "background", { upstream }: Context): Resend {
    return upstream.client(lane, this.#runtime.now() + START_WITHIN_MS);
  }

  /** Stores a link sync job. @returns whether it is on disk */
  async syncLinks(job: LinkSyncJob): Promise<boolean> {
    const dueAt = this.#runtime.now() + LINK_SYNC_AFTER_MS;
    try {
      this.#context?.linkSync.add(job, dueAt);
      await this.#alarm.noLaterThan(dueAt);
      return this.#context !== undefined;
    } catch (error) {
      return this.#complain("link sync", error) ?? false;
    }
  }

  /** Notes a contact who was created or changed. @returns whether the audit will look at them */
  async contactChanged(contact: ChangedContact): Promise<boolean> {
    const isNoted = this.#context?.audit.notice(contact) ?? false;
    if (isNoted) await this.#schedule();
    return isNoted;
  }

  /** Starts walking through the lists' segments. */
  async startAudit(): Promise<void> {
    this.#context?.audit.walks.start();
    await this.#schedule();
  }

  /** Reports what is queued, what is a dead letter, what is held, and why. */
  report(): Report {
    const { upstream, linkSync, audit } = this.#context ?? {};
    return report({
      sql: this.#sql,
      linkSync,
      audit,
      now: this.#runtime.now(),
      lastFault: upstream?.lastFault ?? null,
      quietUntil: upstream?.quietUntil ?? 0,
      limitPerSecond: upstream?.budget.limitPerSecond ?? 0,
    });
  }

  /** Reports settings that Resend refuses or does not know, and problems of the queue. */
  async health(): Promise<Health> {
    await this.#schedule();
    return readHealth(this.#sql, this.#runtime.now(), this.#context);
  }

  /** Whether this Ledger has ever stored a request. */
  isUsed(): boolean {
    return this.#sql.first("SELECT 1 FROM entries LIMIT 1") !== undefined;
  }

  /**
   * Queues dead letters again, a bounded number at a time.
   *
   * @param old whether to include those that were asked for more than 30 days ago
   * @returns how many were queued
   */
  async retry({ old }: { old: boolean }): Promise<number> {
    const now = this.#runtime.now();
    const retried = this.#store.entries.retry(old ? 0 : now - RETRY_WITHIN_MS, now);
    await this.#schedule();
    return retried;
  }

  /** Permanently drops one entry that is queued or a dead letter. @returns whether there was one */
  drop(id: number): boolean {
    return this.#store.entries.drop(id);
  }

  override async alarm(): Promise<void> {
    const { now, log: write } = this.#runtime;
    this.#alarm.fired();
    this.#draining = true;
    try {
      if (this.#context !== undefined) await drain(this.#context);
    } catch (error) {
      // An alarm that throws is retried only six times, so this one never throws.
      this.#complain("drain", error);
      return await this.#alarm.noLaterThan(now() + SAFETY_MS);
    } finally {
      this.#draining = false;
    }
    const standing = this.report();
    const isQuiet = standing.queued + standing.deadLetterCount + standing.held.length === 0;
    if (!isQuiet && now() - this.#summaryAt >= LONGEST_SLEEP_MS) {
      this.#summaryAt = now();
      write(summary(standing));
    }
    await this.#schedule();
  }

  /** Whether requests of a list have to wait for Resend or for the operator. */
  #mustWait(list: string, now: number): boolean {
    return this.#context?.upstream.isDown !== false || this.#store.lists.isHeld(list, now);
  }

  /** Carries out a new request, unless it has to wait. */
  async #carryOut({ kind, entry }: Asked, startedAt: number): Promise<Failure | undefined> {
    const { entries, locks } = this.#store;
    const context = this.#context;
    if (kind === "same") await locks.free(entry.contact, startedAt + ANSWER_WITHIN_MS);
    if (kind !== "new") return undefined;
    if (context === undefined || this.#mustWait(entry.list, startedAt)) {
      const isQueued = entry.counted === 1 && entry.dueAt <= startedAt;
      if (!isQueued) entries.delay(entry.id, { ...entry, fault: null, dueAt: startedAt });
      return undefined;
    }
    const deadline = startedAt + START_WITHIN_MS;
    const resend = context.upstream.client("live", deadline);
    const trying = attempt(entry, resend, { ...context, log: () => undefined }, deadline).catch(
      // It is on disk, and the queue will retry it.
      (error: unknown) => this.#complain("attempt", error),
    );
    return this.#within(trying, startedAt, async () => {
      // The client has its answer; the queue continues when this attempt ends.
      this.#afterwards(trying);
      return undefined;
    });
  }

  /** Carries out a request that could not be stored. */
  async #withoutRecord(asking: Asking, startedAt: number): Promise<UnsubscribeOutcome> {
    const tryAgain = { kind: "try-again", retryAfterSeconds: RETRY_AFTER_SECONDS } as const;
    const context = this.#context;
    const list = context?.targetsOf(asking.list) ?? [];
    if (context === undefined || list.length === 0) return tryAgain;
    const removing = remove(
      {
        contact: asking.contact,
        targets: targetsFor(asking.scope, list),
        list,
        readsFirst: false,
        isTooOld: false,
      },
      {
        resend: context.upstream.client("live", startedAt + START_WITHIN_MS),
        targets: context.targets,
        begin: () => undefined,
      },
    ).then(
      ({ kind }) =>
        kind === "done" || kind === "no-contact" ? { kind, asking: undefined } : tryAgain,
      () => tryAgain,
    );
    return this.#within(removing, startedAt, async () => tryAgain);
  }

  /** Waits for an answer as long as a client should; the work continues after that. @param work never rejects */
  async #within<Value>(
    work: Promise<Value>,
    startedAt: number,
    late: () => Promise<Value>,
  ): Promise<Value> {
    const { now, after } = this.#runtime;
    const { promise: isLate, resolve } = Promise.withResolvers<void>();
    const cancel = after(startedAt + ANSWER_WITHIN_MS - now(), resolve);
    return Promise.race([work, isLate.then(late)]).finally(cancel);
  }

  /** Sets the alarm again after work that no client waits for. @param work never rejects */
  #afterwards(work: Promise<unknown>): void {
    void work
      .then(() => this.#schedule())
      .catch((error: unknown) => this.#complain("schedule", error));
  }

  #complain(what: string, error: unknown): undefined {
    const name = error instanceof Error ? error.name : typeof error;
    this.#runtime.log({ level: "error", event: "exception", what, name });
    return undefined;
  }

  /** Sets the alarm for what is due next. A running drain does this itself when it ends. */
  async #schedule(): Promise<void> {
    if (this.#draining) return;
    const context = this.#context;
    const now = this.#runtime.now();
    const queued = this.#store.lists.nextDue();
    const checks = context?.targets.nextDue(context.allTargets);
    const { linkSync, audit, upkeep } = context ?? {};
    const dues = [queued, linkSync?.nextDue(), audit?.nextDue(), upkeep?.nextDue(), checks];
    const due = Math.min(...dues.map((time) => time ?? Infinity));
    if (due === Infinity) return;
    const earliest =
      context === undefined ? now + SAFETY_MS : Math.max(now, context.upstream.quietUntil);
    const longest = queued === undefined ? Infinity : now + LONGEST_SLEEP_MS;
    await this.#alarm.noLaterThan(Math.min(Math.max(due, earliest), longest));
  }
}
