/**
 * Queries Cloudflare's SQL API for Analytics Engine. No error contains a token.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-api/
 */

import { secureUrl } from "../../src/links/origin.ts";
import { UsageError } from "../command.ts";
import { type Project, readSetting } from "../project.ts";

export type Account = ReturnType<typeof readAccount>;

/** A row by column name; 64-bit integers are text. */
export type Row = Readonly<Record<string, unknown>>;

export const DEFAULT_BASE_URL = "https://api.cloudflare.com/client/v4";

const TIMEOUT_MS = 30_000;

const MAX_WORDS = 300;

/** Cloudflare's codes for a token that is malformed, unknown, or lacks the permission. */
export const TOKEN_REFUSED = new Set<unknown>([1000, 6003, 6111, 9106, 9109, 10000, 10001, 10023]);

/**
 * Reads the variables that wrangler reads too.
 *
 * @throws UsageError when one is missing or malformed
 */
export function readAccount(project: Project) {
  const { account_id: declared = "" } = project.config;
  const id = readSetting(project, "CLOUDFLARE_ACCOUNT_ID") ?? String(declared);
  const accountId = id.toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(accountId)) {
    const problem = accountId === "" ? "is missing" : "is not an account ID of 32 hex digits";
    throw new UsageError(
      `CLOUDFLARE_ACCOUNT_ID: ${problem}; \`npx wrangler whoami\` lists your accounts`,
    );
  }
  const apiToken = readSetting(project, "CLOUDFLARE_API_TOKEN") ?? "";
  if (!/^[\x21-\x7e]+$/.test(apiToken)) {
    const problem = apiToken === "" ? "is missing" : "has characters that a token cannot have";
    throw new UsageError(
      `CLOUDFLARE_API_TOKEN: ${problem}; create one with the permission Account > Account Analytics > Read at https://dash.cloudflare.com/profile/api-tokens`,
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
export async function askSql(sql: string, { accountId, apiToken, baseUrl }: Account) {
  const url = `${baseUrl}/accounts/${accountId}/analytics_engine/sql`;
  const request = new Request(url, {
    method: "POST",
    headers: { authorization: `Bearer ${apiToken}`, "content-type": "text/plain" },
    body: sql,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { status, text } = await send(request);
  const { data, errors = [] } = parse(text);
  if (status === 200) {
    if (Array.isArray(data)) return { kind: "rows", rows: data as Row[] } as const;
    throw new UsageError(
      "Cloudflare's SQL API: answered something other than its JSON format; try again",
    );
  }
  const words = onOneLine(errors[0]?.message ?? text) || "no message";
  if (status === 401 || status === 403 || TOKEN_REFUSED.has(errors[0]?.code)) {
    throw new UsageError(
      `CLOUDFLARE_API_TOKEN: Cloudflare refuses it (${status}: ${words}); it needs the permission Account > Account Analytics > Read, for the account that CLOUDFLARE_ACCOUNT_ID names, and Analytics Engine enabled in that account`,
    );
  }
  if (status === 404) {
    throw new UsageError(
      `CLOUDFLARE_ACCOUNT_ID: Cloudflare has no such account (404: ${words}); \`npx wrangler whoami\` lists yours`,
    );
  }
  if (status >= 400 && status < 500 && status !== 429) {
    return { kind: "refused", status, words } as const;
  }
  throw new UsageError(
    `Cloudflare's SQL API is not available (${status}: ${words}); try again in a minute`,
  );
}

/** @throws UsageError if there is no answer */
export async function send(request: Request): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(request);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    // The error from `fetch` says little; the system's code is in its cause.
    const { name, cause } = error as Error & { cause?: { code?: string } };
    const why =
      name === "TimeoutError" ? `no answer in ${TIMEOUT_MS / 1000} s` : (cause?.code ?? name);
    const { host } = new URL(request.url);
    throw new UsageError(`${host}: cannot be reached (${why}); check the network`);
  }
}

/** Reads an answer: rows, or Cloudflare's envelope of errors. Errors of the SQL itself come as plain text. */
function parse(text: string): { data?: unknown; errors?: { code?: number; message?: string }[] } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function onOneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return line.slice(0, MAX_WORDS);
}
