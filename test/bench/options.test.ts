import { describe, expect, it } from "vitest";

import { COUNT_SECTIONS, parseBenchArguments, SECTIONS } from "./options.ts";

const parse = (...args: string[]) => parseBenchArguments(args);

describe("npm run bench", () => {
  it("measures everything, eleven times, and writes the document", () => {
    expect(parse()).toEqual({
      kind: "bench",
      options: {
        sections: SECTIONS,
        rounds: 11,
        seconds: 1,
        quick: false,
        document: true,
        json: false,
      },
    });
    expect(parse("--json")).toMatchObject({ options: { document: true, json: true } });
  });

  it.each([["--quick"], ["--only=page"], ["--rounds=3"], ["--seconds=1"]])(
    "leaves the document alone with %s",
    (flag) => {
      expect(parse(flag)).toMatchObject({ options: { document: false } });
    },
  );

  it("takes some sections, in the order given", () => {
    expect(parse("--only", "leave,page")).toMatchObject({
      options: { sections: ["leave", "page"] },
    });
  });

  it("records a profile", () => {
    expect(parse("--profile", "leave", "--out", "x.cpuprofile", "--seconds=5")).toEqual({
      kind: "profile",
      options: { what: "leave", file: "x.cpuprofile", seconds: 5 },
    });
  });

  it("counts some of it, or all for the document", () => {
    expect(parse("--count", "leave,page-parts")).toEqual({
      kind: "count",
      options: { sections: ["leave", "page-parts"], document: false, json: false },
    });
    expect(parse("--count=all", "--json")).toEqual({
      kind: "count",
      options: { sections: COUNT_SECTIONS, document: true, json: true },
    });
  });

  it.each([
    [["--rounds", "0"], '--rounds must be a whole number from 1 to 100; it is "0".'],
    [["--seconds=1.5"], '--seconds must be a whole number from 1 to 60; it is "1.5".'],
    [["--only", "page,pages"], 'it is "page,pages"'],
    [["--only="], "--only takes page, leave"],
    [["--count", "start"], '--count takes page, leave, page-parts, leave-parts; it is "start".'],
    [["--profile", "start"], '--profile must be page or leave; it is "start".'],
    [["--fast"], "--fast"],
  ])("refuses %j, and says why", (args, why) => {
    expect(parse(...args)).toEqual({ kind: "wrong", why: expect.stringContaining(why) });
  });

  it("explains itself", () => {
    expect(parse("--help")).toEqual({ kind: "help" });
  });
});
