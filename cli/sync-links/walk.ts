/**
 * Walks through a segment's contacts, with one page in memory at a time. Contacts may come and go; those who stay are
 * visited once.
 */

import type { SegmentId } from "../../src/links/names.ts";
import type { Page } from "../../src/resend/client.ts";
import { UsageError } from "../command.ts";
import type { Connection } from "../resend.ts";
import { reasonOf, settle } from "./requests.ts";

/** A list whose contacts get their links. */
export interface SyncedList {
  name: string;
  segment: SegmentId;
  /** The key of the contact property that holds the links. */
  property: string;
}

/** The contacts at the cursor have all left; only a walk from the start meets everyone. */
export class CursorLost extends Error {}

/** How many of a page's last contacts are tried as the cursor, if others have left. */
const CURSORS = 10;

export interface WalkOptions {
  /** The ID of the contact after which to start. */
  after?: string | undefined;
  /** IDs at which the walk ends. */
  until?: ReadonlySet<string>;
  /** Called with each page before its contacts come. */
  onPage?: (ids: readonly string[]) => void;
}

/**
 * Yields the IDs of contacts in Resend's order: newest first.
 *
 * @throws CursorLost
 * @throws UsageError when there is no such segment
 */
export async function* walk(
  connection: Connection,
  list: SyncedList,
  { after, until, onPage }: WalkOptions = {},
): AsyncGenerator<string, void, undefined> {
  let met: readonly string[] = after === undefined ? [] : [after];
  for (;;) {
    const page = await nextPage(connection, list, met);
    const ids = page.items.map(({ id }) => id);
    onPage?.(ids);
    const before = new Set(met);
    for (const id of ids) {
      if (until?.has(id)) return;
      if (!before.has(id)) yield id;
    }
    if (!page.hasMore) return;
    met = ids;
  }
}

type ContactPage = Page<{ id: string }>;

/** @param met the contacts of the page before, of which the last that is still there is the cursor */
async function nextPage(connection: Connection, list: SyncedList, met: readonly string[]) {
  const cursors = met.slice(-CURSORS).toReversed();
  let empty: ContactPage | undefined;
  for (const cursor of cursors.length === 0 ? [undefined] : cursors) {
    const page = await readPage(connection, list, cursor);
    // No one follows a contact that others followed: either all of them have left, or the cursor has.
    if (page?.items.length === 0 && cursor !== undefined) empty = page;
    else if (page !== undefined) return page;
  }
  if (empty !== undefined) return empty;
  await checkSegment(connection, list);
  throw new CursorLost();
}

/** @returns `undefined` if Resend does not accept the cursor */
async function readPage(connection: Connection, list: SyncedList, cursor: string | undefined) {
  const result = await settle(connection, () =>
    connection.resend.listContacts(list.segment, cursor),
  );
  if (result.kind === "found") return result.value;
  if (cursor !== undefined) return undefined;
  await checkSegment(connection, list);
  const reason = result.kind === "missing" ? "404" : reasonOf(result);
  throw new UsageError(`LISTS.${list.name}.segment: Resend does not list its contacts (${reason})`);
}

async function checkSegment(connection: Connection, list: SyncedList): Promise<void> {
  if (await hasSegment(connection, list)) return;
  throw new UsageError(
    `LISTS.${list.name}.segment: Resend has no such segment; copy its ID from Resend's Segments page`,
  );
}

/**
 * Checks whether the segment exists, since only the message of a 404 says what was not found.
 *
 * @throws UsageError when Resend refuses the key
 */
export async function hasSegment(connection: Connection, { segment }: SyncedList) {
  const result = await settle(connection, () => connection.resend.findSegment(segment));
  return result.kind !== "missing";
}
