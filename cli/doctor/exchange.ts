/**
 * One HTTP request exactly as it is given, and its answer: no header is added but `Host` and
 * `Connection`, no path is tidied, no redirect is followed, no cookie is kept. Never throws.
 */

import { type IncomingHttpHeaders, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";

export interface Request {
  method: "GET" | "HEAD" | "POST";
  /** Goes out untouched. */
  path: string;
  /** An empty value: the header is not sent. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface Answer {
  kind: "answer";
  status: number;
  headers: IncomingHttpHeaders;
  /** The start of it. */
  body: string;
  ms: number;
}

/** No answer came. */
export interface Lost {
  kind: "lost";
  /** Such as `ECONNREFUSED`, or `timeout`. */
  why: string;
  ms: number;
}

/** Reaches one origin. */
export type Ask = (request: Request) => Promise<Answer | Lost>;

const PATIENCE_MS = 15_000;
const MAX_BODY_CHARACTERS = 2 ** 16;

/** Asks an origin. What is wrong with its certificate is another check's business, and stops no request. */
export function asking(origin: string, patienceMs = PATIENCE_MS): Ask {
  const { protocol } = new URL(origin);
  return (request) =>
    new Promise((resolve) => {
      const started = performance.now();
      const ms = () => Math.round(performance.now() - started);
      const lost = (why: string) => resolve({ kind: "lost", why, ms: ms() });
      const { method, path, headers, body = "" } = request;
      const options = {
        ...addressOf(origin),
        agent: false,
        method,
        path,
        headers: sentHeaders(request, headers),
        rejectUnauthorized: false,
        signal: AbortSignal.timeout(patienceMs),
      };
      const outgoing = (protocol === "https:" ? overHttps : overHttp)(options, (incoming) => {
        let text = "";
        const { statusCode: status = 0, headers: received } = incoming;
        incoming.setEncoding("utf8").on("data", (chunk: string) => {
          if (text.length < MAX_BODY_CHARACTERS) text += chunk;
        });
        incoming.on("end", () =>
          resolve({ kind: "answer", status, headers: received, body: text, ms: ms() }),
        );
        incoming.on("error", (error) => lost(reason(error)));
      });
      outgoing.on("error", (error) => lost(reason(error)));
      outgoing.end(body);
    });
}

function addressOf(origin: string) {
  const { hostname, port } = new URL(origin);
  return { hostname: hostname.replace(/^\[|\]$/g, ""), ...(port && { port }) };
}

function sentHeaders({ method, body = "" }: Request, headers: Request["headers"] = {}) {
  const sent = Object.entries(headers).filter(([, value]) => value !== "");
  const length = method === "POST" ? { "content-length": Buffer.byteLength(body) } : {};
  return { ...length, ...Object.fromEntries(sent) };
}

function reason(error: NodeJS.ErrnoException): string {
  return error.name === "AbortError" || error.name === "TimeoutError"
    ? "timeout"
    : (error.code ?? error.name);
}
