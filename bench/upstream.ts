/**
 * Resend as a process that answers at once: every contact exists, every request is done, the rate limit is 100,000 a
 * second. Below `/down` it answers 503. `GET /-/calls` tells how many requests came. Sends its port to its parent.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const HEADERS = {
  "content-type": "application/json",
  "ratelimit-limit": "100000",
  "ratelimit-remaining": "99999",
  "ratelimit-reset": "1",
};
const UNAVAILABLE = { name: "service_unavailable", message: "Service unavailable" };

let calls = 0;

const server = createServer(({ method, url = "" }, response) => {
  if (url === "/-/calls") return response.end(`${calls}`);
  calls += 1;
  const isDown = url.startsWith("/down/");
  const [, id = ""] = /\/(?:contacts|segments)\/([^/]+)/.exec(url) ?? [];
  const done =
    method === "DELETE"
      ? { object: "contact", id, deleted: true }
      : { id, email: `${id}@acme.com`, unsubscribed: false };
  response.writeHead(isDown ? 503 : 200, HEADERS);
  return response.end(JSON.stringify(isDown ? UNAVAILABLE : done));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

process.once("disconnect", () => process.exit());
