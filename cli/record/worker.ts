/** The command's connection to the Worker's record. It repeats what got no answer, and says what else went wrong. */

import { setTimeout as sleep } from "node:timers/promises";

import type { Imported } from "../../src/ledger/heard.ts";
import type { RecordItem } from "../../src/ledger/record.ts";
import { numeral, UsageError } from "../command.ts";
import { tableOf } from "../project.ts";

export type Worker = ReturnType<typeof connectWorker>;

/** The most entries that one request may ask for. */
const PAGE = 1000;

const TIMEOUT_MS = 30_000;

/** Milliseconds before each further attempt. */
const RETRY_AFTER_MS = [500, 2_000, 5_000, 10_000];

/**
 * Connects; nothing is sent before the first operation.
 *
 * @param origin where the Worker answers
 * @param token its `OPERATOR_TOKEN`
 */
export function connectWorker(origin: string, token: string) {
  async function send(method: string, path: string, body?: object) {
    const response = await fetch(`${origin}/leave/-/${path}`, {
      method,
      redirect: "manual",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // What is not JSON is not the Worker's.
    const answer: unknown = await response.json().catch(() => undefined);
    return { status: response.status, body: tableOf(answer) };
  }

  /**
   * @param field what the answer must have
   * @throws UsageError if the Worker does not do it
   */
  async function request(method: string, path: string, field: string, body?: object) {
    for (let tries = 0; ; tries++) {
      const answer = await send(method, path, body).catch(() => undefined);
      if (answer?.status === 200 && field in answer.body) return answer.body;
      const isTransient = answer === undefined || answer.status === 429 || answer.status >= 500;
      const waitMs = RETRY_AFTER_MS[tries];
      if (!isTransient || waitMs === undefined) throw new UsageError(await explain(answer));
      await sleep(waitMs);
    }
  }

  async function explain(answer: Awaited<ReturnType<typeof send>> | undefined): Promise<string> {
    const at = `${origin}/leave/-/record`;
    if (answer === undefined) return `${at} does not answer; check the origin and your connection`;
    const { status, body } = answer;
    if (status === 401) {
      return "OPERATOR_TOKEN: is not the deployed Worker's; put that one into .dev.vars or the environment";
    }
    const { error } = body;
    if (typeof error === "string") return `the Worker refuses this (${status}): ${error}`;
    if (status !== 404) {
      return `${at} answers with ${status} instead of the record; check whether something in front of the Worker answers, such as a login page`;
    }
    const health = await send("GET", "health").catch(() => undefined);
    return health !== undefined && "status" in health.body
      ? "the Worker has no OPERATOR_TOKEN; set it with `npx wrangler secret put OPERATOR_TOKEN`"
      : `no Worker of leave-this-list answers at ${origin}; give its origin, such as https://acme.com`;
  }

  return {
    /** Reads the whole record, or what concerns a list, in the order of `seq`. An entry that changes meanwhile comes again. */
    async *entries(list: string | undefined, progress: (line: string) => void) {
      let read = 0;
      for (let after = 0, hasMore: unknown = true; hasMore === true;) {
        const query = new URLSearchParams({ limit: `${PAGE}`, after: `${after}` });
        if (list !== undefined) query.set("list", list);
        const { data, has_more: more } = await request("GET", `record?${query}`, "data");
        const page = data as RecordItem[];
        yield* page;
        read += page.length;
        if (read % (10 * PAGE) === 0) progress(`${numeral(read)} entries …`);
        after = page.at(-1)?.seq ?? after;
        hasMore = more === true && page.length > 0;
      }
    },

    /** Which of these names are of people who left, a list or any, and were forgotten. */
    async forgotten(contacts: readonly string[], list: string | undefined) {
      const { forgotten } = await request("POST", "record/forgotten", "forgotten", {
        list,
        contacts,
      });
      return new Set(forgotten as string[]);
    },

    /** Brings in people who have left. `refused` has the number of each row in this call. */
    import: async (rows: readonly object[]) =>
      (await request("POST", "record/import", "refused", rows)) as unknown as Imported,
  };
}
