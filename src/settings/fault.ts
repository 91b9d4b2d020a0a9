/**
 * What is wrong with a setting, and how the value of one is read. Its own file because the settings, the lists, the
 * brand and the bindings all need it.
 */

export interface Fault {
  /** The setting's name, such as `LISTS.weekly.segment`. */
  setting: string;
  /** What is wrong and what to do, as the rest of a sentence; never the value. */
  problem: string;
}

/** Takes down a fault of a setting. */
export type Report = (setting: string, problem: string) => void;

/** The text of a setting without surrounding white space, or `undefined` when it is unset or empty. */
export function settingText(value: unknown): string | undefined {
  return typeof value === "string" ? value.trim() || undefined : undefined;
}

/**
 * Reads a setting that is a table in Wrangler's file, or the same as JSON in a text variable of the dashboard.
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
