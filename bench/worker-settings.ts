/**
 * A `wrangler.toml` as workerd must be told of it. A kind of binding that has no stand-in here is an
 * error, so that a Worker never runs with less than it is deployed with.
 */

import { readFileSync } from "node:fs";

import { parse } from "smol-toml";

export type Binding =
  | { kind: "text" | "json"; name: string; value: string }
  | { kind: "durable-object"; name: string; className: string; sql: boolean }
  | { kind: "rate-limit"; name: string; limit: number; period: number }
  | { kind: "analytics"; name: string };

export interface WorkerSettings {
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
  bindings: readonly Binding[];
}

/** What `wrangler.toml` says to Cloudflare or to wrangler, and not to the Worker. */
const NOT_FOR_THE_WORKER = new Set([
  "name",
  "main",
  "minify",
  "keep_names",
  "send_metrics",
  "secrets",
  "observability",
  "triggers",
  "routes",
  "workers_dev",
  "preview_urls",
  "upload_source_maps",
]);

interface Toml {
  compatibility_date: string;
  compatibility_flags?: string[];
  vars?: Record<string, unknown>;
  ratelimits?: { name: string; simple: { limit: number; period: number } }[];
  durable_objects?: { bindings: { name: string; class_name: string }[] };
  migrations?: { new_sqlite_classes?: string[] }[];
  analytics_engine_datasets?: { binding: string }[];
}

/**
 * Reads a `wrangler.toml`.
 *
 * @param more variables and secrets, which go before those of the file
 * @throws Error that names what the bench has no stand-in for
 */
export function readWrangler(
  file: string,
  more: Readonly<Record<string, unknown>>,
): WorkerSettings {
  return settingsOf(parse(readFileSync(file, "utf8")), more);
}

/** The same, of what such a file holds. */
export function settingsOf(
  toml: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>>,
): WorkerSettings {
  const {
    compatibility_date: compatibilityDate,
    compatibility_flags: compatibilityFlags = [],
    vars = {},
    ratelimits = [],
    durable_objects: durableObjects = { bindings: [] },
    migrations = [],
    analytics_engine_datasets: datasets = [],
    ...others
  } = toml as unknown as Toml;
  for (const key of Object.keys(others)) {
    if (NOT_FOR_THE_WORKER.has(key)) continue;
    throw new Error(
      `wrangler.toml has \`${key}\`, for which the bench has no stand-in: add one in bench/worker-settings.ts`,
    );
  }
  const sqlClasses = new Set(migrations.flatMap((migration) => migration.new_sqlite_classes ?? []));
  return {
    compatibilityDate,
    compatibilityFlags,
    bindings: [
      ...variables({ ...vars, ...more }),
      ...ratelimits.map(
        ({ name, simple: { limit, period } }) =>
          ({ kind: "rate-limit", name, limit, period }) as const,
      ),
      ...durableObjects.bindings.map(
        ({ name, class_name: className }) =>
          ({ kind: "durable-object", name, className, sql: sqlClasses.has(className) }) as const,
      ),
      ...datasets.map(({ binding }) => ({ kind: "analytics", name: binding }) as const),
    ],
  };
}

/** Variables as wrangler uploads them: a text as it is, everything else as JSON. */
export function variables(values: Readonly<Record<string, unknown>>): Binding[] {
  return Object.entries(values).map(([name, value]) =>
    typeof value === "string"
      ? { kind: "text", name, value }
      : { kind: "json", name, value: JSON.stringify(value) },
  );
}
