/** CPU time of a process, from Linux's `/proc`. */

import { readFileSync } from "node:fs";

/** `/proc` counts in hundredths of a second, whatever the kernel's own clock. */
const MICROSECONDS_PER_TICK = 10_000;

/** Fields 14 and 15 of proc(5), counted from the third, which is the first after the name. */
const UTIME = 11;
const STIME = 12;

/** @returns microseconds of user and system time so far; `undefined` where there is no `/proc` */
export function cpuMicroseconds(pid: number): number | undefined {
  try {
    return cpuIn(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** Reads a line of `/proc/<pid>/stat`; the name in it may hold spaces and brackets. */
export function cpuIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[UTIME]) + Number(fields[STIME])) * MICROSECONDS_PER_TICK;
}
