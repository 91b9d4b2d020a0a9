/**
 * Resend as a process that answers at once. A base URL says how: `{url}/{limit}/{canary}` reports a limit of so many
 * requests a second, and answers with the status `canary` about contacts that are not the bench's.
 */

import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

export const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

/** What is in the ID of each contact of the bench, and in no other. */
export const KNOWN = "-0000-4000-8000-";

export type Upstream = Awaited<ReturnType<typeof startUpstream>>;

export async function startUpstream() {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: [] });
  const [port] = (await once(child, "message")) as [number];
  const url = `http://127.0.0.1:${port}`;
  const control = async (path: string) => Number(await (await fetch(`${url}/-/${path}`)).text());
  return {
    /** @param canary with 404, a 200 about another contact is proof that it has left */
    baseUrl: (limit = 100_000, canary = 404) => `${url}/${limit}/${canary}`,
    /** How many requests have come to a base URL. */
    calls: (baseUrl: string) => control(baseUrl.slice(url.length + 1)),
    /** From now on it answers 503, or works again. */
    setDown: (isDown: boolean) => control(isDown ? "down" : "up"),
    /** Where `/down` and `/up` do the same. */
    control: `${url}/-`,
    [Symbol.dispose]: () => child.disconnect(),
  };
}

/** A page of a segment's contacts, none of whom has left. */
const PEOPLE = Array.from({ length: 100 }, (_, index) => {
  const id = `${String(index).padStart(8, "0")}${KNOWN}aaaaaaaaaaaa`;
  return { id, email: `reader-${index}@acme.com`, unsubscribed: false };
});

function answerTo(method: string, [kind, id = ""]: readonly string[], query: string | undefined) {
  if (method === "DELETE") return { object: "contact", id, deleted: true };
  if (query === undefined) return { id, email: `${id}@acme.com`, unsubscribed: false };
  const isFirstPage = kind === "segments" && !query.includes("after=");
  return { data: kind === "segments" ? PEOPLE : [{ id: SEGMENT }], has_more: isFirstPage };
}

function listen(): void {
  const calls = new Map<string, number>();
  let isDown = false;
  const server = createServer(({ method = "", url = "" }, response) => {
    const [path = "", query] = url.split("?");
    const [, limit = "", canary = "", ...resource] = path.split("/");
    if (limit === "-") {
      if (resource.length === 0) isDown = canary === "down";
      return response.end(`${calls.get(`${canary}/${resource[0]}`) ?? 0}`);
    }
    const base = `${limit}/${canary}`;
    calls.set(base, (calls.get(base) ?? 0) + 1);
    const isKnown = resource[0] !== "contacts" || resource[1]?.includes(KNOWN);
    const headers = { "content-type": "application/json", "ratelimit-limit": limit };
    response.writeHead(isDown ? 503 : isKnown ? 200 : Number(canary), headers);
    return response.end(JSON.stringify(answerTo(method, resource, query)));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.once("disconnect", () => process.exit());
}

if (import.meta.main) listen();
