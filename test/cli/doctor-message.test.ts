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

/** The message with its `List-Unsubscribe` in place of its own. */
const listUnsubscribe = (value: string) => (source: string) =>
  source.replace(/^List-Unsubscribe: .*\r\n(?: .*\r\n)*/m, `List-Unsubscribe: ${value}\r\n`);
const replace = (from: string | RegExp, to: string) => (source: string) => source.replace(from, to);
const header = (line: string) => (source: string) => `${line}\r\n${source}`;
const OTHER_MAILTO =
  "mailto:weekly.cn4or6cssy5gb5csvb46j6o32ea62ii5hrpyzfvh2mmi3gmcvv4nm@leave.acme.com";
const NOT_A_LIST = "✗ message-list-unsubscribe: It is not a list of URIs in angle brackets.";

describe("a sent message", () => {
  it.each<[name: string, change: (source: string) => string]>([
    ["as Resend sends it: folded, with two signatures", (source) => source],
    [
      "RFC 2369 §2: with a URI that is folded in its middle",
      listUnsubscribe(`<${ID_LINK.slice(0, 40)}\r\n ${ID_LINK.slice(40)}>`),
    ],
    ["RFC 2369 §2: with a comment", listUnsubscribe(`<${ID_LINK}> (leave)`)],
    ["RFC 8058 §3.1: with white space around One-Click", replace("=One-Click", "=One-Click ")],
    ["RFC 7489 §3.1.1: signed by the domain above", replace("d=news.acme.com;", "d=acme.com;")],
    [
      "RFC 7489 §3.1.1: signed by a domain below",
      replace("d=news.acme.com;", "d=a.news.acme.com;"),
    ],
    [
      "with a broken link before the one in the body",
      replace("<p>Hello", '<a href=3D"https://acme.com/leave/weekly/c4fu2">x</a><p>Hello'),
    ],
  ])("is in order: %s", async (_, change) => {
    expect(await faultsIn(change(await sentMessage(SENT)))).toEqual([]);
  });

  it.each<[name: string, change: (source: string) => string, ...faults: string[]]>([
    [
      "RFC 2369 §2: no brackets",
      listUnsubscribe(ID_LINK),
      NOT_A_LIST,
      "– message-link: There is no link.",
    ],
    [
      "RFC 2369 §2: no comma",
      listUnsubscribe(`<${ID_LINK}> <mailto:x@acme.com>`),
      NOT_A_LIST,
      "! message-link: The link opens, but the mailto:",
    ],
    [
      "RFC 2369 §2: no URI",
      listUnsubscribe("<no uri>"),
      NOT_A_LIST,
      "– message-link: There is no link.",
    ],
    [
      "RFC 8058 §3.1: two https URIs",
      listUnsubscribe(`<${ID_LINK}>, <${ID_LINK}>`),
      "✗ message-list-unsubscribe: It has 2 https URIs instead of one.",
    ],
    [
      "RFC 8058 §3.1: a mailto: alone",
      listUnsubscribe("<mailto:x@acme.com>"),
      "✗ message-list-unsubscribe: It has 0 https URIs",
      "– message-link: There is no link.",
    ],
    [
      "RFC 8058 §3.1: plain http",
      listUnsubscribe(`<${ID_LINK.replace("https", "http")}>`),
      "✗ message-list-unsubscribe: It has 0 https URIs",
      "✗ message-link: It leads to http://acme.com instead of https:",
    ],
    [
      "two of the header",
      header(`List-Unsubscribe: <${ID_LINK}>`),
      "✗ message-list-unsubscribe: There are 2 of these headers.",
    ],
    [
      "two of the other",
      header("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
      "✗ message-list-unsubscribe-post: There are 2 of these headers.",
    ],
    [
      "RFC 8058 §3.1: one-click in another case",
      replace("=One-Click", "=one-click"),
      "✗ message-list-unsubscribe-post: It is not List-Unsubscribe=One-Click.",
    ],
    [
      "another contact's mailto:",
      listUnsubscribe(`<${ID_LINK}>, <${OTHER_MAILTO}>`),
      "! message-link: The link opens, but the mailto: beside it does not",
    ],
    [
      "a link that was cut short",
      listUnsubscribe("<https://acme.com/leave/weekly>"),
      "✗ message-link: It leads here, but was cut short or rewritten.",
    ],
    [
      "RFC 8058 §4: one header of two covered",
      replace(/list-unsubscribe-post:/g, ""),
      "✗ message-dkim: None of 2 signatures covers both headers",
    ],
    [
      "RFC 7489 §3.1.1: a similar domain",
      replace("d=news.acme.com;", "d=notnews.acme.com;"),
      "! message-dkim: Only notnews.acme.com and amazonses.com signs",
      "✗ message-dkim-domain: From is at news.acme.com",
    ],
    [
      "RFC 7489 §3.1.1: a top-level domain",
      replace("d=news.acme.com;", "d=com;"),
      "! message-dkim: Only com and amazonses.com",
      "✗ message-dkim-domain: From is at",
    ],
    [
      "no signature",
      replace(/^DKIM-Signature:.*\r\n(?: .*\r\n)*/gm, ""),
      "✗ message-dkim: There is no DKIM-Signature.",
      "– message-dkim-domain: There is no DKIM-Signature.",
    ],
    [
      "no From",
      replace(/^From: .*\r\n/m, ""),
      "! message-dkim: Only news.acme.com and amazonses.com",
      "– message-dkim-domain: The message has no readable From.",
    ],
    ["no message", () => "", "✗ message: The file is not an email."],
    [
      "a header of megabytes",
      () => `Subject: ${"x".repeat(3_000_000)}\r\n\r\n`,
      "✗ message: The file is not an email.",
    ],
  ])("shows its fault: %s", async (_, change, ...faults) => {
    const found = await faultsIn(change(await sentMessage(SENT)));
    expect(found).toEqual(faults.map((fault) => expect.stringContaining(fault)));
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

  it.each<[name: string, value: () => string | Promise<string>, finding: string]>([
    ["nothing", () => "", "✗ The property is empty."],
    ["text", () => "unsubscribe", "✗ It holds no link to this origin."],
    [
      "the general page",
      () => "https://acme.com/leave/weekly",
      "✗ It holds a link that does not open.",
    ],
    [
      "another origin's link",
      () => leaveUrl({ ...LINK, origin: "https://old.acme.com" }),
      "✗ It holds no link to this origin.",
    ],
    [
      "another list's link",
      () => leaveUrl({ ...LINK, list: "product-news" }),
      "✗ It holds a link of another contact or list.",
    ],
    [
      "a link by address",
      () => leaveUrl({ ...LINK, contact: "mira@example.com" }),
      "✗ It holds a link of another contact or list.",
    ],
    [
      "a link of a removed secret",
      () => leaveUrl({ ...LINK, secret: `${SECRET}-old` }),
      "✗ It holds a link that does not open.",
    ],
    [
      "a link of an older secret",
      () => leaveUrl({ ...LINK, secret: OTHER_SECRET }),
      "! It holds a link that an older secret has signed.",
    ],
  ])("whose property holds %s", async (_, value, finding) => {
    await hold(await value());
    expect((await findings())[1]).toBe(finding);
  });

  it.each<[name: string, given: Parameters<typeof findings>[0], finding: string]>([
    ["no contact", { contact: "x@example.com" }, "✗ Resend has no such contact."],
    [
      "an opt-out",
      { contact: "kit.larsen@example.net" },
      "✗ The contact has opted out of every Broadcast.",
    ],
    [
      "no place in the segment",
      { contact: "zoe@blüten.example.org" },
      "! The contact is not in the list's segment.",
    ],
    ["no property in LISTS", { lists: new Map() }, "– LISTS.weekly has no segment and property."],
    ["no answer from Resend", { baseUrl: "http://127.0.0.1:1" }, "✗ Resend did not answer."],
  ])("is reported with %s", async (_, given, finding) => {
    expect((await findings(given))[0]).toBe(finding);
  });

  it("is reported with a link that the Worker does not open", async () => {
    await hold(await leaveUrl(LINK));
    expect((await findings({ status: 404 })).at(-1)).toBe("✗ It does not open.");
  });
});
