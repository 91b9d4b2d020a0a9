/** Everything that runs during a bench: the contenders, the stub of Resend, the load. Ends with its scope. */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { API_KEY, LINK_SECRET } from "../sandbox/keys.ts";
import { freePort } from "../sandbox/ports.ts";
import { type Bundle, bundleContender, bundleOurs } from "./bundle.ts";
import { type Companion, writeWorkerd } from "./capnp.ts";
import { contactIds, ourPaths, usualPaths } from "./links.ts";
import { type LoadProcess, startLoad } from "./load-process.ts";
import { startUpstream, type Upstream } from "./upstream-process.ts";
import { startWorkerd, type Workerd } from "./workerd.ts";
import { readWrangler, variables, type WorkerSettings } from "./worker-settings.ts";

export const CONTENDERS = ["limit-page", "limit-call", "usual", "ours"] as const;
export type Contender = (typeof CONTENDERS)[number];

/** What can be started: a bundle with its settings. */
export interface Ready {
  bundle: Bundle;
  settings: WorkerSettings;
  /** A path that it answers with its page. */
  path: string;
}

export interface StartOptions {
  companion?: string;
  inspectorPort?: number;
}

export interface Arena {
  load: LoadProcess;
  upstream: Upstream;
  ready: Record<Contender, Ready>;
  /** Bytes of our page's body. */
  pageBytes: number;
  /** Ours with names that a person can read, for a profile. */
  readable(): Promise<Ready>;
  /** Starts a process, which ends with the arena if nobody has ended it before. */
  start(
    ready: Ready,
    options?: StartOptions,
  ): Promise<Workerd & { companionUrl: string | undefined }>;
  [Symbol.asyncDispose](): Promise<void>;
}

const WRANGLER_TOML = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));

/** The settings of ours, with what a deployment adds as secrets. */
export function ourSettings(upstreamUrl: string, more: object = {}): WorkerSettings {
  return readWrangler(WRANGLER_TOML, {
    RESEND_API_KEY: API_KEY,
    LINK_SECRETS: LINK_SECRET,
    RESEND_BASE_URL: upstreamUrl,
    ...more,
  });
}

/** @param poolSize links of each kind; `ours` and `usual` are the pools' names */
export async function openArena(poolSize: number, say: (what: string) => void): Promise<Arena> {
  const running = new AsyncDisposableStack();
  try {
    return await fill(running, poolSize, say);
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

async function fill(
  running: AsyncDisposableStack,
  poolSize: number,
  say: (what: string) => void,
): Promise<Arena> {
  const root = mkdtempSync(join(tmpdir(), "leave-this-list-bench-"));
  const remove = () => rmSync(root, { recursive: true, force: true });
  process.once("exit", remove);
  running.defer(() => {
    process.off("exit", remove);
    remove();
  });
  let folders = 0;
  const folder = () => {
    const made = join(root, `${folders++}`);
    mkdirSync(made);
    return made;
  };

  const upstream = running.adopt(await startUpstream(), (it) => it.stop());
  const load = running.adopt(startLoad(), (it) => it.stop());

  async function start({ bundle, settings, path }: Ready, options: StartOptions = {}) {
    const { companion: file, ...more } = options;
    const port = await freePort();
    const companion: Companion | undefined =
      file === undefined ? undefined : { file, port: await freePort(undefined, [port]) };
    const script = bundle.file;
    const config = writeWorkerd({
      folder: folder(),
      script,
      settings,
      port,
      ...(companion && { companion }),
    });
    const workerd = running.adopt(await startWorkerd({ config, port, path, ...more }), (it) =>
      it.stop(),
    );
    return { ...workerd, companionUrl: companion && `http://127.0.0.1:${companion.port}` };
  }

  say(`signing 2 × ${poolSize} links`);
  const contacts = contactIds(poolSize);
  const pools = { ours: await ourPaths(contacts), usual: await usualPaths(contacts) };
  for (const [name, paths] of Object.entries(pools)) load.pool(name, paths);
  const [ourPath = ""] = pools.ours;
  const [usualPath = ""] = pools.usual;

  say("bundling");
  const settings = ourSettings(upstream.url);
  const ours = { bundle: await bundleOurs(folder()), settings, path: ourPath };
  const pageBytes = await bytesOfPage(ours, start);
  const date = settings.compatibilityDate;
  const contender = async (name: string, path: string, define?: Record<string, string>) => ({
    bundle: await bundleContender(name, folder(), date, define),
    settings: {
      compatibilityDate: date,
      compatibilityFlags: [],
      bindings: variables({
        RESEND_API_KEY: API_KEY,
        RESEND_BASE_URL: upstream.url,
        JWT_SECRET: LINK_SECRET,
      }),
    },
    path,
  });
  const [limitPage, limitCall, usual] = await Promise.all([
    contender("limit-page", ourPath, { PAGE_BYTES: `${pageBytes}` }),
    contender("limit-call", ourPath),
    contender("usual", usualPath),
  ]);
  const ready = { "limit-page": limitPage, "limit-call": limitCall, usual, ours };
  return {
    load,
    upstream,
    ready,
    pageBytes,
    readable: async () => ({ ...ours, bundle: await bundleOurs(folder(), ["--no-minify"]) }),
    start,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function bytesOfPage(ours: Ready, start: Arena["start"]): Promise<number> {
  const worker = await start(ours);
  try {
    const response = await fetch(worker.url + ours.path, { headers: { "accept-language": "en" } });
    if (response.status !== 200) throw new Error(`our page answers ${response.status}`);
    return (await response.arrayBuffer()).byteLength;
  } finally {
    await worker.stop();
  }
}
