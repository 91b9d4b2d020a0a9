import { expect, it } from "vitest";

import { readLists } from "../../src/config/lists.ts";
import { listsThatFit } from "./variables.ts";

it("fills a variable of 5 KB with lists that the Worker takes", () => {
  const lists = listsThatFit();
  expect(JSON.stringify(lists).length).toBeLessThanOrEqual(5120);
  expect(JSON.stringify(lists).length).toBeGreaterThan(5120 - 90);
  const faults: Parameters<typeof readLists>[1] = [];
  expect(readLists(lists, faults).size).toBe(Object.keys(lists).length);
  expect(faults).toEqual([]);
});
