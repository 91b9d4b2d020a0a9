/**
 * Walks through a segment's contacts, page by page, holding one page at a time. Contacts come and go
 * meanwhile: whoever stays is met once.
 */

import { Unusable } from "../terminal.ts";
import { type Member, memberPage, type Page } from "./answers.ts";
import type { Knock } from "./knock.ts";
import { persist, triedBy, tryRead } from "./persist.ts";
import type { StampList } from "./settings.ts";

/** The contacts at the cursor have all left; only a walk from the start meets everybody. */
export class CursorLost extends Error {}

/** The most that a page may hold. */
const PAGE_SIZE = 100;

/** The last contacts of a page that may serve as the cursor when others have left. */
const CURSORS = 10;

export interface WalkOptions {
  /** The ID of the contact after which to start. */
  after?: string | undefined;
  /** IDs at which the walk ends. */
  until?: ReadonlySet<string>;
  /** Told of each page before its contacts come. */
  onPage?: (ids: readonly string[]) => void;
}

/**
 * Gives the contacts as Resend lists them: newest first.
 *
 * @throws CursorLost
 * @throws Unusable when there is no such segment
 */
export async function* walk(
  knock: Knock,
  list: StampList,
  { after, until, onPage }: WalkOptions = {},
): AsyncGenerator<Member, void, undefined> {
  let met: readonly string[] = after === undefined ? [] : [after];
  for (;;) {
    const { items, more } = await nextPage(knock, list, met);
    onPage?.(items.map(({ id }) => id));
    const before = new Set(met);
    for (const member of items) {
      if (until?.has(member.id)) return;
      if (!before.has(member.id)) yield member;
    }
    if (!more || items.length === 0) return;
    met = items.map(({ id }) => id);
  }
}

/** @param met the contacts of the page before, of which the last that is still there is the cursor */
async function nextPage(
  knock: Knock,
  list: StampList,
  met: readonly string[],
): Promise<Page<Member>> {
  const cursors = met.slice(-CURSORS).toReversed();
  let empty: Page<Member> | undefined;
  for (const cursor of cursors.length === 0 ? [undefined] : cursors) {
    const page = await readPage(knock, list, cursor);
    // Nobody after a contact that others followed: the rest has left, or the cursor has.
    if (page?.items.length === 0 && cursor !== undefined) empty = page;
    else if (page !== undefined) return page;
  }
  if (empty !== undefined) return empty;
  await checkSegment(knock, list);
  throw new CursorLost();
}

/** @returns `undefined` when Resend does not take the cursor */
async function readPage(
  knock: Knock,
  list: StampList,
  cursor: string | undefined,
): Promise<Page<Member> | undefined> {
  const after = cursor === undefined ? "" : `&after=${encodeURIComponent(cursor)}`;
  const path = `${pathOf(list)}/contacts?limit=${PAGE_SIZE}${after}`;
  const settled = await persist(knock, async () =>
    triedBy(await knock.send("GET", path), memberPage),
  );
  if (settled.kind === "done") return settled.value;
  if (cursor !== undefined) return undefined;
  await checkSegment(knock, list);
  const reason = settled.kind === "failed" ? settled.reason : "404";
  throw new Unusable(`LISTS.${list.name}.segment: Resend does not list its contacts (${reason})`);
}

async function checkSegment(knock: Knock, list: StampList): Promise<void> {
  if (await hasSegment(knock, list)) return;
  throw new Unusable(`LISTS.${list.name}.segment: Resend knows no such segment`);
}

/** Whether the segment is there: a 404 says what is not found in words alone. */
export async function hasSegment(knock: Knock, list: StampList): Promise<boolean> {
  const settled = await persist(knock, () => tryRead(knock, pathOf(list), () => true));
  return settled.kind !== "not-found";
}

function pathOf({ segment }: StampList): string {
  return `/segments/${encodeURIComponent(segment)}`;
}
