/**
 * Resend as a process that answers at once: every request is done, and the limit is far away. It
 * counts, so that a drain can be timed: `GET /-/count`. Prints its port.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const BODY = JSON.stringify({ id: "78261eea-8f8b-4381-83c6-79fa7120f1cf", deleted: true });

const HEADERS = {
  "content-type": "application/json",
  "content-length": String(BODY.length),
  "ratelimit-limit": "1000000",
  "ratelimit-remaining": "999999",
  "ratelimit-reset": "1",
};

let count = 0;

const server = createServer((request, response) => {
  if (request.url === "/-/count") {
    response.end(String(count));
    return;
  }
  count += 1;
  response.writeHead(200, HEADERS);
  response.end(BODY);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));

// Whoever started this has gone.
process.stdin.resume().once("close", () => process.exit());
