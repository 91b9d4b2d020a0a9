/**
 * Sends one HTTP request exactly as given: adds no header except `Host` and `Connection`, does not normalize the path,
 * follows no redirect, and keeps no cookie. Never throws.
 */

import { type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { urlToHttpOptions } from "node:url";

export interface Request {
  method: "GET" | "HEAD" | "POST";
  /** Sent unchanged. */
  path: string;
  /** Those with an empty value are not sent. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface Answer {
  kind: "answer";
  status: number;
  headers: IncomingHttpHeaders;
  /** Its first 64 Ki characters. */
  body: string;
  ms: number;
  certificate?: ReturnType<typeof certificateOf>;
}

/** No answer came. */
export interface Lost {
  kind: "lost";
  /** Such as `ECONNREFUSED`, or `timeout`. */
  why: string;
  ms: number;
}

/** Sends a request to one origin. */
export type Send = (request: Request) => Promise<Answer | Lost>;

export const TIMEOUT_MS = 15_000;
const MAX_BODY_CHARACTERS = 2 ** 16;

/**
 * Makes the function that sends requests to an origin. It accepts an invalid certificate, which the check `certificate`
 * reports.
 *
 * @param origin such as `https://acme.com`
 */
export function sendTo(origin: string, timeoutMs = TIMEOUT_MS): Send {
  const { protocol, hostname, port } = urlToHttpOptions(new URL(origin));
  const send = protocol === "https:" ? httpsRequest : httpRequest;
  return ({ method, path, headers = {}, body = "" }) =>
    new Promise((resolve) => {
      const started = performance.now();
      const ms = () => Math.round(performance.now() - started);
      const lose = (error: NodeJS.ErrnoException) => {
        const isLate = error.name === "AbortError" || error.name === "TimeoutError";
        resolve({ kind: "lost", why: isLate ? "timeout" : (error.code ?? error.name), ms: ms() });
      };
      const given = Object.entries(headers).filter(([, value]) => value !== "");
      const length = method === "POST" ? { "content-length": Buffer.byteLength(body) } : {};
      const options = {
        hostname,
        port,
        agent: false,
        method,
        path,
        headers: { ...length, ...Object.fromEntries(given) },
        rejectUnauthorized: false,
        signal: AbortSignal.timeout(timeoutMs),
      };
      const outgoing = send(options, (incoming) => {
        const certificate = certificateOf(incoming.socket);
        let text = "";
        incoming.setEncoding("utf8").on("data", (chunk: string) => {
          if (text.length < MAX_BODY_CHARACTERS) text += chunk;
        });
        incoming.on("end", () => {
          const { statusCode: status = 0, headers: received } = incoming;
          const answer = { kind: "answer", status, headers: received, body: text } as const;
          resolve({ ...answer, ms: ms(), certificate });
        });
        incoming.on("error", lose);
      });
      outgoing.on("error", lose);
      outgoing.end(body);
    });
}

/** The certificate of an https origin. `fault` says why it is not valid, such as `CERT_HAS_EXPIRED`. */
function certificateOf(socket: Socket) {
  if (!(socket instanceof TLSSocket)) return undefined;
  const fault = socket.authorized ? undefined : String(socket.authorizationError);
  const validUntil = new Date(socket.getPeerCertificate().valid_to);
  return { fault, validUntil, protocol: socket.getProtocol() };
}
