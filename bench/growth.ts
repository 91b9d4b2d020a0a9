/** Members of a group under the same load, in turns. */

import type { Arena } from "./arena.ts";
import { ourSettings } from "./contenders.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { type Group, groups } from "./growth-groups.ts";
import { contactIds } from "./links.ts";
import { inRounds } from "./rounds.ts";
import { type Measure, warmUpSeconds } from "./section.ts";
import type { Workerd } from "./workerd.ts";

export interface Growth {
  by: Group["by"];
  what: "page" | "leave";
  members: { name: string; figures: Figures }[];
}

const CONNECTIONS = 32;
/** A leave may be asked for thirty times a minute, a page as often as one likes. */
const LINKS = { page: 10_000, leave: 60_000 } as const;
const QUICK_LINKS = 5_000;

/** Measures group by group. */
export async function growth(arena: Arena, measure: Measure): Promise<Growth[]> {
  const found: Growth[] = [];
  for (const group of groups()) {
    for (const what of group.whats) found.push(await grow(arena, group, what, measure));
  }
  return found;
}

async function grow(
  arena: Arena,
  { by, members }: Group,
  what: Growth["what"],
  { rounds, seconds, quick, say }: Measure,
): Promise<Growth> {
  const workers = new Map<string, Workerd>();
  const contacts = contactIds(quick ? QUICK_LINKS : LINKS[what]);
  for (const { name, settings, paths } of members) {
    arena.load.pool(name, await paths(contacts));
    const ready = { ...arena.ready.ours, settings: ourSettings(arena.upstream.url, settings) };
    workers.set(name, await arena.start(ready));
  }
  const names = members.map(({ name }) => name);
  const measured = await inRounds(names, rounds, async (name, round) => {
    say(`growth, ${what}, round ${round + 1} of ${rounds}: ${name}`);
    const worker = workers.get(name);
    if (worker === undefined) throw new Error(`${name} does not run`);
    const headers = members.find((member) => member.name === name)?.headers;
    return arena.load.run({
      url: worker.url,
      method: what === "page" ? "GET" : "POST",
      pool: name,
      ...(headers && { headers }),
      connections: CONNECTIONS,
      warmUpSeconds: warmUpSeconds(quick),
      seconds,
      pids: [worker.pid, arena.upstream.pid],
    });
  });
  for (const worker of workers.values()) await worker.stop();
  const first = measured[names[0] ?? ""] ?? [];
  return {
    by,
    what,
    members: names.map((name) => ({ name, figures: figuresOf(measured[name] ?? [], first) })),
  };
}
