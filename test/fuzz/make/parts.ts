/** Methods, headers and bodies: what a request has besides its target. */

import * as fc from "fast-check";

import { bytesOf, type Headers } from "../attempt.ts";
import { VIEWS } from "../people.ts";
import { CANARY } from "./links.ts";

/** Every method but POST that the local runtime knows. */
const OTHER_METHODS = [
  "GET",
  "HEAD",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "SEARCH",
  "REPORT",
  "PURGE",
  "SUBSCRIBE",
  "UNSUBSCRIBE",
];

export const otherMethods = fc.oneof(
  fc.constantFrom("GET", "HEAD"),
  fc.constantFrom(...OTHER_METHODS),
);

export const methods = fc.oneof(fc.constantFrom("GET", "POST"), otherMethods);

export const framings = fc.constantFrom("length", "chunked");

/** What a header's value can be without breaking its line. */
const wildValues = fc
  .array(fc.integer({ min: 0x01, max: 0xff }), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes).replace(/[\r\n]/g, ""));

const NAMES = [
  "Accept",
  "Accept-Language",
  "Accept-Encoding",
  "Authorization",
  "Content-Type",
  "Content-Encoding",
  "Cookie",
  "Forwarded",
  "If-None-Match",
  "If-Modified-Since",
  "Origin",
  "Range",
  "Referer",
  "User-Agent",
  "Via",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-Forwarded-Proto",
  "X-HTTP-Method-Override",
  "X-Original-URL",
  "X-Rewrite-URL",
];

const CONTENT_TYPES = [
  "",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  `multipart/form-data; boundary="${"-".repeat(300)}"`,
  "application/json; charset=utf-7",
  "text/html",
  "////",
  "application/x-www-form-urlencoded; charset=utf-16",
];

const languageBombs = fc
  .tuple(fc.constantFrom("de", "*", "x-x", "zh-Hant", "ü", "q"), fc.nat({ max: 900 }))
  .map(([tag, times]) =>
    Array.from({ length: times }, (_, i) => `${bytesOf(tag)};q=0.${i}`).join(),
  );

const oneHeader: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(fc.constantFrom(...NAMES), wildValues),
  fc.tuple(fc.constantFrom(...NAMES), fc.constant(CANARY)),
  fc.tuple(fc.constant("Content-Type"), fc.constantFrom(...CONTENT_TYPES)),
  fc.tuple(fc.constant("Accept-Language"), languageBombs),
  fc.tuple(fc.constant("X-HTTP-Method-Override"), fc.constantFrom("POST", "DELETE")),
  fc.tuple(fc.constant("Authorization"), fc.constantFrom("Bearer", "Bearer x", "Basic Og==")),
  fc.tuple(fc.stringMatching(/^X-[A-Za-z0-9-]{1,20}$/), wildValues),
  fc.tuple(
    fc.constant("X-Huge"),
    fc.nat({ max: 30_000 }).map((size) => "a".repeat(size)),
  ),
);

const HOSTS = ["acme.com", "127.0.0.1", "evil.example:81", "xn--fuzz-x.example", "[::1]", "a"];

const host: fc.Arbitrary<readonly [string, string]> = fc.tuple(
  fc.constant("Host"),
  fc.constantFrom(...HOSTS),
);

export const headers: fc.Arbitrary<Headers> = fc
  .tuple(fc.array(host, { maxLength: 1 }), fc.array(oneHeader, { maxLength: 6 }))
  .map(([named, some]) => named.concat(some));

const BODIES = [
  "",
  "List-Unsubscribe=One-Click",
  "confirm=page",
  "confirm=page&confirm=page&List-Unsubscribe=One-Click",
  ...VIEWS.map((view) => `view=${view}&confirm=page`),
  `confirm=page&view=${CANARY}`,
  '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  '{"List-Unsubscribe":"One-Click"}',
  "confirm=%70age&%76iew=%",
  "\u00ff\u00fe\u0000\u0080",
];

export const bodies = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...BODIES) },
  fc.string({ unit: "binary", maxLength: 60 }).map(bytesOf),
  fc.nat({ max: 20_000 }).map((size) => `confirm=page&x=${"y".repeat(size)}`),
);
