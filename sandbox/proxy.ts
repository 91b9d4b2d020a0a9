/**
 * A proxy in front of a Worker, as Cloudflare's edge is. It passes paths and headers on unchanged, except for one
 * fault: what a zone's settings do to requests and answers, after Cloudflare's documentation and its own pages.
 */

import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as send,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer, text as textOf } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

export interface ProxiedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface ProxiedReply {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
}

/** What goes wrong, in this order. */
export interface ProxyFault {
  /** Answers instead of the Worker; `undefined` passes the request on, `drop` closes the connection. */
  intercept?: (request: ProxiedRequest) => ProxiedReply | "drop" | undefined;
  /** Changes the request, or keeps it back for a while. */
  rewrite?: (request: ProxiedRequest) => ProxiedRequest | Promise<ProxiedRequest>;
  /** Changes the Worker's answer; `drop` closes the connection after the request was carried out. */
  alter?: (
    reply: ProxiedReply,
    request: ProxiedRequest,
  ) => ProxiedReply | "drop" | Promise<ProxiedReply | "drop">;
}

/** A certificate of `sandbox/tls`. */
export type Certificate = "good" | "expired" | "other-host" | "self-signed" | "resend";

const pem = (name: string) => readFileSync(new URL(`tls/${name}.pem`, import.meta.url));

