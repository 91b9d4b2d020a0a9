/** Where the time of a CPU profile went: by function, without what it called. Pure. */

import type { CpuProfile } from "./inspector.ts";

export interface SelfTime {
  /** Such as `mac`, `(garbage collector)`, or `(anonymous) in mac`. */
  name: string;
  /** Such as `worker.js:120`; empty for what is no script. */
  place: string;
  microseconds: number;
}

const IDLE = "(idle)";

/** All functions, the costliest first; waiting is not counted. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const byNode = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    // What ran at one sample is charged until the next.
    byNode.set(id, (byNode.get(id) ?? 0) + (timeDeltas[index + 1] ?? 0));
  }
  const callers = new Map<number, string>();
  for (const { callFrame, children = [] } of nodes) {
    for (const child of children) callers.set(child, callFrame.functionName || "(anonymous)");
  }
  const byFunction = new Map<string, SelfTime>();
  for (const { id, callFrame } of nodes) {
    const name = callFrame.functionName || `(anonymous) in ${callers.get(id) ?? "nothing"}`;
    if (name === IDLE) continue;
    const place = placeOf(callFrame);
    const key = `${name} ${place}`;
    const sum = byFunction.get(key) ?? { name, place, microseconds: 0 };
    sum.microseconds += byNode.get(id) ?? 0;
    byFunction.set(key, sum);
  }
  return [...byFunction.values()].toSorted((a, b) => b.microseconds - a.microseconds);
}

function placeOf({ url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const file = url.slice(url.lastIndexOf("/") + 1);
  return lineNumber < 0 ? file : `${file}:${lineNumber + 1}`;
}
