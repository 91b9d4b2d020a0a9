/** What the Worker makes of a link: tickets that senders sign, in paths that arrive damaged. */

import { describe, expect, it } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { openLink } from "../../src/links/open.ts";
import { type Contact, parseContact } from "../../src/links/names.ts";
import { signTicket, verifyTicket } from "../../src/links/ticket.ts";
import { tickets } from "../vectors.json";

const SECRET = "correct-horse-battery-staple-0123456789";
const OTHER_SECRET = "another-secret-of-enough-characters-42";
const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const ID_TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const ADDRESS_TICKET = "eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";
const TOKEN = "0123456789abcdef0123456789abcdef";

const opened = { kind: "opened", list: "weekly", contact: ID, ticket: ID_TICKET, action: "leave" };
const forged = { kind: "refused", reason: "forged" };
const malformed = { kind: "refused", reason: "malformed" };

const encodeThrice = (path: string) =>
  Array.from(path, (character) => `%2525${character.charCodeAt(0).toString(16)}`)
    .join("")
    .replace("%25252f", "/");

/** Opens the path of a link for the weekly list. */
const open = (ticket: string, secrets = [SECRET]) => openLink(`/leave/weekly/${ticket}`, secrets);

describe("openLink", () => {
  it.each(tickets)("opens the vector of $contact", async ({ secret, list, contact, ticket }) => {
    const link = await openLink(`/leave/${list}/${ticket}`, [secret]);
    expect(link).toMatchObject({ kind: "opened", list, contact, ticket });
  });

  it("opens what any of the secrets signed", async () => {
    expect(await open(ID_TICKET, [OTHER_SECRET, SECRET])).toMatchObject(opened);
    expect(await open(ID_TICKET, [OTHER_SECRET])).toEqual(forged);
    expect(await open(ID_TICKET, [])).toEqual(forged);
    expect(await open(ID_TICKET.replace(/y$/, "q"))).toEqual(forged);
  });

  it("refuses a ticket signed for another list", async () => {
    expect(await openLink(`/leave/product-news/${ID_TICKET}`, [SECRET])).toEqual(forged);
    expect(await openLink(`/leave/${SEGMENT}/${ID_TICKET}`, [SECRET])).toEqual(forged);
  });

  it("reads the list and the ticket in any ASCII case, and no other", async () => {
    const path = `/leave/WEEKLY/${ID_TICKET.toUpperCase()}`;
    expect(await openLink(path, [SECRET])).toMatchObject(opened);
    // KELVIN SIGN lower-cases to "k", LONG S upper-cases to "S".
    expect(await openLink(`/leave/wee\u212Aly/${ID_TICKET}`, [SECRET])).toEqual(malformed);
    expect(await open(ID_TICKET.replace("k", "\u212A"))).toEqual(malformed);
    expect(await open(ADDRESS_TICKET.replace("s", "\u017F"))).toEqual(malformed);
  });

  it.each([">", "/.", "&amp;utm_source=news", "%3E", "=", "\n", "|8"])(
    "ignores %j after a ticket",
    async (junk) => {
      expect(await open(ID_TICKET + junk)).toMatchObject(opened);
      const byAddress = { ticket: ADDRESS_TICKET, action: "leave" };
      expect(await open(ADDRESS_TICKET + junk)).toMatchObject(byAddress);
    },
  );

  it.each([
    ["a fold", (text: string) => text.replace(/(.{30})/, "$1%20")],
    ["a fold as it stands in the message", (text: string) => text.replace(/(.{30})/, "$1\r\n ")],
    ["soft line breaks", (text: string) => text.replaceAll(/(.{20})/g, "$1=\r\n")],
    [
      "zero-width spaces and soft hyphens",
      (text: string) => text.replaceAll(/(.{9})/g, "$1\u200B\u00AD"),
    ],
    ["a byte order mark before it", (text: string) => text.replace("weekly", "\uFEFFweekly")],
    ["doubled slashes", (text: string) => text.replaceAll("/", "//")],
    ["encoded slashes", (text: string) => text.replaceAll("/", "%2f").replace("%2f", "/")],
    ["everything encoded three times", (text: string) => encodeThrice(text)],
    ["a space in the list's name", (text: string) => text.replace("weekly", "wee%20kly")],
    ["capitals", (text: string) => text.toUpperCase()],
  ])("undoes %s", async (_, damage) => {
    for (const ticket of [ID_TICKET, ADDRESS_TICKET]) {
      for (const [after, action] of [
        ["", "leave"],
        ["/undo", "undo"],
        ["//everything/", "everything"],
      ]) {
        const path = damage(`/leave/weekly/${ticket}${after}`);
        expect(await openLink(path, [SECRET]), path).toMatchObject({
          list: "weekly",
          ticket,
          action,
        });
      }
    }
  });

  it("finds the end of a damaged ticket by address among the words after it", async () => {
    const damaged = ADDRESS_TICKET.replace(/(.{20})(.{20})/, "$1 $2 ");
    const byAddress = { kind: "opened", ticket: ADDRESS_TICKET };
    expect(await open(`${damaged} click here to unsubscribe`)).toMatchObject(byAddress);
    expect(await open(`${ADDRESS_TICKET} click here`)).toMatchObject(byAddress);
    // Words that cannot end a ticket cost no try; after six others it is given up.
    expect(await open(`${damaged}${" aaaaaaaa".repeat(6)}`)).toMatchObject(byAddress);
    expect(await open(`${damaged}${" aaaaaaaa".repeat(9)}`)).toMatchObject({ kind: "refused" });
  });

  it("never treats a damaged action as a leave", async () => {
    for (const after of ["/un%20do", "/=undo", "%252fundo", "/\u200Breceipt", "/ everything"]) {
      const link = await open(ID_TICKET + after);
      expect(link, after).toMatchObject({
        kind: "opened",
        action: expect.not.stringMatching("leave"),
      });
    }
  });

  it("ends a ticket by ID after 53 characters, and one by address where its letters end", async () => {
    expect(await open(`${ID_TICKET}abc`)).toMatchObject(opened);
    expect(await open(`${ADDRESS_TICKET}abc`)).toMatchObject({ kind: "refused" });
  });

  it.each([
    ["%2fEVERYTHING", "everything"],
    ["/UnDo?utm_source=news", "undo"],
    ["/undo%3E", "undo"],
    [`%2FRECEIPT%2f${TOKEN.toUpperCase()}`, "receipt", TOKEN],
    [`/receipt/${TOKEN}/&amp;a=b`, "receipt", TOKEN],
    ["/receipt/0123", "receipt"],
    ["./undo", "leave"],
    ["/unsubscribe", "leave"],
  ])("reads %s after a ticket as %s", async (after, action, token = "") => {
    for (const ticket of [ID_TICKET, ADDRESS_TICKET]) {
      expect(await open(ticket + after)).toMatchObject({ ticket, action, token });
    }
  });

  it.each([
    // 26 characters carry 130 bits: the last two of the ID and of the MAC must be zero.
    ["a respelled MAC", `${ID_TICKET.slice(0, -1)}z`],
    ["a respelled ID", `${ID_TICKET.slice(0, 26)}n${ID_TICKET.slice(27)}`],
    ["no end", `e${"a".repeat(100_000)}`],
    ["its kind alone", "e"],
    ["another kind", `x${ID_TICKET}`],
    // Signed, but an address cannot have them.
    ["a space in its address", "emeqgeqddfzsgkqhq32tjmtp7yvgkkavk32xke5y"],
    ["bytes that are not UTF-8 in its address", "emhayayzomrsua6amedwhobjftv5eeqct6qfrvn4aa"],
    ["a byte order mark in its address", "e56536ykammxgiziajavwiscb2l3xxwqg2qh22fvbe"],
    ["no @ in its address", "enzxs2ylufvzwsz3oibiori45yzcxwfvfppthhbgnou"],
  ])("refuses a ticket with %s", async (_, ticket) => {
    expect(await open(ticket)).toEqual(malformed);
  });

  it.each([
    "",
    `/leave//${ID_TICKET}`,
    `/leave/-/${ID_TICKET}`,
    `/leave/${"a".repeat(41)}/${ID_TICKET}`,
    `/other/weekly/${ID_TICKET}`,
  ])("refuses the path %j", async (path) => {
    expect(await openLink(path, [SECRET])).toEqual(malformed);
  });
});

