/** What the Ledger works with: its tables, and what it makes from valid settings. */

import { type Config, fingerprints } from "../settings/settings.ts";
import type { List } from "../settings/lists.ts";
import { leaveUrl } from "../links/index.ts";
import type { Count, Log } from "../telemetry.ts";
import { Audit } from "./audit.ts";
import type { Clock, Runtime } from "./runtime.ts";
import type { Entries } from "./entries.ts";
import { LinkSync } from "./link-sync.ts";
import type { Lists } from "./lists.ts";
import type { Locks } from "./locks.ts";
import type { Marks } from "./marks.ts";
import type { Sql } from "./sql.ts";
import { allTargets, type ListTarget, targetsOf } from "./target.ts";
import { Targets } from "./targets.ts";
import { Upkeep } from "./upkeep.ts";
import { Upstream } from "./upstream.ts";

/** The parts that do not depend on the settings. */
export interface Store {
  sql: Sql;
  entries: Entries;
  lists: Lists;
  locks: Locks;
  marks: Marks;
}

export interface Context extends Store {
  upstream: Upstream;
  targets: Targets;
  linkSync: LinkSync;
  upkeep: Upkeep;
  audit: Audit;
  clock: Clock;
  /** From 0 up to, but not including, 1. */
  random: () => number;
  log: Log;
  /** The lists of the settings, by name. */
  settings: ReadonlyMap<string, List>;
  /** The targets of a list, as a link names it; empty if no setting has it. */
  targetsOf: (list: string) => ListTarget[];
  /** The targets of all lists of the settings, each once. */
  allTargets: readonly ListTarget[];
  /** When a change of the settings was last noticed; milliseconds since 1970. */
  settingsAt: number;
}

/** Makes the context. If the settings have changed, it releases held lists and lets the new key prove itself. */
export async function createContext(
  config: Config,
  store: Store,
  runtime: Runtime,
  count: Count,
): Promise<Context> {
  const { lists: settings, origin = "", linkSecrets } = config;
  const { sql, lists } = store;
  const { now, random, log } = runtime;
  const prints = await fingerprints(config);
  const upstream = new Upstream(runtime, sql, config.resend);
  const last = sql.one<{ settings: string; settingsAt: number }>(
    "SELECT settings, settings_at AS settingsAt FROM resend",
  );
  const isNew = last.settings !== prints.settings;
  if (isNew) {
    sql.run("UPDATE resend SET settings = ?, settings_at = ?", prints.settings, now());
    lists.release();
    upstream.reset();
  }
  const linkTo = (list: string, contact: string) =>
    leaveUrl({ origin, list, contact, secret: linkSecrets[0] });
  const targetsIn = (list: string) => targetsOf(list, settings);
  return {
    ...store,
    upstream,
    audit: new Audit({ ...store, settings, targetsOf: targetsIn, now, log, count }),
    targets: new Targets(sql, now, prints.key),
    linkSync: new LinkSync({ sql, lists: settings, linkTo, now, random, log, count }),
    upkeep: new Upkeep({ ...store, settings, now }),
    clock: runtime,
    random,
    log,
    settings,
    targetsOf: targetsIn,
    allTargets: allTargets(settings),
    settingsAt: isNew ? now() : last.settingsAt,
  };
}
