import { expect, it } from "vitest";

import { figuresOf } from "./figures.ts";

const round = (requests: number, cpu: (number | null)[]) => ({
  kind: "measured" as const,
  requests,
  seconds: 2,
  p50Ms: 1,
  p99Ms: 3,
  responseBytes: 100,
  cpu,
  ownCpu: 400_000,
});

it("puts rounds together: rates, CPU for one request, and what was busy", () => {
  const ours = [round(1000, [1_000_000, 200_000]), round(2000, [1_600_000, 200_000])];
  const limit = [round(2000, [1_000_000, 0]), round(4000, [1_600_000, 0])];
  expect(figuresOf(ours, limit)).toMatchObject({
    requestsPerSecond: { median: 750, min: 500, max: 1000 },
    cpuMicroseconds: { median: 900, min: 800, max: 1000 },
    busy: { worker: 0.65, upstream: 0.1, load: 0.2 },
    beside: {
      requestsPerSecond: { median: 0.5, min: 0.5, max: 0.5 },
      cpuMicroseconds: { median: 2, min: 2, max: 2 },
    },
  });
});

it("has no CPU time where there is no /proc", () => {
  const rounds = [round(1000, [null, null])];
  expect(figuresOf(rounds, rounds)).toMatchObject({
    cpuMicroseconds: null,
    busy: { worker: null, upstream: null },
    beside: { cpuMicroseconds: null },
  });
});