it("verifyTicket refuses a list's name that includes the start of the signed address", async () => {
  const sign = (contact: string) => signTicket("my", parseContact(contact) as Contact, SECRET);
  const signed = await sign("list:reader@example.com");
  const other = await sign("reader@example.com");
  const moved = other.slice(0, -26) + signed.slice(-26);
  expect(await verifyTicket("my:list", moved, [SECRET])).toEqual(malformed);
  expect(await verifyTicket("wee\u212Aly", ID_TICKET, [SECRET])).toEqual(malformed);
});

describe("an opened link's hash", () => {
  const hashOf = async (list: string, contact: string, secrets = [SECRET], secret = SECRET) => {
    const url = await leaveUrl({ origin: "https://acme.com", list, contact, secret });
    const link = await openLink(new URL(url).pathname, secrets);
    if (link.kind === "refused") throw new Error(link.reason);
    return { ticket: link.ticket, hash: link.hash };
  };

  it("distinguishes subscriptions, and reveals nothing about them or their tickets", async () => {
    const { ticket, hash } = await hashOf("weekly", "a@example.com");
    // The last 16 bytes of the HMAC, in base32; made with Python's hmac.
    expect(hash).toBe("pwvxkrj7hjftknd2rvh5lb4jcm");
    expect((await hashOf("weekly", "b@example.com")).hash).not.toBe(hash);
    expect((await hashOf("product-news", "a@example.com")).hash).not.toBe(hash);
    for (let start = 0; start + 6 <= 26; start++) {
      expect(ticket).not.toContain(hash.slice(start, start + 6));
    }
  });

  it("is the same for every secret that signed the link", async () => {
    const secrets = [SECRET, OTHER_SECRET];
    const { hash } = await hashOf("weekly", "a@example.com", secrets);
    expect((await hashOf("weekly", "a@example.com", secrets, OTHER_SECRET)).hash).toBe(hash);
  });
});
