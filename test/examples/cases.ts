/**
 * What every example is asked, and the line that its runner must print. No ticket is computed here: they are the
 * test vectors', made by an independent implementation.
 */

import * as fc from "fast-check";
import { expect } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import bad from "../bad-inputs.json" with { type: "json" };
import vectors from "../vectors.json" with { type: "json" };

export interface Case {
  name: string;
  input: Input;
  /** The line, or a matcher. */
  expected: unknown;
  /** The language that this does not hold in. */
  notIn?: string;
}

const ORIGIN = "https://acme.com";
const LOOPBACK = "http://localhost:8787";
const MAILTO_DOMAIN = "leave.acme.com";
const ONE_CLICK = "List-Unsubscribe=One-Click";

const [FIRST] = vectors.tickets;
if (FIRST === undefined) throw new Error("test/vectors.json has no tickets");
const { secret, list, contact, ticket } = FIRST;
const URL = `${ORIGIN}/leave/${list}/${ticket}`;
const BY_USER = `, <mailto:u+${list}.${ticket}@acme.com>`;

/** The arguments of an example's function; an empty mailto domain for none. */
const GOOD = { origin: ORIGIN, list, contact, secret, mailtoDomain: "" };
type Input = typeof GOOD;

/** The longest address that fits, in letters of two bytes. */
const LONGEST_ADDRESS = `${"ü".repeat(121)}@example.com`;

type Refused = [argument: string, value: string, words: string, more?: Partial<Input>];

const REFUSED: readonly Refused[] = [
  ...Object.entries(bad.refused).flatMap(([argument, kinds]) =>
    Object.entries(kinds).flatMap(([words, values]: [string, string[]]) =>
      values.map((value): Refused => [argument, value, words]),
    ),
  ),
  ["origin", "https://acme.com\n", "must be https and a host alone"],
  ["contact", `a${LONGEST_ADDRESS}`, "254 bytes"],
  ["list", "weekly-news", "65 characters long before its @", { mailtoDomain: MAILTO_DOMAIN }],
  ["list", "weekly789", "65 characters long before its @", { mailtoDomain: "u@acme.com" }],
];

/** Node's URL parser drops line ends, and no variable of the shell holds U+0000. */
const NOT_IN = new Map([
  ["https://acme.com\n", "node"],
  ["mi\0ra@example.com", "curl"],
]);

/** Inputs that no vector has: the ticket's shape alone is checked. */
const ACCEPTED: readonly [change: Partial<Input>, ticket: string][] = [
  [{ secret: "s".repeat(32) }, "c[a-z2-7]{52}"],
  [{ secret: "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ+/8=" }, "c[a-z2-7]{52}"],
  [{ contact: LONGEST_ADDRESS }, "e[a-z2-7]{433}"],
  [{ contact: "o'neill+news@example.com" }, "e[a-z2-7]+"],
  [{ contact: "jürgen@bücher.example" }, "e[a-z2-7]+"],
  [{ contact: "a/b?c#d%e+f@example.com" }, "e[a-z2-7]+"],
  [{ contact: "100%25@b.c" }, "e[a-z2-7]+"],
];

/** What inputs are made of by chance: what the library refuses, all refuse, and what it signs, all sign alike. */
const PIECES = [
  ..."mira b 7 - + ' ü İ ſ = _ ~ 日本 😀 . . @ %2B %41 % < \\ { $ KEY=".split(" "),
  ..." _\u200B_\u0600_\u06DD_\u2028_\u180E_\uFFF9".split("_"),
];

export const CASES: readonly Case[] = [
  ...vectors.tickets.flatMap((vector) => {
    const { secret: signedBy, list: name, contact: who } = vector;
    const url = `${ORIGIN}/leave/${name}/${vector.ticket}`;
    const fits = !who.includes("@") && !/^[0-9a-f]{8}-/.test(name);
    const mailto = fits ? `, <mailto:${name}.${vector.ticket}@${MAILTO_DOMAIN}>` : "";
    const input = { ...GOOD, secret: signedBy, list: name, contact: who };
    return [
      made(`${who} leaves ${name}`, input, url),
      made(`${who} leaves ${name}, mailto`, { ...input, mailtoDomain: MAILTO_DOMAIN }, url, mailto),
    ];
  }),
  made("a contact ID in upper case", { ...GOOD, contact: contact.toUpperCase() }, URL),
  made("a loopback origin", { ...GOOD, origin: LOOPBACK }, URL.replace(ORIGIN, LOOPBACK)),
  made("a mailto by a user", { ...GOOD, mailtoDomain: "u@acme.com" }, URL, BY_USER),
  ...ACCEPTED.map(([change, shape]) => ({
    name: `accepts ${JSON.stringify(change)}`,
    input: { ...GOOD, ...change },
    expected: expect.stringMatching(`^made\\t\\S+/${shape}\\t`),
  })),
  ...REFUSED.map(([argument, value, words, more]) => ({
    name: `refuses the ${argument} ${JSON.stringify(value)}`,
    input: { ...GOOD, ...more, [argument]: value },
    expected: expect.stringMatching(refusal(argument, words)),
    notIn: NOT_IN.get(value) ?? "",
  })),
  ...(await agreed()),
];

async function agreed(): Promise<Case[]> {
  const parts = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 });
  const texts = fc.sample(fc.tuple(parts, parts), { numRuns: 300, seed: 2026 });
  const changes = texts.map(([one, other], index) => {
    const [local, domain] = [one.join(""), other.join("")];
    return index % 4 === 0 ? { secret: local + secret } : { contact: `${local}@${domain}` };
  });
  const cases = changes.map(async (change) => {
    const input = { ...GOOD, ...change };
    const line = await leaveUrl(input)
      .then((url) => `made\t${url}\t`)
      .catch(() => "refused\t");
    const name = `agrees on ${JSON.stringify(change)}`;
    return { name, input, expected: expect.stringContaining(line) };
  });
  return Promise.all(cases);
}

/** An error that names the argument, as each language writes it, and repeats no secret. */
function refusal(argument: string, words: string): RegExp {
  const name = argument.replace("D", "_?d");
  const named = `(?:${name}: |.*Parameter (?:name: |')${name}\\b)`;
  return new RegExp(`^refused\\t(?=${named})(?=.*${words})(?!.*correct-horse)`, "i");
}

function made(name: string, input: Input, url: string, mailto = ""): Case {
  return { name, input, expected: ["made", url, `<${url}>${mailto}`, ONE_CLICK].join("\t") };
}
