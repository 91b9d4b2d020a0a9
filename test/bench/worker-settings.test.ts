import { describe, expect, it } from "vitest";

import { settingsOf } from "./worker-settings.ts";

const DATE = { compatibility_date: "2026-10-23" };

describe("a wrangler.toml for workerd", () => {
  it("becomes bindings, and what the bench adds goes before the file's own", () => {
    const toml = {
      ...DATE,
      name: "anything",
      vars: { LISTS: { weekly: { name: "Weekly" } }, ORIGIN: "theirs" },
      ratelimits: [{ name: "LIMIT", namespace_id: "1", simple: { limit: 10, period: 60 } }],
      durable_objects: { bindings: [{ name: "BOX", class_name: "Box" }] },
      migrations: [{ tag: "v1", new_sqlite_classes: ["Box"] }],
      analytics_engine_datasets: [{ binding: "METRICS", dataset: "leaves" }],
    };
    expect(settingsOf(toml, { ORIGIN: "ours" })).toEqual({
      compatibilityDate: "2026-10-23",
      compatibilityFlags: [],
      bindings: [
        { kind: "json", name: "LISTS", value: '{"weekly":{"name":"Weekly"}}' },
        { kind: "text", name: "ORIGIN", value: "ours" },
        { kind: "rate-limit", name: "LIMIT", limit: 10, period: 60 },
        { kind: "durable-object", name: "BOX", className: "Box", sql: true },
        { kind: "analytics", name: "METRICS" },
      ],
    });
  });

  it("is refused when it has a binding that nothing stands in for", () => {
    expect(() => settingsOf({ ...DATE, kv_namespaces: [] }, {})).toThrow(
      "wrangler.toml has `kv_namespaces`, for which the bench has no stand-in",
    );
  });
});
