import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { parseContact } from "../../src/links/names.ts";
import { openLink } from "../../src/links/open.ts";
import { signTicket } from "../../src/links/ticket.ts";

const SECRET = "correct-horse-battery-staple-0123456789";

const list = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);
const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
const address = fc
  .tuple(part, part)
  .map(([local, domain]) => `${local}@${domain}`.replaceAll(/[\s\p{Cc}]/gu, "x"))
  .filter(
    (text) =>
      text.isWellFormed() && !text.endsWith("@") && new TextEncoder().encode(text).length <= 254,
  );
const contact = fc.oneof(fc.uuid(), address);

/** Signs, as earlier versions did, even addresses that senders may not sign any more. */
function signed(listName: string, who: string): Promise<string> {
  const parsed = parseContact(who);
  if (parsed === undefined) throw new Error(`${who} is not a contact`);
  return signTicket(listName, parsed, SECRET);
}

describe("a link", () => {
  it("opens to what was signed, for any contact ID and any address", async () => {
    await fc.assert(
      fc.asyncProperty(list, contact, async (listName, who) => {
        const ticket = await signed(listName, who);
        expect(ticket).toMatch(/^[ce][a-z2-7]+$/);
        expect(await openLink(`/leave/${listName}/${ticket}`, [SECRET])).toMatchObject({
          kind: "opened",
          list: listName,
          contact: who,
          ticket,
          action: "leave",
        });
      }),
    );
  });

  it("that the library makes opens to exactly its contact", async () => {
    const pieces = "mira e . - + ' % = ü İ ſ k < @b.c".split(" ");
    const texts = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 });
    const who = fc.oneof(
      texts.map((some) => `${some.join("")}@b.c`),
      contact,
    );
    let made = 0;
    await fc.assert(
      fc.asyncProperty(who, async (signedFor) => {
        const input = { origin: "https://a.b", list: "weekly", contact: signedFor, secret: SECRET };
        const url = await leaveUrl(input).catch(() => undefined);
        if (url === undefined) return;
        made += 1;
        const opened = { kind: "opened", list: "weekly", contact: signedFor };
        expect(await openLink(new URL(url).pathname, [SECRET])).toMatchObject(opened);
      }),
    );
    expect(made).toBeGreaterThan(20);
  });

  const droppable = fc.constantFrom(" ", "\r\n ", "=\r\n", "%3D", "\u00AD", "%E2%80%8B", "\uFEFF");
  const damage = (places: number) => fc.array(fc.tuple(fc.nat(), droppable), { maxLength: places });
  const insert = (ticket: string, all: [number, string][]) => {
    const at = Array.from(ticket, () => "");
    for (const [place, text] of all) at[place % ticket.length] += text;
    return Array.from(ticket, (character, index) => at[index] + character).join("");
  };

  it.each([
    ["an ID at any number of places, whatever follows", fc.uuid(), 200, fc.string()],
    ["an address at eight places", address, 8, fc.constant("")],
  ])("opens when its ticket is damaged: %s", async (_, who, places, junk) => {
    await fc.assert(
      fc.asyncProperty(who, damage(places), junk, async (signedFor, all, after) => {
        const ticket = await signed("weekly", signedFor);
        const path = `/leave/weekly/${insert(ticket, all)}${after}`;
        fc.pre(path.length < 4_096);
        expect(await openLink(path, [SECRET])).toMatchObject({ contact: signedFor, ticket });
        expect(await openLink(path, ["x".repeat(32)])).toMatchObject({ kind: "refused" });
      }),
      { numRuns: 500 },
    );
  });

  it("is refused when any one character of its ticket is changed", async () => {
    const letter = fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz234567"));
    await fc.assert(
      fc.asyncProperty(contact, fc.nat(), letter, async (who, position, other) => {
        const ticket = await signed("weekly", who);
        const index = position % ticket.length;
        fc.pre(ticket[index] !== other);
        const mutated = ticket.slice(0, index) + other + ticket.slice(index + 1);
        const link = await openLink(`/leave/weekly/${mutated}`, [SECRET]);
        expect(link).toMatchObject({ kind: "refused" });
      }),
      { numRuns: 1000 },
    );
  });

  it("made of random text is refused, and nothing throws", async () => {
    const units = fc.array(fc.nat(0xffff), { maxLength: 300 });
    const anything = units.map((codes) => String.fromCharCode(...codes));
    const nearly = fc.tuple(fc.constantFrom("c", "E"), fc.string({ maxLength: 300 }), anything);
    const tail = fc.oneof(
      anything,
      nearly.map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(tail, async (text) => {
        for (const path of [text, `/leave/weekly/${text}`]) {
          expect(await openLink(path, [SECRET])).toMatchObject({ kind: "refused" });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
