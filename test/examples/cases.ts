/**
 * What every example is asked, and what it must answer. Pure. No ticket is computed here: they are
 * the test vectors', made by an independent implementation.
 */

import type { Language } from "./languages.ts";
import vectors from "../vectors.json" with { type: "json" };

/** The arguments of an example's function. */
export interface Input {
  origin: string;
  list: string;
  contact: string;
  secret: string;
  /** Empty for none. */
  mailtoDomain: string;
}

/** What a runner printed for one input. */
export type Answer =
  | { kind: "made"; url: string; listUnsubscribe: string; listUnsubscribePost: string }
  | { kind: "refused"; message: string };

export interface Case {
  name: string;
  input: Input;
  /** Where this does not hold. */
  notIn?: Language | undefined;
  /** @returns what is wrong with the answer, or `undefined` */
  fault(answer: Answer): string | undefined;
}

const ORIGIN = "https://acme.com";
const MAILTO_DOMAIN = "leave.acme.com";
const ONE_CLICK = "List-Unsubscribe=One-Click";
const SEGMENT_ID = /^[0-9a-f]{8}-/;

const [FIRST] = vectors.tickets;
if (FIRST === undefined) throw new Error("test/vectors.json has no tickets");

/** A weekly by contact ID, which the examples' sends use too. */
export const SAMPLE = {
  secret: FIRST.secret,
  url: `${ORIGIN}/leave/${FIRST.list}/${FIRST.ticket}`,
  headers: {
    "List-Unsubscribe":
      `<${ORIGIN}/leave/${FIRST.list}/${FIRST.ticket}>, ` +
      `<mailto:${FIRST.list}.${FIRST.ticket}@${MAILTO_DOMAIN}>`,
    "List-Unsubscribe-Post": ONE_CLICK,
  },
};

const GOOD: Input = {
  origin: ORIGIN,
  list: FIRST.list,
  contact: FIRST.contact,
  secret: FIRST.secret,
  mailtoDomain: "",
};

/** The longest address that fits, in letters of two bytes. */
const LONGEST_ADDRESS = `${"ü".repeat(121)}@example.com`;

/** Everything that a language is asked. */
export function casesFor(language: Language): Case[] {
  return ALL.filter(({ notIn }) => notIn !== language);
}

const ALL: readonly Case[] = [
  ...vectors.tickets.flatMap((vector) => [vectorCase(vector), mailtoCase(vector)]),
  made("a contact ID in upper case", { contact: GOOD.contact.toUpperCase() }, SAMPLE.url),
  made(
    "a loopback origin",
    { origin: "http://localhost:8787" },
    SAMPLE.url.replace(ORIGIN, "http://localhost:8787"),
  ),
  accepted("a secret of 32 characters", { secret: "s".repeat(32) }, /^c[a-z2-7]{52}$/),
  accepted("an address of 254 bytes", { contact: LONGEST_ADDRESS }, /^e[a-z2-7]{433}$/),
  accepted("an @ in the local part", { contact: '"a@b"@example.com' }, /^e/),

  refused("secret", "a secret of 31 characters", { secret: "s".repeat(31) }),
  refused("secret", "no secret", { secret: "" }),
  refused("contact", "no contact", { contact: "" }),
  refused("contact", "an address without @", { contact: "reader.example.com" }),
  refused("contact", "nothing before the @", { contact: "@example.com" }),
  refused("contact", "nothing behind the @", { contact: "reader@" }),
  refused("contact", "nothing behind the last @", { contact: "reader@example.com@" }),
  refused("contact", "a space in an address", { contact: "rea der@example.com" }),
  refused("contact", "a tab in an address", { contact: "rea\tder@example.com" }),
  refused("contact", "a line end behind an address", { contact: "reader@example.com\n" }),
  refused("contact", "a control character", { contact: "reader\u007F@example.com" }),
  refused("contact", "an address of 255 bytes", { contact: `a${LONGEST_ADDRESS}` }),
  refused("contact", "a line end behind a contact ID", { contact: `${GOOD.contact}\n` }),
  refused("contact", "a contact ID without dashes", { contact: GOOD.contact.replaceAll("-", "") }),
  refused("list", "no list", { list: "" }),
  refused("list", "a list in upper case", { list: "Weekly" }),
  refused("list", "a list that starts with a dash", { list: "-weekly" }),
  refused("list", "a list of 41 characters", { list: "w".repeat(41) }),
  refused("list", "a line end behind a list", { list: "weekly\n" }),
  refused("list", "a list too long for a mailto", {
    list: "weekly-news",
    mailtoDomain: MAILTO_DOMAIN,
  }),
  refused("origin", "http beyond loopback", { origin: "http://acme.com" }),
  // Node's URL parser drops line ends, so its link is sound.
  refused("origin", "a line end behind an origin", { origin: "https://acme.com\n" }, "node"),
  refused("origin", "a path in the origin", { origin: "https://acme.com/leave" }),
  refused("origin", "no scheme", { origin: "acme.com" }),
  ...unicodeCases(),
];

/** White space and control characters beyond ASCII; the shell's patterns do not know them. */
function unicodeCases(): Case[] {
  return ["\u0085", "\u00A0", "\u2028", "\u3000", "\uFEFF"].map((character) => {
    const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    const contact = `rea${character}der@acme.com`;
    return refused("contact", `${code} in an address`, { contact }, "curl");
  });
}

type Vector = (typeof vectors.tickets)[number];

function vectorCase({ secret, list, contact, ticket }: Vector): Case {
  const url = `${ORIGIN}/leave/${list}/${ticket}`;
  return made(`${contact} leaves ${list}`, { secret, list, contact }, url);
}

function mailtoCase({ secret, list, contact, ticket }: Vector): Case {
  const url = `${ORIGIN}/leave/${list}/${ticket}`;
  const fits = !contact.includes("@") && !SEGMENT_ID.test(list);
  const mailto = fits ? `, <mailto:${list}.${ticket}@${MAILTO_DOMAIN}>` : "";
  const input = { secret, list, contact, mailtoDomain: MAILTO_DOMAIN };
  return made(`${contact} leaves ${list}, with a mailto`, input, url, `<${url}>${mailto}`);
}

function made(name: string, input: Partial<Input>, url: string, header = `<${url}>`): Case {
  const expected = { url, listUnsubscribe: header, listUnsubscribePost: ONE_CLICK };
  return {
    name,
    input: { ...GOOD, ...input },
    fault(answer) {
      if (answer.kind === "refused") return `refused: ${answer.message}`;
      for (const [field, value] of Object.entries(expected)) {
        const got = answer[field as keyof typeof expected];
        if (got !== value) return `${field} is\n    ${got}\n  instead of\n    ${value}`;
      }
      return undefined;
    },
  };
}

/** For inputs at a limit that no vector has: the ticket's shape alone is checked. */
function accepted(name: string, input: Partial<Input>, ticket: RegExp): Case {
  return {
    name,
    input: { ...GOOD, ...input },
    fault(answer) {
      if (answer.kind === "refused") return `refused: ${answer.message}`;
      return ticket.test(answer.url.split("/").at(-1) ?? "") ? undefined : `made ${answer.url}`;
    },
  };
}

function refused(field: keyof Input, what: string, input: Partial<Input>, notIn?: Language): Case {
  return {
    name: `refuses ${what}`,
    input: { ...GOOD, ...input },
    notIn,
    fault(answer) {
      if (answer.kind === "made") return `made ${answer.url}`;
      return answer.message.toLowerCase().includes(field)
        ? undefined
        : `was refused without naming the ${field}: ${answer.message}`;
    },
  };
}
