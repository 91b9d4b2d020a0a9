/** Random and hostile parts of requests, for the properties in workerd and for the run over HTTP. */

import * as fc from "fast-check";

import { CANARY } from "./promises.ts";

const CANARY_IN_URL = encodeURIComponent(CANARY).replaceAll("'", "%27");

/** All but POST. */
export const otherMethods = fc.constantFrom("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS");
export const methods = fc.oneof(fc.constantFrom("GET", "POST"), otherMethods);

const values = fc.oneof(
  fc.constantFrom(CANARY, "POST", "Bearer", "Bearer x", "Basic Og==", "multipart/form-data", ""),
  fc.constantFrom("application/x-www-form-urlencoded", "application/json; charset=utf-7", "////"),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replace(/[^ -~]/g, "")),
  fc.nat({ max: 900 }).map((times) => Array.from({ length: times }, () => "zh-Hant;q=0.1").join()),
);
const names = fc.constantFrom(
  ..."accept accept-language authorization content-type cookie if-none-match origin".split(" "),
  ..."range referer user-agent x-forwarded-for x-forwarded-host".split(" "),
  ..."x-http-method-override x-original-url x-rewrite-url".split(" "),
);
export const headers = fc.array(fc.tuple(names, values), { maxLength: 6 });

const bodies = fc.oneof(
  fc.constantFrom("", "List-Unsubscribe=One-Click", "confirm=page", "confirm=%70age&%76iew=%"),
  fc.constantFrom(`confirm=page&view=${CANARY}`, `confirm=page&view=${"0".repeat(32)}`),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.nat({ max: 20_000 }).map((size) => `confirm=page&x=${"y".repeat(size)}`),
);

export interface Sent {
  method: string;
  /** Path and query. */
  target: string;
  headers: [name: string, value: string][];
  body: string;
}

/** Everything but the target. */
export function requestsBy(method: fc.Arbitrary<string>): fc.Arbitrary<Omit<Sent, "target">> {
  return fc.record({ method, headers, body: bodies });
}

/** What clients glue to the end of a link, and what strangers put there. */
const tails = fc.oneof(
  fc.constantFrom("", ".", ">", ")", "/", "/.", "&amp;utm_source=news", "%3E", "-", "#fragment"),
  fc.constantFrom(`/${CANARY_IN_URL}`, `?lang=${CANARY_IN_URL}`, `?${CANARY_IN_URL}`),
  fc.constantFrom("?lang=de&lang=fr", "?lang=%0d%0aX-Fuzz:%201", "?lang=../../x"),
  fc.stringMatching(/^[.,;)>_=-][!-~]{0,12}$/),
);

/** Anything but a link. */
export const strayTargets = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 80 }).map((text) => `/leave/${text}`),
    fc.string({ unit: "binary", maxLength: 80 }).map((text) => `/leave/weekly/${text}`),
    fc.webPath().map((path) => path || "/"),
    fc.stringMatching(/^\/leave\/-\/(?:ledger|record|webhook)?[a-z0-9/%.-]{0,30}$/),
    fc.constantFrom("/", "/robots.txt", "/favicon.ico", "/leave", "/%", "/%00", "/leave/-/health"),
    fc.constantFrom(`/${CANARY_IN_URL}`, "/leave/weekly/%0d%0aX-Fuzz:%201%0d%0a%0d%0a"),
    fc.nat({ max: 12_000 }).map((length) => `/leave/weekly/e${"a".repeat(length)}`),
  )
  .filter((target) => URL.canParse(`https://acme.com${target}`));

const percentEncoded = (text: string) =>
  text.replace(/.{7}/g, (seven) => `${seven.slice(0, 6)}%${seven.charCodeAt(6).toString(16)}`);

/** The same link to `weekly` in another spelling: it still says who leaves what. */
export const respelled: fc.Arbitrary<(ticket: string, action?: string) => string> = fc
  .tuple(
    fc.constantFrom<(ticket: string) => string>(
      (ticket) => `/leave/weekly/${ticket}`,
      (ticket) => `/leave/WEEKLY/${ticket.toUpperCase()}`,
      (ticket) => `/leave/weekly/${percentEncoded(ticket)}`,
      (ticket) => `/nowhere/../leave/./weekly/${ticket}`,
    ),
    tails,
  )
  .map(([respell, tail]) => {
    return (ticket, action = "") => respell(ticket + action) + tail;
  });

