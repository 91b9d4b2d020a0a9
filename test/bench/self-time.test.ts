import { expect, it } from "vitest";

import { selfTimes } from "./self-time.ts";

const frame = (functionName: string, url = "", lineNumber = -1) => ({
  functionName,
  url,
  lineNumber,
});

it("charges each sample's time to the function that ran, without what it called", () => {
  const nodes = [
    { id: 1, callFrame: frame("(root)"), children: [2, 4] },
    { id: 2, callFrame: frame("render", "file:///worker.js", 41), children: [3] },
    { id: 3, callFrame: frame("", "file:///worker.js", 50) },
    { id: 4, callFrame: frame("(idle)") },
  ];
  const samples = [2, 3, 4, 2];
  const timeDeltas = [5, 10, 20, 40];
  expect(selfTimes({ nodes, samples, timeDeltas, startTime: 0, endTime: 75 })).toEqual([
    { name: "(anonymous) in render", place: "worker.js:51", microseconds: 20 },
    { name: "render", place: "worker.js:42", microseconds: 10 },
    { name: "(root)", place: "", microseconds: 0 },
  ]);
});
