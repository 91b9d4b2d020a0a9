/**
 * Every kind of attempt, by the generator's name. Bystanders' links are only read, or spoilt: nobody
 * may ever act on them.
 */

import * as fc from "fast-check";

import { type Attempt, bytesOf, type HttpAttempt, type Parts, soundAttempt } from "../attempt.ts";
import { authorityOf } from "../authority.ts";
import type { People } from "../people.ts";
import { forgedDeliveries } from "./deliveries.ts";
import { CANARY, respelledLinks, spoiltLinks, tails, ticketsOf } from "./links.ts";
import { mails } from "./mails.ts";
import { bodies, framings, headers, methods, otherMethods } from "./parts.ts";
import { badProofs, goodProofs } from "./proofs.ts";
import { unsoundAttempts } from "./unsound.ts";

/** Makes the attempts; by far most of them must come to nothing. */
export function attemptsOn(people: People, nowMs: number): fc.Arbitrary<Attempt> {
  const leavers = ticketsOf(people.leavers);
  const bystanders = ticketsOf(people.bystanders);
  const actions = fc.constantFrom("", "/rejoin", "/everything", "%2Frejoin", "/EVERYTHING.");
  const leaversLinks = respelledLinks(leavers);
  const readLinks = respelledLinks(bystanders, fc.oneof(actions, tails));
  const spoilt = spoiltLinks(bystanders);
  const harmless = (attempt: HttpAttempt) =>
    attempt.requests.every((meant) => authorityOf(meant, people, nowMs).calls.length === 0);

  return fc.oneof(
    request("leave", { method: fc.constant("POST"), target: leaversLinks }),
    request("read", { method: otherMethods, target: readLinks }),
    { weight: 4, arbitrary: request("spoilt", { target: spoilt }).filter(harmless) },
    request("everything", { target: respelledLinks(leavers, fc.constant("/everything")) }),
    rejoins(people.leavers, nowMs),
    { weight: 2, arbitrary: rejoins(people.bystanders, nowMs, "bad only").filter(harmless) },
    { weight: 2, arbitrary: misplacedTickets(bystanders).filter(harmless) },
    request("operator", { target: operatorTargets }),
    forgedDeliveries(people.bystanders, nowMs),
    { weight: 2, arbitrary: request("anything", { target: anyTargets }).filter(harmless) },
    unsoundAttempts(fc.oneof(leaversLinks, spoiltLinks(leavers))),
    mails(people),
  );
}

type Made = { [Part in keyof Parts]?: fc.Arbitrary<Parts[Part]> };

/** A sound request; what is not given may be anything. */
function request(maker: string, made: Made): fc.Arbitrary<HttpAttempt> {
  const any = { method: methods, target: anyTargets, headers, body: bodies, framing: framings };
  return fc.record({ ...any, ...made }).map((parts) => soundAttempt(maker, parts));
}

function rejoins(
  people: People["leavers"],
  nowMs: number,
  proofs: "any" | "bad only" = "any",
): fc.Arbitrary<HttpAttempt> {
  return fc.tuple(ticketsOf(people), ticketsOf(people)).chain(([mine, another]) => {
    const bad = badProofs(mine, another, nowMs);
    const proof = proofs === "any" ? fc.oneof(goodProofs(mine, nowMs), bad) : bad;
    const form = fc.tuple(proof, fc.constantFrom("confirm=page&", ""));
    const action = fc.constantFrom("/rejoin", "%2frejoin", "/Rejoin/.", "/rejoinder");
    return request("rejoin", {
      method: fc.constant("POST"),
      target: respelledLinks(fc.constant(mine), action),
      body: form.map(([text, start]) => `${start}proof=${text}`),
    });
  });
}

/** A good ticket everywhere but in the path. */
function misplacedTickets(tickets: ReturnType<typeof ticketsOf>): fc.Arbitrary<HttpAttempt> {
  const places = fc.constantFrom("body", "query", "header", "host", "cookie", "matrix");
  return fc.tuple(tickets, places).chain(([{ list, text }, place]) => {
    const path = `/leave/${list}/${text}`;
    const named = (name: string, value: string): Made => ({
      target: fc.constant(`/leave/${list}/`),
      headers: fc.constant([[name, value]]),
    });
    const made: Record<typeof place, Made> = {
      body: { target: fc.constant(`/leave/${list}/`), body: fc.constant(`ticket=${text}`) },
      query: { target: fc.constant(`/leave?path=${path}`) },
      header: named("X-Original-URL", path),
      host: named("Host", `${text.slice(0, 60)}.example`),
      cookie: named("Cookie", `ticket=${text}; list=${list}`),
      matrix: { target: fc.constant(`/leave/${list};${text}/x`) },
    };
    return request("misplaced", { method: fc.constant("POST"), ...made[place] });
  });
}

const operatorTargets = fc.oneof(
  fc.constantFrom(
    "/leave/-/health",
    "/leave/-/outbox",
    "/leave/-/outbox/retry",
    "/leave/-/outbox/retry?include=old",
    "/leave/-/outbox/1",
    "/leave/-/outbox/../health",
    "/leave/-/OUTBOX",
    "/leave/-/outbox%2fretry",
    "/leave/-/webhook",
    "/leave/-/",
  ),
  fc.stringMatching(/^\/leave\/-\/[a-z0-9/%.-]{0,30}$/),
);

/** Any bytes that a request line can carry. */
const wildBytes = fc
  .string({ unit: "binary", maxLength: 80 })
  .map((text) => bytesOf(text).replace(/[^\x21-\x7e\x80-\xff]/g, ""));

/** What `/cdn-cgi/` serves is the local runtime's, and at Cloudflare the edge's. */
const anyTargets: fc.Arbitrary<string> = fc
  .oneof(
    wildBytes.map((text) => `/${text}`),
    wildBytes.map((text) => `/leave/${text}`),
    fc
      .tuple(fc.constantFrom("weekly", "-", "%"), wildBytes)
      .map((two) => `/leave/${two.join("/")}`),
    fc.constantFrom("/", "/robots.txt", "/favicon.ico", "/leave", "/.well-known/x", "/%", "/%00"),
    fc.webPath().map((path) => path || "/"),
    fc.webQueryParameters().map((query) => `/leave/weekly?${query}`),
    fc.nat({ max: 12_000 }).map((length) => `/leave/weekly/e${"a".repeat(length)}`),
    fc.constant(`/${encodeURIComponent(CANARY)}`),
    fc.constant("/leave/weekly/%0d%0aX-Fuzz:%201%0d%0a%0d%0a"),
  )
  .filter((target) => !target.includes("cdn-cgi"));
