/**
 * Puts lists into the text of a `wrangler.toml`, and leaves every other line, comments with it, as it
 * is. What it cannot do without harm it does not do. Pure.
 */

import { isDeepStrictEqual } from "node:util";

import { parse, stringify, type TomlTable } from "smol-toml";

/** A list as the file holds it. */
export interface ListEntry {
  segment: string;
  name?: string;
}

export type Lists = Readonly<Record<string, ListEntry>>;

/** The header of a table: `[vars.LISTS.weekly]`, or one below it. */
const LIST_HEADER = /^\s*\[\s*vars\s*\.\s*LISTS\s*\.\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*[\].]/;
const ANY_HEADER = /^\s*\[/;
const COMMENT_OR_EMPTY = /^\s*(?:#.*)?$/;

/**
 * @param remove names of lists to take out
 * @param put lists to put in, in place of any of the same names
 * @returns the new text, or `undefined` when the file is written in a way that this cannot edit
 */
export function putLists(toml: string, remove: readonly string[], put: Lists): string | undefined {
  const gone = new Set([...remove, ...Object.keys(put)]);
  const blocks = blocksOf(toml.split("\n"));
  const first = blocks.findIndex(({ list = "" }) => gone.has(list));
  const last = blocks.findLastIndex(({ list }) => list !== undefined);
  const at = first === -1 ? last + 1 || blocks.length : first;
  const linesOf = (some: readonly Block[]) =>
    some.filter(({ list = "" }) => !gone.has(list)).flatMap(({ lines }) => lines);
  const head = linesOf(blocks.slice(0, at));
  const tail = linesOf(blocks.slice(at));
  const after = `${[...head, ...apart(head.at(-1), linesFor(put), tail[0]), ...tail].join("\n").trimEnd()}\n`;
  const before = contentsOf(toml);
  const kept = Object.entries(before?.lists ?? {}).filter(([name]) => !gone.has(name));
  const wanted = before && { ...before, lists: { ...Object.fromEntries(kept), ...put } };
  return isDeepStrictEqual(plain(contentsOf(after)), plain(wanted)) ? after : undefined;
}

/** The tables of the lists, as a person would write them. */
export function listTables(lists: Lists): string {
  return linesFor(lists).join("\n");
}

interface Block {
  /** The list that the table is about; none for every other part of the file. */
  list: string | undefined;
  lines: readonly string[];
}

/** The file in parts, each with its header; what is said above a header belongs to it. */
function blocksOf(lines: readonly string[]): Block[] {
  const starts = lines.flatMap((line, index) => {
    if (!ANY_HEADER.test(line)) return [];
    let start = index;
    if (!LIST_HEADER.test(line)) {
      while (start > 0 && COMMENT_OR_EMPTY.test(lines[start - 1] ?? "")) start--;
    }
    return [{ start, header: line }];
  });
  const [before] = [...starts, { start: lines.length }];
  const parts = starts.map(({ start, header }, index) => {
    const [, double, single, bare] = LIST_HEADER.exec(header) ?? [];
    const list = double ?? single ?? bare;
    return { list, lines: lines.slice(start, starts[index + 1]?.start) };
  });
  return [{ list: undefined, lines: lines.slice(0, before?.start) }, ...parts];
}

/** The lines with an empty one between them and what stands above, save a comment, and below. */
function apart(above = "", lines: readonly string[], below = ""): readonly string[] {
  if (lines.length === 0) return [];
  return [
    ...(COMMENT_OR_EMPTY.test(above) ? [] : [""]),
    ...lines,
    ...(below.trim() === "" ? [] : [""]),
  ];
}

function linesFor(lists: Lists): string[] {
  const tables = Object.entries(lists).map(
    ([name, entry]) => `[vars.LISTS.${name}]\n${stringify(entry).trimEnd()}`,
  );
  return tables.length === 0 ? [] : tables.join("\n\n").split("\n");
}

/** Without prototypes, which a parsed table lacks and another object has. */
function plain(contents: Contents | undefined): unknown {
  return JSON.parse(JSON.stringify(contents ?? null));
}

/** What a file says, with its lists apart from the rest. */
interface Contents {
  lists: Readonly<Record<string, unknown>>;
  vars: object;
  others: object;
}

/** @returns `undefined` when the text is not TOML */
function contentsOf(toml: string): Contents | undefined {
  try {
    const { vars: allVars = {}, ...others } = parse(toml);
    const { LISTS: lists = {}, ...vars } = allVars as TomlTable;
    return { lists: { ...(lists as TomlTable) }, vars, others };
  } catch {
    return undefined;
  }
}
