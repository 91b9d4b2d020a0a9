import { describe, expect, it } from "vitest";

import { parseSoakArguments } from "./options.ts";

const parse = (...args: string[]) => parseSoakArguments(args, 42);

describe("npm run soak", () => {
  it("leaves Resend and the Worker alone unless it is told otherwise", () => {
    expect(parse()).toEqual({
      kind: "run",
      options: { leaves: 1000, faults: false, kills: 0, rateLimit: 1000, seed: 42 },
    });
    expect(parse("--faults")).toMatchObject({ options: { faults: true, kills: 3 } });
  });

  it("takes every number", () => {
    const args = ["--leaves", "10000", "--kills=0", "--rate-limit", "10", "--seed", "7"];
    expect(parse("--faults", ...args)).toEqual({
      kind: "run",
      options: { leaves: 10_000, faults: true, kills: 0, rateLimit: 10, seed: 7 },
    });
  });

  it.each([
    [["--leaves", "0"], '--leaves must be a whole number from 1 to 100000; it is "0".'],
    [["--leaves", "many"], '--leaves must be a whole number from 1 to 100000; it is "many".'],
    [["--kills", "1.5"], '--kills must be a whole number from 0 to 100; it is "1.5".'],
    [["--rate-limit="], '--rate-limit must be a whole number from 1 to 100000; it is "".'],
    [["--leafs", "5"], "--leafs"],
    [["5"], "5"],
  ])("refuses %j, and says why", (args, why) => {
    expect(parse(...args)).toEqual({ kind: "wrong", why: expect.stringContaining(why) });
  });

  it("explains itself", () => {
    expect(parse("--help")).toEqual({ kind: "help" });
  });
});
