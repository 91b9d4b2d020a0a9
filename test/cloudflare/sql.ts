/**
 * A stand-in for Cloudflare's SQL API of Analytics Engine: it checks the token, and evaluates the
 * query on data points that the test has written. Everything is in memory, and gone when it closes.
 */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";

import { Refused, untyped } from "./sql-dialect.ts";
import { createDatasets, type Point } from "./sql-dataset.ts";

export const ACCOUNT_ID = "0123456789abcdef0123456789abcdef";
/** May read analytics. */
export const API_TOKEN = "token-that-may-read-analytics-0123456789";
/** Is somebody's, and may do other things. */
export const OTHER_TOKEN = "token-that-may-edit-workers-0123456789";

export interface SqlStandIn {
  /** Goes into `CLOUDFLARE_API_BASE_URL`. */
  url: string;
  write(dataset: string, points: readonly Point[]): void;
  /** Answers every query from now on with this, such as a fault. */
  answerWith(status: number, body: string): void;
  /** Refuses queries that find no row, as the API is said to do at times. */
  refuseEmpty(): void;
  /** The queries that were carried out or refused, in turn. */
  queries: readonly string[];
  close(): Promise<void>;
}

/** @param now what the time is, in milliseconds since 1970 */
export async function startSqlStandIn(now: () => number): Promise<SqlStandIn> {
  const datasets = createDatasets(now);
  const queries: string[] = [];
  let refusesEmpty = false;
  let fault: { status: number; body: string } | undefined;

  const app = new Hono();
  const envelope = (code: number, message: string) => ({
    success: false,
    errors: [{ code, message }],
    messages: [],
    result: null,
  });
  app.post("/client/v4/accounts/:account/analytics_engine/sql", async (c) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    if (![API_TOKEN, OTHER_TOKEN].includes(token)) {
      return c.json(envelope(10_000, "Authentication error"), 401);
    }
    if (c.req.param("account") !== ACCOUNT_ID || token === OTHER_TOKEN) {
      return c.json(envelope(10_000, "Authentication error"), 403);
    }
    const sql = await c.req.text();
    queries.push(sql);
    if (fault !== undefined) return new Response(fault.body, { status: fault.status });
    try {
      const answer = datasets.query(sql);
      if (refusesEmpty && answer.rows === 0) throw new Refused(untyped("blob1"));
      return c.json(answer);
    } catch (error) {
      if (error instanceof Refused) return c.text(error.message, 422);
      throw error;
    }
  });
  app.notFound((c) => c.json(envelope(7003, "Could not route to this path"), 404));

  const server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/client/v4`,
    write: (dataset, points) => datasets.write(dataset, points),
    answerWith: (status, body) => void (fault = { status, body }),
    refuseEmpty: () => void (refusesEmpty = true),
    queries,
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
