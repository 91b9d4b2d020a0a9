import { describe, expect, it } from "vitest";
import { RateLimit } from "./rate-limit.ts";

describe("RateLimit", () => {
  it("lets the limit through, and no more until the second is over", () => {
    let now = 5000;
    const limit = new RateLimit(2, () => now);

    expect(limit.take()).toEqual({ allowed: true, limit: 2, remaining: 1, resetSeconds: 1 });
    now = 5999;
    expect(limit.take()).toEqual({ allowed: true, limit: 2, remaining: 0, resetSeconds: 1 });
    expect(limit.take()).toMatchObject({ allowed: false, remaining: 0 });
    now = 6000;
    expect(limit.take()).toMatchObject({ allowed: true, remaining: 1 });
  });

  it("goes back to the limit that it started with", () => {
    const limit = new RateLimit(10, () => 0);
    limit.perSecond = 1;
    expect(limit.take()).toMatchObject({ limit: 1, remaining: 0 });
    limit.reset();
    expect(limit.take()).toMatchObject({ limit: 10, remaining: 9 });
  });
});
