/** Bundles a Worker as `wrangler deploy` would upload it. */

import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { wranglerEnvironment } from "../sandbox/wrangler-settings.ts";

export interface Bundle {
  /** The script. */
  file: string;
  bytes: number;
  gzipBytes: number;
}

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

const run = promisify(execFile);

/** Bundles with the repository's own `wrangler.toml`. @param flags such as `--no-minify` */
export async function bundleOurs(folder: string, flags: readonly string[] = []): Promise<Bundle> {
  return bundle(join(ROOT, "wrangler.toml"), folder, flags);
}

/**
 * Bundles a contender with the settings that ours has.
 *
 * @param name of a file in `contenders/`
 * @param define constants for the bundler
 */
export async function bundleContender(
  name: string,
  folder: string,
  compatibilityDate: string,
  define: Readonly<Record<string, string>> = {},
): Promise<Bundle> {
  const config = join(folder, "wrangler.json");
  const settings = {
    name,
    main: join(ROOT, "bench/contenders", `${name}.ts`),
    compatibility_date: compatibilityDate,
    minify: true,
    keep_names: false,
    send_metrics: false,
    define,
  };
  writeFileSync(config, JSON.stringify(settings));
  return bundle(config, folder, []);
}

async function bundle(config: string, folder: string, flags: readonly string[]): Promise<Bundle> {
  const out = join(folder, "bundle");
  const args = ["deploy", "--dry-run", `--config=${config}`, `--outdir=${out}`, ...flags];
  await run(process.execPath, [WRANGLER, ...args], {
    cwd: folder,
    env: wranglerEnvironment(folder),
  });
  const scripts = readdirSync(out).filter((name) => name.endsWith(".js"));
  const [script, ...others] = scripts;
  if (script === undefined || others.length > 0) {
    throw new Error(`wrangler made ${scripts.length} scripts of ${config}, not one`);
  }
  const file = join(out, script);
  const code = readFileSync(file);
  return { file, bytes: code.length, gzipBytes: gzipSync(code).length };
}
