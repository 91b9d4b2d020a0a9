/**
 * Cloudflare's SQL API for Analytics Engine: SQL in, rows out. No error repeats a token.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-api/
 */

import { secureUrl } from "../../src/links/origin.ts";
import { UsageError } from "../command.ts";
import { type Project, readSetting } from "../project.ts";

export interface Account {
  accountId: string;
  apiToken: string;
  /** Scheme, host and path, without a slash at its end. */
  baseUrl: string;
}

/** A row by its columns' names; 64-bit integers come as text. */
export type Row = Readonly<Record<string, unknown>>;

export type SqlAnswer =
  | { kind: "rows"; rows: readonly Row[] }
  /** The query was understood, and not carried out. */
  | { kind: "refused"; status: number; words: string };

const DEFAULT_BASE_URL = "https://api.cloudflare.com/client/v4";

const TIMEOUT_MS = 30_000;

const MAX_WORDS = 300;

/** What Cloudflare calls a token that is malformed, unknown or not allowed this. */
const TOKEN_CODES = new Set([6003, 6111, 9106, 9109, 10_000, 10_001]);

/**
 * Reads the variables that wrangler reads too.
 *
 * @throws UsageError when one is missing or malformed
 */
export function readAccount(project: Project): Account {
  const { account_id: declared = "" } = project.config;
  const accountId = (
    readSetting(project, "CLOUDFLARE_ACCOUNT_ID") ?? String(declared)
  ).toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(accountId)) {
    const problem = accountId === "" ? "is missing" : "is not an account ID of 32 hex digits";
    throw new UsageError(
      `CLOUDFLARE_ACCOUNT_ID: ${problem}; \`npx wrangler whoami\` lists your accounts`,
    );
  }
  const apiToken = readSetting(project, "CLOUDFLARE_API_TOKEN") ?? "";
  if (!/^[\x21-\x7e]+$/.test(apiToken)) {
    const problem = apiToken === "" ? "is missing" : "has characters that no token has";
    throw new UsageError(
      `CLOUDFLARE_API_TOKEN: ${problem}; make one with the permission Account > Account Analytics > Read on https://dash.cloudflare.com/profile/api-tokens`,
    );
  }
  const url = secureUrl(readSetting(project, "CLOUDFLARE_API_BASE_URL") ?? DEFAULT_BASE_URL);
  if (url === undefined || url.search || url.hash) {
    throw new UsageError(
      "CLOUDFLARE_API_BASE_URL: must be https, or http on localhost, 127.0.0.1 and [::1]",
    );
  }
  return { accountId, apiToken, baseUrl: url.href.replace(/\/+$/, "") };
}

/**
 * Sends a query.
 *
 * @throws UsageError when Cloudflare cannot be reached, refuses the token, or does not work
 */
export async function askSql(
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
    throw new UsageError(
      `CLOUDFLARE_API_TOKEN: Cloudflare refuses it (${status}: ${words}); it needs the permission Account > Account Analytics > Read, for the account that CLOUDFLARE_ACCOUNT_ID names, and Analytics Engine enabled in that account`,
    );
  }
  if (status === 404) {
    throw new UsageError(
      `CLOUDFLARE_ACCOUNT_ID: Cloudflare knows no such account (404: ${words}); \`npx wrangler whoami\` lists yours`,
    );
  }
  if (status >= 400 && status < 500 && status !== 429) return { kind: "refused", status, words };
  throw new UsageError(
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
    throw new UsageError(`${host}: cannot be reached (${whyNot(error)}); check the network`);
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
  throw new UsageError(
    "Cloudflare's SQL API: answered something other than its JSON format; try again",
  );
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
      .slice(0, MAX_WORDS) || "no message"
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) ?? undefined;
  } catch {
    return undefined;
  }
}
