/**
 * A world for the Ledger in which time passes only when a test says so: a clock, a Resend at the HTTP layer that is
 * slow, refuses, and loses answers, and the real object, which can be killed at any moment.
 */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";

import { type Asking, newAskingId, type UnsubscribeOutcome } from "../../src/ledger/asking.ts";
import type { Runtime } from "../../src/ledger/runtime.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { LogLevel } from "../../src/telemetry.ts";

export const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
export const NEWS = "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11";
export const TOPIC = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e";
export const OTHER_TOPIC = "07d84122-7224-4881-9c31-1c048e204602";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Far away, so that the runtime's own alarms never ring. */
const START = Date.UTC(2100, 0, 1);

export interface Person {
  id: string;
  email: string;
  segments: Set<string>;
  unsubscribed: boolean;
  /** Own choices; without one, the topic's default applies. */
  topics?: Map<string, string>;
  properties?: Record<string, unknown>;
}

export const MIRA = { id: "e169aa45-1ecf-4183-9955-b1499d5701d3", email: "mira@example.com" };

/** A person on the weekly list. */
export function subscribed(names: { id: string; email: string }): Person {
  return { ...names, segments: new Set([SEGMENT]), unsubscribed: false };
}

/** An answer that a test gives in Resend's stead. */
export interface OwnAnswer {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

/** What becomes of one request to Resend. `late`: carried out after `afterMs`, and never answered. */
export type Fate =
  | "well"
  | "slow"
  | "refused"
  | "rate-limited"
  | "locked"
  | "broken"
  | "broken-but-applied"
  | "dropped"
  | "lost"
  | "late"
  | "hang";

export interface Behavior {
  removingAbsent: 200 | 404;
  addingAgain: 200 | 409 | 422;
  /** The form that a change of topics must have, whether its answer shows them, and what a list of them has. */
  topicsBody: "both" | "object" | "array";
  topicsAnswer: "topics" | "id";
  topicsListed: "all" | "chosen";
  limit: number;
}

/** Timers and alarms of one moment. */
const MOST_AT_ONCE = 1_000;

interface Timer {
  at: number;
  ring: () => void;
}

export class World {
  now = START;
  #timers: Timer[] = [];
  /** When requests started. */
  starts: number[] = [];
  people: Person[] = [];
  segments = new Set([SEGMENT, NEWS]);
  /** Each topic's default. */
  topics = new Map([
    [TOPIC, "opt_in"],
    [OTHER_TOPIC, "opt_in"],
  ]);
  behavior: Behavior = {
    removingAbsent: 200,
    addingAgain: 200,
    topicsBody: "both",
    topicsAnswer: "topics",
    topicsListed: "all",
    limit: 10,
  };
  /** What becomes of the requests to come; `well` once there are none. */
  fates: Fate[] = [];
  /** The same for those that change something, before `fates`. */
  changeFates: Fate[] = [];
  isDown = false;
  /** How long a commit takes. */
  commitMs = 0;
  /** Contacts whose every change fails with 500, or is refused for good. */
  failing = new Set<string>();
  refusing = new Set<string>();
  /** Every request, as its method and its path. */
  paths: string[] = [];
  /** Answers what gets through to Resend; `undefined`: as Resend does. */
  answering: (method: string, path: string) => OwnAnswer | undefined = () => undefined;
  /** What was written into properties, and whose. */
  written: { contact: string; properties: Record<string, unknown> }[] = [];
  /** The operator's log. */
  lines: { level: LogLevel; line: Record<string, unknown> }[] = [];
  /** Changes under way: who, by which name, and whether they come back. */
  #changing = new Set<{ person: string; path: string; isRestore: boolean }>();
  /** Whether ever two requests of one entry and target were under way at once, or an undo beside a removal of that person's. */
  collided = false;
  /** What happened, printed with a failure. */
  trace: string[] = [];
  #generation = 0;
  #state: DurableObjectState;
  #ringing: Promise<void> | undefined;
  #env: object;
  ledger: Ledger;

  constructor(state: DurableObjectState, change: object = {}) {
    this.#state = state;
    this.#env = { ...env, ...change };
    // The runtime's own object has planned its walks for today.
    state.storage.sql.exec("DROP TABLE IF EXISTS walks");
    this.ledger = this.#start();
  }

