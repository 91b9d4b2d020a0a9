/** What `stamp` needs of the Worker's settings, checked as the Worker checks them. No error repeats a value. */

import { readFileSync } from "node:fs";

import { parse, TomlError } from "smol-toml";

import { checkSettings } from "../../src/settings/settings.ts";
import { withDevVars } from "../dev-vars.ts";
import { readSecrets } from "../links/secrets.ts";
import { Unusable } from "../terminal.ts";
import type { Task } from "./task.ts";

/** A list whose contacts get their links. */
export interface StampList {
  name: string;
  /** The Resend segment's ID. */
  segment: string;
  /** The key of the contact property. */
  property: string;
}

export interface StampSettings {
  resend: { apiKey: string; baseUrl: string };
  origin: string;
  /** Signs the links. */
  secret: string;
  lists: readonly StampList[];
}

/**
 * Reads `wrangler.toml`, `.dev.vars` and the environment.
 *
 * @throws Unusable that names every setting that is missing or malformed
 */
export function readSettings(
  { config: path, lists: wanted }: Pick<Task, "config" | "lists">,
  env: Readonly<Record<string, string | undefined>>,
): StampSettings {
  const vars = readVars(path);
  const { RESEND_API_KEY, LINK_SECRETS, RESEND_BASE_URL, ORIGIN } = withDevVars(env, path);
  if (!RESEND_API_KEY?.trim()) {
    throw new Unusable("RESEND_API_KEY: is missing; put it into the environment or into .dev.vars");
  }
  const [secret] = readSecrets(LINK_SECRETS);
  const settings = checkSettings({
    RESEND_API_KEY,
    LINK_SECRETS,
    RESEND_BASE_URL: RESEND_BASE_URL ?? vars["RESEND_BASE_URL"],
    ORIGIN: ORIGIN ?? vars["ORIGIN"],
    LISTS: vars["LISTS"],
  });
  if (settings.kind === "faulty") {
    throw new Unusable(
      settings.faults.map(({ setting, problem }) => `${setting}: ${problem}`).join("\n"),
    );
  }
  const { resend, origin, lists } = settings.config;
  const stamped = [...lists].flatMap(([name, { segment, property }]) => {
    return property === undefined ? [] : [{ name, segment, property }];
  });
  const chosen = choose(wanted, stamped, [...lists.keys()]);
  // `checkSettings` misses it only where no list has a property.
  if (origin === undefined) throw new Unusable("ORIGIN: is missing");
  return { resend, origin, secret, lists: chosen };
}

function choose(
  wanted: readonly string[],
  stamped: readonly StampList[],
  known: readonly string[],
): readonly StampList[] {
  if (wanted.length === 0) {
    if (stamped.length > 0) return stamped;
    throw new Unusable(
      'LISTS: no list has a property; give one, such as property = "leave_weekly" under [vars.LISTS.weekly]',
    );
  }
  return wanted.map((name) => {
    const list = stamped.find((other) => other.name === name);
    if (list !== undefined) return list;
    if (!known.includes(name)) {
      throw new Unusable(`--list: LISTS has no ${name}; it has ${known.join(", ") || "nothing"}`);
    }
    throw new Unusable(
      `LISTS.${name}.property: is missing; name the contact property that holds the links, such as leave_${name.replaceAll("-", "_").slice(0, 44)}`,
    );
  });
}

function readVars(path: string): Record<string, unknown> {
  try {
    const { vars } = parse(readFileSync(path, "utf8"));
    return typeof vars === "object" && !Array.isArray(vars)
      ? (vars as Record<string, unknown>)
      : {};
  } catch (error) {
    if (error instanceof TomlError) {
      throw new Unusable(`${path}: is not TOML; look at line ${error.line}`);
    }
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new Unusable(`--config: there is no ${path}; give the path of your wrangler.toml`);
    }
    throw error;
  }
}
