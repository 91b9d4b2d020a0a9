import { describe, expect, it } from "vitest";

import { fillPath, SHAPES } from "../../cli/doctor/shapes.ts";
import wild from "../one-click-requests.json" with { type: "json" };

describe("the doctor's one-click POSTs", () => {
  it("are those of the wild that the Worker is tested with, to the letter", () => {
    const posted = SHAPES.map((shape) => Object.assign({ method: "POST" }, shape));
    expect(posted).toEqual(wild.requests);
  });

  it("put the link's path, or its parts in capitals, where the shape has them", () => {
    expect(fillPath("{path}.", "/leave/weekly/c4fu2")).toBe("/leave/weekly/c4fu2.");
    expect(fillPath("/leave/{LIST}/{TICKET}", "/leave/weekly/c4fu2")).toBe("/leave/WEEKLY/C4FU2");
  });
});
