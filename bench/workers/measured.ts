/**
 * Our Worker with a Ledger that starts with so many entries, and whose clock and alarm are driven from outside. Below
 * `/-/bench/`, it measures the Ledger's operations, called by RPC as the Worker does.
 */

import worker from "../../src/index.ts";
import { Ledger as OurLedger } from "../../src/ledger/ledger.ts";
import { SCHEMA } from "../../src/ledger/schema.ts";
import { WORKERD } from "../../src/ledger/runtime.ts";

export { Telemetry } from "../../src/index.ts";

type BenchEnv = Record<"ENTRIES" | "RESEND_BASE_URL", string> &
  Omit<Env, "LEDGER"> & { LEDGER: DurableObjectNamespace<Ledger> };

const LIST = "weekly";
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
  async passDay() {
    const end = now() + DAY_MS;
    await this.pass(0);
    while (this.#alarm.due <= end) await this.pass(Math.max(0, this.#alarm.due - now()));
    return this.meter();
  }

  /** What Cloudflare bills. */
  meter() {
    return { ...this.report().rows, ...this.#alarm, bytes: this.ctx.storage.sql.databaseSize };
  }
}

/** Enters people who left a day ago, in no order of their IDs. */
function fill(sql: SqlStorage, entries: number): void {
  sql.exec(SCHEMA);
  const at = Date.now() - DAY_MS;
  sql.exec(`
    INSERT OR IGNORE INTO lists (list) VALUES ('${LIST}');
    UPDATE record SET named_to = ${entries};
    WITH RECURSIVE ids(id) AS
      (SELECT 1 WHERE ${entries} > 0 UNION ALL SELECT id + 1 FROM ids WHERE id < ${entries})
    INSERT OR IGNORE INTO entries (id, seq, asked_seq, done_seq, scope, list, contact, other,
      state, result, asking, hash, channel, asked_at, done_at, due_at)
    SELECT id, id, id, id, '${LIST}', '${LIST}',
      printf('%08x-0000-4000-8000-%012x', id * 2654435761 & 0xffffffff, id),
      printf('person-%d@acme.com', id), 'done', 'done', printf('%032x', id), printf('%064x', id),
      'one-click', ${at}, ${at}, ${at} FROM ids`);
}

/** A request of the person with this number. */
function asking(n: number, channel: "one-click" | "page" = "page") {
  const contact = `${n.toString(16).padStart(8, "f")}-0000-4000-8000-ffffffffffff`;
  const id = n.toString(16).padStart(32, "0");
  return { id, scope: "list", list: LIST, contact, channel, hash: id } as const;
}

/** Carries out each operation so many times, one after the other. @param resend the stand-in's base URL */
async function scale(ledger: DurableObjectStub<Ledger>, times: number, resend: string) {
  const operations: Record<string, { ms: number; read: number; written: number }> = {};
  await ledger.pass(0);
  const [one, other] = [await ledger.meter(), await ledger.meter()];
  async function measure(name: string, does: (n: number) => unknown, count = times) {
    const [before, startedAt] = [await ledger.meter(), Date.now()];
    for (let n = 0; n < count; n++) await does(n);
    const ms = (Date.now() - startedAt) / count;
    const after = await ledger.meter();
    // Without what the meter reads itself.
    const read = (after.read - before.read - (other.read - one.read)) / count;
    operations[name] = { ms, read, written: (after.written - before.written) / count };
  }
  const oneClick = (n: number) => asking(1_000_000 + n, "one-click");
  await measure("accept and do, one-click", (n) => ledger.unsubscribe(oneClick(n)));
  await measure("accept and do, from the page", (n) => ledger.unsubscribe(asking(n)));
  await measure("receipt", (n) => ledger.receipt(asking(n), asking(n).id));
  await measure("undo", (n) => ledger.undo(asking(n), asking(n).id));
  await measure("report", () => ledger.report());
  await measure("page of the record", (n) => ledger.record({ list: LIST, after: n, limit: 100 }));
  await measure("alarm, nothing due", () => ledger.pass(0));
  await ledger.startAudit();
  await measure("alarm, audit of 200 contacts", () => ledger.pass(0), 1);
  await fetch(new URL("/-/down", resend));
  await ledger.unsubscribe(oneClick(times));
  await measure("accept with 202", (n) => ledger.unsubscribe(oneClick(times + 1 + n)));
  await fetch(new URL("/-/up", resend));
  await measure("alarm, a full queue", () => ledger.pass(61_000), 1);
  return operations;
}

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch(request, env) {
    const [, what, times] = /\/-\/bench\/(day|scale)\/?(\d*)$/.exec(request.url) ?? [];
    if (what === undefined) return worker.fetch(request);
    const ledger = env.LEDGER.getByName("ledger");
    if (what === "day") return Response.json(await ledger.passDay());
    return Response.json(await scale(ledger, Number(times), env.RESEND_BASE_URL));
  },
} satisfies ExportedHandler<BenchEnv>;
