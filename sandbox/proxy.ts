/**
 * A proxy in front of a Worker, as Cloudflare's edge is. It passes paths and headers on unchanged, except for one
 * fault: what a zone's settings can do to requests and answers.
 */

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
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

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

type Altered = ProxiedReply | "drop";

/** What goes wrong, in this order. */
export interface ProxyFault {
  /** Answers instead of the Worker; `undefined` passes the request on, `drop` closes the connection. */
  intercept?: (request: ProxiedRequest) => ProxiedReply | "drop" | undefined;
  /** Milliseconds before the request is passed on. */
  delayMs?: (request: ProxiedRequest) => number;
  /** Changes the request. */
  rewrite?: (request: ProxiedRequest) => ProxiedRequest;
  /** Changes the Worker's answer; `drop` closes the connection after the request was carried out. */
  alter?: (reply: ProxiedReply, request: ProxiedRequest) => Altered | Promise<Altered>;
}

/** A certificate of `sandbox/tls`. */
export type Certificate = "good" | "expired" | "other-host" | "self-signed" | "resend";

export interface Proxy {
  /** Such as `http://localhost:49152`. */
  url: string;
  close(): Promise<void>;
}

const pem = (name: string) => readFileSync(new URL(`tls/${name}.pem`, import.meta.url));

/**
 * Starts a proxy on a free port of `localhost`.
 *
 * @param target the Worker's origin
 * @param certificate with one, the proxy speaks TLS
 */
export async function startProxy(
  target: string,
  fault: ProxyFault = {},
  certificate?: Certificate,
): Promise<Proxy> {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    passOn(target, fault, incoming, outgoing).catch(() => incoming.socket.destroy());
  };
  const server =
    certificate === undefined
      ? createServer(listener)
      : createTlsServer({ key: pem("key"), cert: pem(certificate) }, listener);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const scheme = certificate === undefined ? "http" : "https";
  return {
    url: `${scheme}://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passOn(
  target: string,
  { intercept, delayMs, rewrite, alter }: ProxyFault,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = "", url: path = "", headers } = incoming;
  const request: ProxiedRequest = { method, path, headers, body: await buffer(incoming) };
  const own = intercept?.(request);
  if (own === "drop") return void incoming.socket.destroy();
  if (own !== undefined) return reply(outgoing, own);
  await sleep(delayMs?.(request) ?? 0);
  const answer = await forward(target, rewrite?.(request) ?? request);
  const altered = (await alter?.(answer, request)) ?? answer;
  if (altered === "drop") return void incoming.socket.destroy();
  reply(outgoing, altered);
}

function reply(outgoing: ServerResponse, { status, headers, body }: ProxiedReply): void {
  outgoing.writeHead(status, headers).end(body);
}

function forward(target: string, request: ProxiedRequest): Promise<ProxiedReply> {
  const { hostname, port } = new URL(target);
  const { method, path, body } = request;
  // A body that came in chunks is sent on whole.
  const { "transfer-encoding": _, ...kept } = request.headers;
  const headers = { ...kept, "content-length": String(body.length) };
  return new Promise((resolve, reject) => {
    const passed = send({ hostname, port, method, path, headers, agent: false }, (answer) => {
      readReply(answer).then(resolve, reject);
    });
    passed.on("error", reject);
    passed.end(body);
  });
}

/** Reads the answer whole, so that it is not sent on in chunks. */
async function readReply(answer: IncomingMessage): Promise<ProxiedReply> {
  const {
    "transfer-encoding": _,
    "content-length": __,
    connection: ___,
    ...headers
  } = answer.headers;
  return { status: answer.statusCode ?? 0, headers, body: (await buffer(answer)).toString("utf8") };
}
