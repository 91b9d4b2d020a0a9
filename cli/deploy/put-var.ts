/** Puts one variable into the text of a `wrangler.toml`, and leaves every other line as it is. Pure. */

import { isDeepStrictEqual } from "node:util";

import { parse, type TomlTable } from "smol-toml";

const ANY_HEADER = /^\s*\[/;
const VARS_HEADER = /^\s*\[\s*vars\s*\]/;
const HEADER_BELOW_VARS = /^\s*\[\s*vars\s*\./;
const COMMENT = /^\s*#/;

/** @returns the new text, or `undefined` when the file is written in a way that this cannot edit */
export function putVar(toml: string, name: string, value: string): string | undefined {
  const lines = toml.trimEnd().split("\n");
  const setting = `${name} = ${JSON.stringify(value)}`;
  const header = lines.findIndex((line) => VARS_HEADER.test(line));
  if (header === -1) {
    lines.splice(placeForVars(lines), 0, "[vars]", setting, "");
  } else {
    const length = lines.slice(header + 1).findIndex((line) => ANY_HEADER.test(line));
    const vars = lines.slice(header + 1, length === -1 ? undefined : header + 1 + length);
    const at = vars.findIndex((line) => line.trimStart().split(/[\s=]/)[0] === name);
    lines.splice(header + 1 + Math.max(0, at), at === -1 ? 0 : 1, setting);
  }
  const after = `${lines.join("\n").trimEnd()}\n`;
  const [before, now] = [contentsOf(toml), contentsOf(after)];
  const wanted = before && { ...before, vars: { ...(before["vars"] as TomlTable), [name]: value } };
  return now !== undefined && isDeepStrictEqual(now, plain(wanted)) ? after : undefined;
}

/** Before the first table below `vars`, with what is said above it; at the end where there is none. */
function placeForVars(lines: string[]): number {
  let place = lines.findIndex((line) => HEADER_BELOW_VARS.test(line));
  if (place === -1) return lines.push("");
  while (place > 0 && COMMENT.test(lines[place - 1] ?? "")) place--;
  return place;
}

/** @returns `undefined` when the text is not TOML */
function contentsOf(toml: string): Record<string, unknown> | undefined {
  try {
    return plain(parse(toml)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Without prototypes, which a parsed table lacks and another object has. */
function plain(contents: unknown): unknown {
  return JSON.parse(JSON.stringify(contents ?? null));
}
