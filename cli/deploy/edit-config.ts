/**
 * Edits the text of a `wrangler.toml`, `wrangler.json`, or `wrangler.jsonc`. All other settings, comments, and line endings
 * stay as they are. Pure.
 */

import { isDeepStrictEqual } from "node:util";

import { parse, patch, stringify, TomlDocument } from "@decimalturn/toml-patch";
import { applyEdits, modify } from "jsonc-parser";

import type { ConfigFile } from "../project.ts";

/** A list in the file. */
export interface ListEntry {
  segment?: string;
  topic?: string;
  name?: string;
}

export type Lists = Readonly<Record<string, ListEntry>>;

export interface ConfigEdit {
  /** The names of lists to remove. */
  remove: readonly string[];
  /** Lists to set, by name. */
  lists: Lists;
  /** Other variables to set, by name. */
  vars: Readonly<Record<string, string>>;
}

/**
 * @param file a file that parses
 * @param environment whose variables to edit, `[env.<name>.vars]`; `undefined`: `[vars]`
 * @returns the new text
 */
export function editConfig(
  { text, format }: Pick<ConfigFile, "text" | "format">,
  environment: string | undefined,
  edit: ConfigEdit,
): string {
  const path = environment === undefined ? ["vars"] : ["env", environment, "vars"];
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return (format === "toml" ? editToml : editJson)(text, path, edit, eol);
}

function editToml(text: string, path: readonly string[], edit: ConfigEdit, eol: string): string {
  const { remove, lists, vars } = edit;
  const outdated = new Set([...remove, ...Object.keys(lists)]);
  let after = text;
  if (outdated.size > 0) {
    const listsPath = [...path, "LISTS"];
    const wanted: unknown = parse(text);
    const table = tableAt(wanted, listsPath);
    for (const name of outdated) delete table[name];
    Object.assign(table, lists);
    const replaced = replaceTables(text, listsPath, outdated, lists, eol);
    // Lists in an inline table, instead of `[vars.LISTS.name]`, are edited in place.
    after = hasLists(replaced, listsPath, table) ? replaced : patch(text, wanted);
  }
  if (Object.keys(vars).length === 0) return after;
  after = addTable(after, path, eol);
  const wanted: unknown = parse(after);
  Object.assign(tableAt(wanted, path), vars);
  return patch(after, wanted);
}

/**
 * Replaces whole `[vars.LISTS.name]` tables, by the lines in the library's syntax tree. The library's `patch` would write
 * new tables inline, and removes the comment above the next table together with a table.
 */
function replaceTables(
  text: string,
  path: readonly string[],
  outdated: ReadonlySet<string>,
  lists: Lists,
  eol: string,
): string {
  const lines = text.split(/(?<=\n)/);
  const tables = new TomlDocument(text).cst.flatMap((block) => {
    if (!("items" in block)) return [];
    const key = block.key.item.value;
    if (!path.every((part, index) => key[index] === part)) return [];
    const last = block.items.findLast((item) => "key" in item) ?? block.key;
    return [
      { name: key[path.length] ?? "", first: block.loc.start.line - 1, end: last.loc.end.line },
    ];
  });
  let place = tables.at(-1)?.end ?? lines.length;
  for (const { first, end } of tables.filter(({ name }) => outdated.has(name)).toReversed()) {
    place = afterBlankLines(lines, first);
    lines.splice(place, end - place);
  }
  place = afterBlankLines(lines, place);
  const above = lines[place - 1]?.trimEnd();
  const added = Object.entries(lists).map(
    ([name, list]) => `${header([...path, name])}${eol}${stringify(list, { newLine: eol })}`,
  );
  if (added.length === 0) return lines.join("");
  if (above !== undefined) lines[place - 1] = `${above}${eol}`;
  const isApart = above === undefined || above.trimStart().startsWith("#");
  lines.splice(place, 0, isApart ? "" : eol, added.join(eol));
  return lines.join("");
}

/** The first of the blank lines above a line, or the line itself. */
function afterBlankLines(lines: readonly string[], line: number): number {
  return lines.slice(0, line).findLastIndex((above) => above.trim() !== "") + 1;
}

/** Adds an empty table at the end, unless the file already has it in any form, since repeating it is not valid TOML. */
function addTable(text: string, path: readonly string[], eol: string): string {
  const longer = `${text.trimEnd()}${eol}${eol}${header(path)}${eol}`;
  try {
    parse(longer);
    return longer;
  } catch {
    return text;
  }
}

function header(path: readonly string[]): string {
  const keys = path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key)));
  return `[${keys.join(".")}]`;
}

/** The table at a path, which is created if it is missing. */
function tableAt(root: unknown, path: readonly string[]): Record<string, unknown> {
  return path.reduce(
    (table, key) => (table[key] ??= {}) as Record<string, unknown>,
    root as Record<string, unknown>,
  );
}

function hasLists(toml: string, path: readonly string[], lists: object): boolean {
  try {
    return isDeepStrictEqual(structuredClone(tableAt(parse(toml), path)), structuredClone(lists));
  } catch {
    return false;
  }
}

/** The library removes a comment next to a removed list. */
function editJson(text: string, path: readonly string[], edit: ConfigEdit, eol: string): string {
  const { remove, lists, vars } = edit;
  const [, indent = "  "] = /^([ \t]+)\S/m.exec(text) ?? [];
  const formattingOptions = { insertSpaces: !indent.includes("\t"), tabSize: indent.length, eol };
  let after = text;
  const set = (name: readonly string[], value: unknown) => {
    const edits = modify(after, [...path, ...name], value, { formattingOptions });
    after = applyEdits(after, edits);
  };
  for (const [name, list] of Object.entries(lists)) set(["LISTS", name], list);
  for (const name of remove) if (!(name in lists)) set(["LISTS", name], undefined);
  for (const [name, value] of Object.entries(vars)) set([name], value);
  return after;
}
