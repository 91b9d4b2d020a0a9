/** Request targets: links as mail programs respell them, and links that somebody has tampered with. */

import * as fc from "fast-check";

import { LISTS, type Person, type Ticket } from "../people.ts";

/** It must never come back, in whatever dress. */
export const CANARY = `fuzz"'><fuzz onfuzz=1>`;

const CANARY_IN_URL = encodeURIComponent(CANARY).replaceAll("'", "%27");

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** One of the tickets of one of these people. */
export function ticketsOf(people: readonly Person[]): fc.Arbitrary<Ticket> {
  return fc.constantFrom(...people).chain(({ tickets }) => fc.constantFrom(...tickets));
}

/** What clients glue behind a link, and what strangers put there. */
const TAILS = [
  "",
  ".",
  ">",
  ")",
  "/",
  "/.",
  "&amp;utm_source=news",
  "%3E",
  "-",
  `/${CANARY_IN_URL}`,
  `?lang=${CANARY_IN_URL}`,
  "?lang=de&lang=fr",
  "?lang=%0d%0aX-Fuzz:%201",
  "?lang=../../x",
  `?${CANARY_IN_URL}`,
  "#fragment",
  "?",
];

export const tails = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TAILS) },
  fc.stringMatching(/^[.,;)>_=-][!-~]{0,12}$/),
  fc.nat({ max: 3000 }).map((length) => `?lang=${"a-".repeat(length)}`),
);

/** The same link in another spelling: it still says who leaves what. */
export function respelledLinks(tickets: fc.Arbitrary<Ticket>, after = tails): fc.Arbitrary<string> {
  return fc
    .tuple(
      tickets,
      after,
      fc.constantFrom("as-is", "upper", "mixed", "percent", "dots", "absolute"),
    )
    .map(([{ list, text }, tail, spelling]) => {
      const path = `/leave/${list}/${text}`;
      switch (spelling) {
        case "upper":
          return `/leave/${list.toUpperCase()}/${text.toUpperCase()}${tail}`;
        case "mixed":
          return `/leave/${list}/${alternating(text)}${tail}`;
        case "percent":
          return `/leave/${list}/${percentEncoded(text, 7)}${tail}`;
        case "dots":
          return `/nowhere/../leave/./${list}/${text}${tail}`;
        case "absolute":
          return `http://evil.example${path}${tail}`;
        case "as-is":
          return path + tail;
      }
    });
}

/** A signed link that somebody has tampered with; now and then no harm comes of it. */
export function spoiltLinks(tickets: fc.Arbitrary<Ticket>): fc.Arbitrary<string> {
  const place = fc.nat({ max: 120 });
  return fc.tuple(tickets, place, fc.nat({ max: 31 }), tails, way).map(spoil);
}

const WAYS = [
  "one-digit",
  "cut",
  "glued-before",
  "glued-behind",
  "swapped",
  "other-list",
  "no-list",
  "look-alike",
  "slash-encoded",
  "twice-encoded",
  "doubled-slash",
  "deeper",
  "in-query",
  "in-fragment",
  "in-list",
  "kind",
  "reversed",
  "padded",
  "nul",
  "broken-percent",
] as const;

const way = fc.constantFrom(...WAYS);

function spoil([{ list, text }, place, digit, tail, how]: [
  Ticket,
  number,
  number,
  string,
  (typeof WAYS)[number],
]): string {
  const at = place % text.length;
  const link = `/leave/${list}/`;
  const others = Object.keys(LISTS).filter((name) => name !== list);
  switch (how) {
    case "one-digit":
      return link + text.slice(0, at) + BASE32.charAt(digit) + text.slice(at + 1) + tail;
    case "cut":
      return link + text.slice(0, at);
    case "glued-before":
      return `${link}${BASE32.charAt(digit)}${text}${tail}`;
    case "glued-behind":
      return `${link}${text}${BASE32.charAt(digit)}`;
    case "swapped":
      return link + text.slice(0, 27) + text.slice(27).split("").toReversed().join("");
    case "other-list":
      return `/leave/${others[place % others.length]}/${text}${tail}`;
    case "no-list":
      return `/leave/${text}${tail}`;
    case "look-alike":
      return lookAlike(link + text) + tail;
    case "slash-encoded":
      return `/leave%2F${list}%2f${text}`;
    case "twice-encoded":
      return link + percentEncoded(percentEncoded(text, 1), 1);
    case "doubled-slash":
      return `//leave//${list}//${text}`;
    case "deeper":
      return `/x${link}${text}${tail}`;
    case "in-query":
      return `${link}?${text}`;
    case "in-fragment":
      return `${link}#${text}`;
    case "in-list":
      return `/leave/${list}/leave/${list}/${text}`;
    case "kind":
      return `${link}${text.startsWith("c") ? "e" : "c"}${text.slice(1)}${tail}`;
    case "reversed":
      return link + text.split("").toReversed().join("");
    case "padded":
      return `${link}${text.slice(0, at)}=${text.slice(at)}`;
    case "nul":
      return `${link}${text.slice(0, at)}%00${text.slice(at)}`;
    case "broken-percent":
      return `${link}${text.slice(0, at)}%${BASE32.charAt(digit)}${text.slice(at)}`;
  }
}

function alternating(text: string): string {
  return Array.from(text, (letter, i) => (i % 2 === 0 ? letter : letter.toUpperCase())).join("");
}

/** Encodes one byte in so many. */
function percentEncoded(text: string, every: number): string {
  const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return Array.from(text, (letter, i) => (i % every === 0 ? hex(letter) : letter)).join("");
}

/** Letters that fold onto ASCII ones, or look like them. */
function lookAlike(text: string): string {
  const twins: Record<string, string> = { k: "\u212a", s: "\u017f", e: "\u0435", i: "\u0131" };
  return text.replace(/(?<=\/leave\/.*)[ksei]/, (letter) =>
    encodeURIComponent(twins[letter] ?? letter),
  );
}
