import { describe, expect, it } from "vitest";

import { claimedBy, openLink } from "../../src/links/open.ts";
import { isListName, isSegmentId } from "../../src/links/list.ts";
import { leaveUrl } from "../../src/links/index.ts";
import { signTicket } from "../../src/links/ticket.ts";
import { splitSecrets } from "../../src/links/secret.ts";
import { contactText } from "../../src/links/contact.ts";
import { tickets } from "../vectors.json";

const SECRET = "correct-horse-battery-staple-0123456789";
const OTHER_SECRET = "another-secret-of-enough-characters-42";
const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const ID_TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const ADDRESS_TICKET = "eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";

const TOKEN = "0123456789abcdef0123456789abcdef";

const opened = {
  kind: "opened",
  list: "weekly",
  contact: ID,
  ticket: ID_TICKET,
  action: "leave",
};
const forged = { kind: "refused", reason: "forged" };
const malformed = { kind: "refused", reason: "malformed" };

describe("the test vectors", () => {
  it.each(tickets)("signs and opens $contact on $list", async (vector) => {
    const { secret, list, contact, ticket } = vector;
    expect(await signTicket({ secret, list, contact })).toBe(ticket);
    expect(await openLink(`/leave/${list}/${ticket}`, [secret])).toMatchObject({ list, contact });
  });
});

describe("openLink", () => {
  it("opens what any of the secrets signed", async () => {
    expect(await openLink(`/leave/weekly/${ID_TICKET}`, [OTHER_SECRET, SECRET])).toMatchObject(
      opened,
    );
    expect(await openLink(`/leave/weekly/${ID_TICKET}`, [OTHER_SECRET])).toEqual(forged);
    expect(await openLink(`/leave/weekly/${ID_TICKET}`, [])).toEqual(forged);
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
    expect(await openLink(`/leave/weekly/${ID_TICKET.replace("k", "\u212A")}`, [SECRET])).toEqual(
      malformed,
    );
    const longS = ADDRESS_TICKET.replace("s", "\u017F");
    expect(await openLink(`/leave/weekly/${longS}`, [SECRET])).toEqual(malformed);
  });

  it.each([
    ".",
    ">",
    ")",
    ",",
    "/",
    "/.",
    "&amp;utm_source=news",
    "%3E",
    "=",
    "-",
    "_",
    "\n",
    "|8",
  ])("ignores %j behind a ticket", async (junk) => {
    expect(await openLink(`/leave/weekly/${ID_TICKET}${junk}`, [SECRET])).toMatchObject(opened);
    expect(await openLink(`/leave/weekly/${ADDRESS_TICKET}${junk}`, [SECRET])).toMatchObject({
      contact: "steve.wozniak@gmail.com",
      ticket: ADDRESS_TICKET,
      action: "leave",
    });
  });

  it("ends a ticket by ID after 53 characters, and one by address where its letters end", async () => {
    expect(await openLink(`/leave/weekly/${ID_TICKET}abc`, [SECRET])).toMatchObject(opened);
    expect(await openLink(`/leave/weekly/${ADDRESS_TICKET}abc`, [SECRET])).toMatchObject({
      kind: "refused",
    });
  });

  it.each([
    ["/undo", "undo"],
    ["/everything", "everything"],
    ["%2Fundo", "undo"],
    ["%2fEVERYTHING", "everything"],
    ["/UnDo?utm_source=news", "undo"],
    ["/everything.", "everything"],
    ["/undo%3E", "undo"],
    ["/receipt", "receipt"],
    [`/receipt/${TOKEN}`, "receipt", TOKEN],
    [`%2FRECEIPT%2f${TOKEN.toUpperCase()}`, "receipt", TOKEN],
    [`/receipt/${TOKEN}/&amp;a=b`, "receipt", TOKEN],
    ["/receipt/0123", "receipt"],
    [`/receipt/${TOKEN.replace("0", "g")}`, "receipt"],
    ["./undo", "leave"],
    ["/unsubscribe", "leave"],
    [`/${TOKEN}`, "leave"],
  ])("reads %s behind a ticket as %s", async (behind, action, token = "") => {
    for (const ticket of [ID_TICKET, ADDRESS_TICKET]) {
      const link = await openLink(`/leave/weekly/${ticket}${behind}`, [SECRET]);
      expect(link).toMatchObject({ ticket, action, token });
    }
  });

  it("refuses every other spelling of the same bytes", async () => {
    // 26 characters carry 130 bits: the last two of the ID and of the MAC must be zero.
    const respelled = ID_TICKET.slice(0, -1) + "z";
    expect(await openLink(`/leave/weekly/${respelled}`, [SECRET])).toEqual(malformed);
    expect(
      await openLink(`/leave/weekly/${ID_TICKET.slice(0, 26)}n${ID_TICKET.slice(27)}`, [SECRET]),
    ).toEqual(malformed);
  });

  it("refuses a ticket that is cut short or far too long", async () => {
    expect(await openLink(`/leave/weekly/${ID_TICKET.slice(0, -1)}`, [SECRET])).toEqual(malformed);
    expect(await openLink(`/leave/weekly/${ADDRESS_TICKET.slice(0, -1)}`, [SECRET])).toMatchObject({
      kind: "refused",
    });
    expect(await openLink(`/leave/weekly/e${"a".repeat(100_000)}`, [SECRET])).toEqual(malformed);
    expect(await openLink("/leave/weekly/e", [SECRET])).toEqual(malformed);
  });

  it.each([
    "",
    "/",
    "/leave",
    "/leave/weekly",
    "/leave/weekly/",
    `/leave//${ID_TICKET}`,
    `/leave/-/${ID_TICKET}`,
    `/leave/${"a".repeat(41)}/${ID_TICKET}`,
    `/other/weekly/${ID_TICKET}`,
    `/leave/weekly/x${ID_TICKET}`,
  ])("refuses the path %j", async (path) => {
    expect(await openLink(path, [SECRET])).toEqual(malformed);
  });

  it.each([
    ["a space", "emeqgeqddfzsgkqhq32tjmtp7yvgkkavk32xke5y"],
    ["bytes that are not UTF-8", "emhayayzomrsua6amedwhobjftv5eeqct6qfrvn4aa"],
    ["a byte order mark", "e56536ykammxgiziajavwiscb2l3xxwqg2qh22fvbe"],
    ["no @", "enzxs2ylufvzwsz3oibiori45yzcxwfvfppthhbgnou"],
  ])("refuses an address with %s, however well it is signed", async (_, ticket) => {
    expect(await openLink(`/leave/weekly/${ticket}`, [SECRET])).toEqual(malformed);
  });
});

