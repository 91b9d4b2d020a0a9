/**
 * Syncs one list: its property, then its contacts, then those who have joined in the meantime. One page of contacts is in
 * memory at a time. Contacts may come and go; those who stay are visited once.
 */

import type { Page } from "../../src/resend/client.ts";
import { UsageError } from "../command.ts";
import {
  ensureProperty,
  type LinkServices,
  reasonOf,
  type Requests,
  syncContact,
} from "./links.ts";
import type { Progress, Summary } from "./report.ts";

interface ListServices extends LinkServices {
  /** The ID of the contact after which to continue. */
  after: string | undefined;
  summary: Summary;
  /** `undefined` shows none. */
  progress: Progress | undefined;
}

/** Requests in flight at once: enough for any rate limit, even with slow answers. */
const CONCURRENCY = 16;

/** The most walks from the start; each starts over because all contacts at the cursor have left. */
const MAX_WALKS = 5;

/** How many of a page's last contacts are tried as the cursor, if others have left. */
const CURSORS = 10;

/** The contacts at the cursor have all left; only a walk from the start meets everyone. */
class CursorLost extends Error {}

/** Writes the links of the list's contacts. */
export async function syncList(services: ListServices): Promise<void> {
  const { after, summary } = services;
  summary.propertyState = await ensureProperty(services);
  await count(services);

  let newest: ReadonlySet<string> | undefined;
  const onPage = (ids: readonly string[]) => (newest ??= new Set(ids));
  let blank = summary.propertyState === "created";
  for (let walks = 1; ; walks++) {
    try {
      await syncContacts(services, blank, { after, onPage });
      break;
    } catch (error) {
      if (!(error instanceof CursorLost)) throw error;
      checkWalks(services, walks);
      summary.startOver();
      blank = false;
    }
  }
  // Unless someone has joined in the meantime, this walk ends at its first contact.
  if (after === undefined && newest !== undefined) {
    await syncContacts(services, false, { until: newest });
  }
}

async function syncContacts(services: ListServices, blank: boolean, options: WalkOptions) {
  const { requests, summary, progress } = services;
  await inParallel(walk(requests, options), async (contact) => {
    const end = summary.begin(contact);
    end(await syncContact(contact, services, blank));
    progress?.update(summary.counts.contacts, summary.total);
  });
}

/** Counts the contacts, to estimate the time left. Contacts come and go, so the count is not exact. */
async function count({ requests, after, summary, progress }: ListServices): Promise<void> {
  try {
    const onPage = (ids: readonly string[]) => {
      summary.total += ids.length;
      progress?.update(0, summary.total);
    };
    for await (const _ of walk(requests, { after, onPage })) continue;
  } catch (error) {
    if (!(error instanceof CursorLost)) throw error;
  }
}

function checkWalks({ requests, after }: ListServices, walks: number): void {
  if (after !== undefined) {
    throw new UsageError(
      "--after: Resend does not continue after this contact, who may have left; run it without --after",
    );
  }
  if (walks === MAX_WALKS) {
    throw new UsageError(
      `LISTS.${requests.list.name}.segment: its contacts leave faster than they can be listed; run the command again later`,
    );
  }
}

/**
 * Works on several items at once, so that slow answers do not limit the rate.
 *
 * @throws the first error, after all work in flight has ended
 */
async function inParallel<Item>(
  items: AsyncGenerator<Item, void, undefined>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let failed = false;
  const worker = async () => {
    try {
      for (;;) {
        const next = await items.next();
        if (next.done || failed) return;
        await work(next.value);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: CONCURRENCY }, worker));
  const bad = ended.find((end) => end.status === "rejected");
  if (bad !== undefined) throw bad.reason;
}

interface WalkOptions {
  /** The ID of the contact after which to start. */
  after?: string | undefined;
  /** IDs at which the walk ends. */
  until?: ReadonlySet<string>;
  /** Called with each page before its contacts come. */
  onPage?: (ids: readonly string[]) => void;
}

/** Yields the IDs of contacts in Resend's order: newest first. @throws CursorLost */
async function* walk(
  requests: Requests,
  { after, until, onPage }: WalkOptions,
): AsyncGenerator<string, void, undefined> {
  let met: readonly string[] = after === undefined ? [] : [after];
  for (;;) {
    const page = await nextPage(requests, met);
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

/** @param met the contacts of the page before, of which the last that is still there is the cursor */
async function nextPage({ list, resend, settle, hasSegment }: Requests, met: readonly string[]) {
  const cursors = met.slice(-CURSORS).toReversed();
  let [empty, reason]: [Page<{ id: string }>?, string?] = [];
  for (const cursor of cursors.length === 0 ? [undefined] : cursors) {
    const read = await settle(() => resend.listContacts(list.segment, cursor));
    if (read.kind !== "found") reason = read.kind === "missing" ? "404" : reasonOf(read);
    // No one follows a contact that others followed: either all of them have left, or the cursor has.
    else if (read.value.items.length === 0 && cursor !== undefined) empty = read.value;
    else return read.value;
  }
  if (empty !== undefined) return empty;
  const exists = await hasSegment();
  if (exists && cursors.length > 0) throw new CursorLost();
  const problem = exists
    ? `Resend does not list its contacts (${reason})`
    : "Resend has no such segment; copy its ID from Resend's Segments page";
  throw new UsageError(`LISTS.${list.name}.segment: ${problem}`);
}
