/**
 * Resend as a process that answers at once: everybody is there, every request is done, and the limit is far away.
 * Prints its port.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const ID = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

/** A removal, a segment and a contact in one: nobody reads more than they need. */
const BODY = JSON.stringify({ id: ID, deleted: true, email: "mira@acme.com", unsubscribed: false });

const HEADERS = {
  "content-type": "application/json",
  "content-length": String(BODY.length),
  "ratelimit-limit": "1000000",
  "ratelimit-remaining": "999999",
  "ratelimit-reset": "1",
};

const server = createServer((_, response) => {
  response.writeHead(200, HEADERS);
  response.end(BODY);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));

// Whoever started this has gone.
process.stdin.resume().once("close", () => process.exit());
