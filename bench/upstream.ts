/**
 * Resend as a process that answers at once: everybody is there, every request is done, and the limit is far away.
 * Below `PROOF`, whoever has no link was never there. Prints its port.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { ID_START } from "./links.ts";
import { CALLS, PROOF } from "./upstream-process.ts";

const HEADERS = {
  "content-type": "application/json",
  "ratelimit-limit": "100000",
  "ratelimit-remaining": "99999",
  "ratelimit-reset": "1",
};

let calls = 0;

const server = createServer(({ method, url = "" }, response) => {
  if (url === CALLS) return response.end(`${calls}`);
  calls += 1;
  const [, id = ""] = /\/(?:contacts|segments)\/([^/]+)/.exec(url) ?? [];
  const isNobody = url.startsWith(PROOF) && url.includes("/contacts/") && !id.startsWith(ID_START);
  const body = JSON.stringify(
    isNobody
      ? { name: "not_found", message: "Contact not found" }
      : method === "DELETE"
        ? { object: "contact", id, deleted: true }
        : { id, email: `${id}@acme.com`, unsubscribed: false },
  );
  response.writeHead(isNobody ? 404 : 200, { ...HEADERS, "content-length": `${body.length}` });
  return response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));

// Whoever started this has gone.
process.stdin.resume().once("close", () => process.exit());
