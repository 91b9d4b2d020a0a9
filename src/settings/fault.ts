/**
 * A fault of a setting, and how to read a setting's value. A separate file, because the settings, the lists, the brand,
 * and the bindings all use it.
 */

export interface Fault {
  /** The setting's name, such as `LISTS.weekly.segment`. */
  setting: string;
  /** What is wrong and what to do, as the rest of a sentence that begins with the setting. Never contains the value. */
  problem: string;
}

/** Records a fault of a setting. */
export type Report = (setting: string, problem: string) => void;

/** The trimmed text of a setting; `undefined` if it is unset or empty. */
export function settingText(value: unknown): string | undefined {
  return typeof value === "string" ? value.trim() || undefined : undefined;
}

/** Reads a setting that is true or false. @returns `undefined` if it is neither */
export function settingBoolean(value: unknown, unset: boolean): boolean | undefined {
  if (value === undefined || value === "") return unset;
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : undefined;
}

/**
 * Reads a setting that is a table in Wrangler's file, or JSON in a text variable of the dashboard.
 *
 * @returns the table, empty if the setting is unset; `undefined` if it is not a table
 */
export function settingTable(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === "") return {};
  const table = typeof value === "string" ? parseJson(value) : value;
  const isTable = typeof table === "object" && table !== null && !Array.isArray(table);
  return isTable ? (table as Record<string, unknown>) : undefined;
}

/** What is wrong with a setting that `settingTable` cannot read. @param what it should be, such as `a table of lists` */
export function tableProblem(value: unknown, what: string): string {
  try {
    if (typeof value === "string") JSON.parse(value);
    return `is not ${what}`;
  } catch (error) {
    // The rest of the engine's message repeats the text.
    const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
    const place = position === undefined ? "" : ` near character ${Number(position) + 1}`;
    return `is not valid JSON; check its quotes, commas, and brackets${place}`;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
