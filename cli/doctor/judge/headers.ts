/** The headers of the page, which keep it out of caches, search engines, frames and referrers. Pure. */

import type { IncomingHttpHeaders } from "node:http";

import { type Finding, findingsOf } from "../finding.ts";
import type { Exchange } from "../probes.ts";
import { asks } from "./page.ts";

const headers = findingsOf("headers", "Headers of the page");

const EXPECTED: readonly (readonly [name: string, value: RegExp])[] = [
  ["cache-control", /\bno-store\b/],
  ["referrer-policy", /^no-referrer$/],
  ["x-robots-tag", /\bnoindex\b/],
  ["x-content-type-options", /^nosniff$/],
];

const DIRECTIVES = [
  "default-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "base-uri 'none'",
];

const REMEDY =
  "Look at Rules > Overview for a response header transform or a cache rule (or a page rule) that covers /leave/*, and except it.";

/** Judges the headers of the page that asks. */
export function judgeHeaders(exchange: Exchange): Finding {
  const { outcome } = exchange;
  if (!asks(exchange) || outcome.kind === "lost") {
    return headers.skipped("There was no page.");
  }
  const sent = outcome.headers;
  const faults = [...missing(sent), ...cached(sent)];
  if (faults.length === 0) return headers.ok("All there; nothing is cached.");
  const saw = `${faults.join("; ")}.`;
  const isHarmful = cached(sent).length > 0 || !/\bno-store\b/.test(sent["cache-control"] ?? "");
  return isHarmful ? headers.failure(saw, REMEDY) : headers.warning(saw, REMEDY);
}

function missing(sent: IncomingHttpHeaders): string[] {
  const wrong = EXPECTED.filter(([name, value]) => !value.test(String(sent[name] ?? "")));
  const policy = String(sent["content-security-policy"] ?? "");
  const directives = DIRECTIVES.filter((directive) => !policy.includes(directive));
  return [
    ...wrong.map(([name]) => `${name} is ${sent[name] === undefined ? "missing" : "changed"}`),
    ...(directives.length > 0
      ? [`content-security-policy is ${policy === "" ? "missing" : "changed"}`]
      : []),
  ];
}

function cached(sent: IncomingHttpHeaders): string[] {
  const state = String(sent["cf-cache-status"] ?? "");
  const isHit = /^(?:HIT|STALE|UPDATING|REVALIDATED)$/i.test(state);
  return isHit || sent.age !== undefined ? ["it came from a cache"] : [];
}
