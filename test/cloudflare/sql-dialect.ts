/**
 * The dialect of Analytics Engine's SQL, as far as it is known, on SQLite: a query that the real one
 * refuses is refused, and any other gives the figures of the rows. What nobody here needs is refused too.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-reference/
 */

/** A query as SQLite takes it. Date and time are text: `2026-11-23 00:00:00`. */
export interface Translated {
  sql: string;
}

/** Why a query is refused, in the API's words where they are known. */
export class Refused extends Error {}

const FUNCTIONS = new Set(["sum", "count", "min", "max", "avg", "if", "now"]);
const TIME_FUNCTIONS = new Set(["todatetime", "tostartofinterval", "tostartofday"]);
const KEYWORDS_BEFORE_PARENTHESES = new Set(["in", "and", "or", "not", "where", "from", "select"]);
const UNSUPPORTED = /\b(?:join|union|with|over|case|cast|insert|update|delete|describe)\b/i;

/** Checks a query, and rewrites what SQLite writes in another way. */
export function translate(query: string): Translated {
  const [, body = "", format = "JSON"] =
    /^\s*([^]*?)(?:\s+FORMAT\s+(\w+))?\s*;?\s*$/i.exec(query) ?? [];
  if (format !== "JSON") throw new Refused(`the stand-in answers FORMAT JSON alone, not ${format}`);
  // What is quoted is nobody's function and no keyword.
  const code = body.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''");
  const [unsupported] = UNSUPPORTED.exec(code) ?? [];
  if (unsupported !== undefined || code.includes(";")) {
    throw new Refused(`unsupported SQL: ${unsupported ?? ";"}`);
  }
  checkFunctions(code);
  checkOrder(code);
  return { sql: rewriteIntervals(body) };
}

function checkFunctions(code: string): void {
  for (const [, name = ""] of code.matchAll(/\b(\w+)\s*\(/g)) {
    const known = [FUNCTIONS, TIME_FUNCTIONS, KEYWORDS_BEFORE_PARENTHESES].some((names) =>
      names.has(name.toLowerCase()),
    );
    if (!known) throw new Refused(`unsupported function: ${name}`);
  }
}

/** `ORDER BY` sees what is selected, by its alias where it has one, and nothing else. */
function checkOrder(code: string): void {
  const [, order = ""] = /\bORDER\s+BY\b([^]*?)(?:\bLIMIT\b|$)/i.exec(code) ?? [];
  const [, selected = ""] = /^\s*SELECT\b([^]*?)(?:\bFROM\b|$)/i.exec(code) ?? [];
  const names = new Set(
    selected.split(/,(?![^(]*\))/).map((item) => /(\w+)\s*$/.exec(item.trim())?.[1] ?? ""),
  );
  for (const item of order.split(",")) {
    const [column] = /\w+/.exec(item) ?? [];
    if (column !== undefined && !names.has(column)) throw new Refused(untyped(column));
  }
}

/** What the API says of a column that it cannot find, for whatever reason. */
export function untyped(column: string): string {
  return `unable to find type of column: "${column}"`;
}

/** An interval is a number in quotes and a unit; here it is only known as a function's argument. */
function rewriteIntervals(body: string): string {
  const sql = body.replaceAll(
    /(toStartOfInterval\([^()]*,\s*)INTERVAL\s+'(\d+)'\s+(DAY|HOUR|MINUTE|SECOND)\b/gi,
    "$1'$2 $3'",
  );
  if (/\bINTERVAL\b(?!')/i.test(sql.replaceAll("toStartOfInterval", ""))) {
    throw new Refused("an interval is written INTERVAL '1' DAY; the stand-in subtracts none");
  }
  return sql;
}
