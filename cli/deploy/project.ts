/** `wrangler.toml` as a deployment needs it: the Worker's name, its variables, its lists. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, TomlError, type TomlTable } from "smol-toml";

import { checkBindings } from "../../src/settings/env.ts";
import { checkSettings as checkVars, type UncheckedVars } from "../../src/settings/settings.ts";
import { isSegmentId } from "../../src/links/names.ts";
import { Unusable } from "../terminal.ts";
import type { Segment } from "./account.ts";
import type { Secrets } from "./secrets.ts";

export const WRANGLER_TOML = "wrangler.toml";

export interface Project {
  /** The file as it stands. */
  text: string;
  /** The Worker's name. */
  name: string;
  vars: Readonly<Record<string, unknown>>;
  /** The names of the bindings that the file declares. */
  bindings: ReadonlySet<string>;
  /** `LISTS` as it stands, checked or not. */
  lists: Readonly<Record<string, unknown>>;
  /** Those of the lists that still are the samples that this repository ships. */
  samples: readonly string[];
}

/** Segments that no account has: those of the lists in this repository's own `wrangler.toml`. */
const SAMPLE_SEGMENTS: ReadonlySet<unknown> = new Set([
  "78261eea-8f8b-4381-83c6-79fa7120f1cf",
  "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11",
]);

/** Well-formed values for secrets that Cloudflare holds: it never tells the real ones. */
const HELD = {
  RESEND_API_KEY: "held",
  LINK_SECRETS: "held-".repeat(8),
  OPERATOR_TOKEN: "held",
  RESEND_WEBHOOK_SECRET: `whsec_${"held".repeat(8)}`,
};

export interface Coming {
  /** `LISTS` as it will stand. */
  lists: Project["lists"];
  /** The secrets that the deployment brings. */
  secrets: Secrets;
  /** The names of those that Cloudflare holds. */
  held: readonly string[];
}

/** @throws Unusable when the file is missing, broken or nameless */
export function readProject(root: string): Project {
  const text = readFileSync(join(root, WRANGLER_TOML), "utf8");
  const settings = parsed(text);
  if (typeof settings["name"] !== "string") {
    throw new Unusable(`${WRANGLER_TOML}: has no \`name\`; give the Worker one`);
  }
  const vars = table(settings["vars"]);
  const lists = table(vars["LISTS"]);
  const samples = Object.keys(lists).filter((name) =>
    SAMPLE_SEGMENTS.has(table(lists[name])["segment"]),
  );
  return { text, name: settings["name"], vars, bindings: bindingsOf(settings), lists, samples };
}

/**
 * Checks the settings as the Worker will, before it is there.
 *
 * @returns what is wrong, a line for each setting
 */
export function checkSettings(
  { vars, bindings }: Pick<Project, "vars" | "bindings">,
  { lists, secrets, held }: Coming,
): readonly string[] {
  const coming: UncheckedVars = {
    ...vars,
    ...Object.fromEntries(Object.entries(HELD).filter(([name]) => held.includes(name))),
    ...secrets,
    LISTS: lists,
  };
  const settings = checkVars(coming);
  const faults = [
    ...checkBindings((name) => bindings.has(name)),
    ...(settings.kind === "faulty" ? settings.faults : settings.brandFaults),
  ];
  return faults.map(({ setting, problem }) => `${setting}: ${problem}`);
}

/** Checks that the account has every list's segment. */
export function checkLists(
  lists: Project["lists"],
  segments: readonly Segment[] | undefined,
): readonly string[] {
  if (segments === undefined) return [];
  const known = new Set(segments.map(({ id }) => id));
  const strangers = Object.keys(lists).filter((name) => {
    const { segment } = table(lists[name]);
    return typeof segment === "string" && isSegmentId(segment) && !known.has(segment);
  });
  return strangers.map(
    (name) =>
      `LISTS.${name}.segment: the Resend account has no such segment; copy the ID from Resend's Segments page`,
  );
}

function parsed(text: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what] = error.message.split("\n");
    throw new Unusable(`${WRANGLER_TOML}: line ${error.line}: ${what}`);
  }
}

function bindingsOf(settings: TomlTable): ReadonlySet<string> {
  const tables = [table(settings["durable_objects"])["bindings"], settings["ratelimits"]];
  const entries = tables.flatMap((entry): unknown[] => (Array.isArray(entry) ? entry : []));
  return new Set(entries.map((entry) => String(table(entry)["name"])));
}

function table(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
