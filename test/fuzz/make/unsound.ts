/**
 * HTTP that breaks the rules: bodies that stop half-way, lengths that lie, hosts that are none,
 * requests inside of requests. The server in front of the Worker may refuse it; nobody may come to harm.
 */

import * as fc from "fast-check";

import { bytesOf, type HttpAttempt, type Meant, requestBytes } from "../attempt.ts";

const ONE_CLICK = "List-Unsubscribe=One-Click";

const WAYS = [
  "http-1.0",
  "no-host",
  "bad-host",
  "two-hosts",
  "connect",
  "unknown-method",
  "lower-case-method",
  "asterisk",
  "hang-up",
  "broken-chunks",
  "both-lengths",
  "odd-encoding",
  "negative-length",
  "pipelined",
  "smuggled",
  "raw-control",
  "raw-space",
  "raw-utf8",
  "folded-header",
  "injected-header",
  "too-long",
  "too-many-headers",
  "upgrade",
  "expect",
  "no-http",
] as const;

/** The Worker waits for the rest of such a body, and so does everybody else in the volley. */
const SLOW_WAY = "short-body";

const ways = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...WAYS) },
  fc.constant<typeof SLOW_WAY>(SLOW_WAY),
);

/** @param targets links, good and bad, of people who may leave */
export function unsoundAttempts(targets: fc.Arbitrary<string>): fc.Arbitrary<HttpAttempt> {
  return fc.tuple(ways, targets, targets).map(([way, target, next]) => {
    const meant = { method: "POST", target, body: ONE_CLICK };
    const hangsUp = way === "hang-up";
    const { bytes, requests } = broken(way, meant, next);
    return { kind: "http", maker: "unsound", sound: false, hangsUp, bytes, requests };
  });
}

function broken(
  way: (typeof WAYS)[number] | typeof SLOW_WAY,
  meant: Meant,
  next: string,
): Pick<HttpAttempt, "bytes" | "requests"> {
  const one = (bytes: string, request = meant) => ({ bytes, requests: [request] });
  const head = (line: string, ...lines: string[]) => `${[line, ...lines].join("\r\n")}\r\n\r\n`;
  const { target, body } = meant;
  const post = `POST ${target} HTTP/1.1`;
  const close = "Connection: close";
  const plain = ["Host: acme.com", close];
  const second = { ...meant, target: next };
  const whole = (request: Meant, connection: string) =>
    requestBytes({ ...request, headers: [["Connection", connection]], framing: "length" });
  switch (way) {
    case "http-1.0":
      return one(head(`POST ${target} HTTP/1.0`, "Host: acme.com", "Content-Length: 0"));
    case "no-host":
      return one(head(post, close, "Content-Length: 0"));
    case "bad-host":
      return one(head(post, 'Host: fuzz"><fuzz>', close, "Content-Length: 0"));
    case "two-hosts":
      return one(head(post, "Host: acme.com", "Host: evil.example", close, "Content-Length: 0"));
    case "connect":
      return one(head(`CONNECT ${target} HTTP/1.1`, ...plain), { ...meant, method: "CONNECT" });
    case "unknown-method":
      return one(head(`LEAVE ${target} HTTP/1.1`, ...plain), { ...meant, method: "LEAVE" });
    case "lower-case-method":
      return one(head(`post ${target} HTTP/1.1`, ...plain), { ...meant, method: "post" });
    case "asterisk":
      return one(head("POST * HTTP/1.1", ...plain), { ...meant, target: "*" });
    case SLOW_WAY:
      return one(`${head(post, ...plain, "Content-Length: 900")}${body}`);
    case "hang-up":
      return one(`${head(post, ...plain, "Transfer-Encoding: chunked")}5\r\nList-\r\n`);
    case "broken-chunks":
      return one(`${head(post, ...plain, "Transfer-Encoding: chunked")}zz\r\n${body}`);
    case "both-lengths":
      return one(
        `${head(post, ...plain, "Content-Length: 3", "Transfer-Encoding: chunked")}0\r\n\r\n`,
      );
    case "odd-encoding":
      return one(`${head(post, ...plain, "Transfer-Encoding: gzip, xchunked")}0\r\n\r\n`);
    case "negative-length":
      return one(`${head(post, ...plain, "Content-Length: -1")}${body}`);
    case "pipelined":
      return {
        bytes: whole(meant, "keep-alive") + whole(second, "close"),
        requests: [meant, second],
      };
    case "smuggled": {
      // Whoever believes the length takes the second request for a body.
      const inner = whole(second, "close");
      const lies = head(
        post,
        "Host: acme.com",
        `Content-Length: ${inner.length + 5}`,
        "Transfer-Encoding: chunked",
      );
      return { bytes: `${lies}0\r\n\r\n${inner}`, requests: [meant, second] };
    }
    case "raw-control":
      return one(head(post.replace("/leave/", "/leave/\u0001"), ...plain));
    case "raw-space":
      return one(head(post.replace("/leave/", "/leave/ "), ...plain));
    case "raw-utf8":
      return one(head(post.replace("/leave/", bytesOf("/leave/\u2028")), ...plain));
    case "folded-header":
      return one(head(post, ...plain, "X-Fuzz: a", " folded"));
    case "injected-header":
      return one(head(post, ...plain, "X-Forwarded-Host: a\rX-Fuzz: 1"));
    case "too-long":
      return one(head(`POST ${target}${"a".repeat(70_000)} HTTP/1.1`, ...plain));
    case "too-many-headers":
      return one(head(post, ...plain, ...Array.from({ length: 4000 }, (_, i) => `X-${i}: fuzz`)));
    case "upgrade":
      // The local server makes a GET of it.
      return one(head(post, "Host: acme.com", "Connection: Upgrade", "Upgrade: websocket"), {
        ...meant,
        method: "GET",
      });
    case "expect":
      return one(head(post, ...plain, "Expect: 100-continue", "Content-Length: 0"));
    case "no-http":
      return one(`${bytesOf("\u0016\u0003\u0001")}${target}\r\n\r\n`);
  }
}
