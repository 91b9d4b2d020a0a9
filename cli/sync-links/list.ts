/** Syncs one list: its property, then its contacts, then those who have joined in the meantime. */

import { UsageError } from "../command.ts";
import type { Progress } from "./progress.ts";
import { ensureProperty, type PropertyServices, syncContact } from "./property.ts";
import type { Summary } from "./summary.ts";
import { CursorLost, walk, type WalkOptions } from "./walk.ts";

export interface ListServices extends PropertyServices {
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
  const { connection, list, summary, progress } = services;
  await inParallel(walk(connection, list, options), async (contact) => {
    const end = summary.begin(contact);
    end(await syncContact(contact, services, blank));
    progress?.update(summary.counts.contacts, summary.total);
  });
}

/** Counts the contacts, to estimate the time left. Contacts come and go, so the count is not exact. */
async function count({ connection, list, after, summary, progress }: ListServices): Promise<void> {
  try {
    const onPage = (ids: readonly string[]) => {
      summary.total += ids.length;
      progress?.update(0, summary.total);
    };
    for await (const _ of walk(connection, list, { after, onPage })) continue;
  } catch (error) {
    if (!(error instanceof CursorLost)) throw error;
  }
}

function checkWalks({ list, after }: ListServices, walks: number): void {
  if (after !== undefined) {
    throw new UsageError(
      "--after: Resend does not continue after this contact, who may have left; run it without --after",
    );
  }
  if (walks === MAX_WALKS) {
    throw new UsageError(
      `LISTS.${list.name}.segment: its contacts leave faster than they can be listed; run the command again later`,
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
