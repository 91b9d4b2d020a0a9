/**
 * `npm run bench -- --count`: instructions of the workerd process for one request. Several processes are
 * counted at the same time, since that changes no count.
 */

import { availableParallelism } from "node:os";

import { inParallel } from "../cli/stamp/parallel.ts";
import type { Arena } from "./arena.ts";
import { bundleContender } from "./bundle.ts";
import { callgrind, checkValgrind } from "./callgrind.ts";
import { DUELS } from "./duel.ts";
import { contactIds, ourPaths, usualPaths } from "./links.ts";
import { startLoad } from "./load-process.ts";
import type { CountSection } from "./options.ts";
import { LEAVE_PARTS, PAGE_PARTS } from "./parts.ts";
import type { Ready } from "./processes.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface Count {
  section: CountSection;
  /** The first is what the others are compared with. */
  members: { name: string; instructions: Spread }[];
}

interface Member {
  name: string;
  method: "GET" | "POST";
  /** Which links it opens. */
  links: "ours" | "usual";
  ready: () => Promise<Ready>;
}

const CONNECTIONS = 8;
/** V8 has compiled by then most of what it compiles. */
const WARM_UP = 3_000;
const WINDOWS = 3;
const WINDOW = 1_000;

/** Counts section by section. */
export async function counts(
  arena: Arena,
  sections: readonly CountSection[],
  say: (what: string) => void,
): Promise<Count[]> {
  await checkValgrind();
  const found: Count[] = [];
  for (const section of sections) {
    const members: Count["members"] = [];
    const inOrder = entriesOf(membersOf(arena, section));
    await inParallel(inOrder, availableParallelism(), async ([place, member]) => {
      say(`counting ${section}: ${member.name}`);
      const instructions = spreadOf(await count(arena, member));
      members[place] = { name: member.name, instructions };
    });
    found.push({ section, members });
  }
  return found;
}

function membersOf(arena: Arena, section: CountSection): Member[] {
  switch (section) {
    case "page":
    case "leave": {
      const { method, contenders } = DUELS[section];
      return contenders.map((name) => ({
        name,
        method,
        links: name === "usual" ? "usual" : "ours",
        ready: async () => arena.ready[name],
      }));
    }
    case "page-parts":
      return partsOf(arena, "page", PAGE_PARTS);
    case "leave-parts":
      return partsOf(arena, "leave", LEAVE_PARTS);
  }
}

function partsOf(arena: Arena, of: keyof typeof DUELS, parts: readonly string[]): Member[] {
  const limit = arena.ready[DUELS[of].contenders[0]];
  return parts.map((name) => ({
    name,
    method: DUELS[of].method,
    links: "ours",
    ready: async () => {
      const define = { PART: JSON.stringify(name), PAGE_BYTES: `${arena.pageBytes}` };
      const { compatibilityDate } = limit.settings;
      const folder = arena.folder();
      return {
        ...limit,
        bundle: await bundleContender(`${of}-part`, folder, compatibilityDate, define),
      };
    },
  }));
}

/** @returns instructions for one request, in each window */
async function count(arena: Arena, { method, links, ready }: Member): Promise<number[]> {
  const load = startLoad();
  const counter = callgrind(arena.folder());
  const worker = await arena.start(await ready(), { under: counter.command });
  try {
    const contacts = contactIds(WARM_UP + WINDOWS * WINDOW);
    load.pool(links, await (links === "usual" ? usualPaths(contacts) : ourPaths(contacts)));
    const ask = (requests: number) =>
      load.ask({ url: worker.url, method, pool: links, connections: CONNECTIONS, requests });
    await ask(WARM_UP);
    const found: number[] = [];
    for (let window = 0; window < WINDOWS; window++) {
      found.push((await counter.during(worker.pid, () => ask(WINDOW))) / WINDOW);
    }
    return found;
  } finally {
    await worker.stop();
    load.stop();
  }
}

async function* entriesOf<Item>(
  items: readonly Item[],
): AsyncGenerator<[number, Item], void, undefined> {
  yield* items.entries();
}
