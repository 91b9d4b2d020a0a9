/** What is wrong with a setting, and how a setting's text is read. */

export interface Fault {
  /** The setting's name, such as `LISTS.weekly.segment`. */
  setting: string;
  /** What is wrong and what to do, as the rest of a sentence; never the value. */
  problem: string;
}

/** The text of a setting without white space around it, or `undefined` when nothing is set. */
export function settingText(value: unknown): string | undefined {
  return typeof value === "string" ? value.trim() || undefined : undefined;
}

/**
 * A setting that is a table in `wrangler.toml`; a dashboard's text variable carries it as JSON.
 *
 * @returns the table, empty when nothing is set, or `undefined` when it is something else
 */
export function settingTable(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === "") return {};
  const table = typeof value === "string" ? parseJson(value) : value;
  const isTable = typeof table === "object" && table !== null && !Array.isArray(table);
  return isTable ? (table as Record<string, unknown>) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A binding is an object of the runtime's; `wrangler.toml` declares it in this table. */
export function readBinding(
  value: unknown,
  setting: string,
  table: string,
  faults: Fault[],
): object | undefined {
  if (typeof value === "object" && value !== null) return value;
  faults.push({ setting, problem: `is missing; wrangler.toml must declare it under ${table}` });
  return undefined;
}
