/** One list: its property, then its contacts, then those who joined meanwhile. */

import { Unusable } from "../terminal.ts";
import type { Knock } from "./knock.ts";
import { stampMember } from "./member.ts";
import { inParallel } from "./parallel.ts";
import type { Progress } from "./progress.ts";
import { ensureProperty } from "./property.ts";
import type { StampList, StampSettings } from "./settings.ts";
import type { Tally } from "./tally.ts";
import { CursorLost, walk, type WalkOptions } from "./walk.ts";

export interface ListServices {
  knock: Knock;
  list: StampList;
  settings: Pick<StampSettings, "origin" | "secret">;
  dryRun: boolean;
  /** The ID of the contact after which to go on. */
  after: string | undefined;
  tally: Tally;
  progress: Progress;
}

/** Requests under way at once: enough for any pace, whatever time an answer takes. */
const AT_ONCE = 16;

/** Walks from the start, where all at the cursor leave under way. */
const MAX_WALKS = 5;

/** Stamps every contact of the list. */
export async function stampList(services: ListServices): Promise<void> {
  const { knock, list, settings, dryRun, after, tally } = services;
  tally.propertyState = await ensureProperty(knock, list, settings.origin, dryRun);
  await count(services);

  let newest: ReadonlySet<string> | undefined;
  const onPage = (ids: readonly string[]) => (newest ??= new Set(ids));
  let blank = tally.propertyState === "created";
  for (let walks = 1; ; walks++) {
    try {
      await stampAll(services, blank, { after, onPage });
      break;
    } catch (error) {
      if (!(error instanceof CursorLost)) throw error;
      checkWalks(services, walks);
      tally.beginAgain();
      blank = false;
    }
  }
  // Where nobody has joined meanwhile, this walk ends at its first contact.
  if (after === undefined && newest !== undefined) {
    await stampAll(services, false, { until: newest });
  }
}

async function stampAll(
  { knock, list, settings, dryRun, tally, progress }: ListServices,
  blank: boolean,
  options: WalkOptions,
): Promise<void> {
  await inParallel(walk(knock, list, options), AT_ONCE, async (member) => {
    const end = tally.begin(member.id);
    end(await stampMember(member, { knock, list, settings, dryRun, blank }));
    progress.handling(tally.handled, tally.total);
  });
}

/** So that the time left can be told; contacts come and go meanwhile, so it is not exact. */
async function count({ knock, list, after, tally, progress }: ListServices): Promise<void> {
  try {
    const onPage = (ids: readonly string[]) => {
      tally.total += ids.length;
      progress.counting(tally.total);
    };
    for await (const _ of walk(knock, list, { after, onPage })) continue;
  } catch (error) {
    if (!(error instanceof CursorLost)) throw error;
  }
}

function checkWalks({ list, after }: ListServices, walks: number): void {
  if (after !== undefined) {
    throw new Unusable(
      "--after: Resend does not go on after this contact, who may have left; run it without --after",
    );
  }
  if (walks === MAX_WALKS) {
    throw new Unusable(
      `LISTS.${list.name}.segment: its contacts leave faster than they can be listed; run the command again later`,
    );
  }
}