  /** Puts so many people on the list. */
  populate(count: number): void {
    this.people = Array.from({ length: count }, (_, index) =>
      subscribed({ id: crypto.randomUUID(), email: `${index}@example.com` }),
    );
  }

  note(text: string): void {
    this.trace.push(`${this.now - START} ms: ${text}`);
  }

  /** Ends the object where it stands, and starts it again with what is on disk, perhaps with other settings. */
  async kill(change: object = {}): Promise<void> {
    this.#env = { ...this.#env, ...change };
    this.note("kill");
    this.#generation += 1;
    // The runtime runs an alarm again that was cut off.
    const { storage } = this.#state;
    if (this.isRinging && (await storage.getAlarm()) === null) await storage.setAlarm(this.now);
    this.#ringing = undefined;
    this.#changing.clear();
    this.ledger = this.#start();
    await this.started();
  }

  #start(): Ledger {
    const generation = this.#generation;
    const isOver = () => generation !== this.#generation;
    const never = new Promise<never>(() => undefined);
    const runtime: Runtime = {
      now: () => this.now,
      random: () => 0.5,
      log: ({ level, ...line }) => {
        const text = JSON.stringify(line);
        this.lines.push({ level, line: JSON.parse(text) as Record<string, unknown> });
        this.note(text);
      },
      sync: () => (this.commitMs === 0 ? Promise.resolve() : this.#wait(this.commitMs, isOver)),
      after: (ms, ring) => this.#after(ms, ring, isOver),
      fetch: ((url: string, init?: RequestInit) =>
        isOver() ? never : this.#answer(url, init, isOver)) as typeof fetch,
    };
    return new Ledger(this.#state, this.#env as Env, runtime);
  }

  #after(ms: number, ring: () => void, isOver: () => boolean): () => void {
    let isCanceled = false;
    this.later(ms, () => isOver() || isCanceled || ring());
    return () => void (isCanceled = true);
  }

  #wait(ms: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve) => this.#after(ms, resolve, isOver));
  }

  /** Something that happens whether the object lives or not. */
  later(ms: number, ring: () => void): void {
    this.#timers.push({ at: this.now + ms, ring });
  }

  /** Lets what is under way get as far as it can without time passing: everything here is a microtask. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 150; turn++) await Promise.resolve();
  }

  /** Waits for what takes turns of the runtime's own: a start reads its settings with Web Crypto. */
  async started(): Promise<void> {
    await this.#state.blockConcurrencyWhile(async () => undefined);
    await this.settle();
  }

  /** What is on disk of each entry. */
  entries(): Record<"contact" | "scope" | "state" | "result" | "asking", string>[] {
    const query = "SELECT contact, scope, state, result, asking FROM entries";
    return this.#state.storage.sql.exec<never>(query).toArray();
  }

  /** Lets time pass: timers and alarms ring in their order. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    await this.settle();
    for (let rings = 0; ;) {
      const alarm = this.#ringing === undefined ? await this.#state.storage.getAlarm() : null;
      const next = Math.min(alarm ?? Infinity, ...this.#timers.map(({ at }) => at));
      if (next > until) break;
      rings = next > this.now ? 0 : rings + 1;
      if (rings > MOST_AT_ONCE) throw new Error("an alarm sets itself to a time that has passed");
      this.now = Math.max(this.now, next);
      const due = this.#timers.filter(({ at }) => at <= this.now);
      this.#timers = this.#timers.filter(({ at }) => at > this.now);
      for (const { ring } of due) ring();
      if (alarm !== null && alarm <= this.now) await this.#ring();
      await this.settle();
    }
    this.now = until;
  }

  /** An answer, once so much time has passed. */
  async after<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer> {
    await this.advance(ms);
    return answer;
  }

  /** Whether an alarm is under way: as in the runtime, none is set meanwhile unless the object sets the next. */
  get isRinging(): boolean {
    return this.#ringing !== undefined;
  }

  async #ring(): Promise<void> {
    await this.#state.storage.deleteAlarm();
    const ringing = this.ledger.alarm().finally(() => {
      if (this.#ringing === ringing) this.#ringing = undefined;
    });
    this.#ringing = ringing;
  }

