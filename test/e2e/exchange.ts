/**
 * Sends one HTTP request exactly as given: it adds no header but `Host`, `Connection` and `Content-Length`, normalizes no
 * path, and follows no redirect. `fetch` does not send what mail programs send.
 */

import { type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

export interface RawRequest {
  /** Scheme, host and port. */
  origin: string;
  method: string;
  /** Sent as it is. */
  path: string;
  /** An empty value: the header is not sent. */
  headers?: Readonly<Record<string, string>>;
  /** Text, bytes, or chunks that come one by one. */
  body?: string | Uint8Array | AsyncIterable<string>;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The body of RFC 8058 section 3.1. */
export const ONE_CLICK_BODY = "List-Unsubscribe=One-Click";

const MINUTE_MS = 60_000;
const ENOUGH_MS = 15_000;

/** What most mailbox providers send. */
export const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Sends a request, and reads the whole answer, even one that comes before the request has ended. */
export function exchange(raw: RawRequest): Promise<RawAnswer> {
  const { origin, method, path, headers = {}, body = "" } = raw;
  const { hostname, port } = new URL(origin);
  const whole = typeof body === "string" || body instanceof Uint8Array;
  const sent = Object.entries(headers).filter(([, value]) => value !== "");
  const counts = whole && (method === "POST" || body.length > 0);
  const length = counts ? { "content-length": Buffer.byteLength(body) } : {};

  return new Promise((resolve, reject) => {
    let answered = false;
    const outgoing = request(
      {
        agent: false,
        hostname,
        port,
        method,
        path,
        headers: { ...length, ...Object.fromEntries(sent) },
      },
      (response) => {
        answered = true;
        const { statusCode: status = 0, headers: received } = response;
        text(response).then((words) => resolve({ status, headers: received, body: words }), reject);
      },
    );
    // A server that has answered need not take the rest of the request.
    outgoing.on("error", (error) => !answered && reject(error));
    if (whole) outgoing.end(body);
    else void sendSlowly(outgoing, body);
  });
}

/** A one-click POST to a link, as Google documents it. */
export function oneClick(link: string): Promise<RawAnswer> {
  const { origin, pathname } = new URL(link);
  return exchange({ origin, method: "POST", path: pathname, headers: FORM, body: ONE_CLICK_BODY });
}

/** The address that unsubscribes by mail whom a link unsubscribes. */
export const mailtoOf = (link: string) =>
  `${new URL(link).pathname.slice("/leave/".length).replace("/", ".")}@leave.example.com`;

/** Hands a message to a Worker as Email Routing would. @param message its source; the least that the Worker takes if it is not given */
export async function sendMail(workerUrl: string, to: string, message?: Uint8Array<ArrayBuffer>) {
  const from = "mira@example.com";
  const query = new URLSearchParams({ from, to }).toString();
  const least = `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <1@example.com>\r\n\r\n`;
  const url = `${workerUrl}/cdn-cgi/handler/email?${query}`;
  const answer = await fetch(url, { method: "POST", body: message ?? least });
  return { status: answer.status, body: await answer.text() };
}

/** Waits for the next minute if this one is nearly over: the limiter counts by the minute of the clock. */
export async function earlyInAMinute(): Promise<void> {
  const left = MINUTE_MS - (Date.now() % MINUTE_MS);
  if (left < ENOUGH_MS) await sleep(left + 100);
}

async function sendSlowly(outgoing: ReturnType<typeof request>, chunks: AsyncIterable<string>) {
  for await (const chunk of chunks) outgoing.write(chunk);
  outgoing.end();
}
