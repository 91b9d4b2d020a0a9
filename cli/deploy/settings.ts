/** What a deployment needs, and its faults, checked as the Worker checks them. Pure. */

import { checkBindings } from "../../src/settings/env.ts";
import { readLists } from "../../src/settings/lists.ts";
import { checkSettings } from "../../src/settings/settings.ts";
import { faultText, listOf, type Project, type Table, tableOf } from "../project.ts";
import { type AccountTargets, unknownTargets } from "../resend.ts";

/** The two secrets that the Worker requires. */
export const SECRET_NAMES = ["RESEND_API_KEY", "LINK_SECRETS"] as const;

export type SecretName = (typeof SECRET_NAMES)[number];

export type Secrets = { readonly [name in SecretName]?: string };

/** The sample key in `.dev.vars.example`. */
const SAMPLE_KEY = /^re_x+$/;

/** The segments of the sample lists in this repository's `wrangler.toml`, which no account has. */
const SAMPLE_SEGMENTS: ReadonlySet<unknown> = new Set([
  "78261eea-8f8b-4381-83c6-79fa7120f1cf",
  "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11",
]);

/** Well-formed values in place of the secrets that Cloudflare has, since it never shows the real ones. */
const PLACEHOLDERS = {
  RESEND_API_KEY: "placeholder",
  LINK_SECRETS: "placeholder".repeat(3),
  OPERATOR_TOKEN: "placeholder",
  RESEND_WEBHOOK_SECRET: `whsec_${"held".repeat(8)}`,
};

/** What an environment needs at Cloudflare, and does not inherit. */
const OWN_BINDINGS = ["durable_objects", "ratelimits", "analytics_engine_datasets"];

/**
 * Checks what an environment has of its own. It inherits the routes of the top level, and would take them away from it; and
 * no bindings, without which the Worker would not run or not count.
 *
 * @returns the faults, one line for each
 */
export function environmentFaults({ environment, file }: Project): string[] {
  if (environment === undefined) return [];
  const { content: topLevel = {} } = file ?? {};
  const own = tableOf(tableOf(topLevel["env"])[environment]);
  const here = `env.${environment}`;
  const faults: string[] = [];
  const lacking = OWN_BINDINGS.filter((key) => key in topLevel && !(key in own));
  if (lacking.length > 0) {
    faults.push(`${here}: does not inherit ${lacking.join(", ")}; copy them from the top level`);
  }
  if ([routesOf(topLevel) ?? []].flat().length > 0 && routesOf(own) === undefined) {
    faults.push(
      `${here}: inherits the top level's routes, and would take them from its Worker; give it others, or routes = [] and workers_dev = true`,
    );
  }
  if ("name" in own && own["name"] === topLevel["name"]) {
    faults.push(
      `${here}.name: is that of the top level, whose Worker this would replace; leave it out`,
    );
  }
  return faults;
}

const routesOf = (table: Table) => table["routes"] ?? table["route"];

/** The names of the variables that the top level has, and an environment lacks, since it inherits none. */
export function varsNotInherited({ file, vars }: Project): string[] {
  return Object.keys(tableOf(file?.content["vars"])).filter((name) => !(name in vars));
}

/** The secrets in the variables, without the sample key. */
export function findSecrets(variables: Project["variables"]): Secrets {
  const found = SECRET_NAMES.map((name) => [name, variables[name] ?? ""] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== "" && !SAMPLE_KEY.test(value)));
}

/**
 * The secrets that the deployment must set: those that Cloudflare lacks, and those to replace. It keeps the
 * others, since another `LINK_SECRETS` would break every link that was ever sent.
 */
export function secretsToSet(deployed: readonly string[], replace: readonly SecretName[]) {
  return SECRET_NAMES.filter((name) => !deployed.includes(name) || replace.includes(name));
}

/** The names of the lists that are still this repository's samples. */
export function sampleLists(lists: Table): string[] {
  return Object.keys(lists).filter((name) => SAMPLE_SEGMENTS.has(tableOf(lists[name])["segment"]));
}

type Planned = Pick<Project, "config" | "vars"> & {
  secrets: Secrets;
  deployed: readonly string[];
  /** What the Resend account has; `undefined` if it is not known. */
  targets: AccountTargets | undefined;
};

/**
 * @param planned what will be deployed; `deployed` names the secrets that Cloudflare has
 * @returns the faults, one line for each setting
 */
export function findFaults({ config, vars, secrets, deployed, targets }: Planned): string[] {
  const kept = Object.entries(PLACEHOLDERS).filter(([name]) => deployed.includes(name));
  const settings = checkSettings({ ...vars, ...Object.fromEntries(kept), ...secrets });
  const bindings = bindingNames(config);
  const faults = [
    ...checkBindings((name) => bindings.has(name)),
    ...(settings.kind === "faulty" ? settings.faults : settings.brandFaults),
  ];
  const lists = readLists(vars["LISTS"], () => undefined);
  const unknown = targets === undefined ? [] : unknownTargets(lists, targets);
  return [...faults, ...unknown.map(unknownFault)].map(faultText);
}

function unknownFault(setting: string) {
  const [what, page] = setting.endsWith(".topic") ? ["topic", "Topics"] : ["segment", "Segments"];
  const remedy = `copy the ID from Resend's ${page} page`;
  return { setting, problem: `the Resend account has no such ${what}; ${remedy}` };
}

function bindingNames(config: Project["config"]): ReadonlySet<unknown> {
  const declared = [tableOf(config["durable_objects"])["bindings"], config["ratelimits"]];
  return new Set(declared.flatMap((entries) => listOf(entries).map(({ name }) => name)));
}
