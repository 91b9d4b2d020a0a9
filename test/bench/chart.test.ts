import { describe, expect, it } from "vitest";

import { chart } from "./chart.ts";

const bar = (name: string, value: number) =>
  ({ name, value, label: `${value}`, kind: "ours" }) as const;

describe("chart", () => {
  it("escapes what it is given", () => {
    const svg = chart("a < b", [{ title: "R&D", bars: [bar("<script>", 1)] }]);
    expect(svg).toContain("<title>a &lt; b</title>");
    expect(svg).toContain(">R&amp;D</text>");
    expect(svg).toContain(">&lt;script&gt;</text>");
    expect(svg).not.toContain("<script>");
  });

  it("draws each bar as long as its share of the longest in its panel", () => {
    const svg = chart("", [
      { title: "one", bars: [bar("all", 1000), bar("half", 500)] },
      { title: "another", bars: [bar("all", 2)] },
    ]);
    const widths = [...svg.matchAll(/class="ours".* width="(\d+)"/g)].map(([, width]) =>
      Number(width),
    );
    expect(widths).toEqual([400, 200, 400]);
  });
});
