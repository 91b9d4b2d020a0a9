/** What senders make: links, headers, and links for a whole list. */

import { describe, expect, it } from "vitest";

import { leaveHeaders, leaveLinks, leaveUrl } from "../../src/links/index.ts";
import { openLink } from "../../src/links/open.ts";
import bad from "../bad-inputs.json";
import { tickets } from "../vectors.json";

const SECRET = "correct-horse-battery-staple-0123456789";
const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const ADDRESS = "steve.wozniak@gmail.com";
const ID_TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const ADDRESS_TICKET = "eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";

const SENDER = { origin: "https://acme.com", list: "weekly", secret: SECRET };
const LINK = { ...SENDER, contact: ID };

/** As plain JavaScript may leave it out. */
const missing = undefined as unknown as string;

describe("leaveUrl", () => {
  it("puts the list and the ticket after the origin, in 83 characters", async () => {
    const url = await leaveUrl(LINK);
    expect(url).toBe(`https://acme.com/leave/weekly/${ID_TICKET}`);
    expect(url).toHaveLength(83);
    expect(await leaveUrl({ ...LINK, contact: ID.toUpperCase() })).toBe(url);
  });

  it.each([
    "http://localhost:8787",
    "http://127.0.0.1:8787",
    "http://[::1]:8787",
    "https://acme.com/",
  ])("accepts the origin %s", async (origin) => {
    const url = await leaveUrl({ ...LINK, origin });
    expect(url).toBe(`${origin.replace(/\/$/, "")}/leave/weekly/${ID_TICKET}`);
  });

  it.each(["a/b?c#d%e+f@example.com", "100%25@b.c"])("signs the address %s", async (contact) => {
    const { pathname } = new URL(await leaveUrl({ ...LINK, contact }));
    expect(await openLink(pathname, [SECRET])).toMatchObject({ contact });
  });

  it("signs with base64 and its equals signs", async () => {
    const secret = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ+/8=";
    const { pathname } = new URL(await leaveUrl({ ...LINK, secret }));
    expect(await openLink(pathname, [secret])).toMatchObject({ contact: ID });
  });

  it("accepts an address of at most 254 bytes", async () => {
    const contact = `${"ü".repeat(121)}@example.com`;
    const url = new URL(await leaveUrl({ ...LINK, contact }));
    expect(url.pathname).toHaveLength("/leave/weekly/".length + 1 + 407 + 26);
    expect(await openLink(url.pathname, [SECRET])).toMatchObject({ contact });
    await expect(leaveUrl({ ...LINK, contact: `a${contact}` })).rejects.toThrow(
      "at most 254 bytes",
    );
  });

  it.each<[keyof typeof LINK, RegExp, string[]]>([
    ["list", /^list: must be a name/, [SEGMENT.toUpperCase(), missing]],
    ["contact", /^contact: must be a Resend contact ID/, ["\uD800@b.c", missing]],
    ["contact", /^contact: has < in it; give the address alone/, ["Mira <mira@example.com>"]],
    ["secret", /^secret: is missing; use the first of the Worker's/, [missing]],
  ])("names a bad %s and what is wrong: %s", async (name, message, values) => {
    for (const value of values) {
      const error = { name: "TypeError", message: expect.stringMatching(message) };
      await expect(leaveUrl({ ...LINK, [name]: value }), value).rejects.toMatchObject(error);
    }
  });

  const kinds = Object.entries(bad.refused).flatMap(([name, words]) =>
    Object.entries(words).map(
      ([text, values]: [string, string[]]) => [name, text, values] as const,
    ),
  );

  it.each(kinds)(
    "refuses each %s that could never work, and repeats no secret: %s",
    async (name, words, values) => {
      for (const value of values) {
        const error = await leaveHeaders({ ...LINK, [name]: value }).catch(String);
        expect(error, value).toMatch(new RegExp(`^TypeError: ${name}: `));
        expect(error, value).toContain(words);
        expect(error, value).not.toContain("correct-horse");
      }
    },
  );
});

describe("leaveHeaders", () => {
  const input = { ...LINK, mailtoDomain: "leave.acme.com" };

  it.each([ID, "mira@example.com", "zoe@blüten.example.org", "who/are%you?#1@example.com"])(
    "RFC 2369 §2: is one URL in angle brackets, without white space: %s",
    async (contact) => {
      const { "List-Unsubscribe": field } = await leaveHeaders({ ...LINK, contact });
      expect(field).toMatch(/^<https:\/\/acme\.com\/leave\/weekly\/[a-z2-7]+>$/);
      expect(`<${new URL(field.slice(1, -1)).href}>`).toBe(field);
    },
  );

  it("RFC 5322 §2.1.1: fits a line of a message, even the longest", async () => {
    const contact = `${"x".repeat(242)}@example.com`;
    const origin = `https://${"label-of-thirty-one-characters.".repeat(8)}example`;
    const longest = await leaveHeaders({ ...LINK, contact, list: "l".repeat(40), origin });
    expect(`List-Unsubscribe: ${longest["List-Unsubscribe"]}`.length).toBeLessThanOrEqual(998);
  });

  it("RFC 2369 §2: names the mailto: after the link", async () => {
    expect(await leaveHeaders(input)).toEqual({
      "List-Unsubscribe": `<https://acme.com/leave/weekly/${ID_TICKET}>, <mailto:weekly.${ID_TICKET}@leave.acme.com>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });

  it("omits the mailto: if it does not fit: for an address, and for a segment ID", async () => {
    const byAddress = await leaveHeaders({ ...input, contact: ADDRESS });
    expect(byAddress["List-Unsubscribe"]).toBe(`<https://acme.com/leave/weekly/${ADDRESS_TICKET}>`);
    const bySegment = await leaveHeaders({ ...input, list: SEGMENT });
    expect(bySegment["List-Unsubscribe"]).toMatch(
      new RegExp(`^<https://acme\\.com/leave/${SEGMENT}/[a-z2-7]{53}>$`),
    );
  });

  it("accepts a list's name of ten characters for a mailto:, and says how long it gets with a longer one", async () => {
    const headers = await leaveHeaders({ ...input, list: "a123456789" });
    const [, local] = /<mailto:([^@]+)@/.exec(headers["List-Unsubscribe"]) ?? [];
    expect(local).toHaveLength(64);
    await expect(leaveHeaders({ ...input, list: "a1234567890" })).rejects.toThrow(
      "list: makes the mailto: address 65 characters long before its @, and 64 is the limit; shorten the list's name to 10 characters or less",
    );
    expect(await leaveHeaders({ ...input, list: "a1234567890", contact: ADDRESS })).toBeDefined();
  });

  it.each(["", `${"a".repeat(64)}.com`, `${"a.".repeat(94)}com`, missing])(
    "refuses the mailto domain %j",
    async (mailtoDomain) => {
      // `undefined` leaves the mailto: out; `null` is a mistake.
      const given = { ...input, mailtoDomain: mailtoDomain ?? (null as unknown as string) };
      await expect(leaveHeaders(given)).rejects.toThrow(/^mailtoDomain: must be a domain alone/);
    },
  );

  it("names a literal address with subaddressing, and counts its characters", async () => {
    const headers = await leaveHeaders({ ...input, mailtoDomain: "u@acme.com" });
    expect(headers["List-Unsubscribe"]).toContain(`<mailto:u+weekly.${ID_TICKET}@acme.com>`);
    await expect(leaveHeaders({ ...input, mailtoDomain: "unsubscribe@acme.com" })).rejects.toThrow(
      /^list: makes the mailto: address 72 characters long/,
    );
  });

  it.each(["acme.com", "LEAVE.Acme.com", "xn--bcher-kva.example", "a.b-c.d1.museum", "4.example"])(
    "takes the mailto domain %s",
    async (mailtoDomain) => {
      const headers = await leaveHeaders({ ...input, mailtoDomain });
      expect(headers["List-Unsubscribe"]).toContain(`@${mailtoDomain}>`);
    },
  );
});

describe("leaveLinks", () => {
  it.each(tickets)("signs the vector of $contact", async ({ list, contact, secret, ticket }) => {
    const links = await leaveLinks({ ...SENDER, list, secret, contacts: [contact, contact] });
    expect(links).toEqual(Array(2).fill(`https://acme.com/leave/${list}/${ticket}`));
  });

  it("accepts any iterable of any length, and returns the links in the order of the contacts", async () => {
    const isId = (number: number) => [0, 199, 200, 2499].includes(number);
    function* contacts() {
      for (let number = 0; number < 2500; number++) yield isId(number) ? ID : ADDRESS;
    }
    const links = await leaveLinks({ ...SENDER, contacts: contacts() });
    const inOrder = Array.from(links, (_, number) => (isId(number) ? ID_TICKET : ADDRESS_TICKET));
    expect(links).toHaveLength(2500);
    expect(links).toEqual(inOrder.map((ticket) => `https://acme.com/leave/weekly/${ticket}`));
    expect(await leaveLinks({ ...SENDER, contacts: [] })).toEqual([]);
  });

  it("names a contact that cannot be signed by its index", async () => {
    const contacts = Array.from({ length: 2000 }, () => ID);
    contacts[1234] = "someone";
    await expect(leaveLinks({ ...SENDER, contacts })).rejects.toThrow(
      /^contacts\[1234\]: must be a Resend contact ID/,
    );
  });

  it("checks what all links have in common before it reads a contact", async () => {
    const contacts: Iterable<string> = {
      [Symbol.iterator]: () => {
        throw new Error("asked for a contact");
      },
    };
    const links = leaveLinks({ ...SENDER, list: "Weekly", contacts });
    await expect(links).rejects.toThrow(/^list: must be/);
  });
});
