/** For the tests: an endpoint that takes webhooks, and answers each as it is told. */

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";

export interface ReceivedEvent {
  headers: IncomingHttpHeaders;
  body: string;
  /** Of the `svix-id`. */
  id: string;
}

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function receivingWebhooks() {
  const received: ReceivedEvent[] = [];
  let answer: (attempt: number) => number | Promise<number> = () => 200;
  let open = 0;
  let mostOpen = 0;

  const server = createServer((request, response) => {
    let body = "";
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", async () => {
      const { headers } = request;
      received.push({ headers, body, id: String(headers["svix-id"]) });
      response.writeHead(await answer(received.length), { location: "/" }).end();
      open -= 1;
    });
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  beforeEach(() => {
    received.length = 0;
    mostOpen = 0;
    answer = () => 200;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  return {
    received,
    get url(): string {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
    },
    /** The most requests that were open at once. */
    get mostOpen(): number {
      return mostOpen;
    },
    /** @param status for each request, counted from 1 */
    answerWith(status: (attempt: number) => number | Promise<number>): void {
      answer = status;
    },
  };
}
