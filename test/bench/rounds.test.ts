import { expect, it } from "vitest";

import { inRounds } from "./rounds.ts";

it("gives everybody a turn in each round, and begins each with somebody else", async () => {
  const turns: string[] = [];
  const measured = await inRounds(["a", "b", "c"], 4, async (name, round) => {
    turns.push(name);
    return `${name}${round}`;
  });
  expect(turns.join("")).toBe("abcbcacababc");
  expect(measured.b).toEqual(["b0", "b1", "b2", "b3"]);
});
