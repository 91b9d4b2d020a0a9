/**
 * One attempt on the Worker: bytes for a connection, and beside them what they mean. A text in here
 * is a string of bytes: each character is one of them.
 */

/** A request as it was meant; the bytes may say it less clearly. */
export interface Meant {
  method: string;
  /** The request target: a path, a URL, or nonsense. */
  target: string;
  body: string;
}

export interface HttpAttempt {
  kind: "http";
  /** The generator that made it. */
  maker: string;
  bytes: string;
  /** What is asked for, in this order; more than one where requests are pipelined or smuggled. */
  requests: readonly Meant[];
  /** Whether it is HTTP that every server takes; what is not may be stopped before the Worker sees it. */
  sound: boolean;
  /** Whether the client goes away once all is sent, and hears no answer. */
  hangsUp: boolean;
}

/** A mail, as Email Routing would hand it over. */
export interface MailAttempt {
  kind: "mail";
  maker: string;
  from: string;
  to: string;
  message: string;
}

export type Attempt = HttpAttempt | MailAttempt;

export type Headers = readonly (readonly [name: string, value: string])[];

/** What a sound request is made of. */
export interface Parts extends Meant {
  headers: Headers;
  /** How the body's end is told. */
  framing: "length" | "chunked";
}

/** What the local runtime takes for a request target (RFC 9112 section 3.2, and some more). */
const SOUND_TARGET = /^(?=.{1,20000}$)[!"$-;=@-_a-~]*(?:[?#][!#-;=?-_a-~]*)?$/;

/** Writes a sound request; it has a host and ends its connection unless the headers say otherwise. */
export function soundAttempt(maker: string, parts: Parts): HttpAttempt {
  const { method, target, body } = parts;
  return {
    kind: "http",
    maker,
    bytes: requestBytes(parts),
    requests: [{ method, target, body }],
    sound: SOUND_TARGET.test(target),
    hangsUp: false,
  };
}

export function requestBytes({ method, target, headers, body, framing }: Parts): string {
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(has("host") ? [] : ["Host: acme.com"]),
    ...(has("connection") ? [] : ["Connection: close"]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(framing === "chunked" ? ["Transfer-Encoding: chunked"] : []),
    ...(framing === "length" && (body !== "" || method === "POST")
      ? [`Content-Length: ${body.length}`]
      : []),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${framing === "chunked" ? chunked(body) : body}`;
}

function chunked(body: string): string {
  const chunks = body.match(/[^]{1,700}/g) ?? [];
  const lines = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  return `${lines.join("")}0\r\n\r\n`;
}

/** Writes text as a string of bytes. */
export function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

const SHOWN = 1_000;

/** For people to read: every byte that is not plain ASCII is spelled out. */
export function shown(attempt: Attempt): string {
  if (attempt.kind === "mail") return `${attempt.maker}: mail to ${JSON.stringify(attempt.to)}`;
  const bytes = JSON.stringify(attempt.bytes).replace(
    /[^\x20-\x7e]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  const text = bytes.length > SHOWN ? `${bytes.slice(0, SHOWN)}… (${bytes.length})` : bytes;
  return `${attempt.maker}: ${text}${attempt.hangsUp ? ", and hangs up" : ""}`;
}
