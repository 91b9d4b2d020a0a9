/**
 * A proxy between the command and the stand-in: it writes down what passes, and can refuse a request,
 * or lose it on its way there or back.
 */

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Passing {
  method: string;
  /** Path and query. */
  path: string;
  body: string;
}

/** `lost-there`: the connection breaks before Resend hears of it; `lost-back`: after Resend has done it. */
export type Fate = "passes" | "429" | "500" | "lost-there" | "lost-back";

export interface BetweenOptions {
  upstream: string;
  /** What becomes of a request; they pass unless it says otherwise. */
  fate?: (request: Passing) => Fate;
  /** Told of each answer before it goes back. */
  answered?: (request: Passing, body: string) => Promise<unknown> | void;
}

/** A value that Resend was told to write, and took. */
export interface Write {
  contact: string;
  properties: Record<string, string>;
}

const REFUSALS = {
  "429": { statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests." },
  "500": { statusCode: 500, name: "internal_server_error", message: "An unexpected error." },
} as const;

/** Starts the proxy on a free port. */
export async function startBetween({ upstream, fate, answered }: BetweenOptions) {
  const requests: Passing[] = [];
  const writes: Write[] = [];

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse) {
    const { method = "GET", url: path = "/" } = incoming;
    const request = { method, path, body: await text(incoming) };
    requests.push(request);
    const becomes = fate?.(request) ?? "passes";
    if (becomes === "lost-there") return incoming.socket.destroy();
    if (becomes === "429" || becomes === "500") {
      const pause = becomes === "429" && { "retry-after": "1" };
      outgoing.writeHead(Number(becomes), { "content-type": "application/json", ...pause });
      return outgoing.end(JSON.stringify(REFUSALS[becomes]));
    }
    const answer = await fetch(upstream + path, {
      method,
      headers: {
        authorization: `${incoming.headers.authorization}`,
        "user-agent": `${incoming.headers["user-agent"]}`,
        "content-type": "application/json",
      },
      ...(request.body !== "" && { body: request.body }),
    });
    const body = await answer.text();
    const [, contact] = /^\/contacts\/([^/?]+)$/.exec(path) ?? [];
    if (method === "PATCH" && contact !== undefined && answer.ok) {
      writes.push({ contact, properties: JSON.parse(request.body).properties });
    }
    await answered?.(request, body);
    if (becomes === "lost-back") return incoming.socket.destroy();
    const limits = [...answer.headers].filter(([name]) => name.startsWith("ratelimit-"));
    outgoing.writeHead(answer.status, Object.fromEntries(limits));
    return outgoing.end(body);
  }

  const server = createServer((incoming, outgoing) => {
    // A command that is killed hangs up.
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    writes,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Contacts that were told to hold what they held already. */
export function writtenTwice(writes: readonly Write[]): string[] {
  const held = new Map<string, string>();
  return writes.flatMap(({ contact, properties }) => {
    const value = JSON.stringify(properties);
    const again = held.get(contact) === value;
    held.set(contact, value);
    return again ? [contact] : [];
  });
}
