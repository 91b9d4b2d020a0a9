/** `LISTS`: which segment stands behind a list's name, and what people call it. */

import { isListName, isSegmentId } from "../links/list.ts";
import { type Fault, settingTable, settingText } from "./fault.ts";

export interface List {
  /** The Resend segment's ID. */
  segment: string;
  /** What people call the list: one name, or names by language tag. */
  name?: string | Readonly<Record<string, string>>;
  /** The contact property that holds each contact's link to this list. */
  property?: string;
}

/** Shaped like a language tag (BCP 47). */
const LANGUAGE_TAG = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i;

/** A property's key, as Resend demands; its case counts. */
const PROPERTY_KEY = /^[a-zA-Z0-9_]{1,50}$/;

export function readLists(value: unknown, faults: Fault[]): ReadonlyMap<string, List> {
  const lists = new Map<string, List>();
  const table = settingTable(value);
  if (table === undefined) {
    faults.push({ setting: "LISTS", problem: "is not a table of lists" });
    return lists;
  }
  for (const [name, entry] of Object.entries(table)) {
    const list = readList(name, entry, faults);
    if (list !== undefined) lists.set(name, list);
  }
  checkOwnProperties(lists, faults);
  return lists;
}

function readList(name: string, entry: unknown, faults: Fault[]): List | undefined {
  const setting = `LISTS.${name}`;
  if (!isListName(name)) {
    faults.push({
      setting,
      problem:
        "is no name for a list: use a-z, 0-9 and dashes, at most 40 characters, not shaped like a segment ID",
    });
    return undefined;
  }
  const table = typeof entry === "string" ? undefined : settingTable(entry);
  if (table === undefined) {
    faults.push({ setting, problem: "is not a table with `segment` and `name`" });
    return undefined;
  }
  const segment = settingText(table["segment"])?.toLowerCase() ?? "";
  if (!isSegmentId(segment)) {
    faults.push({
      setting: `${setting}.segment`,
      problem: "is not a Resend segment ID; copy it from Resend's Segments page",
    });
    return undefined;
  }
  const listName = readName(table["name"]);
  if (listName === undefined && table["name"] !== undefined) {
    faults.push({
      setting: `${setting}.name`,
      problem:
        'is neither a text nor a table of texts by language, such as { en = "News", de = "Neues" }',
    });
    return undefined;
  }
  const property = readProperty(`${setting}.property`, table["property"], faults);
  return {
    segment,
    ...(listName !== undefined && { name: listName }),
    ...(property !== undefined && { property }),
  };
}

function readProperty(setting: string, value: unknown, faults: Fault[]): string | undefined {
  if (value === undefined || value === "") return undefined;
  const property = settingText(value) ?? "";
  if (PROPERTY_KEY.test(property)) return property;
  const problem =
    "is no key for a contact property: use letters, digits and underscores, at most 50";
  faults.push({ setting, problem });
  return undefined;
}

/** Two lists with one property would overwrite each other's links for ever. */
function checkOwnProperties(lists: ReadonlyMap<string, List>, faults: Fault[]): void {
  const owners = new Map<string, string>();
  for (const [list, { property }] of lists) {
    if (property === undefined) continue;
    const owner = owners.get(property);
    if (owner !== undefined) {
      const problem = `is the property of LISTS.${owner} too; give each list its own`;
      faults.push({ setting: `LISTS.${list}.property`, problem });
    }
    owners.set(property, list);
  }
}

function readName(value: unknown): List["name"] {
  if (typeof value === "string") return settingText(value);
  const names = Object.entries(settingTable(value) ?? {}).map(
    ([tag, name]) => [tag, settingText(name) ?? ""] as const,
  );
  const wellFormed = names.every(([tag, name]) => LANGUAGE_TAG.test(tag) && name !== "");
  return names.length > 0 && wellFormed ? Object.fromEntries(names) : undefined;
}
