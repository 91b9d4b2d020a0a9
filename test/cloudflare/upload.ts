/**
 * An upload of a Worker: reads the form, checks it as Cloudflare does, and says what the Worker is
 * afterwards. https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */

import { randomUUID } from "node:crypto";

import { type Refusal, refusal } from "./envelope.ts";
import type { Binding, Worker } from "./world.ts";

interface Metadata {
  main_module: string;
  bindings: Binding[];
  keep_bindings?: string[];
  migrations?: { old_tag?: string; new_tag: string; steps: { new_sqlite_classes?: string[] }[] };
  observability?: unknown;
}

export type Uploaded = { kind: "uploaded"; worker: Worker } | { kind: "refused"; refusal: Refusal };

/**
 * @param before the Worker as it is, if there is one
 * @returns the Worker with one more version
 */
export async function upload(
  name: string,
  form: FormData,
  before: Worker | undefined,
): Promise<Uploaded> {
  const metadata = JSON.parse(textOf(form.get("metadata"))) as Metadata;
  const main = form.get(metadata.main_module);
  if (!(main instanceof File)) {
    return refused(400, 10021, `No such module "${metadata.main_module}".`);
  }
  const bindings = mergedBindings(metadata, before);
  if (!Array.isArray(bindings)) return { kind: "refused", refusal: bindings };

  const { migrations } = metadata;
  if (migrations !== undefined && migrations.old_tag !== before?.migrationTag) {
    return refused(412, 10079, "Migration tag precondition failed.");
  }
  const created = (migrations?.steps ?? []).flatMap((step) => step.new_sqlite_classes ?? []);
  const classes = new Set([...(before?.classes ?? []), ...created]);
  const homeless = bindings.find(
    ({ type, class_name: className }) =>
      type === "durable_object_namespace" && !classes.has(String(className)),
  );
  if (homeless !== undefined) {
    return refused(
      400,
      10061,
      `Cannot create binding for class '${String(homeless["class_name"])}'.`,
    );
  }
  return {
    kind: "uploaded",
    worker: {
      name,
      tag: before?.tag ?? randomUUID().replaceAll("-", ""),
      bindings,
      mainModule: metadata.main_module,
      code: await main.text(),
      migrationTag: migrations?.new_tag ?? before?.migrationTag,
      classes,
      observability: metadata.observability,
      versions: [randomUUID(), ...(before?.versions ?? [])],
      onSubdomain: before?.onSubdomain ?? false,
      routes: before?.routes ?? [],
      customDomains: before?.customDomains ?? [],
    },
  };
}

/** The upload's own bindings, those that it inherits by name, and those that it keeps by type. */
function mergedBindings(metadata: Metadata, before: Worker | undefined): Binding[] | Refusal {
  const old = before?.bindings ?? [];
  const named = (name: string) => old.find((binding) => binding.name === name);
  const given = metadata.bindings;
  const missing = given.filter(({ type, name }) => type === "inherit" && named(name) === undefined);
  if (missing.length > 0) {
    const errors = missing.map(({ name }) => ({
      code: 10057,
      message: `inherit binding '${name}' is invalid: previous version does not have binding named '${name}'`,
    }));
    return { status: 400, errors };
  }
  const own = given.map((binding) =>
    binding.type === "inherit" ? (named(binding.name) ?? binding) : binding,
  );
  const kept = old.filter(
    ({ type, name }) =>
      metadata.keep_bindings?.includes(type) === true &&
      !own.some((binding) => binding.name === name),
  );
  return [...own, ...kept];
}

function refused(...reason: Parameters<typeof refusal>): Uploaded {
  return { kind: "refused", refusal: refusal(...reason) };
}

function textOf(value: string | File | null): string {
  return typeof value === "string" ? value : "{}";
}
