/**
 * Finds an unsubscribe link in what support receives: a header line, a part of a message, an address, or a link that
 * gateways have rewritten, even several times. Pure. It trusts nothing: only a signed ticket opens, wherever it was found.
 */

import { decodeWords } from "postal-mime";

import type { ListName, SegmentId } from "../src/links/names.ts";
import { claimedBy, openLink } from "../src/links/open.ts";

/** A link in a text. */
export interface FoundLink {
  list: ListName | SegmentId;
  contact: string;
  /** The index of the secret that signed it; `undefined` if none did. */
  secret: number | undefined;
  /** What was undone to read it, for a person: `decoded quoted-printable`. */
  repaired: string[];
}

/** More than the headers of most messages. */
const MAX_TEXT = 65_536;

/** Links are wrapped by one gateway after another. */
const MAX_ROUNDS = 6;

/** The most links and addresses that are tried in one reading of a text. */
const MAX_LINKS = 50;

/** The rest of a longer path is ignored, as the Worker does. */
const MAX_PATH = 4_096;

const LINK = /leave\/+/gi;
const ADDRESS = /(?<![a-z0-9-])([a-z0-9-]{1,40})\.([^.@:<>"'+/]{50,600})(?:\+[^@\s]*)?@/gi;
const BLANKS = "removed white space or invisible characters";
const PERCENT = "decoded percent-encoding";

/**
 * Finds the first link in a text that one of the secrets has signed, or else the first that looks like one.
 *
 * @param text anything; what follows its first 65,536 characters is ignored
 * @returns `undefined` if there is nothing like a link
 */
export async function findLink(
  text: string,
  secrets: readonly string[],
): Promise<FoundLink | undefined> {
  const given = text.slice(0, MAX_TEXT);
  // A line break inside an escape such as %2F.
  const oneLine = given.replaceAll(/=?[\s\p{Default_Ignorable_Code_Point}]+/gu, "");
  const readings = [...readingsOf(given, []), ...readingsOf(oneLine, [BLANKS])];
  const tried = new Set<string>();
  let unsigned: FoundLink | undefined;
  for (const reading of readings) {
    for (const path of pathsIn(reading.text)) {
      const claim = tried.has(path) ? undefined : claimedBy(path);
      tried.add(path);
      if (claim === undefined) continue;
      const opened = await Promise.all(secrets.map((secret) => openLink(path, [secret])));
      const index = opened.findIndex(({ kind }) => kind === "opened");
      const link = opened[index];
      const { list, contact, ticket } = link?.kind === "opened" ? link : claim;
      const secret = index === -1 ? undefined : index;
      const found = { list, contact, secret, repaired: repairsOf(reading, list, ticket) };
      if (secret !== undefined) return found;
      unsigned ??= found;
    }
  }
  return unsigned;
}

/** The paths of the links in a text, and those that its addresses stand for. */
function pathsIn(text: string): string[] {
  const links = Array.from(text.matchAll(LINK), ({ index }) => text.slice(index, index + MAX_PATH));
  const addresses = Array.from(text.matchAll(ADDRESS), ([, list, end]) => `leave/${list}/${end}`);
  const all = [...links.slice(0, MAX_LINKS), ...addresses.slice(0, MAX_LINKS)];
  return all.map((path) => `/${path}`);
}

/** A text as it was given, or with its encodings undone. */
interface Reading {
  text: string;
  repaired: readonly string[];
}

/** The text as it is, then as it becomes with each decoding, one after another, until nothing changes. */
function readingsOf(given: string, repaired: readonly string[]): Reading[] {
  let reading: Reading = { text: given, repaired };
  const all = [reading];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = reading.text;
    for (const [repair, decode] of DECODERS) {
      const text = decode(reading.text);
      if (text === reading.text) continue;
      reading = { text, repaired: [...reading.repaired, ...repair] };
      all.push(reading);
    }
    if (reading.text === before) break;
  }
  return all;
}

/** What is said of each, and how it is undone. Of a wrapping, the name of its host is said. */
const DECODERS: readonly (readonly [repair: readonly string[], (text: string) => string])[] = [
  [["decoded RFC 2047 encoded words"], decodeWords],
  [
    ["removed marks of quoted lines"],
    (text) => text.replaceAll(/(?<=\n)[ \t]*(?:[>|][ \t]?)+/g, ""),
  ],
  [["decoded quoted-printable"], decodeQuotedPrintable],
  [["decoded HTML entities"], decodeEntities],
  [["removed backslashes"], (text) => text.replaceAll(/\\(?=[!-/:-@[-`{-~])/g, "")],
  [[], unwrapUrlDefense],
  // "http" in base64: Sophos, and some trackers.
  [[], (text) => text.replaceAll(/\baHR0c[\w+/-]{20,}/g, decodeBase64)],
  [[PERCENT], decodePercent],
];

const decodeHex = (escapes: string) =>
  Buffer.from(escapes.replaceAll(/[=%]/g, ""), "hex").toString("utf8");

const decodeBase64 = (text: string) => Buffer.from(text, "base64").toString("utf8");

/** Safe Links, urldefense v1, and most others carry the URL in their own with percent-encoding. */
function decodePercent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, decodeHex);
}

function decodeQuotedPrintable(text: string): string {
  const joined = text.replaceAll(/=[ \t]*\r?\n/g, "");
  if (joined === text && !/=3D/i.test(text)) return text;
  return joined.replaceAll(/(?:=[0-9a-f]{2})+/gi, decodeHex);
}

function decodeEntities(text: string): string {
  const bare = text.replaceAll(
    /<wbr>|&(?:nbsp|shy|zwn?j|lrm|rlm|nobreak|zerowidthspace);/gi,
    "\u200B",
  );
  const marks = bare.replaceAll(/&#(x[0-9a-f]{1,5}|[0-9]{1,6});/gi, (_, code: string) =>
    String.fromCodePoint(Number(code.replace(/^x/i, "0x"))),
  );
  const quotes = marks.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return quotes.replaceAll("&amp;", "&");
}

const URL_DEFENSE_2 = /urldefense\.(?:proofpoint\.)?com\/v2\/url\?(?:[^\s<>"]*&)?u=([^&\s<>"]+)/gi;
const URL_DEFENSE_3 = /urldefense\.(?:proofpoint\.)?com\/v3\/__([^\s<>"]{1,2000}?)__;([\w-]*)=*!/gi;
const RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Undoes Proofpoint's rewriting. Version 2 has `-` for `%` and `_` for `/`. Version 3 has `*` for one character, and `**`
 * with a letter for 2 to 65 of them; they follow in base64. The gateway's name stays in the text.
 */
function unwrapUrlDefense(text: string): string {
  const third = text.replaceAll(URL_DEFENSE_3, (_, url: string, base64: string) => {
    const taken = Array.from(decodeBase64(base64));
    const token = (_token: string, run?: string) =>
      taken.splice(0, run === undefined ? 1 : RUNS.indexOf(run) + 2).join("");
    return wrapped(url.replaceAll(/\*(?:\*([\w-]))?/g, token));
  });
  // Later: inside version 3, version 2 is not as it was written, while it leaves nothing of a version 3 inside readable.
  return third.replaceAll(URL_DEFENSE_2, (_, url: string) =>
    wrapped(decodePercent(url.replaceAll("-", "%").replaceAll("_", "/"))),
  );
}

const wrapped = (url: string) => `urldefense.com/?${url}`;

const INSIDE: readonly (readonly [RegExp, string])[] = [
  [/[^a-z0-9./=-]/i, BLANKS],
  [/=/, "removed = of soft line breaks"],
  [/[A-Z]/, "read capitals as lower case"],
];

const HOST = /(^\/*|:\/+|[?=])((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[:/?])/gi;

/** Says what stands between the text that was given and a link that was found in a reading of it. */
function repairsOf({ text, repaired }: Reading, list: string, ticket: string): string[] {
  const dropped = "\\s=\\p{Default_Ignorable_Code_Point}";
  const spell = (part: string) => Array.from(part).join(`[${dropped}]*`);
  const between = `[${dropped}]*[./][/${dropped}]*`;
  const spelling = new RegExp(spell(list) + between + spell(ticket), "iu");
  // The path may have opened while it was still encoded.
  const texts = readingsOf(text, []).map((reading) => reading.text);
  const at = texts.findIndex((one) => spelling.test(one));
  const { 0: link = "", index, input = "" } = spelling.exec(texts[at] ?? "") ?? {};
  const [before = ""] = /[^\s<>"'()[\]]*$/.exec(input.slice(0, index)) ?? [];
  const hosts = [...before.matchAll(HOST)];
  const isBare = hosts.pop()?.[1]?.startsWith(":") === false;
  const all = [
    ...hosts.map(([, , host]) => `unwrapped ${host}`),
    ...repaired,
    ...(at > 0 ? [PERCENT] : []),
    ...INSIDE.flatMap(([mark, repair]) => (mark.test(link) ? [repair] : [])),
    ...(isBare ? ["added https://"] : []),
  ];
  return Array.from(new Set(all));
}
