import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { openLink } from "../../src/links/open.ts";
import { signTicket } from "../../src/links/ticket.ts";

const SECRET = "correct-horse-battery-staple-0123456789";

const list = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);
const contactId = fc.uuid();
const address = fc
  .tuple(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  )
  .map(([local, domain]) => `${local}@${domain}`.replaceAll(/[\s\p{Cc}]/gu, "x"))
  .filter(
    (text) =>
      text.isWellFormed() && !text.endsWith("@") && new TextEncoder().encode(text).length <= 254,
  );
const contact = fc.oneof(contactId, address);

describe("a link", () => {
  it("opens to what was signed, for any contact ID and any address", async () => {
    await fc.assert(
      fc.asyncProperty(list, contact, async (listName, who) => {
        const ticket = await signTicket({ list: listName, contact: who, secret: SECRET });
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

  it("is refused when any one character of its ticket is another", async () => {
    const letter = fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz234567"));
    await fc.assert(
      fc.asyncProperty(contact, fc.nat(), letter, async (who, position, other) => {
        const ticket = await signTicket({ list: "weekly", contact: who, secret: SECRET });
        const index = position % ticket.length;
        fc.pre(ticket[index] !== other);
        const mutated = ticket.slice(0, index) + other + ticket.slice(index + 1);
        expect(await openLink(`/leave/weekly/${mutated}`, [SECRET])).toMatchObject({
          kind: "refused",
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("never opens for another list", async () => {
    await fc.assert(
      fc.asyncProperty(list, list, contact, async (signedFor, asked, who) => {
        fc.pre(signedFor !== asked);
        const ticket = await signTicket({ list: signedFor, contact: who, secret: SECRET });
        expect(await openLink(`/leave/${asked}/${ticket}`, [SECRET])).toMatchObject({
          kind: "refused",
        });
      }),
    );
  });

  it("made of anything at all is refused, and nothing throws", async () => {
    const anything = fc.string({ unit: "binary", maxLength: 600 });
    const nearly = fc.tuple(
      fc.constantFrom("c", "e", "C", "E"),
      fc.string({ maxLength: 500 }),
      anything,
    );
    const tail = fc.oneof(
      anything,
      nearly.map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(tail, async (text) => {
        expect(await openLink(text, [SECRET])).toMatchObject({ kind: "refused" });
        expect(await openLink(`/leave/weekly/${text}`, [SECRET])).toMatchObject({
          kind: "refused",
        });
      }),
      { numRuns: 1000 },
    );
  });
});