/** A link whose own letters were tampered with, or that stands where it does not belong. */
export const damaged: fc.Arbitrary<(ticket: string) => string> = fc
  .tuple(
    fc.constantFrom<(ticket: string, at: number, digit: string) => string>(
      (ticket, at, digit) =>
        `/leave/weekly/${ticket.slice(0, at)}${ticket[at] === digit ? "" : digit}${ticket.slice(at + 1)}`,
      (ticket, at) => `/leave/weekly/${ticket.slice(0, at)}`,
      (ticket, _, digit) => `/leave/weekly/${digit}${ticket}`,
      (ticket) => `/leave/weekly/${Array.from(ticket).toReversed().join("")}`,
      (ticket) => `/leave/weekly/${ticket.startsWith("c") ? "e" : "c"}${ticket.slice(1)}`,
      (ticket) => `/leave/product-news/${ticket}`,
      // The Kelvin sign, which folds onto the letter k.
      (ticket) => `/leave/wee%E2%84%AAly/${ticket}`,
      (ticket) => `/leave/${ticket}`,
      (ticket) => `/x/leave/weekly/${ticket}`,
      (ticket) => `/leave/weekly/?${ticket}`,
      (ticket) => `/leave/weekly/#/leave/weekly/${ticket}`,
      (ticket) => `/leave/weekly;${ticket}/x`,
    ),
    fc.nat(),
    fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz234567")),
    fc.constantFrom("", "/everything", "/undo", `/receipt/${"0".repeat(32)}`),
  )
  .map(([damage, place, digit, action]) => (ticket) => {
    return damage(ticket, place % ticket.length, digit) + action;
  });

const BODY = "List-Unsubscribe=One-Click";
const LENGTH = `Content-Length: ${BODY.length}`;
const CHUNKED = "Transfer-Encoding: chunked";

const raw = (line: string, lines: readonly string[], body = "") =>
  `${[line, ...lines].join("\r\n")}\r\n\r\n${body}`;
const by = (method: string, target: string, lines: readonly string[] = [], body = "") =>
  raw(`${method} ${target} HTTP/1.1`, ["Host: acme.com", "Connection: close", ...lines], body);
const post = (target: string, lines: readonly string[] = [LENGTH], body = BODY) =>
  by("POST", target, lines, body);

/** Writes a request as a string of bytes; some ways append a second request. */
export type Way = (target: string, next: string) => string;

/** Sound and broken requests that may unsubscribe, if the target is a signed link. */
export const POSTS: readonly Way[] = [
  (target) => post(target),
  (target) => post(`http://evil.example${target}`),
  (target) => raw(`POST ${target} HTTP/1.0`, [LENGTH], BODY),
  (target) => raw(`POST ${target} HTTP/1.1`, ["Connection: close", LENGTH], BODY),
  (target) => raw(`POST ${target} HTTP/1.1`, [`Host: ${CANARY}`, LENGTH], BODY),
  (target) => post(target, ["Host: evil.example", LENGTH]),
  (target) => post(target, ["Content-Length: 900"]),
  (target) => post(target, ["Content-Length: -1"]),
  (target) => post(target, [CHUNKED], `zz\r\n${BODY}`),
  (target) => post(target, ["Content-Length: 3", CHUNKED], "0\r\n\r\n"),
  (target) => post(target, ["Transfer-Encoding: gzip, xchunked"], "0\r\n\r\n"),
  // Two in a row; and a second one that a server takes for a body if it believes the length.
  (target, next) => post(target).replace("close", "keep-alive") + post(next),
  (target, next) => {
    const lies = [`Content-Length: ${post(next).length + 5}`, CHUNKED];
    return post(target, lies, `0\r\n\r\n${post(next)}`).replace("close", "keep-alive");
  },
  (target) => post(target.replace("/leave/", "/leave/\u0001")),
  (target) => post(target.replace("/leave/", "/leave/ ")),
  (target) => post(target.replace("/leave/", "/leave/\u00e2\u0080\u00a8")),
  (target) => post(target + "a".repeat(70_000)),
  (target) => post(target, ["X-Fuzz: a", " folded", LENGTH]),
  (target) => post(target, ["X-Forwarded-Host: a\rX-Fuzz: 1", LENGTH]),
  (target) => post(target, [...Array.from({ length: 4000 }, (_, i) => `X-${i}: fuzz`), LENGTH]),
  (target) => post(target, ["Expect: 100-continue", LENGTH]),
];

/** Requests that may not, whatever the target. */
export const OTHERS: readonly Way[] = [
  (target) => by("GET", target, [LENGTH], BODY),
  (target) => by("GET", target, ["X-HTTP-Method-Override: POST"]),
  (target) => by("HEAD", target),
  (target) => by("CONNECT", target),
  (target) => by("TRACE", target),
  (target) => by("LEAVE", target),
  (target) => by("post", target),
  () => by("POST", "*", [LENGTH], BODY),
  (target) => `\u0016\u0003\u0001${target}\r\n\r\n`,
  // The local server makes a GET of it.
  (target) => post(target, ["Connection: Upgrade", "Upgrade: websocket"], ""),
];
