/**
 * Every kind of attempt, by the generator's name. Bystanders' links are only read, or spoilt: nobody
 * may ever act on them.
 */

import * as fc from "fast-check";

import { type Attempt, bytesOf, type HttpAttempt, type Parts, soundAttempt } from "../attempt.ts";
import { authorityOf } from "../authority.ts";
import { type People, type Ticket, VIEWS } from "../people.ts";
import { forgedDeliveries } from "./deliveries.ts";
import { CANARY, respelledLinks, spoiltLinks, tails, ticketsOf } from "./links.ts";
import { mails } from "./mails.ts";
import { bodies, framings, headers, methods, otherMethods } from "./parts.ts";
import { unsoundAttempts } from "./unsound.ts";

const UNDOERS = 6;

const isUndoers = ({ id, contact, list, segment }: Ticket) => contact === id && list !== segment;

/** Makes the attempts; by far most of them must come to nothing. */
export function attemptsOn(people: People, nowMs: number): fc.Arbitrary<Attempt> {
  const leavers = ticketsOf(people.leavers.slice(0, -UNDOERS));
  const bystanders = ticketsOf(people.bystanders);
  const actions = fc.constantFrom(
    "",
    "/undo",
    "/everything",
    "%2Fundo",
    "/EVERYTHING.",
    ...receipts,
  );
  const leaversLinks = respelledLinks(leavers);
  const readLinks = respelledLinks(bystanders, fc.oneof(actions, tails));
  const spoilt = spoiltLinks(bystanders);
  // Few, and by one link for each list, so that tokens meet; the others show that what was accepted stays done.
  const undoers = people.leavers.slice(-UNDOERS).map(({ id, email, tickets }) => {
    return { id, email, tickets: tickets.filter(isUndoers) };
  });
  const harmless = (attempt: HttpAttempt) =>
    attempt.requests.every((meant) => authorityOf(meant, people).calls.length === 0);

  return fc.oneof(
    request("leave", { method: fc.constant("POST"), target: leaversLinks }),
    request("read", { method: otherMethods, target: readLinks }),
    { weight: 4, arbitrary: request("spoilt", { target: spoilt }).filter(harmless) },
    request("everything", { target: respelledLinks(leavers, fc.constant("/everything")) }),
    request("form", {
      method: fc.constant("POST"),
      target: respelledLinks(ticketsOf(undoers), fc.constantFrom("", "", "", "/everything")),
      body: fc.constantFrom(...VIEWS).map((view) => `view=${view}&confirm=page`),
    }),
    { weight: 2, arbitrary: undos(undoers) },
    { weight: 2, arbitrary: undos(people.bystanders).filter(harmless) },
    request("receipt", { target: respelledLinks(leavers, fc.constantFrom(...receipts)) }),
    { weight: 2, arbitrary: misplacedTickets(bystanders).filter(harmless) },
    request("operator", { target: operatorTargets }),
    forgedDeliveries(people.bystanders, nowMs),
    { weight: 2, arbitrary: request("anything", { target: anyTargets }).filter(harmless) },
    unsoundAttempts(fc.oneof(leaversLinks, spoiltLinks(leavers))),
    mails(people),
  );
}

const receipts = VIEWS.flatMap((view) => [`/receipt/${view}`, `%2FRECEIPT%2F${view}`]);

type Made = { [Part in keyof Parts]?: fc.Arbitrary<Parts[Part]> };

/** A sound request; what is not given may be anything. */
function request(maker: string, made: Made): fc.Arbitrary<HttpAttempt> {
  const any = { method: methods, target: anyTargets, headers, body: bodies, framing: framings };
  return fc.record({ ...any, ...made }).map((parts) => soundAttempt(maker, parts));
}

/** Undo tokens that somebody may hold, and what is none. */
const tokens = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VIEWS) },
  fc.stringMatching(/^[0-9a-f]{32}$/),
  fc.stringMatching(/^[0-9a-zA-Z.]{0,40}$/),
  fc.constantFrom(CANARY, "0".repeat(4000)),
);

function undos(people: People["leavers"]): fc.Arbitrary<HttpAttempt> {
  const form = fc.tuple(tokens, fc.constantFrom("", "&confirm=page"));
  return request("undo", {
    method: fc.constant("POST"),
    target: respelledLinks(
      ticketsOf(people),
      fc.constantFrom("/undo", "%2fundo", "/Undo/.", "/undone"),
    ),
    body: form.map(([token, end]) => `token=${token}${end}`),
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
    "/leave/-/ledger",
    "/leave/-/ledger/retry",
    "/leave/-/ledger/retry?include=old",
    "/leave/-/ledger/1",
    "/leave/-/ledger/../health",
    "/leave/-/LEDGER",
    "/leave/-/ledger%2fretry",
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
