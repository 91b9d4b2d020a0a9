/**
 * What `wrangler dev` is told. It reads no `.dev.vars`, no `.env` and no variable of the shell, any of
 * which may hold a key that works; what the Worker knows is what it is given here.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { API_KEY, LINK_SECRET } from "./keys.ts";

export interface WorkerSettings {
  /** Where Resend, or its stand-in, answers. */
  resendBaseUrl: string;
  /** The folder that Durable Objects live in; a temporary one if it is not given. Give it to a second Worker to restart the first. */
  persistTo?: string;
  /** The secret `RESEND_API_KEY`. */
  apiKey?: string;
  /** The secret `LINK_SECRETS`. */
  linkSecrets?: string;
  /** Further variables; a table goes in as JSON. */
  vars?: Readonly<Record<string, string>>;
  /** A wrangler.toml; the sandbox's own if it is not given. */
  config?: string;
  /** The folder where Workers find each other; one of its own if it is not given. */
  registry?: string;
}

const CONFIG = fileURLToPath(new URL("wrangler.toml", import.meta.url));

/** The text of the sandbox's wrangler.toml, for a copy that lies elsewhere. */
export function sandboxConfig(): string {
  const main = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  return readFileSync(CONFIG, "utf8").replace("../src/index.ts", main);
}

/** What a program needs of its surroundings; everything else in the shell stays outside. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "TERM", "LANG"];

/** @param folder a folder of this Worker's own, for its secrets and its state */
export function wranglerArguments(
  settings: WorkerSettings & { port: number },
  folder: string,
): string[] {
  const {
    resendBaseUrl,
    port,
    apiKey = API_KEY,
    linkSecrets = LINK_SECRET,
    config = CONFIG,
  } = settings;
  const { persistTo = join(folder, "state"), vars = {} } = settings;
  // Naming a file of secrets is what keeps wrangler from reading `.dev.vars`.
  const secrets = join(folder, "secrets.env");
  writeFileSync(secrets, `RESEND_API_KEY='${apiKey}'\nLINK_SECRETS='${linkSecrets}'\n`, {
    mode: 0o600,
  });
  const variables = Object.entries({ RESEND_BASE_URL: resendBaseUrl, ...vars });
  return [
    "dev",
    `--port=${port}`,
    "--ip=127.0.0.1",
    "--inspector-port=0",
    `--persist-to=${persistTo}`,
    `--env-file=${secrets}`,
    ...variables.map(([name, value]) => `--var=${name}:${value}`),
    "--show-interactive-dev-session=false",
    "--log-level=info",
    `--config=${config}`,
  ];
}

/** @param folder as for `wranglerArguments` */
export function wranglerEnvironment(
  folder: string,
  registry = join(folder, "registry"),
): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_WRITE_LOGS: "false",
    WRANGLER_REGISTRY_PATH: registry,
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
}
