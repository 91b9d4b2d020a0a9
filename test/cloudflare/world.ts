/** What the stand-in for Cloudflare knows: an account, its Workers, who asked, what fails; and what an upload does to it. */

import { randomUUID } from "node:crypto";

import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A binding as an upload's metadata has it; a secret keeps its text, so that tests can look at it. */
export interface Binding {
  name: string;
  type: string;
  text?: string;
  [field: string]: unknown;
}

/** A Worker as the last upload left it. */
export interface Worker {
  name: string;
  tag: string;
  bindings: Binding[];
  migrationTag: string | undefined;
  /** Classes of Durable Objects that have storage. */
  classes: Set<string>;
  observability: unknown;
  /** Newest first. */
  versions: string[];
  onSubdomain: boolean;
  routes: string[];
}

/** One request, as far as tests look at it. The path begins after `/client/v4`. */
export interface SeenRequest {
  method: string;
  path: string;
}

/** A refusal with Cloudflare's own codes; the words are those that people quote from wrangler's output. */
export interface Refusal {
  status: ContentfulStatusCode;
  errors: { code: number; message: string }[];
}

function refusal(status: ContentfulStatusCode, code: number, message: string): Refusal {
  return { status, errors: [{ code, message }] };
}

export const REFUSALS = {
  noWorker: refusal(404, 10007, "This Worker does not exist on your account."),
  noService: refusal(404, 10090, "workers.api.error.service_not_found"),
  noSubdomain: refusal(404, 10007, "You do not have a workers.dev subdomain."),
  badToken: refusal(403, 9109, "Invalid access token"),
  notAllowed: refusal(403, 10000, "Authentication error"),
  broken: refusal(500, 10013, "An unknown error has occurred."),
  noAnalyticsEngine: refusal(403, 10089, "You need to enable Analytics Engine."),
  noRoute: refusal(404, 7003, "Could not route to this path."),
} as const;

export const TOKEN = "cloudflare-token-of-the-tests";
export const ACCOUNT = { id: "0123456789abcdef0123456789abcdef", name: "Acme" };

export interface World {
  token: string;
  /** The accounts that the token has access to; the first one holds everything. */
  accounts: { id: string; name: string }[];
  /** Domains of the account. */
  zones: { id: string; name: string }[];
  /** The account's name under `workers.dev`; an account need not have one. */
  subdomain: string | undefined;
  /** Whether the account has Analytics Engine. */
  analyticsEngine: boolean;
  workers: Map<string, Worker>;
  requests: SeenRequest[];
  /** Requests that fail; `hang`: the answer never comes. */
  fault: { on: (request: SeenRequest) => boolean; how: "500" | "403" | "hang" } | undefined;
}

export function createWorld(): World {
  return {
    token: TOKEN,
    accounts: [ACCOUNT],
    zones: [{ id: "fedcba9876543210fedcba9876543210", name: "acme.com" }],
    subdomain: "acme",
    analyticsEngine: true,
    workers: new Map(),
    requests: [],
    fault: undefined,
  };
}

interface Metadata {
  bindings: Binding[];
  keep_bindings?: string[];
  migrations?: { old_tag?: string; new_tag: string; steps: { new_sqlite_classes?: string[] }[] };
  observability?: unknown;
}

/**
 * Checks an upload as Cloudflare does.
 *
 * @returns the Worker with one more version
 * @see https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */
export async function uploadWorker(
  name: string,
  form: FormData,
  { workers, analyticsEngine }: World,
): Promise<Worker | Refusal> {
  const before = workers.get(name);
  const metadata = form.get("metadata");
  const { bindings, keep_bindings, migrations, observability } = JSON.parse(
    metadata instanceof File ? await metadata.text() : (metadata ?? "{}"),
  ) as Metadata;
  const old = new Map(before?.bindings.map((binding) => [binding.name, binding]));
  const lacking = bindings.filter(
    (binding) => binding.type === "inherit" && !old.has(binding.name),
  );
  if (lacking.length > 0) {
    const message = "inherit binding is invalid: previous version does not have binding named";
    return {
      status: 400,
      errors: lacking.map((binding) => ({ code: 10057, message: `${message} '${binding.name}'` })),
    };
  }
  const own = bindings.map((binding) =>
    binding.type === "inherit" ? (old.get(binding.name) ?? binding) : binding,
  );
  const kept = [...old.values()].filter(
    (binding) =>
      keep_bindings?.includes(binding.type) === true &&
      !own.some((other) => other.name === binding.name),
  );
  if (migrations !== undefined && migrations.old_tag !== before?.migrationTag) {
    return refusal(412, 10079, "Migration tag precondition failed.");
  }
  const created = (migrations?.steps ?? []).flatMap((step) => step.new_sqlite_classes ?? []);
  const classes = new Set([...(before?.classes ?? []), ...created]);
  for (const { type, class_name: className } of own) {
    if (type === "durable_object_namespace" && !classes.has(String(className))) {
      return refusal(400, 10061, `Cannot create binding for class '${String(className)}'.`);
    }
    if (type === "analytics_engine" && !analyticsEngine) return REFUSALS.noAnalyticsEngine;
  }
  return {
    name,
    tag: before?.tag ?? randomUUID().replaceAll("-", ""),
    bindings: [...own, ...kept],
    migrationTag: migrations?.new_tag ?? before?.migrationTag,
    classes,
    observability,
    versions: [randomUUID(), ...(before?.versions ?? [])],
    onSubdomain: before?.onSubdomain ?? false,
    routes: before?.routes ?? [],
  };
}
