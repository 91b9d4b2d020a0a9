/**
 * What every example is asked, and the line that its runner must print. No ticket is computed here: they are the
 * test vectors', made by an independent implementation.
 */

import { expect } from "vitest";

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

/** The arguments of an example's function; an empty mailto domain for none. */
const GOOD = { origin: ORIGIN, list, contact, secret, mailtoDomain: "" };
type Input = typeof GOOD;

/** What the sends of the examples put into their email. */
export const SAMPLE = {
  secret,
  url: URL,
  headers: {
    "List-Unsubscribe": `<${URL}>, <mailto:${list}.${ticket}@${MAILTO_DOMAIN}>`,
    "List-Unsubscribe-Post": ONE_CLICK,
  },
};

/** The longest address that fits, in letters of two bytes. */
const LONGEST_ADDRESS = `${"ü".repeat(121)}@example.com`;

type Changed = [what: string, change: Partial<Input>, notIn?: string];

/** Inputs that are refused, by the argument that the refusal must name. */
const REFUSED: Readonly<Record<keyof Omit<Input, "mailtoDomain">, readonly Changed[]>> = {
  secret: [
    ["a secret of 31 characters", { secret: "s".repeat(31) }],
    ["no secret", { secret: "" }],
  ],
  contact: [
    ["no contact", { contact: "" }],
    ["an address without @", { contact: "reader.example.com" }],
    ["nothing before the @", { contact: "@example.com" }],
    ["nothing after the @", { contact: "reader@" }],
    ["nothing after the last @", { contact: "reader@example.com@" }],
    ["a space in an address", { contact: "rea der@example.com" }],
    ["a tab in an address", { contact: "rea\tder@example.com" }],
    ["a line end after an address", { contact: "reader@example.com\n" }],
    ["a control character", { contact: "reader\u007F@example.com" }],
    ["an address of 255 bytes", { contact: `a${LONGEST_ADDRESS}` }],
    ["a line end after a contact ID", { contact: `${contact}\n` }],
    ["a contact ID without dashes", { contact: contact.replaceAll("-", "") }],
    // The shell's patterns know only ASCII.
    ...["\u0085", "\u00A0", "\u2028", "\u3000", "\uFEFF"].map((space): Changed => {
      const code = space.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      return [`U+${code} in an address`, { contact: `rea${space}der@acme.com` }, "curl"];
    }),
  ],
  list: [
    ["no list", { list: "" }],
    ["a list in upper case", { list: "Weekly" }],
    ["a list that starts with a dash", { list: "-weekly" }],
    ["a list of 41 characters", { list: "w".repeat(41) }],
    ["a line end after a list", { list: "weekly\n" }],
    ["a list too long for a mailto", { list: "weekly-news", mailtoDomain: MAILTO_DOMAIN }],
  ],
  origin: [
    ["http beyond loopback", { origin: "http://acme.com" }],
    // Node's URL parser drops line ends, so its link is sound.
    ["a line end after an origin", { origin: "https://acme.com\n" }, "node"],
    ["a path in the origin", { origin: "https://acme.com/leave" }],
    ["no scheme", { origin: "acme.com" }],
  ],
};

/** Inputs at a limit that no vector has: the ticket's shape alone is checked. */
const ACCEPTED: readonly [what: string, change: Partial<Input>, ticket: string][] = [
  ["a secret of 32 characters", { secret: "s".repeat(32) }, "c[a-z2-7]{52}"],
  ["an address of 254 bytes", { contact: LONGEST_ADDRESS }, "e[a-z2-7]{433}"],
  ["an @ in the local part", { contact: '"a@b"@example.com' }, "e[a-z2-7]+"],
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
  ...ACCEPTED.map(([name, change, shape]) => ({
    name,
    input: { ...GOOD, ...change },
    expected: expect.stringMatching(`^made\\t\\S+/${shape}\\t`),
  })),
  ...Object.entries(REFUSED).flatMap(([argument, changes]) =>
    changes.map(([what, change, notIn = ""]) => ({
      name: `refuses ${what}`,
      input: { ...GOOD, ...change },
      expected: expect.stringMatching(new RegExp(`^refused\\t.*${argument}`, "i")),
      notIn,
    })),
  ),
];

function made(name: string, input: Input, url: string, mailto = ""): Case {
  return { name, input, expected: ["made", url, `<${url}>${mailto}`, ONE_CLICK].join("\t") };
}