/** Starts a proxy in front of a Worker's origin, on a free port of `localhost`; with a certificate, it speaks TLS. */
export async function startProxy(
  target: string,
  fault: ProxyFault = {},
  certificate?: Certificate,
) {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    passOn(target, fault, incoming, outgoing).catch(() => incoming.socket.destroy());
  };
  const server = certificate
    ? createTlsServer({ key: pem("key"), cert: pem(certificate) }, listener)
    : createServer(listener);
  await once(server.listen(0, "localhost"), "listening");
  const scheme = certificate === undefined ? "http" : "https";
  return {
    /** Such as `http://localhost:49152`. */
    url: `${scheme}://localhost:${(server.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      server.closeAllConnections();
      await promisify(server.close.bind(server))();
    },
  };
}

async function passOn(
  target: string,
  { intercept, rewrite, alter }: ProxyFault,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = "", url: path = "", headers } = incoming;
  const request: ProxiedRequest = { method, path, headers, body: await buffer(incoming) };
  const own = intercept?.(request);
  if (own === "drop") return void incoming.socket.destroy();
  if (own !== undefined) return reply(outgoing, own);
  const answer = await forward(target, (await rewrite?.(request)) ?? request);
  const altered = (await alter?.(answer, request)) ?? answer;
  if (altered === "drop") return void incoming.socket.destroy();
  reply(outgoing, altered);
}

function reply(outgoing: ServerResponse, { status, headers, body }: ProxiedReply): void {
  outgoing.writeHead(status, headers).end(body);
}

/** Sends a request, and reads the answer whole, so that it is not sent on in chunks. */
async function forward(target: string, request: ProxiedRequest): Promise<ProxiedReply> {
  const { hostname, port } = new URL(target);
  const { method, path, body } = request;
  // A body that came in chunks is sent on whole.
  const { "transfer-encoding": ____, ...sent } = request.headers;
  const headers = { ...sent, "content-length": String(body.length) };
  const passed = send({ hostname, port, method, path, headers, agent: false }).end(body);
  const [answer] = (await once(passed, "response")) as [IncomingMessage];
  const { "transfer-encoding": _, "content-length": __, connection: ___, ...kept } = answer.headers;
  return { status: answer.statusCode ?? 0, headers: kept, body: await textOf(answer) };
}

const HTML = { "content-type": "text/html; charset=UTF-8", server: "cloudflare" };

const CHALLENGE_PAGE = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head>
<body><script>window._cf_chl_opt={cType:"managed"};</script>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>`;
const UNDER_ATTACK_PAGE = `<!DOCTYPE html><html><body><div class="cf-browser-verification">
<h1>Checking your browser before accessing acme.com.</h1></div></body></html>`;
const BLOCK_PAGE = `<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head>
<body><h1 data-translate="block_headline">Sorry, you have been blocked</h1></body></html>`;
const LOGIN_PAGE = `<!DOCTYPE html><html><head><title>Sign in ・ Cloudflare Access</title></head>
<body><div class="AuthBox"></div></body></html>`;

const LOGIN = "https://acme.cloudflareaccess.com/cdn-cgi/access/login/acme.com?redirect_url=";
const SCRIPT = '<script src="/cdn-cgi/scripts/rocket-loader.min.js"></script>';

/** Cloudflare's default for a page that a rule makes cacheable. */
const CACHED = { "cache-control": "public, max-age=14400", "cf-cache-status": "HIT", age: "1200" };
const WORKER_HEADERS =
  /^(content-security-policy|referrer-policy|x-robots-tag|x-content-type-options)$/;

const SLOW_MS = 3_200;
const REQUESTS_ALLOWED = 5;
const LONGEST_PATH = 60;

const page = (status: number, body: string, more = {}): ProxiedReply => {
  return { status, headers: { ...HTML, ...more }, body };
};
const text = (status: number, body: string): ProxiedReply => {
  return { status, headers: { ...HTML, "content-type": "text/plain; charset=UTF-8" }, body };
};
const redirect = (status: number, location: string): ProxiedReply => {
  return { status, headers: { location }, body: "" };
};

const isBrowser = ({ headers }: ProxiedRequest) =>
  headers["user-agent"]?.startsWith("Mozilla/") === true && headers.accept !== undefined;
const isLink = ({ path }: ProxiedRequest) => path.startsWith("/leave/") && !path.includes("/-/");
const isPost = ({ method }: ProxiedRequest) => method === "POST";
const mapPath = (change: (path: string) => string) => (request: ProxiedRequest) =>
  isLink(request) ? { ...request, path: change(request.path) } : request;
const withHeaders = (reply: ProxiedReply, more: ProxiedReply["headers"]) => ({
  ...reply,
  headers: { ...reply.headers, ...more },
});

/** Each makes a fault for one proxy: some count requests. */
export const FAULTS = {
  "to-https": () => ({
    intercept: ({ headers, path }) => redirect(301, `https://${headers.host}${path}`),
  }),
  "to-www": () => ({
    intercept: ({ headers, path }) => redirect(301, `http://www.${headers.host}${path}`),
  }),
  "to-another-host": () => ({
    intercept: (request) => (isLink(request) ? redirect(302, "https://shop.acme.com/") : undefined),
  }),
  "trailing-slash": () => ({
    intercept: (request) =>
      isLink(request) && !/\/(?:$|\?)/.test(request.path)
        ? redirect(308, request.path.replace(/(?=$|\?)/, "/"))
        : undefined,
  }),
  challenge: () => ({
    intercept: () => page(403, CHALLENGE_PAGE, { "cf-mitigated": "challenge" }),
  }),
  "bot-fight-mode": () => ({
    intercept: (request) => (isBrowser(request) ? undefined : page(403, CHALLENGE_PAGE)),
    alter: (reply) => withHeaders(reply, { "set-cookie": "__cf_bm=xyz; path=/; HttpOnly; Secure" }),
  }),
  "browser-integrity-check": () => ({
    intercept: ({ headers }) => {
      const agent = headers["user-agent"];
      return agent === undefined || /^(?:Java|python)/.test(agent)
        ? text(403, "error code: 1010")
        : undefined;
    },
  }),
  "under-attack": () => ({ intercept: () => page(503, UNDER_ATTACK_PAGE) }),
  "access-redirect": () => ({
    intercept: ({ path }) => redirect(302, LOGIN + encodeURIComponent(path)),
  }),
  "access-page": () => ({ intercept: () => page(200, LOGIN_PAGE) }),
  "firewall-rule": () => ({
    intercept: ({ headers }) =>
      headers["content-type"]?.startsWith("multipart") ? page(403, BLOCK_PAGE) : undefined,
  }),
  "rate-limit-rule": () => {
    let posts = 0;
    return {
      intercept: (request) =>
        isPost(request) && ++posts > REQUESTS_ALLOWED ? text(429, "error code: 1015") : undefined,
    };
  },
  "strips-body": () => ({ rewrite: (request) => ({ ...request, body: Buffer.alloc(0) }) }),
  "sets-cookies": () => ({
    alter: (reply) => withHeaders(reply, { "set-cookie": ["__cflb=xyz; path=/", "session=1"] }),
  }),
  caches: () => ({
    alter: (reply, request) => (isPost(request) ? reply : withHeaders(reply, CACHED)),
  }),
  "strips-headers": () => ({
    alter: (reply) => {
      const kept = Object.entries(reply.headers).filter(([name]) => !WORKER_HEADERS.test(name));
      return { ...reply, headers: Object.fromEntries(kept) };
    },
  }),
  "adds-script": () => ({
    alter: (reply) => ({ ...reply, body: reply.body.replace("</body>", `${SCRIPT}$&`) }),
  }),
  "blocks-agents": () => ({
    intercept: ({ headers }) =>
      /^(?:curl|Go-http|python|Java)/.test(headers["user-agent"] ?? "")
        ? text(403, "Forbidden")
        : undefined,
  }),
  "refuses-head": () => ({
    intercept: ({ method }) => (method === "HEAD" ? text(405, "") : undefined),
  }),
  "lower-case": () => ({ rewrite: mapPath((path) => path.toLowerCase()) }),
  "upper-case": () => ({
    rewrite: mapPath((path) => path.replace(/(?<=^\/leave\/).*/, (rest) => rest.toUpperCase())),
  }),
  "cuts-path": () => ({ rewrite: mapPath((path) => path.slice(0, LONGEST_PATH)) }),
  "refuses-junk": () => ({
    intercept: ({ path }) => (/%|&|\)/.test(path) ? text(400, "Bad Request") : undefined),
  }),
  "accepts-forged": () => ({
    alter: (reply) => (reply.status === 404 ? { ...reply, status: 200 } : reply),
  }),
  slow: () => {
    let posts = 0;
    return {
      rewrite: (request) => sleep(isPost(request) && ++posts === 1 ? SLOW_MS : 0, request),
    };
  },
  "drops-posts": () => ({ intercept: (request) => (isPost(request) ? "drop" : undefined) }),
  "another-site": () => ({
    intercept: ({ method }) =>
      method === "POST" ? text(405, "") : page(404, "<h1>Page not found</h1>"),
  }),
} satisfies Record<string, () => ProxyFault>;

export type FaultName = keyof typeof FAULTS;
