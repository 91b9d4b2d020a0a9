/**
 * Our Worker with a Ledger that starts with so many entries, and whose clock and alarm are driven from outside. Below
 * `/-/bench/`, it measures the Ledger's operations, called by RPC as the Worker does.
 */

import worker from "../../src/index.ts";
import { newAskingId } from "../../src/ledger/asking.ts";
import { Ledger as OurLedger } from "../../src/ledger/ledger.ts";
import { SCHEMA } from "../../src/ledger/schema.ts";
import { WORKERD } from "../../src/ledger/workerd.ts";

export { Telemetry } from "../../src/index.ts";

type BenchEnv = Omit<Env, "LEDGER"> & {
  LEDGER: DurableObjectNamespace<Ledger>;
  ENTRIES: string;
  /** Where the stand-in for Resend is switched. */
  CONTROL: string;
};

const LIST = "weekly";
const FILLED_AT_ONCE = 100_000;
const DAY_MS = 86_400_000;

/** How far the Ledger's clock is ahead of the machine's. */
let aheadMs = 0;
const now = () => Date.now() + aheadMs;

export class Ledger extends OurLedger {
  #alarm = { due: Infinity, set: 0, run: 0 };

  constructor(state: DurableObjectState, env: BenchEnv) {
    fill(state.storage.sql, Number(env.ENTRIES));
    super(state, env, { ...WORKERD, now });
    state.storage.setAlarm = async (at) => {
      this.#alarm = { ...this.#alarm, due: Number(at), set: this.#alarm.set + 1 };
    };
  }

  /** Lets time pass, and runs the alarm once. */
  async pass(ms: number): Promise<void> {
    aheadMs += ms;
    this.#alarm = { ...this.#alarm, due: Infinity, run: this.#alarm.run + 1 };
    await this.alarm();
  }

  /** Lets a day pass, and runs each alarm when it is due. */
  async passDay(): Promise<void> {
    const end = now() + DAY_MS;
    while (this.#alarm.due <= end) await this.pass(Math.max(0, this.#alarm.due - now()));
  }

  /** What Cloudflare bills, and how much is queued. */
  meter() {
    const { rows, queued } = this.report();
    return { ...rows, ...this.#alarm, queued, bytes: this.ctx.storage.sql.databaseSize };
  }
}

/** Enters people who have left, in no order of their IDs. */
function fill(sql: SqlStorage, entries: number): void {
  sql.exec(SCHEMA);
  const { first } = sql.exec<{ first: number }>("SELECT count(*) AS first FROM entries").one();
  for (let from = first; from < entries; from += FILLED_AT_ONCE) {
    const values = [from, Math.min(from + FILLED_AT_ONCE, entries), LIST, Date.now() - DAY_MS];
    sql.exec(
      `WITH RECURSIVE ids(id) AS (SELECT ?1 + 1 UNION ALL SELECT id + 1 FROM ids WHERE id < ?2)
       INSERT INTO entries (id, scope, list, contact, other, state, result, seq, asking, channel,
         hash, asked_at, asked_seq, done_at, done_seq, due_at)
       SELECT id, ?3, ?3, printf('%08x-0000-4000-8000-%012x', id * 2654435761 % 4294967296, id),
         printf('person-%d@acme.com', id), 'done', 'done', id, printf('%032x', id), 'one-click',
         printf('%064x', id), ?4, id, ?4, id, ?4 FROM ids`,
      ...values,
    );
  }
  if (entries > 0) sql.exec("INSERT OR IGNORE INTO lists (list) VALUES (?)", LIST);
  sql.exec("UPDATE record SET named_to = ?", entries);
}

/** A request of the person with this number. */
function asking(n: number, channel: "one-click" | "page" = "page") {
  const contact = `${n.toString(16).padStart(8, "f")}-0000-4000-8000-ffffffffffff`;
  const hash = n.toString(16).padStart(32, "0");
  const id = channel === "page" ? hash : newAskingId();
  return { id, scope: "list", list: LIST, contact, channel, hash } as const;
}

/** Carries out each operation so many times, one after the other. */
async function scale(ledger: DurableObjectStub<Ledger>, times: number, control: string) {
  const operations: Record<string, { ms: number; read: number; written: number }> = {};
  let idle = { read: 0, written: 0 };
  async function measure(name: string, does: (n: number) => unknown, count = times, of?: "queued") {
    const before = await ledger.meter();
    const startedAt = Date.now();
    for (let n = 0; n < count; n++) await does(n);
    const ms = Date.now() - startedAt;
    const after = await ledger.meter();
    const [read, written] = [after.read - before.read, after.written - before.written];
    const each = (all: number) => all / (of === "queued" ? before.queued - after.queued : count);
    operations[name] = { ms: each(ms), read: each(read - idle.read), written: each(written) };
  }
  await ledger.pass(0);
  await measure("nothing", () => undefined, 1);
  idle = operations["nothing"] ?? idle;
  await measure("accept and do, one-click", (n) => ledger.unsubscribe(asking(n, "one-click")));
  await measure("accept and do, from the page", (n) => ledger.unsubscribe(asking(times + n)));
  await measure("receipt", (n) => ledger.receipt(asking(times + n), asking(times + n).id));
  await measure("undo", (n) => ledger.undo(asking(times + n), asking(times + n).id));
  await measure("report", () => ledger.report());
  await measure("record, a page of 100", (n) =>
    ledger.record({ list: LIST, after: n, limit: 100 }),
  );
  await measure("alarm, nothing due", () => ledger.pass(0));
  await fetch(`${control}/down`);
  await ledger.unsubscribe(asking(2 * times, "one-click"));
  const later = 2 * times + 1;
  await measure("accept with 202", (n) => ledger.unsubscribe(asking(later + n, "one-click")));
  await fetch(`${control}/up`);
  await measure("do, from the queue", () => ledger.pass(61_000), 1, "queued");
  await measure("audit, two pages of 100", () => ledger.startAudit().then(() => ledger.pass(0)), 5);
  delete operations["nothing"];
  return { operations, bytes: (await ledger.meter()).bytes };
}

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const [, what] = /^\/-\/bench\/(.+)/.exec(pathname) ?? [];
    if (what === undefined) return worker.fetch(request);
    const ledger = env.LEDGER.getByName("ledger");
    const times = Number(searchParams.get("times"));
    if (what === "scale") return Response.json(await scale(ledger, times, env.CONTROL));
    if (what === "day") await ledger.passDay();
    return Response.json(await ledger.meter());
  },
} satisfies ExportedHandler<BenchEnv>;
