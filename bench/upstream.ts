/**
 * Resend as a process that answers at once. Below `/{limit}/{canary}`, it reports a limit of so many requests a second, and
 * answers with the status `canary` about contacts that are not the bench's. `/-/down`, `/-/up`, and `/-/calls` are its
 * controls: each answers how many requests have come. It sends its port to the process that started it.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What is in the ID of each contact of the bench, and in no other. */
const KNOWN = "-0000-4000-8000-";

/** A page of a segment's contacts, none of whom has left. */
const PEOPLE = Array.from({ length: 100 }, (_, index) =>
  contact(`${10_000_000 + index}${KNOWN}aaaaaaaaaaaa`),
);

function answerTo(method: string, [kind, id = ""]: readonly string[], query: string | undefined) {
  if (method === "DELETE") return { object: "contact", id, deleted: true };
  if (query === undefined) return contact(id);
  if (kind === "segments") return { data: PEOPLE, has_more: !query.includes("after=") };
  return { data: [{ id: "78261eea-8f8b-4381-83c6-79fa7120f1cf" }], has_more: false };
}

function contact(id: string) {
  return { id, email: `${id}@acme.com`, unsubscribed: false };
}

let calls = 0;
let isDown = false;

const server = createServer(({ method = "", url = "" }, response) => {
  const [path = "", query] = url.split("?");
  const [, limit = "", canary = "", ...resource] = path.split("/");
  if (limit === "-") {
    if (canary !== "calls") isDown = canary === "down";
    return response.end(`${calls}`);
  }
  calls += 1;
  const isKnown = resource[0] !== "contacts" || resource[1]?.includes(KNOWN);
  const headers = { "content-type": "application/json", "ratelimit-limit": limit };
  response.writeHead(isDown ? 503 : isKnown ? 200 : Number(canary), headers);
  return response.end(JSON.stringify(answerTo(method, resource, query)));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

process.once("disconnect", () => process.exit());
