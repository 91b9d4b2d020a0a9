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
import { buffer, text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

interface ProxiedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface ProxiedReply {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
}

/** What goes wrong, in this order. `drop` closes the connection, before or after the request is carried out. */
export interface ProxyFault {
  /** Answers instead of the Worker; `undefined` passes the request on. */
  intercept?: (request: ProxiedRequest) => ProxiedReply | "drop" | undefined;
  /** Changes the request, or keeps it back for a while. */
  rewrite?: (request: ProxiedRequest) => ProxiedRequest | Promise<ProxiedRequest>;
  /** Changes the Worker's answer. */
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
  const listener = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const reply = await answer(target, fault, incoming).catch(() => "drop" as const);
    if (reply === "drop") incoming.socket.destroy();
    else outgoing.writeHead(reply.status, reply.headers).end(reply.body);
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

async function answer(
  target: string,
  { intercept, rewrite, alter }: ProxyFault,
  incoming: IncomingMessage,
): Promise<ProxiedReply | "drop"> {
  const { method = "", url: path = "", headers } = incoming;
  const request: ProxiedRequest = { method, path, headers, body: await buffer(incoming) };
  const own = intercept?.(request);
  if (own !== undefined) return own;
  const reply = await forward(target, (await rewrite?.(request)) ?? request);
  return alter?.(reply, request) ?? reply;
}

/** Sends a request, and reads the answer whole: neither body is passed on in chunks. */
async function forward(target: string, request: ProxiedRequest): Promise<ProxiedReply> {
  const { hostname, port } = new URL(target);
  const { method, path, body } = request;
  const { "transfer-encoding": ____, ...sent } = request.headers;
  const headers = { ...sent, "content-length": String(body.length) };
  const passed = send({ hostname, port, method, path, headers, agent: false }).end(body);
  const [got] = (await once(passed, "response")) as [IncomingMessage];
  const { "transfer-encoding": _, "content-length": __, connection: ___, ...kept } = got.headers;
  return { status: got.statusCode ?? 0, headers: kept, body: await text(got) };
}

const CHALLENGE_PAGE = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head>
<body><script>window._cf_chl_opt={cType:"managed"};</script>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>`;

const LOGIN = "https://acme.cloudflareaccess.com/cdn-cgi/access/login/acme.com?redirect_url=";

/** Cloudflare's default for a page that a rule makes cacheable. */
const CACHED = { "cache-control": "public, max-age=14400", "cf-cache-status": "HIT", age: "1200" };

const SLOW_MS = 3_200;
const LONGEST_PATH = 60;

type Condition = (request: ProxiedRequest) => boolean | undefined;

/** Answers those requests instead of the Worker. */
const answers = (reply: ProxiedReply | "drop", to: Condition = () => true): ProxyFault => ({
  intercept: (request) => (to(request) ? reply : undefined),
});
const page = (status: number, body: string): ProxiedReply => {
  const headers = { "content-type": "text/html; charset=UTF-8", server: "cloudflare" };
  return { status, headers, body };
};
const redirect = (status: number, location: string): ProxiedReply => {
  return { status, headers: { location }, body: "" };
};

const isBrowser: Condition = ({ headers }) =>
  headers["user-agent"]?.startsWith("Mozilla/") && headers.accept !== undefined;
const isLink: Condition = ({ path }) => path.startsWith("/leave/") && !path.includes("/-/");
const isPost: Condition = ({ method }) => method === "POST";
const mapsPaths = (change: (path: string) => string): ProxyFault => ({
  rewrite: (request) => (isLink(request) ? { ...request, path: change(request.path) } : request),
});
const withHeaders = (reply: ProxiedReply, more: OutgoingHttpHeaders) => {
  return { ...reply, headers: { ...reply.headers, ...more } };
};

/** Each makes a fault for one proxy: some count requests. */
export const FAULTS = {
  "to-https": () => ({
    intercept: ({ headers, path }) => redirect(301, `https://${headers.host}${path}`),
  }),
  "trailing-slash": () => ({
    intercept: (request) =>
      isLink(request) && !/\/(?:$|\?)/.test(request.path)
        ? redirect(308, request.path.replace(/(?=$|\?)/, "/"))
        : undefined,
  }),
  "bot-fight-mode": () => ({
    ...answers(page(403, CHALLENGE_PAGE), (request) => !isBrowser(request)),
    alter: (reply) => withHeaders(reply, { "set-cookie": "__cf_bm=xyz; path=/; HttpOnly; Secure" }),
  }),
  "access-redirect": () => ({
    intercept: ({ path }) => redirect(302, LOGIN + encodeURIComponent(path)),
  }),
  "strips-body": () => ({ rewrite: (request) => ({ ...request, body: Buffer.alloc(0) }) }),
  caches: () => ({
    alter: (reply, request) => (isPost(request) ? reply : withHeaders(reply, CACHED)),
  }),
  "lower-case": () => mapsPaths((path) => path.toLowerCase()),
  "upper-case": () =>
    mapsPaths((path) => path.replace(/(?<=^\/leave\/).*/, (rest) => rest.toUpperCase())),
  "cuts-path": () => mapsPaths((path) => path.slice(0, LONGEST_PATH)),
  "accepts-forged": () => ({
    alter: (reply) => (reply.status === 404 ? { ...reply, status: 200 } : reply),
  }),
  slow: () => {
    let posts = 0;
    return {
      rewrite: (request) => sleep(isPost(request) && ++posts === 1 ? SLOW_MS : 0, request),
    };
  },
  "drops-posts": () => answers("drop", isPost),
} satisfies Record<string, () => ProxyFault>;

export type FaultName = keyof typeof FAULTS;
