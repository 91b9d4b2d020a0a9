/**
 * Reads the settings for all commands: Wrangler's file, `.dev.vars`, `.env`, and the environment.
 *
 * A setting's value comes from the first of: the environment, `.dev.vars`, `.env`, the file's `vars`. Empty counts as
 * unset. Errors name the setting or the line, and the remedy, and never contain a value.
 */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseEnv } from "node:util";

import { parse as parseToml } from "@decimalturn/toml-patch";
import { type ParseError, parse as parseJsonc } from "jsonc-parser";

import { secretProblem, splitSecrets } from "../src/links/ticket.ts";
import { type Fault, settingTable, tableProblem } from "../src/settings/fault.ts";
import {
  checkSettings,
  type Config,
  SETTING_NAMES,
  type UncheckedVars,
} from "../src/settings/settings.ts";
import { type Terminal, UsageError } from "./command.ts";

export type Table = Readonly<Record<string, unknown>>;

export interface Project {
  /** The folder of Wrangler's file, and so of `.dev.vars` and `.env`. */
  folder: string;
  /** Wrangler's file; `undefined` in a folder without one. */
  file: ConfigFile | undefined;
  /** The environment of `--env` or `CLOUDFLARE_ENV`; `undefined`: the top level. */
  environment: string | undefined;
  /** The file's content, for that environment. */
  config: Table;
  /** `vars` of `config`. */
  vars: Table;
  /** The file in which its secrets are: `.dev.vars`, or `.dev.vars.<environment>`. */
  devVars: string;
  /** Variables of the process, `devVars` and `.env`: trimmed, and without those that are empty. */
  variables: Readonly<Record<string, string>>;
}

export interface ConfigFile {
  path: string;
  /** The path relative to the person's current folder, for messages. */
  name: string;
  format: "toml" | "jsonc";
  text: string;
  /** What the text says. An environment inherits some of it. */
  content: Table;
}

/** Wrangler's order. */
const FILE_NAMES = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/**
 * Keys that `[env.<name>]` inherits from the top level. Wrangler's documentation lists the others:
 * https://developers.cloudflare.com/workers/wrangler/configuration/#non-inheritable-keys
 */
const INHERITED: ReadonlySet<string> = new Set([
  "account_id",
  "compatibility_date",
  "compatibility_flags",
  "main",
  "migrations",
  "name",
  "observability",
  "preview_urls",
  "route",
  "routes",
  "workers_dev",
]);

/**
 * Reads the settings.
 *
 * @param options as on the command line; without `config`, it reads the Wrangler file of this repository, if any
 * @throws UsageError if a file cannot be read, or if the environment is not in it
 */
export function readProject(
  { env, cwd, root }: Pick<Terminal, "env" | "cwd" | "root">,
  { config: path, env: wanted }: { config?: string | undefined; env?: string | undefined } = {},
): Project {
  const paths =
    path === undefined ? FILE_NAMES.map((name) => join(root, name)) : [resolve(cwd, path)];
  const found = paths.find((candidate) => existsSync(candidate));
  const file = found === undefined ? undefined : readFile(found, cwd);
  if (path !== undefined && file === undefined) {
    throw new UsageError(`--config: ${path} does not exist; give the path of Wrangler's file`);
  }
  const folder = file === undefined ? root : dirname(file.path);
  // An empty name is Wrangler's for the top level.
  const chosen = wanted ?? (env["CLOUDFLARE_ENV"] || readDotEnv(folder)["CLOUDFLARE_ENV"]);
  const environment = chosen || undefined;
  const source = wanted ? "--env" : "CLOUDFLARE_ENV";
  const config = file === undefined ? {} : chooseEnvironment(file, environment, source);
  const devVars = environment === undefined ? ".dev.vars" : `.dev.vars.${environment}`;
  return {
    folder,
    file,
    environment,
    config,
    vars: tableOf(config["vars"]),
    devVars,
    variables: {
      ...readDotEnv(folder, environment),
      ...readVariables(join(folder, devVars)),
      ...withoutEmpty(env),
    },
  };
}

/** Wrangler's file. @throws UsageError if it was not found */
export function wranglerFile({ file }: Project): ConfigFile {
  if (file !== undefined) return file;
  throw new UsageError("there is no wrangler file here; pass one with --config");
}

/** A setting as text; `undefined` if it is not set anywhere. */
export function readSetting({ variables, vars }: Project, name: string): string | undefined {
  const declared = vars[name];
  return variables[name] ?? ((typeof declared === "string" && declared.trim()) || undefined);
}

/** A setting that must be the deployed Worker's. @throws UsageError if it is not set anywhere */
export function requireSetting(project: Project, name: string): string {
  const value = readSetting(project, name);
  if (value !== undefined) return value;
  throw new UsageError(
    `${name}: is missing; put the deployed Worker's ${name} into ${project.devVars} or the environment`,
  );
}

