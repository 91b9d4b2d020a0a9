/**
 * The dialect of Analytics Engine's SQL, as far as it is known, on SQLite: a query that the real one
 * refuses is refused, and any other gives the figures of the rows. What nobody here needs is refused too.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-reference/
 */

/** Why a query is refused, in the API's words where they are known. */
export class Refused extends Error {}

const FUNCTIONS = new Set(["sum", "count", "min", "max", "avg", "if", "now"]);
const TIME_FUNCTIONS = new Set(["todatetime", "tostartofinterval", "tostartofday"]);
const KEYWORDS_BEFORE_PARENTHESES = new Set(["in", "and", "or", "not", "where", "from", "select"]);
const AGGREGATE = /\b(?:sum|count|min|max|avg)\s*\(/i;
const UNSUPPORTED = /\b(?:join|union|with|over|case|cast|insert|update|delete|describe)\b/i;

/**
 * Checks a query, and rewrites what SQLite writes in another way.
 *
 * @returns SQL in which date and time are text: `2026-11-23 00:00:00`
 */
export function translate(query: string): string {
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
  const selected = selection(code);
  checkGroups(code, selected);
  checkOrder(code, selected);
  return rewriteIntervals(body);
}

function checkFunctions(code: string): void {
  for (const [, name = ""] of code.matchAll(/\b(\w+)\s*\(/g)) {
    const known = [FUNCTIONS, TIME_FUNCTIONS, KEYWORDS_BEFORE_PARENTHESES].some((names) =>
      names.has(name.toLowerCase()),
    );
    if (!known) throw new Refused(`unsupported function: ${name}`);
  }
}

/** What is selected, each with its alias; a column without one is its own. */
function selection(code: string): { expression: string; alias: string }[] {
  const [, selected = ""] = /^\s*SELECT\b([^]*?)(?:\bFROM\b|$)/i.exec(code) ?? [];
  return selected.split(/,(?![^(]*\))/).map((item) => ({
    expression: item.trim(),
    alias: /(\w+)\s*$/.exec(item)?.[1] ?? "",
  }));
}

/** SQLite would pick any row's value for a column that is neither grouped by nor added up. */
function checkGroups(code: string, selected: ReturnType<typeof selection>): void {
  const [, groups = ""] = /\bGROUP\s+BY\b([^]*?)(?:\b(?:HAVING|ORDER|LIMIT)\b|$)/i.exec(code) ?? [];
  const grouped = new Set(groups.split(",").map((name) => name.trim()));
  const isAggregate = ({ expression }: { expression: string }) => AGGREGATE.test(expression);
  if (groups === "" && !selected.some(isAggregate)) return;
  for (const item of selected) {
    if (!isAggregate(item) && !grouped.has(item.alias)) {
      throw new Refused(`column ${item.alias} is neither in GROUP BY nor in an aggregate`);
    }
  }
}

/** `ORDER BY` sees what is selected, by its alias where it has one, and nothing else. */
function checkOrder(code: string, selected: ReturnType<typeof selection>): void {
  const [, order = ""] = /\bORDER\s+BY\b([^]*?)(?:\bLIMIT\b|$)/i.exec(code) ?? [];
  const names = new Set(selected.map(({ alias }) => alias));
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
