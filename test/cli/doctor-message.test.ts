/** What the doctor finds in a sent message, and in what a Broadcast would print. One row is one fault. */

import { beforeEach, describe, expect, it } from "vitest";

import { checkBroadcast } from "../../cli/doctor/checks/broadcast.ts";
import { readSignature } from "../../cli/doctor/checks/dkim.ts";
import { checkMessage } from "../../cli/doctor/checks/message.ts";
import type { Send } from "../../cli/doctor/exchange.ts";
import type { Finding } from "../../cli/doctor/finding.ts";
import type { Sender } from "../../cli/doctor/requests.ts";
import { connectResend } from "../../cli/resend.ts";
import { leaveUrl } from "../../src/links/index.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { sentMessage } from "../../sandbox/sent-message.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { ID_LINK, OTHER_SECRET, SECRET } from "./run.ts";

const SENDER: Sender = { origin: "https://acme.com", list: "weekly", secrets: [SECRET] };
const LINK = { origin: "https://acme.com", list: "weekly", contact: MIRA, secret: SECRET };
const SENT = { ...LINK, mailtoDomain: "leave.acme.com" };

const MARKS = { ok: "✓", warning: "!", failure: "✗", skipped: "–" };
const lines = (findings: readonly Finding[]) =>
  findings.map(({ check, status, found }) => `${MARKS[status]} ${check}: ${found}`);

/** What is not in order in a message. */
async function faultsIn(source: string, sender = SENDER): Promise<string[]> {
  const findings = await checkMessage(Buffer.from(source), sender);
  return lines(findings.filter(({ status }) => status !== "ok"));
}

type Change = (source: string) => string;
const replace = (from: string | RegExp, to: string) => (source: string) => source.replace(from, to);
/** The message with its `List-Unsubscribe` in place of its own. */
const uris = (value: string) =>
  replace(/^List-Unsubscribe: .*\r\n(?: .*\r\n)*/m, `List-Unsubscribe: ${value}\r\n`);
const header = (line: string) => (source: string) => `${line}\r\n${source}`;
const signedBy = (domain: string) => replace("d=news.acme.com;", `d=${domain};`);
const OTHER_MAILTO =
  "mailto:weekly.cn4or6cssy5gb5csvb46j6o32ea62ii5hrpyzfvh2mmi3gmcvv4nm@leave.acme.com";
const TWO_URIS = `<${ID_LINK}> <mailto:x@acme.com>`;
const NO_LINK = "– message-link: There is no link.";
const UNALIGNED = "✗ message-dkim-domain: From is at news.acme.com";
const BROKEN = '<a href=3D"https://acme.com/leave/weekly/c4fu2">x</a>';
const HTTP_LINK = ID_LINK.replace("https", "http");
const ELSEWHERE = "✗ message-link: It leads to http://acme.com instead of https:";
const SIGNATURES = /^DKIM-Signature:.*\r\n(?: .*\r\n)*/gm;
const UNSIGNED = "– message-dkim-domain: There is no DKIM-Signature.";
const NO_FROM = "– message-dkim-domain: The message has no readable From.";
const MAILTO = "! message-link: The link opens, but the mailto:";

