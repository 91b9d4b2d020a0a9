/** What the doctor knows of a deployment: the environment first, then `.dev.vars`, then `wrangler.toml`. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";

import { parse, TomlError } from "smol-toml";

import { isListName, isSegmentId } from "../../src/links/names.ts";
import { secureUrl } from "../../src/links/origin.ts";
import { readSecrets } from "../links/secrets.ts";
import { type Terminal, Unusable } from "../terminal.ts";
import type { Account } from "./resend.ts";

export interface Settings {
  /** As in `LINK_SECRETS`. */
  secrets: ReturnType<typeof readSecrets>;
  /** The segment behind each list's name, as far as `LISTS` is well-formed: the Worker's health says the rest. */
  lists: ReadonlyMap<string, string>;
  /** The contact property that holds the links of each list that has one. */
  properties: ReadonlyMap<string, string>;
  /** Absent without `RESEND_API_KEY`. */
  account: Account | undefined;
}

const DEFAULT_BASE_URL = "https://api.resend.com";

/** @param config the path of a `wrangler.toml`; `.dev.vars` lies beside it */
export function readSettings(env: Terminal["env"], config: string): Settings {
  const vars = readVars(config);
  const devVars = readDevVars(join(dirname(config), ".dev.vars"));
  const setting = (name: string): string | undefined => {
    const declared = vars[name];
    const text = env[name] || devVars[name] || (typeof declared === "string" ? declared : "");
    return text.trim() || undefined;
  };
  const apiKey = setting("RESEND_API_KEY");
  const baseUrl = readBaseUrl(setting("RESEND_BASE_URL") ?? DEFAULT_BASE_URL);
  return {
    secrets: readSecrets(setting("LINK_SECRETS")),
    lists: readLists(vars["LISTS"]),
    properties: readProperties(vars["LISTS"]),
    account: apiKey === undefined ? undefined : { apiKey, baseUrl },
  };
}

function readVars(config: string): Record<string, unknown> {
  if (!existsSync(config)) return {};
  try {
    return table(parse(readFileSync(config, "utf8"))["vars"]);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new Unusable(`${config}: is no TOML (line ${error.line}, column ${error.column})`);
  }
}

function readDevVars(path: string): Record<string, string | undefined> {
  return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
}

function readLists(value: unknown): Settings["lists"] {
  const lists = new Map<string, string>();
  for (const [name, list] of Object.entries(table(value))) {
    const { segment } = table(list);
    const id = typeof segment === "string" ? segment.trim().toLowerCase() : "";
    if (isListName(name) && isSegmentId(id)) lists.set(name, id);
  }
  return lists;
}

function readProperties(value: unknown): Settings["properties"] {
  return new Map(
    Object.entries(table(value)).flatMap(([name, list]) => {
      const { property } = table(list);
      return typeof property === "string" ? [[name, property] as const] : [];
    }),
  );
}

function readBaseUrl(text: string): string {
  const url = secureUrl(text);
  if (url === undefined) throw new Unusable("RESEND_BASE_URL: is not an https URL");
  return url.href.replace(/\/+$/, "");
}

function table(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