  /** Somebody asks to unsubscribe: from the weekly list, by a one-click POST, unless a test says otherwise. */
  ask(contact: string, change: Partial<Asking> = {}): Promise<UnsubscribeOutcome> {
    const asking = { id: newAskingId(), scope: "list", list: "weekly", contact } as const;
    const { ledger } = this;
    return ledger.unsubscribe({ ...asking, channel: "one-click", hash: "h".repeat(26), ...change });
  }

  person(contact: string): Person | undefined {
    return this.people.find(({ id, email }) => id === contact || email === contact);
  }

  async #answer(
    url: string,
    { method = "GET", body: sent, signal }: RequestInit = {},
    isOver: () => boolean,
  ): Promise<Response> {
    const body = typeof sent === "string" ? sent : "";
    this.starts.push(this.now);
    const next = method === "GET" ? undefined : this.changeFates.shift();
    const fate = this.isDown ? "refused" : (next ?? this.fates.shift() ?? "well");
    const { pathname, searchParams } = new URL(url);
    this.note(`${method} ${pathname} ${body} (${fate})`);
    this.paths.push(`${method} ${pathname}`);
    const contact = decodeURIComponent(pathname.split("/")[2] ?? "");
    const change = {
      person: this.person(contact)?.id ?? contact,
      path: pathname,
      isRestore: method === "POST" || (method === "PATCH" && /false|opt_in/.test(body)),
    };
    if (method !== "GET") this.#begin(change);
    try {
      return await this.#meet(
        fate,
        () =>
          this.#own(method, pathname) ??
          this.#carryOut(method, pathname, body, searchParams.get("after")),
        signal ?? undefined,
        isOver,
      );
    } finally {
      this.#changing.delete(change);
    }
  }

  async #meet(
    fate: Fate,
    carryOut: () => Response,
    signal: AbortSignal | undefined,
    isOver: () => boolean,
  ): Promise<Response> {
    const never = () =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => isOver() || reject(new Error("aborted")));
      });
    switch (fate) {
      case "well":
        await this.#wait(80, isOver);
        return carryOut();
      case "slow":
        await this.#wait(2_500, isOver);
        return carryOut();
      case "refused":
        return this.#refuse(503, "internal_server_error");
      case "rate-limited":
        return this.#refuse(429, "rate_limit_exceeded", { "retry-after": "1" });
      case "locked":
        return this.#refuse(409, "resource_locked");
      case "broken":
        return this.#refuse(500, "internal_server_error");
      case "broken-but-applied":
        carryOut();
        return this.#refuse(500, "internal_server_error");
      case "dropped":
        throw new TypeError("connection lost");
      case "lost":
        carryOut();
        throw new TypeError("connection lost");
      case "late":
        this.later(20_000, carryOut);
        return never();
      case "hang":
        return never();
    }
  }

  #begin(change: { person: string; path: string; isRestore: boolean }): void {
    for (const other of this.#changing) {
      const isBeside = change.isRestore !== other.isRestore || change.path === other.path;
      if (other.person === change.person && isBeside) this.collided = true;
    }
    this.#changing.add(change);
  }

  #own(method: string, path: string): Response | undefined {
    const { status, body = {}, headers } = this.answering(method, path) ?? {};
    return status === undefined ? undefined : this.#json(status, body, headers);
  }

  /** A page of a segment's contacts, newest first. */
  #contactsOf(segment: string, after: string | null): Response {
    const all = this.people.filter(({ segments }) => segments.has(segment));
    const from = all.findIndex(({ id }) => id === after) + 1;
    if (after !== null && from === 0) return this.#refuse(422, "validation_error");
    const data = all
      .slice(from, from + 100)
      .map(({ id, email, unsubscribed }) => ({ id, email, unsubscribed }));
    return this.#json(200, { object: "list", has_more: all.length > from + 100, data });
  }

  #carryOut(method: string, path: string, body: string, after: string | null): Response {
    const [, kind = "", name = "", more, segment = ""] = path.split("/");
    if (kind === "segments") {
      if (more === "contacts" && this.segments.has(name)) return this.#contactsOf(name, after);
      return this.segments.has(name)
        ? this.#json(200, { object: "segment", id: name })
        : this.#refuse(404, "not_found");
    }
    if (kind === "topics") {
      const byDefault = this.topics.get(name);
      return byDefault === undefined
        ? this.#refuse(404, "not_found")
        : this.#json(200, { object: "topic", id: name, default_subscription: byDefault });
    }
    const person = this.person(decodeURIComponent(name));
    if (method !== "GET" && this.failing.has(person?.id ?? "")) return this.#refuse(500, "x");
    if (method !== "GET" && this.refusing.has(person?.id ?? "")) return this.#refuse(422, "x");
    const isThere = person !== undefined && (segment === "" || this.segments.has(segment));
    if (method === "DELETE") {
      const wasOn = isThere && person.segments.delete(segment);
      return wasOn || this.behavior.removingAbsent === 200
        ? this.#json(200, { object: "contact_segment", deleted: true })
        : this.#refuse(404, "not_found");
    }
    if (!isThere) return this.#refuse(404, "not_found");
    if (more === "topics") return this.#topicsOf(person, body);
    if (method === "POST") {
      const { addingAgain } = this.behavior;
      if (person.segments.has(segment) && addingAgain !== 200) {
        return this.#refuse(addingAgain, "validation_error");
      }
      person.segments.add(segment);
      return this.#json(200, { object: "contact_segment", id: segment });
    }
    if (method === "PATCH") {
      const { unsubscribed, properties } = JSON.parse(body) as Person;
      if (properties !== undefined) {
        this.written.push({ contact: person.id, properties });
        person.properties = { ...person.properties, ...properties };
        return this.#json(200, { object: "contact", id: person.id });
      }
      person.unsubscribed = unsubscribed;
      return this.#json(200, { object: "contact", id: person.id });
    }
    if (more === "segments") {
      const data = [...person.segments].map((id) => ({ id }));
      return this.#json(200, { object: "list", has_more: false, data });
    }
    const { id, email, unsubscribed, properties = {} } = person;
    return this.#json(200, { object: "contact", id, email, unsubscribed, properties });
  }

  /** Whether mail of a topic reaches a person. */
  isOptedIn({ topics }: Person, topic: string): boolean {
    return (topics?.get(topic) ?? this.topics.get(topic)) === "opt_in";
  }

  #topicsOf(person: Person, body: string): Response {
    const { topicsBody, topicsAnswer, topicsListed } = this.behavior;
    if (body === "") {
      const listed = [...this.topics].filter(
        ([id]) => topicsListed === "all" || person.topics?.has(id),
      );
      const data = listed.map(([id]) => {
        return { id, subscription: this.isOptedIn(person, id) ? "opt_in" : "opt_out" };
      });
      return this.#json(200, { object: "list", has_more: false, data });
    }
    const changes = JSON.parse(body) as { topics: unknown } | unknown[];
    const isArray = Array.isArray(changes);
    if (topicsBody === (isArray ? "object" : "array")) return this.#refuse(422, "validation_error");
    const topics = (isArray ? changes : changes.topics) as { id: string; subscription: string }[];
    if (topics.some(({ id }) => !this.topics.has(id))) return this.#refuse(404, "not_found");
    for (const { id, subscription } of topics) {
      (person.topics ??= new Map()).set(id, subscription);
    }
    return this.#json(200, topicsAnswer === "id" ? { id: person.id } : { topics });
  }

  #json(status: number, body: object, headers: Record<string, string> = {}): Response {
    const limit = { "ratelimit-limit": String(this.behavior.limit) };
    const text = JSON.stringify(body);
    const response = new Response(text, { status, headers: { ...limit, ...headers } });
    // A stream is read in turns of the runtime's own, in which time would pass.
    return Object.assign(response, { text: async () => text });
  }

  #refuse(status: number, name: string, headers?: Record<string, string>): Response {
    return this.#json(status, { statusCode: status, name, message: "No" }, headers);
  }
}

/** Runs a test in a world of its own, with settings of its own. */
export async function inWorld(
  test: (world: World, state: DurableObjectState) => Promise<void>,
  change: object = {},
): Promise<void> {
  const stub = env.LEDGER.getByName(crypto.randomUUID());
  await runInDurableObject(stub, async (_, state) => {
    const world = new World(state, change);
    await world.started();
    await test(world, state);
    await state.storage.deleteAll();
  });
}