describe("signTicket", () => {
  it("takes a contact ID in any case, and writes one ticket for it", async () => {
    const ticket = await signTicket({ list: "weekly", contact: ID.toUpperCase(), secret: SECRET });
    expect(ticket).toBe(ID_TICKET);
  });

  it("takes an address of 254 bytes and no more", async () => {
    const longest = `${"ü".repeat(121)}@example.com`;
    const sign = (contact: string) => signTicket({ list: "weekly", contact, secret: SECRET });
    expect(new TextEncoder().encode(longest)).toHaveLength(254);
    expect(await sign(longest)).toHaveLength(1 + 407 + 26);
    expect(await openLink(`/leave/weekly/${await sign(longest)}`, [SECRET])).toMatchObject({
      contact: longest,
    });
    await expect(sign(`a${longest}`)).rejects.toThrow("at most 254 bytes");
  });

  it.each([
    "",
    "@",
    "someone",
    "@example.com",
    "someone@",
    "a@b@",
    "some one@example.com",
    "someone@example.com\n",
    "some\u0000one@example.com",
    "some\u0085one@example.com",
    "some\u00A0one@example.com",
    "\uFEFFsomeone@example.com",
    "\uD800@example.com",
    "e169aa45-1ecf-4183-9955-b1499d5701d",
  ])("refuses the contact %j", async (contact) => {
    await expect(signTicket({ list: "weekly", contact, secret: SECRET })).rejects.toThrow(
      /^contact: must be a Resend contact ID, or an e-mail address/,
    );
  });

  it.each([
    "",
    "Weekly",
    "week ly",
    "-weekly",
    "wöchentlich",
    "a".repeat(41),
    SEGMENT.toUpperCase(),
  ])("refuses the list %j", async (list) => {
    await expect(signTicket({ list, contact: ID, secret: SECRET })).rejects.toThrow(
      /^list: must be a name from LISTS/,
    );
  });

  it("refuses a short secret without repeating it", async () => {
    const secret = "x".repeat(31);
    const error: unknown = await signTicket({ list: "weekly", contact: ID, secret }).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain("secret: has 31 characters, must have at least 32");
    expect(String(error)).not.toContain(secret);
  });
});

describe("a secret", () => {
  const sign = (secret: string) => signTicket({ list: "weekly", contact: ID, secret });

  it("that is missing, as in plain JavaScript, is refused by its name", async () => {
    await expect(sign("")).rejects.toThrow(/^secret: is missing/);
    await expect(sign(undefined as unknown as string)).rejects.toThrow(/^secret: is missing/);
  });

  it("that is a whole LINK_SECRETS is refused: the Worker could not open what it signs", async () => {
    for (const separator of [",", " ", "\n"]) {
      await expect(sign(SECRET + separator + OTHER_SECRET)).rejects.toThrow(
        /^secret: has a comma or white space in it, and so looks like several/,
      );
    }
  });

  it("stands in LINK_SECRETS with others", () => {
    expect(splitSecrets(` ${SECRET},\n${OTHER_SECRET}\t`)).toEqual([SECRET, OTHER_SECRET]);
    expect(splitSecrets(" , ")).toEqual([]);
  });
});

