import { describe, expect, it } from "vitest";

import { examineMessage } from "../../cli/doctor/message.ts";
import { readSignature } from "../../cli/doctor/message/dkim.ts";
import { type MessageFault, sentMessage } from "../../sandbox/sent-message.ts";
import { ID, OTHER_SECRET, SECRET } from "./run.ts";

const SENDER = { origin: "https://acme.com", list: "weekly", secrets: [SECRET] } as const;
const SENT = { ...SENDER, contact: ID, secret: SECRET, mailtoDomain: "leave.acme.com" };

/** What is not ok, by check. */
async function troubles(source: string, sender: Parameters<typeof examineMessage>[1] = SENDER) {
  const findings = await examineMessage(Buffer.from(source), sender);
  const bad = findings.filter(({ verdict }) => verdict !== "ok");
  return Object.fromEntries(bad.map(({ check, verdict }) => [check, verdict]));
}

/** A message, with its `List-Unsubscribe` as it is given. */
async function withHeader(value: string): Promise<string> {
  const source = await sentMessage(SENT);
  return source.replace(/^List-Unsubscribe: .*\r\n(?: .*\r\n)*/m, `List-Unsubscribe: ${value}\r\n`);
}

const LINK = "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";

describe("a sent message", () => {
  it("is in order as Resend sends it: folded, with two signatures", async () => {
    expect(await troubles(await sentMessage(SENT))).toEqual({});
  });

  it.each([
    [
      "bare",
      {
        "message-list-unsubscribe": "failure",
        "message-list-unsubscribe-post": "failure",
        "message-link": "skipped",
        "message-dkim": "failure",
      },
    ],
    ["tracked", { "message-link": "failure", "message-body": "warning" }],
    ["uncovered", { "message-dkim": "failure" }],
    ["encoded", { "message-list-unsubscribe": "failure", "message-link": "skipped" }],
    ["unaligned", { "message-dkim": "warning", "message-dkim-domain": "failure" }],
  ] as const)("shows its fault: %s", async (fault: MessageFault, expected) => {
    expect(await troubles(await sentMessage(SENT, fault))).toEqual(expected);
  });

  it("was signed with another secret", async () => {
    const source = await sentMessage({ ...SENT, secret: OTHER_SECRET });
    expect(await troubles(source)).toEqual({
      "message-link": "failure",
      "message-body": "warning",
    });
  });

  it("may be signed with any of the secrets", async () => {
    const source = await sentMessage({ ...SENT, secret: OTHER_SECRET });
    expect(await troubles(source, { ...SENDER, secrets: [SECRET, OTHER_SECRET] })).toEqual({});
  });

  it("that is no e-mail is one finding", async () => {
    expect(await troubles("")).toEqual({ message: "failure" });
  });

  it("is told of without a ticket or an address", async () => {
    for (const fault of ["none", "tracked", "unaligned"] as const) {
      const source = await sentMessage(SENT, fault);
      const findings = await examineMessage(Buffer.from(source), SENDER);
      expect(JSON.stringify(findings)).not.toMatch(/c4fu2|reader@|CL0/);
    }
  });
});

describe("RFC 8058 §3.1, RFC 2369 §2: List-Unsubscribe", () => {
  it.each([
    ["one https URI", `<${LINK}>`],
    ["a URI folded in its middle", `<${LINK.slice(0, 40)}\r\n ${LINK.slice(40)}>`],
    ["a comment", `<${LINK}> (leave)`],
  ])("is in order: %s", async (_, value) => {
    expect(await troubles(await withHeader(value))).toEqual({});
  });

  it.each([
    ["no brackets", LINK],
    ["no comma", `<${LINK}> <mailto:weekly@acme.com>`],
    ["two https URIs", `<${LINK}>, <${LINK}>`],
    ["plain http", `<${LINK.replace("https", "http")}>`],
    ["mailto alone", "<mailto:weekly@acme.com>"],
  ])("is not: %s", async (_, value) => {
    expect(await troubles(await withHeader(value))).toMatchObject({
      "message-list-unsubscribe": "failure",
    });
  });

  it("stands there once", async () => {
    const source = await sentMessage(SENT);
    expect(await troubles(`List-Unsubscribe: <${LINK}>\r\n${source}`)).toEqual({
      "message-list-unsubscribe": "failure",
    });
  });

  it("may not carry somebody else's mailto:", async () => {
    const other =
      "mailto:weekly.c5fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy@leave.acme.com";
    expect(await troubles(await withHeader(`<${LINK}>, <${other}>`))).toEqual({
      "message-link": "warning",
    });
  });

  it("RFC 8058 §3.1: List-Unsubscribe-Post says One-Click to the letter", async () => {
    const source = await sentMessage(SENT);
    expect(await troubles(source.replace("=One-Click", "=one-click"))).toEqual({
      "message-list-unsubscribe-post": "failure",
    });
  });
});

describe("a DKIM-Signature", () => {
  it("RFC 6376 §3.5: has white space anywhere and any case", () => {
    const value = "v=1; d = News.Acme.COM ;\th=From : To:\r\n List-Unsubscribe ;b=a=b=";
    expect(readSignature(value)).toEqual({
      domain: "news.acme.com",
      headers: ["from", "to", "list-unsubscribe"],
    });
  });

  it.each([
    ["acme.com", {}],
    ["a.news.acme.com", {}],
    ["notnews.acme.com", { "message-dkim": "warning", "message-dkim-domain": "failure" }],
    ["com", { "message-dkim": "warning", "message-dkim-domain": "failure" }],
  ])("of %s for news.acme.com", async (domain, expected) => {
    const source = await sentMessage(SENT);
    expect(await troubles(source.replace("d=news.acme.com;", `d=${domain};`))).toEqual(expected);
  });
});
