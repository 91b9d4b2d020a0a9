/** What `link --open` reads: links as they reach support, by contact ID and by address, and what it says of them. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { findLink } from "../../cli/link-text.ts";
import { ticketFor } from "../fuzz/signing.ts";
import { ADDRESS, ADDRESS_LINK, ID, ID_LINK, link, OTHER_SECRET, SECRET } from "./run.ts";

const SAFE = "unwrapped eur01.safelinks.protection.outlook.com";
const DEFENSE = "unwrapped urldefense.com";
const TRACKER = "unwrapped links.news.acme.com";
const WORDS = "decoded RFC 2047 encoded words";
const ENTITIES = "decoded HTML entities";
const PERCENT = "decoded percent-encoding";
const BLANKS = "removed white space or invisible characters";
const QUOTED = "removed marks of quoted lines";
const SOFT = "removed = of soft line breaks";

const encode = encodeURIComponent;
const every = (length: number, text: string, mark: string) =>
  text.replaceAll(new RegExp(`.{${length}}`, "g"), `$&${mark}`);
const base64 = (text: string) => Buffer.from(text).toString("base64url");

/** What gateways make of a link, after their own documentation. */
const safeLinks = (url: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encode(url)}&data=05%7C02&sdata=x`;
const defense1 = (url: string) =>
  `https://urldefense.proofpoint.com/v1/url?u=${encode(url)}&k=oIvRg1%2BdGA`;
const defense2 = (url: string) => {
  const encoded = encode(url).replaceAll("-", "%2D").replaceAll("_", "%5F");
  const u = encoded.replaceAll("%2F", "_").replaceAll("%", "-");
  return `https://urldefense.proofpoint.com/v2/url?u=${u}&d=DwMFAg&c=euGZstcaTD`;
};
/** Takes all but letters, digits, and some marks out: one by one, or runs of two and more. */
const defense3 = (url: string) => {
  let taken = "";
  const rest = url.replaceAll(/[^\w./:?=-]+/g, (marks) => {
    taken += marks;
    const letter = String.fromCharCode("A".charCodeAt(0) + marks.length - 2);
    return marks.length === 1 ? "*" : `**${letter}`;
  });
  return `https://urldefense.com/v3/__${rest}__;${base64(taken)}!!OepYZ6Q!x_-9$`;
};
const google = (url: string) => `https://www.google.com/url?q=${encode(url)}&source=gmail&ust=17`;
const sophos = (url: string) =>
  `https://eu-west-1.protection.sophos.com?d=acme.com&u=${base64(url)}&i=NjM=`;
const tracker = (url: string) =>
  `https://links.news.acme.com/CL0/${url.replaceAll("/", "%2F")}/1/0100019-000000`;

const WRAPPINGS = [safeLinks, defense1, defense2, defense3, google, sophos, tracker];

type Input = [what: string, make: (url: string) => string, ...repairs: string[]];

const INPUTS: readonly Input[] = [
  ["the link", (url) => url],
  ["its path", (url) => new URL(url).pathname],
  ["a receipt", (url) => `${url}/receipt/${"0".repeat(32)}`],
  ["a header", (url) => `List-Unsubscribe: <${url}>, <mailto:leave@acme.com>`],
  ["a folded header", (url) => `Precedence: bulk\r\nlist-unsubscribe:\r\n <${url}>\r\nX: y`],
  ["a fold in the link", (url) => `List-Unsubscribe: <${every(60, url, "\r\n ")}>`, BLANKS],
  ["an encoded fold", (url) => `<${every(60, url, "%20")}>`, PERCENT, BLANKS],
  ["encoded words", (url) => `=?utf-8?q?=3C${every(40, url, "?=\r\n =?utf-8?q?")}=3E?=`, WORDS],
  ["an encoded word in base64", (url) => `=?UTF-8?B?${btoa(`<${url}>`)}?=`, WORDS],
  ["no scheme", (url) => url.replace("https://", ""), "added https://"],
  ["a sentence", (url) => `She wrote: please take me off (${url}). Thanks!`],
  ["quotes", (url) => `“${url}”`],
  ["Markdown", (url) => `[Unsubscribe](${url})`],
  ["a quoted reply", (url) => `> ${every(40, url, "\r\n> ")}`, QUOTED, BLANKS],
  ["a reply to it", (url) => `>> ${every(40, url, "=\r\n> > ")}`, QUOTED, BLANKS, SOFT],
  ["invisible entities", (url) => every(40, url, "&shy;<wbr>&zwnj;"), ENTITIES, BLANKS],
  ["JSON", (url) => JSON.stringify({ url }).replaceAll("/", "\\/"), "removed backslashes"],
  ["HTML", (url) => `<td><a style="color:#000" href="${url}">Unsubscribe</a></td>`],
  ["quoted-printable", (url) => `<a href=3D"${every(50, url, "=\r\n")}">`, BLANKS, SOFT],
  ["entities", (url) => url.replaceAll("/", "&#x2F;").replace(":", "&#58;"), ENTITIES],
  ["line breaks", (url) => every(30, url, "\n"), BLANKS],
  ["a break in its first word", (url) => url.replace("leave", "lea\r\n  ve"), BLANKS],
  ["soft breaks without line ends", (url) => every(40, url, "="), SOFT],
  ["zero-width spaces", (url) => every(20, url, "\u200B"), BLANKS],
  ["capitals", (url) => url.toUpperCase(), "read capitals as lower case"],
  ["percent-encoding", (url) => encode(encode(url)), PERCENT],
  ["junk after it", (url) => `${url}&amp;utm_source=news|>`],
  ["Safe Links", (url) => safeLinks(url).slice(8), SAFE, PERCENT],
  ["in HTML", (url) => safeLinks(url).replaceAll("&", "&amp;"), SAFE, ENTITIES, PERCENT],
  ["broken", (url) => safeLinks(url).replace("ly%2F", "ly%2\r\nF"), SAFE, BLANKS, PERCENT],
  ["urldefense 1", defense1, "unwrapped urldefense.proofpoint.com", PERCENT],
  ["urldefense 2", defense2, DEFENSE],
  ["urldefense 3", defense3, DEFENSE],
  ["urldefense 3 of Safe Links", (url) => defense3(safeLinks(url)), DEFENSE, SAFE, PERCENT],
  ["urldefense 2 of Safe Links", (url) => defense2(safeLinks(url)), DEFENSE, SAFE, PERCENT],
  [
    "urldefense 3 of 2 of 3",
    (url) => defense3(defense2(defense3(every(30, url, "\r\n ")))),
    DEFENSE,
    BLANKS,
  ],
  [
    "Safe Links of both",
    (url) => safeLinks(defense2(tracker(url))),
    SAFE,
    DEFENSE,
    TRACKER,
    PERCENT,
  ],
  ["Google", google, "unwrapped www.google.com", PERCENT],
  ["Sophos", sophos, "unwrapped eu-west-1.protection.sophos.com"],
  ["click tracking", tracker, TRACKER, PERCENT],
];

