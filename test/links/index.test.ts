/** What senders make beyond a single link: headers, and links for a whole list. */

import { describe, expect, it } from "vitest";

import { isMailDomain } from "../../src/links/mail-address.ts";
import { leaveHeaders, leaveLinks, leaveUrl } from "../../src/links/index.ts";
import { tickets } from "../vectors.json";

const SECRET = "correct-horse-battery-staple-0123456789";
const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const ADDRESS = "steve.wozniak@gmail.com";
const ID_TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const ADDRESS_TICKET = "eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";

const SENDER = { origin: "https://acme.com", list: "weekly", secret: SECRET };

describe("leaveHeaders", () => {
  const input = { ...SENDER, contact: ID, mailtoDomain: "leave.acme.com" };

  it("gives the two headers of RFC 8058 §3.1", async () => {
    expect(await leaveHeaders({ ...SENDER, contact: ID })).toEqual({
      "List-Unsubscribe": `<https://acme.com/leave/weekly/${ID_TICKET}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });

  it("RFC 2369 §2: names the mailto: behind the link", async () => {
    expect(await leaveHeaders(input)).toEqual({
      "List-Unsubscribe": `<https://acme.com/leave/weekly/${ID_TICKET}>, <mailto:weekly.${ID_TICKET}@leave.acme.com>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });

  it("leaves the mailto: out where it does not fit: for an address, and for a segment ID", async () => {
    const byAddress = await leaveHeaders({ ...input, contact: ADDRESS });
    expect(byAddress["List-Unsubscribe"]).toBe(`<https://acme.com/leave/weekly/${ADDRESS_TICKET}>`);
    const bySegment = await leaveHeaders({ ...input, list: SEGMENT });
    expect(bySegment["List-Unsubscribe"]).toMatch(
      new RegExp(`^<https://acme\\.com/leave/${SEGMENT}/[a-z2-7]{53}>$`),
    );
  });

  it("takes a list's name of ten characters for a mailto:, and says of a longer one how long it gets", async () => {
    const headers = await leaveHeaders({ ...input, list: "a123456789" });
    const [, local] = /<mailto:([^@]+)@/.exec(headers["List-Unsubscribe"]) ?? [];
    expect(local).toHaveLength(64);
    await expect(leaveHeaders({ ...input, list: "a1234567890" })).rejects.toThrow(
      "list: makes the mailto: address 65 characters long before its @, and 64 is the limit; shorten the list's name to 10 characters or less",
    );
    expect(await leaveHeaders({ ...input, list: "a1234567890", contact: ADDRESS })).toBeDefined();
  });

  it.each([
    "",
    "acme",
    "https://leave.acme.com",
    "@acme.com",
    "acme.com.",
    ".acme.com",
    "acme..com",
    "-acme.com",
    "acme-.com",
    "acme .com",
    "acme.com>",
    "acme.com\r\nBcc: x@example.com",
    "bücher.example",
    "127.0.0.1",
    `${"a".repeat(64)}.com`,
    `${"a.".repeat(94)}com`,
  ])("refuses the mailto domain %j", async (mailtoDomain) => {
    expect(isMailDomain(mailtoDomain)).toBe(false);
    await expect(leaveHeaders({ ...input, mailtoDomain })).rejects.toThrow(
      /^mailtoDomain: must be a domain alone, such as leave\.acme\.com/,
    );
  });

  it.each(["acme.com", "LEAVE.Acme.com", "xn--bcher-kva.example", "a.b-c.d1.museum", "4.example"])(
    "takes the mailto domain %s",
    async (mailtoDomain) => {
      const headers = await leaveHeaders({ ...input, mailtoDomain });
      expect(headers["List-Unsubscribe"]).toContain(`@${mailtoDomain}>`);
    },
  );

  it("refuses a mailto domain that is no text", async () => {
    const mailtoDomain = null as unknown as string;
    await expect(leaveHeaders({ ...input, mailtoDomain })).rejects.toThrow(/^mailtoDomain: must/);
  });
});

describe("leaveLinks", () => {
  it("gives the links in the order of the contacts", async () => {
    expect(await leaveLinks({ ...SENDER, contacts: [ID, ADDRESS, ID.toUpperCase()] })).toEqual([
      `https://acme.com/leave/weekly/${ID_TICKET}`,
      `https://acme.com/leave/weekly/${ADDRESS_TICKET}`,
      `https://acme.com/leave/weekly/${ID_TICKET}`,
    ]);
    expect(await leaveLinks({ ...SENDER, contacts: [] })).toEqual([]);
  });

  it.each(tickets)(
    "signs a list of one contact alone as its vector says: $list, $contact",
    async ({ list, contact, secret, ticket }) => {
      const links = await leaveLinks({ ...SENDER, list, secret, contacts: Array(9).fill(contact) });
      expect(new Set(links)).toEqual(new Set([`https://acme.com/leave/${list}/${ticket}`]));
    },
  );

  it("takes whatever can be gone through once, of any length", async () => {
    function* contacts() {
      for (let number = 0; number < 2500; number++) yield `reader${number}@example.com`;
    }
    const links = await leaveLinks({ ...SENDER, contacts: contacts() });
    expect(links).toHaveLength(2500);
    expect(new Set(links)).toHaveLength(2500);
    for (const number of [0, 999, 1000, 2499]) {
      const contact = `reader${number}@example.com`;
      expect(links[number]).toBe(await leaveUrl({ ...SENDER, contact }));
    }
  });

  it("names a contact that cannot be signed by its place", async () => {
    const contacts = Array.from({ length: 2000 }, () => ID);
    contacts[1234] = "nobody";
    await expect(leaveLinks({ ...SENDER, contacts })).rejects.toThrow(
      /^contacts\[1234\]: must be a Resend contact ID/,
    );
  });

  it("refuses what all links have in common before it asks for a contact", async () => {
    const contacts: Iterable<string> = {
      [Symbol.iterator]: () => {
        throw new Error("asked for a contact");
      },
    };
    const links = (other: Partial<typeof SENDER>) => leaveLinks({ ...SENDER, ...other, contacts });
    await expect(links({ origin: "http://acme.com" })).rejects.toThrow(/^origin: must be https/);
    await expect(links({ list: "Weekly" })).rejects.toThrow(/^list: must be/);
    await expect(links({ secret: "short" })).rejects.toThrow(/^secret: has 5 characters/);
  });
});