describe("a sent message", () => {
  it.each<[name: string, change: Change]>([
    ["as Resend sends it: folded, with two signatures", (source) => source],
    ["RFC 2369 §2: a folded URI", uris(`<${ID_LINK.slice(0, 40)}\r\n ${ID_LINK.slice(40)}>`)],
    ["RFC 2369 §2: with a comment", uris(`<${ID_LINK}> (leave)`)],
    ["RFC 8058 §3.1: with white space around One-Click", replace("=One-Click", "=One-Click ")],
    ["RFC 7489 §3.1.1: signed by the domain above", signedBy("acme.com")],
    ["RFC 7489 §3.1.1: signed by a domain below", signedBy("a.news.acme.com")],
    ["with a broken link before the one in the body", replace("<p>Hello", `${BROKEN}<p>Hello`)],
  ])("is in order: %s", async (_, change) => {
    expect(await faultsIn(change(await sentMessage(SENT)))).toEqual([]);
  });

  it.each<[fault: string, change: Change, other?: string]>([
    // RFC 2369 section 2.
    ["✗ message-list-unsubscribe: It is not a list", uris(ID_LINK), NO_LINK],
    ["✗ message-list-unsubscribe: It is not a list", uris(TWO_URIS), MAILTO],
    ["✗ message-list-unsubscribe: It is not a list", uris("<no uri>"), NO_LINK],
    // RFC 8058 section 3.1.
    ["✗ message-list-unsubscribe: It has 2 https", uris(`<${ID_LINK}>, <${ID_LINK}>`)],
    ["✗ message-list-unsubscribe: It has 0 https", uris("<mailto:x@acme.com>"), NO_LINK],
    ["✗ message-list-unsubscribe: It has 0 https", uris(`<${HTTP_LINK}>`), ELSEWHERE],
    ["✗ message-list-unsubscribe: There are 2 of", header(`List-Unsubscribe: <${ID_LINK}>`)],
    ["✗ message-list-unsubscribe-post: There are 2 of", header("List-Unsubscribe-Post: x")],
    ["✗ message-list-unsubscribe-post: It is not List", replace("=One-Click", "=one-click")],
    [MAILTO, uris(`<${ID_LINK}>, <${OTHER_MAILTO}>`)],
    ["✗ message-link: It leads here, but was cut", uris("<https://acme.com/leave/weekly>")],
    // RFC 8058 section 4.
    ["✗ message-dkim: None of 2 signatures covers both", replace(/list-unsubscribe-post:/g, "")],
    // RFC 7489 section 3.1.1.
    ["! message-dkim: Only notnews.acme.com", signedBy("notnews.acme.com"), UNALIGNED],
    ["! message-dkim: Only com and amazonses.com", signedBy("com"), UNALIGNED],
    ["✗ message-dkim: There is no DKIM-Signature.", replace(SIGNATURES, ""), UNSIGNED],
    ["! message-dkim: Only news.acme.com and ama", replace(/^From: .*\r\n/m, ""), NO_FROM],
    ["✗ message: The file is not an email.", () => ""],
    ["✗ message: The file is not an email.", () => `Subject: ${"x".repeat(3_000_000)}\r\n\r\n`],
  ])("shows its fault: %s", async (fault, change, other) => {
    const found = await faultsIn(change(await sentMessage(SENT)));
    const expected = other === undefined ? [fault] : [fault, other];
    expect(found).toEqual(expected.map((part) => expect.stringContaining(part)));
    expect(found.join()).not.toMatch(/[ce][a-z2-7]{40}|reader@/);
  });

  it("may be signed with any of the secrets, and with no other", async () => {
    const source = await sentMessage({ ...SENT, secret: OTHER_SECRET });
    expect(await faultsIn(source, { ...SENDER, secrets: [SECRET, OTHER_SECRET] })).toEqual([]);
    expect(await faultsIn(source)).toEqual([
      "✗ message-link: It was signed with a secret that is not in LINK_SECRETS.",
      "! message-body: The body has a link to this origin, but it does not open.",
    ]);
  });

  it("may be of another list, which the finding says", async () => {
    const source = await sentMessage({ ...LINK, list: "product-news" });
    const [, , link] = lines(await checkMessage(Buffer.from(source), SENDER));
    expect(link).toContain("The link opens (list product-news, which is another one).");
  });

  it("is checked by its body alone if it is a Broadcast", async () => {
    const source = await sentMessage(LINK, "bare");
    const findings = await checkMessage(Buffer.from(source), SENDER, "broadcast");
    expect(lines(findings)).toEqual(["✓ message-body: The body has a link, and it opens."]);
  });

  it.each([
    [
      "white space and capitals",
      "v=1; d = Acme.COM ;\th=From : To:\r\n Date ;b=a=b=",
      "acme.com",
      ["from", "to", "date"],
    ],
    ["no d=", "v=1; h=From:To", "", ["from", "to"]],
    ["no h=", "v=1; d=acme.com", "acme.com", []],
  ])("RFC 6376 §3.5: may have a DKIM-Signature with %s", (_, value, domain, headers) => {
    expect(readSignature(value)).toEqual({ domain, headers });
  });
});

