/** `LISTS`: each list's segment and topic, its name for people, and how its links and its record are kept. */

import {
  isListName,
  isSegmentId,
  isTopicId,
  type SegmentId,
  type TopicId,
} from "../links/names.ts";
import { type Report, settingBoolean, settingTable, settingText, tableProblem } from "./fault.ts";

/** A list has a segment, a topic, or both. */
export interface List {
  segment?: SegmentId;
  topic?: TopicId;
  /** The list's name for people: one name, or names by language tag. */
  name?: string | Readonly<Record<string, string>>;
  /** The contact property that stores each contact's link to this list. */
  property?: string;
  /** Whether people who were put back into the segment are taken off again; otherwise they are only reported. */
  keepOut: boolean;
  /** Whether its entries stay in the record; otherwise they are deleted 30 days after they are done. */
  record: boolean;
}

/** Shaped like a language tag (BCP 47). */
const LANGUAGE_TAG = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i;

/** A property's key, as Resend requires it; case-sensitive. */
const PROPERTY_KEY = /^[a-zA-Z0-9_]{1,50}$/;

/** Reads the lists by name, and omits those with a fault. */
export function readLists(value: unknown, fault: Report): ReadonlyMap<string, List> {
  const lists = new Map<string, List>();
  const table = settingTable(value);
  if (table === undefined) {
    fault("LISTS", tableProblem(value, "a table of lists"));
    return lists;
  }
  for (const [name, entry] of Object.entries(table)) {
    const list = readList(name, entry, fault);
    if (list !== undefined) lists.set(name, list);
  }
  checkOwnProperties(lists, fault);
  return lists;
}

function readList(name: string, entry: unknown, fault: Report): List | undefined {
  const setting = `LISTS.${name}`;
  if (!isListName(name)) {
    fault(
      setting,
      "is not a valid list name: use at most 40 of a-z, 0-9, and dashes, and nothing that looks like a segment ID",
    );
    return undefined;
  }
  const table = typeof entry === "string" ? undefined : settingTable(entry);
  if (table === undefined) {
    fault(setting, "is not a table with `segment` or `topic`, and `name`");
    return undefined;
  }
  const segment = readId(table["segment"]);
  const topic = readId(table["topic"]);
  if (segment === undefined && topic === undefined) {
    fault(setting, "has neither `segment` nor `topic`; set at least one of them");
    return undefined;
  }
  if (segment !== undefined && !isSegmentId(segment)) {
    fault(`${setting}.segment`, "is not a Resend segment ID; copy it from Resend's Segments page");
    return undefined;
  }
  if (topic !== undefined && !isTopicId(topic)) {
    fault(`${setting}.topic`, "is not a Resend topic ID; copy it from Resend's Topics page");
    return undefined;
  }
  const listName = readName(table["name"]);
  if (listName === undefined && table["name"] !== undefined) {
    fault(
      `${setting}.name`,
      'must be text, or a table of texts by language, such as { en = "News", de = "Neues" }',
    );
    return undefined;
  }
  const property = readProperty(`${setting}.property`, table["property"], fault);
  const keepOut = readBoolean(`${setting}.keepOut`, table["keepOut"], false, fault);
  const record = readBoolean(`${setting}.record`, table["record"], true, fault);
  // Resend lists the contacts of a segment, but not those of a topic.
  if (segment === undefined && property !== undefined) {
    fault(`${setting}.property`, "needs a `segment`, whose contacts get the links");
  }
  if (segment === undefined && keepOut) {
    fault(`${setting}.keepOut`, "needs a `segment`, since Resend cannot list a topic's contacts");
  }
  return {
    ...(segment !== undefined && { segment }),
    ...(topic !== undefined && { topic }),
    keepOut,
    record,
    ...(listName !== undefined && { name: listName }),
    ...(property !== undefined && { property }),
  };
}

/** An ID in lower case, not checked; `undefined` if it is unset. */
function readId(value: unknown): string | undefined {
  if (value === undefined || value === "") return undefined;
  return settingText(value)?.toLowerCase() ?? "";
}

function readBoolean(setting: string, value: unknown, unset: boolean, fault: Report): boolean {
  const is = settingBoolean(value, unset);
  if (is === undefined) fault(setting, "must be true or false");
  return is ?? unset;
}

function readProperty(setting: string, value: unknown, fault: Report): string | undefined {
  if (value === undefined || value === "") return undefined;
  const property = settingText(value) ?? "";
  if (PROPERTY_KEY.test(property)) return property;
  fault(
    setting,
    "is not a valid key of a contact property: use at most 50 letters, digits, and underscores",
  );
  return undefined;
}

/** Two lists with the same property would overwrite each other's links. */
function checkOwnProperties(lists: ReadonlyMap<string, List>, fault: Report): void {
  const owners = new Map<string, string>();
  for (const [list, { property }] of lists) {
    if (property === undefined) continue;
    const owner = owners.get(property);
    if (owner !== undefined) {
      const problem = `is also the property of LISTS.${owner}; give each list its own`;
      fault(`LISTS.${list}.property`, problem);
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
