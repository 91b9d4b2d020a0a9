/** Makes every contender ready to start: bundled, with its settings. */

import { fileURLToPath } from "node:url";

import { API_KEY, LINK_SECRET } from "../sandbox/keys.ts";
import { bundleContender, bundleOurs } from "./bundle.ts";
import type { Processes, Ready } from "./processes.ts";
import { PROOF } from "./upstream-process.ts";
import { readWrangler, variables, type WorkerSettings } from "./worker-settings.ts";

export const CONTENDERS = [
  "limit-page",
  "limit-call",
  "limit-leave",
  "limit-ledger",
  "usual",
  "ours",
] as const;

/** `ours-one-call`: where Resend's 404 to the canary has shown that a removal needs no read before it. */
export type Contender = (typeof CONTENDERS)[number] | "ours-one-call";

export interface Contenders {
  ready: Record<Contender, Ready>;
  /** Bytes of our page's body, and so of limit-page's. */
  pageBytes: number;
}

interface Given {
  upstreamUrl: string;
  /** A link's path for ours, and for the usual Worker. */
  paths: { ours: string; usual: string };
}

/** The object of limit-ledger. */
const BARE_LEDGER = {
  kind: "durable-object",
  name: "LEDGER",
  className: "Ledger",
  sql: true,
} as const;

const WRANGLER_TOML = fileURLToPath(new URL("../wrangler.toml", import.meta.url));

/** The settings of ours, with what a deployment adds as secrets. */
export function ourSettings(upstreamUrl: string, more: object = {}): WorkerSettings {
  return readWrangler(WRANGLER_TOML, {
    RESEND_API_KEY: API_KEY,
    LINK_SECRETS: LINK_SECRET,
    RESEND_BASE_URL: upstreamUrl,
    ...more,
  });
}

/** Bundles all. limit-page is made after a real page of ours has been weighed. */
export async function readyContenders(
  processes: Processes,
  { upstreamUrl, paths }: Given,
): Promise<Contenders> {
  const settings = ourSettings(upstreamUrl);
  const ours = { bundle: await bundleOurs(processes.folder()), settings, path: paths.ours };
  const pageBytes = await bytesOfPage(ours, processes);
  const { compatibilityDate } = settings;
  const bindings = variables({
    RESEND_API_KEY: API_KEY,
    RESEND_BASE_URL: upstreamUrl,
    JWT_SECRET: LINK_SECRET,
    LINK_SECRETS: LINK_SECRET,
  });
  const other = async (name: string, path: string, define?: Record<string, string>) => ({
    bundle: await bundleContender(name, processes.folder(), compatibilityDate, define),
    settings: { compatibilityDate, compatibilityFlags: [], bindings },
    path,
  });
  const [limitPage, limitCall, limitLeave, limitLedger, usual] = await Promise.all([
    other("limit-page", paths.ours, { PAGE_BYTES: `${pageBytes}` }),
    other("limit-call", paths.ours),
    other("limit-leave", paths.ours),
    other("limit-ledger", paths.ours),
    other("usual", paths.usual),
  ]);
  return {
    ready: {
      "limit-page": limitPage,
      "limit-call": limitCall,
      "limit-leave": limitLeave,
      "limit-ledger": {
        ...limitLedger,
        settings: { ...limitLedger.settings, bindings: [...bindings, BARE_LEDGER] },
      },
      usual,
      ours,
      "ours-one-call": { ...ours, settings: ourSettings(upstreamUrl + PROOF) },
    },
    pageBytes,
  };
}

async function bytesOfPage(ours: Ready, processes: Processes): Promise<number> {
  const worker = await processes.start(ours);
  try {
    const response = await fetch(worker.url + ours.path, { headers: { "accept-language": "en" } });
    if (response.status !== 200) throw new Error(`our page answers ${response.status}`);
    return (await response.arrayBuffer()).byteLength;
  } finally {
    await worker.stop();
  }
}