describe("a list or a contact", () => {
  it("that is missing, as in plain JavaScript, is refused by its name", async () => {
    const missing = undefined as unknown as string;
    const sign = (link: { list: string; contact: string }) =>
      signTicket({ ...link, secret: SECRET });
    await expect(sign({ list: missing, contact: ID })).rejects.toThrow(/^list: must be/);
    await expect(sign({ list: "weekly", contact: missing })).rejects.toThrow(/^contact: must be/);
  });
});

describe("leaveUrl", () => {
  const link = { list: "weekly", contact: ID, secret: SECRET };

  it("puts list and ticket behind the origin, in 83 characters", async () => {
    const url = await leaveUrl({ origin: "https://acme.com", ...link });
    expect(url).toBe(`https://acme.com/leave/weekly/${ID_TICKET}`);
    expect(url).toHaveLength(83);
  });

  it.each([
    "http://localhost:8787",
    "http://127.0.0.1:8787",
    "http://[::1]:8787",
    "https://acme.com/",
  ])("takes the origin %s", async (origin) => {
    const url = await leaveUrl({ origin, ...link });
    expect(url).toBe(`${origin.replace(/\/$/, "")}/leave/weekly/${ID_TICKET}`);
  });

  it.each([
    "http://acme.com",
    "acme.com",
    "https://acme.com/mail",
    "https://acme.com?a",
    "ftp://a.b",
  ])("refuses the origin %s", async (origin) => {
    await expect(leaveUrl({ origin, ...link })).rejects.toThrow(/^origin: must be https/);
  });
});

describe("an opened link's hash", () => {
  const hashOf = async (list: string, contact: string, secrets = [SECRET], signer = SECRET) => {
    const ticket = await signTicket({ list, contact, secret: signer });
    const link = await openLink(`/leave/${list}/${ticket}`, secrets);
    return link.kind === "opened" ? { ticket, hash: link.hash } : { ticket, hash: undefined };
  };

  it("tells memberships apart and shows nothing of them, nor of their tickets", async () => {
    const { ticket, hash } = await hashOf("weekly", "a@example.com");
    // The last 16 bytes of the HMAC, in base32; made with Python's hmac.
    expect(hash).toBe("pwvxkrj7hjftknd2rvh5lb4jcm");
    expect((await hashOf("weekly", "b@example.com")).hash).not.toBe(hash);
    expect((await hashOf("product-news", "a@example.com")).hash).not.toBe(hash);
    for (let start = 0; start + 6 <= 26; start++) {
      expect(ticket).not.toContain(hash?.slice(start, start + 6));
    }
  });

  it("is the same whichever secret signed the link", async () => {
    const secrets = [SECRET, OTHER_SECRET];
    const { hash } = await hashOf("weekly", "a@example.com", secrets);
    const old = await hashOf("weekly", "a@example.com", secrets, OTHER_SECRET);
    expect(old.hash).toBe(hash);
    expect(hash).toBeDefined();
  });
});

describe("claimedBy", () => {
  it("says what a link claims, whoever signed it", () => {
    const other = ID_TICKET.slice(0, -26) + "a".repeat(26);
    expect(claimedBy(`/leave/WEEKLY/${other}.`)).toEqual({ list: "weekly", contact: ID });
    expect(claimedBy("/leave/weekly/nothing")).toBeUndefined();
  });
});

describe("a list's name", () => {
  it("is told from a segment ID", () => {
    expect([isListName("weekly"), isSegmentId("weekly")]).toEqual([true, false]);
    expect([isListName(SEGMENT), isSegmentId(SEGMENT)]).toEqual([false, true]);
  });
});

describe("a contact as a ticket carries it", () => {
  // 16 bytes, from 0x00 to 0xff in steps of 0x11.
  const bytes = Uint8Array.from({ length: 16 }, (_, i) => i * 0x11);

  it("is an ID of 16 bytes, no more and no fewer", () => {
    expect(contactText("c", bytes)).toBe("00112233-4455-6677-8899-aabbccddeeff");
    expect(contactText("c", bytes.slice(1))).toBeUndefined();
    expect(contactText("c", Uint8Array.of(...bytes, 0))).toBeUndefined();
    expect(contactText("c", new Uint8Array())).toBeUndefined();
  });

  it("is an address in UTF-8, and nothing else", () => {
    expect(contactText("e", new TextEncoder().encode("a@b"))).toBe("a@b");
    expect(contactText("e", new TextEncoder().encode("nobody"))).toBeUndefined();
    expect(contactText("e", Uint8Array.of(0x61, 0x40, 0xff))).toBeUndefined();
  });
});
