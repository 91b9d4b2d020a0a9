/** What the stand-in for Cloudflare knows: one account, its Workers, who knocked, and what goes wrong. */

/** A binding as an upload's metadata has it; a secret keeps its text, so that tests can look at it. */
export interface Binding {
  name: string;
  type: string;
  text?: string;
  json?: unknown;
  [field: string]: unknown;
}

/** A Worker as the last upload left it. */
export interface Worker {
  name: string;
  tag: string;
  bindings: Binding[];
  /** The module that runs, and all the text that came with it. */
  mainModule: string;
  code: string;
  migrationTag: string | undefined;
  /** Classes of Durable Objects with storage behind them. */
  classes: Set<string>;
  observability: unknown;
  /** Newest first. */
  versions: string[];
  onSubdomain: boolean;
  routes: string[];
  customDomains: string[];
}

/** One request, as far as tests look at it. */
export interface SeenRequest {
  method: string;
  /** Below `/client/v4`. */
  path: string;
}

export interface Fault {
  on: (request: SeenRequest) => boolean;
  /** `hang`: the answer never comes. */
  how: "500" | "403" | "hang";
}

export interface World {
  token: string;
  /** The accounts that the token opens; the first one holds everything. */
  accounts: { id: string; name: string }[];
  /** Domains of the account. */
  zones: { id: string; name: string }[];
  /** The account's name under `workers.dev`; an account need not have one. */
  subdomain: string | undefined;
  /** Whether the account may count with it; somebody must have switched it on. */
  analyticsEngine: boolean;
  workers: Map<string, Worker>;
  requests: SeenRequest[];
  fault: Fault | undefined;
}

export const TOKEN = "cloudflare-token-of-the-tests";
export const ACCOUNT = { id: "0123456789abcdef0123456789abcdef", name: "Acme" };

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
