/**
 * A proxy in front of a Worker, as Cloudflare's edge is. It passes paths and headers on unchanged, except for one
 * fault: what a zone's settings can do to requests and answers.
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
  return { status: answer.statusCode ?? 0, headers: kept, body: await text(answer) };
}