/**
 * All of the Worker's settings, for `checkSettings`. Values are text or tables.
 *
 * @throws UsageError if `LISTS` cannot be read at all
 */
export function readSettings({ variables, vars }: Project): Record<string, unknown> {
  const found = SETTING_NAMES.filter((name) => name in variables);
  const settings = { ...vars, ...Object.fromEntries(found.map((name) => [name, variables[name]])) };
  const { LISTS } = settings;
  if (settingTable(LISTS) !== undefined) return settings;
  throw new UsageError(`LISTS: ${tableProblem(LISTS, "a table of lists")}`);
}

/** Checks settings as the Worker does. @throws UsageError with all faults */
export function readConfig(settings: UncheckedVars): Config {
  const checked = checkSettings(settings);
  if (checked.kind === "ready") return checked.config;
  throw new UsageError(checked.faults.map(faultText).join("\n"));
}

/** A fault as one line of a message. */
export const faultText = ({ setting, problem }: Fault): string => `${setting}: ${problem}`;

/**
 * The link secrets: `LINK_SECRET` if it is set, then those of `LINK_SECRETS`. The first signs, and all of them verify.
 *
 * @throws UsageError if no secret is set, or if the Worker would refuse one
 */
export function readLinkSecrets(project: Project): readonly [string, ...string[]] {
  const sources = (["LINK_SECRET", "LINK_SECRETS"] as const).flatMap((name) => {
    const secrets = splitSecrets(readSetting(project, name) ?? "");
    for (const [index, secret] of secrets.entries()) {
      const problem = secretProblem(secret);
      if (problem === undefined) continue;
      const which = secrets.length > 1 ? `secret ${index + 1} of ${secrets.length} ` : "";
      throw new UsageError(
        `${name}: ${which}${problem}; copy it from the deployed Worker's LINK_SECRETS, without quotes`,
      );
    }
    return secrets;
  });
  const [first, ...others] = new Set(sources);
  if (first !== undefined) return [first, ...others];
  throw new UsageError(
    `LINK_SECRETS: is missing; put the deployed Worker's LINK_SECRETS into ${project.devVars} or the environment (links that another secret signs do not open there)`,
  );
}

function readFile(path: string, cwd: string): ConfigFile {
  const format = path.endsWith(".toml") ? "toml" : "jsonc";
  const text = readFileSync(path, "utf8");
  const file = { path, name: relative(cwd, path), format, text } as const;
  return { ...file, content: parseFile(file) };
}

function parseFile({ name, format, text }: Omit<ConfigFile, "content">): Table {
  // The parsers' messages contain parts of the line.
  if (format === "toml") {
    try {
      return parseToml(text) as Table;
    } catch (error) {
      const { line } = error as { line?: number };
      if (line === undefined) throw error;
      throw new UsageError(`${name}: line ${line} is not TOML; correct it`);
    }
  }
  const errors: ParseError[] = [];
  const parsed: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return tableOf(parsed);
  const line = text.slice(0, first.offset).split("\n").length;
  throw new UsageError(`${name}: line ${line} is not JSON; correct it`);
}

/** The content of a file for an environment, as Wrangler reads it. */
function chooseEnvironment(
  { name: fileName, content }: ConfigFile,
  environment: string | undefined,
  source: string,
): Table {
  if (environment === undefined) return content;
  const environments = tableOf(content["env"]);
  if (!(environment in environments)) {
    const known = Object.keys(environments).join(", ") || "none";
    throw new UsageError(
      `${source}: ${fileName} has no environment ${environment}; it has ${known} (docs/deploy.md shows how to add one)`,
    );
  }
  const inherited = Object.entries(content).filter(([key]) => INHERITED.has(key));
  const { name } = content;
  return {
    ...Object.fromEntries(inherited),
    ...(typeof name === "string" && { name: `${name}-${environment}` }),
    ...tableOf(environments[environment]),
  };
}

/** Later files override earlier ones, as in Wrangler. */
function readDotEnv(folder: string, environment?: string): Record<string, string> {
  const names = [".env", ".env.local"];
  if (environment !== undefined) names.push(`.env.${environment}`, `.env.${environment}.local`);
  return Object.assign({}, ...names.map((name) => readVariables(join(folder, name))));
}

function readVariables(path: string): Record<string, string> {
  return existsSync(path) ? withoutEmpty(parseEnv(readFileSync(path, "utf8"))) : {};
}

function withoutEmpty(variables: Terminal["env"]): Record<string, string> {
  const trimmed = Object.entries(variables).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(trimmed.filter((entry): entry is [string, string] => !!entry[1]));
}

/** The value if it is a table, or an empty one. */
export function tableOf(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Table)
    : {};
}

/** The tables in a list; empty if the value is not a list. */
export function listOf(value: unknown): Table[] {
  return Array.isArray(value) ? value.map(tableOf) : [];
}
