import { expect, it } from "vitest";

import { cpuIn, cpuMicroseconds } from "./cpu.ts";

it("adds user and system time of /proc/<pid>/stat, whatever the process calls itself", () => {
  const stat = "4711 (work) er (d) S 1 4711 4711 0 -1 4194560 1 0 0 0 250 50 7 8 20 0 12 0 1 2 3";
  expect(cpuIn(stat)).toBe(3_000_000);
});

it("says nothing of a process that is not there", () => {
  expect(cpuMicroseconds(-1)).toBeUndefined();
});
