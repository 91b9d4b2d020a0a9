/**
 * Cloudflare's SQL API for Analytics Engine: SQL in, rows out.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-api/
 */

import { Unusable } from "../terminal.ts";
import type { Account } from "./account.ts";

/** A row by its columns' names; 64-bit integers come as text. */
export type Row = Readonly<Record<string, unknown>>;

export type SqlAnswer =
  | { kind: "rows"; rows: readonly Row[] }
  /** The query was understood, and not carried out. */
  | { kind: "refused"; status: number; words: string };

const TIMEOUT_MS = 30_000;

const MAX_WORDS = 300;

/** What Cloudflare calls a token that is malformed, unknown or not allowed this. */
const TOKEN_CODES = new Set([6003, 6111, 9106, 9109, 10_000, 10_001]);

/**
 * Asks.
 *
 * @throws Unusable when Cloudflare cannot be reached, refuses the token, or does not work
 */
export async function ask(
  sql: string,
  { accountId, apiToken, baseUrl }: Account,
): Promise<SqlAnswer> {
  const { status, body } = await post(`${baseUrl}/accounts/${accountId}/analytics_engine/sql`, {
    headers: { authorization: `Bearer ${apiToken}`, "content-type": "text/plain" },
    body: sql,
  });
  if (status === 200) return { kind: "rows", rows: rowsOf(body) };
  const words = wordsOf(body);
  if (status === 401 || status === 403 || TOKEN_CODES.has(codeOf(body))) {
    throw new Unusable(
      `CLOUDFLARE_API_TOKEN: Cloudflare refuses it (${status}: ${words}); it needs the permission Account > Account Analytics > Read, for the account that CLOUDFLARE_ACCOUNT_ID names, and Analytics Engine enabled in that account`,
    );
  }
  if (status === 404) {
    throw new Unusable(
      `CLOUDFLARE_ACCOUNT_ID: Cloudflare knows no such account (404: ${words}); \`npx wrangler whoami\` lists yours`,
    );
  }
  if (status >= 400 && status < 500 && status !== 429) return { kind: "refused", status, words };
  throw new Unusable(
    `Cloudflare's SQL API does not answer now (${status}: ${words}); try again in a minute`,
  );
}

async function post(
  url: string,
  request: { headers: Record<string, string>; body: string },
): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      ...request,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    const host = new URL(url).host;
    throw new Unusable(`${host}: cannot be reached (${whyNot(error)}); check the network`);
  }
}

/** What `fetch` throws says little; the system's own code is in its cause. */
function whyNot(error: unknown): string {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  return name === "TimeoutError" ? `no answer in ${TIMEOUT_MS / 1000} s` : (cause?.code ?? name);
}

function rowsOf(body: string): readonly Row[] {
  const data = (parsed(body) as { data?: unknown } | undefined)?.data;
  if (Array.isArray(data)) return data as Row[];
  throw new Unusable("Cloudflare's SQL API: answers something that is not its format JSON");
}

/** The first error of Cloudflare's envelope; errors of the SQL itself come as plain text. */
function codeOf(body: string): number {
  const envelope = parsed(body) as { errors?: { code?: number }[] } | undefined;
  return envelope?.errors?.[0]?.code ?? 0;
}

function wordsOf(body: string): string {
  const envelope = parsed(body) as { errors?: { message?: string }[] } | undefined;
  const words = envelope?.errors?.[0]?.message ?? body;
  return (
    words
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim()
      .slice(0, MAX_WORDS) || "without a word"
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) ?? undefined;
  } catch {
    return undefined;
  }
}