describe("a test contact for Broadcasts", () => {
  const standIn = runningStandIn();
  const PROPERTY = "leave_weekly";
  const LISTS = new Map([["weekly", { ...SAMPLE_LISTS.weekly, property: PROPERTY }]]);

  /** A Worker that answers every link with its page, or none. */
  const worker =
    (status: number): Send =>
    ({ path }) => {
      const body = `<form method="post" action="${path}">`;
      return Promise.resolve({ kind: "answer", status, headers: {}, body, ms: 1 });
    };

  async function findings({
    contact = "mira@example.com",
    lists = LISTS,
    status = 200,
    baseUrl = standIn.url,
  } = {}) {
    const connection = connectResend({ apiKey: API_KEY, baseUrl });
    const sender = { ...SENDER, secrets: [SECRET, OTHER_SECRET] as const, lists, connection };
    const found = await checkBroadcast(contact, sender, worker(status));
    return found.map((one) => `${MARKS[one.status]} ${one.found}`);
  }

  const hold = (value: string) =>
    standIn.resend.contacts.update({ id: MIRA, properties: { [PROPERTY]: value } });

  beforeEach(() => standIn.resend.contactProperties.create({ key: PROPERTY, type: "string" }));

  it("is in order with its own link, and nothing changes at Resend", async () => {
    await hold(await leaveUrl(LINK));
    expect(await findings()).toEqual([
      "✓ The contact is in the list's segment, and gets Broadcasts.",
      "✓ It holds the contact's own link.",
      "✓ It opens.",
    ]);
    const { body } = await standIn.control("GET", "requests");
    const changes = body.requests.filter(
      ({ method, url }: Record<string, string>) =>
        method !== "GET" && /segments|broadcasts/.test(url ?? ""),
    );
    expect(changes).toEqual([]);
  });

  it.each<[finding: string, link: Partial<typeof LINK> | string]>([
    ["✗ The property is empty.", ""],
    ["✗ It holds no link to this origin.", "unsubscribe"],
    ["✗ It holds a link that does not open.", "https://acme.com/leave/weekly"],
    ["✗ It holds no link to this origin.", { origin: "https://old.acme.com" }],
    ["✗ It holds a link of another contact or list.", { list: "product-news" }],
    ["✗ It holds a link of another contact or list.", { contact: "mira@example.com" }],
    ["✗ It holds a link that does not open.", { secret: `${SECRET}-old` }],
    ["! It holds a link that an older secret has signed.", { secret: OTHER_SECRET }],
  ])("%s The value: %j", async (finding, link) => {
    await hold(typeof link === "string" ? link : await leaveUrl({ ...LINK, ...link }));
    expect((await findings())[1]).toBe(finding);
  });

  it.each<[finding: string, given: Parameters<typeof findings>[0]]>([
    ["✗ Resend has no such contact.", { contact: "x@example.com" }],
    ["✗ The contact has opted out of every Broadcast.", { contact: "kit.larsen@example.net" }],
    ["! The contact is not in the list's segment.", { contact: "zoe@blüten.example.org" }],
    ["– LISTS.weekly has no segment and property.", { lists: new Map() }],
    ["✗ Resend did not answer.", { baseUrl: "http://127.0.0.1:1" }],
  ])("%s Given: %j", async (finding, given) => {
    expect((await findings(given))[0]).toBe(finding);
  });

  it("may have a link that the Worker does not open", async () => {
    await hold(await leaveUrl(LINK));
    expect((await findings({ status: 404 })).at(-1)).toBe("✗ It does not open.");
  });
});
