/**
 * The configuration of workerd for one Worker on loopback: Cap'n Proto's text form, which embeds
 * files, so that no value needs escaping. Everything it names lies in one folder.
 */

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Binding, WorkerSettings } from "./worker-settings.ts";

export interface WorkerdInput {
  /** A folder of this Worker's own. */
  folder: string;
  /** The bundled script. */
  script: string;
  settings: WorkerSettings;
  port: number;
}

const STAND_INS = { "rate-limit": "rate-limit.js", analytics: "analytics.js" } as const;

/** Writes all files, and gives the name of the one that workerd reads. */
export function writeWorkerd({ folder, script, settings, port }: WorkerdInput): string {
  const files = new Files(folder);
  const disk = join(folder, "durable-objects");
  mkdirSync(disk, { recursive: true });
  copyFileSync(script, join(folder, "worker.js"));
  const objects = settings.bindings.filter((binding) => binding.kind === "durable-object");
  const runtime = `compatibilityDate = ${text(settings.compatibilityDate)},
      compatibilityFlags = [${settings.compatibilityFlags.map(text).join(", ")}],
      globalOutbound = "network"`;

  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "network", network = (allow = ["public", "private"])),
    (name = "disk", disk = (path = ${text(disk)}, writable = true)),
    (name = "worker", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      ${runtime},
      bindings = [${settings.bindings.map((binding) => bindingText(binding, files)).join(",\n        ")}],
      durableObjectNamespaces = [${objects.map(namespaceText).join(", ")}],
      durableObjectStorage = ${objects.length > 0 ? '(localDisk = "disk")' : "(none = void)"},
    )),
  ],
  sockets = [
    (name = "worker", address = "127.0.0.1:${port}", http = (), service = "worker"),
  ],
  extensions = [(modules = [
    ${Object.entries(STAND_INS)
      .map(
        ([kind, file]) =>
          `(name = "bench:${kind}", internal = true, esModule = embed ${files.copy(file)})`,
      )
      .join(",\n    ")}
  ])],
);
`;
  const file = join(folder, "workerd.capnp");
  writeFileSync(file, config);
  return file;
}

type DurableObject = Extract<Binding, { kind: "durable-object" }>;

function bindingText(binding: Binding, files: Files): string {
  const name = text(binding.name);
  switch (binding.kind) {
    case "text":
      return `(name = ${name}, text = embed ${files.write(binding.value)})`;
    case "json":
      return `(name = ${name}, json = embed ${files.write(binding.value)})`;
    case "durable-object":
      return objectText(binding);
    case "rate-limit":
      return `(name = ${name}, wrapped = (moduleName = "bench:rate-limit", entrypoint = "wrap", innerBindings = [
          (name = "limit", json = "${binding.limit}"), (name = "period", json = "${binding.period}")]))`;
    case "analytics":
      return `(name = ${name}, wrapped = (moduleName = "bench:analytics", entrypoint = "wrap"))`;
  }
}

function objectText({ name, className }: DurableObject): string {
  return `(name = ${text(name)}, durableObjectNamespace = (className = ${text(className)}))`;
}

function namespaceText({ className, sql }: DurableObject): string {
  return `(className = ${text(className)}, uniqueKey = ${text(`bench-${className}`)}, enableSql = ${sql})`;
}

/** Names, dates and paths of ours: they need no more than JSON's escapes. */
const text = (value: string) => JSON.stringify(value);

/** Files to embed. */
class Files {
  readonly #folder: string;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  write(value: string): string {
    const name = `value-${this.#count++}`;
    writeFileSync(join(this.#folder, name), value);
    return text(name);
  }

  copy(name: string): string {
    copyFileSync(
      fileURLToPath(new URL(`bindings/${name}`, import.meta.url)),
      join(this.#folder, name),
    );
    return text(name);
  }
}
