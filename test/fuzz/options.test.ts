import { describe, expect, it } from "vitest";

import { parseFuzzArguments } from "./options.ts";

const parse = (...args: string[]) => parseFuzzArguments(args, 42);

describe("npm run fuzz", () => {
  it("takes a minute unless it is told otherwise", () => {
    expect(parse()).toEqual({ kind: "run", options: { minutes: 1, seed: 42 } });
  });

  it("takes every option", () => {
    expect(parse("--minutes", "0.3", "--seed=7", "--path", "12:0:3")).toEqual({
      kind: "run",
      options: { minutes: 0.3, seed: 7, path: "12:0:3" },
    });
  });

  it.each([
    [["--minutes", "0"], '--minutes must be a number above 0, up to 1440; it is "0".'],
    [["--minutes", "long"], '--minutes must be a number above 0, up to 1440; it is "long".'],
    [["--seed", "-1"], "--seed"],
    [["--path", "x"], '--path must be numbers with colons between them; it is "x".'],
    [["--minute", "5"], "--minute"],
  ])("refuses %j, and says why", (args, why) => {
    expect(parse(...args)).toEqual({ kind: "wrong", why: expect.stringContaining(why) });
  });

  it("explains itself", () => {
    expect(parse("--help")).toEqual({ kind: "help" });
  });
});