describe.each([
  ["by contact ID", ID_LINK, ID],
  ["by address", ADDRESS_LINK, ADDRESS],
])("a link %s opens, and its repairs are named, from", (_, url, contact) => {
  it.each(INPUTS)("%s", async (_what, make, ...repaired) => {
    const text = make(url);
    const found = { contact, list: "weekly", repaired };
    expect(await findLink(text, [OTHER_SECRET, SECRET]), text).toEqual({ ...found, secret: 1 });
    // What nobody here has signed never opens.
    expect(await findLink(text, [OTHER_SECRET])).toEqual({ ...found, secret: undefined });
  });
});

describe("an address", () => {
  const TICKET = ticketFor(ID, "weekly", SECRET);

  it.each([
    `weekly.${TICKET}@leave.acme.com`,
    `u+weekly.${TICKET}@acme.com`,
    `u%2Bweekly.${TICKET}@acme.com`,
    `mailto:u+weekly.${TICKET}@acme.com?subject=unsubscribe`,
    `weekly.${TICKET}+tag@leave.acme.com`,
    `<mailto:week\r\n ly.${every(20, TICKET, "\r\n ")}@leave.acme.com>`,
    `List-Unsubscribe: <https://acme.com/leave/weekly/cut>, <mailto:weekly.${TICKET}@acme.com>`,
    safeLinks(`mailto:weekly.${TICKET}@leave.acme.com`),
  ])("opens: %j", async (text) => {
    expect(await findLink(text, [SECRET])).toMatchObject({ contact: ID, secret: 0 });
    expect(await findLink(text, [OTHER_SECRET])).toMatchObject({ secret: undefined });
  });
});

it("a text opens to the first link that is signed, and else shows the first that claims to be one", async () => {
  const forged = ID_LINK.replace("weekly", "daily");
  const text = `${forged}\n${ADDRESS_LINK}\n${ID_LINK}`;
  expect(await findLink(text, [SECRET])).toMatchObject({ contact: ADDRESS, list: "weekly" });
  const claimed = { contact: ID, list: "daily", secret: undefined };
  expect(await findLink(text, [OTHER_SECRET])).toMatchObject(claimed);
  expect(await findLink("please leave / me alone at a.b@example.com", [SECRET])).toBeUndefined();
});

it("any wrappings of any damaged link open to the person who was signed, and forged ones never do", async () => {
  const address = fc.stringMatching(/^[a-z0-9.+]{1,30}@[a-z]{2,20}\.com$/);
  const wrappings = fc.array(fc.constantFrom(...WRAPPINGS), { maxLength: 3 });
  const damage = fc.constantFrom("", "=\r\n", "\r\n ", "\u200B");
  const places = fc.tuple(damage, fc.integer({ min: 30, max: 80 }));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.uuid(), address),
      wrappings,
      places,
      async (contact, around, [mark, length]) => {
        const url = `https://acme.com/leave/weekly/${ticketFor(contact, "weekly", SECRET)}`;
        const text = around.reduce((inner, wrap) => wrap(inner), every(length, url, mark));
        expect(await findLink(text, [SECRET]), text).toMatchObject({ contact, secret: 0 });
        expect((await findLink(text, [OTHER_SECRET]))?.secret).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});

it("takes no longer for long texts, and never throws", { timeout: 30_000 }, async () => {
  const found = fc.asyncProperty(fc.string({ unit: "binary", maxLength: 400 }), async (text) => {
    expect((await findLink(`leave/weekly/${text}`, [SECRET]))?.secret).toBeUndefined();
  });
  await fc.assert(found);
  for (const part of [
    "a",
    "leave/",
    "a.",
    "**A",
    "=?utf-8?q?a",
    "urldefense.com/v3/__",
    "&#x41;",
  ]) {
    const started = performance.now();
    await findLink(part.repeat(100_000), [SECRET]);
    expect(performance.now() - started, part).toBeLessThan(2_000);
  }
});

it("link --open says what it has repaired, also as JSON", async () => {
  const text = safeLinks(every(60, ID_LINK, "\r\n"));
  const { stdout } = await link(["--open", text]);
  expect(stdout).toContain(`\nrepaired   ${SAFE}, ${PERCENT}, ${BLANKS}\n`);
  const json = await link(["--open", text, "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ repaired: [SAFE, PERCENT, BLANKS] });
});
