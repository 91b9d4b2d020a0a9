/** What DKIM signatures, the two headers and the link are judged by, each for itself. */

import { describe, expect, it } from "vitest";

import { examineMessage } from "../../cli/doctor/message.ts";
import { judgeAlignment, judgeCoverage, readSignature } from "../../cli/doctor/message/dkim.ts";
import { judgeListUnsubscribe, judgePostHeader } from "../../cli/doctor/message/headers.ts";
import { judgeBodyLink, judgeHeaderLink } from "../../cli/doctor/message/link.ts";
import { leaveUrl } from "../../src/links/index.ts";
import { ID, SECRET } from "./run.ts";

const BOTH = ["from", "list-unsubscribe", "list-unsubscribe-post"];
const SENDER = { origin: "https://acme.com", list: "weekly", secrets: [SECRET] } as const;

describe("RFC 6376 §3.5: readSignature", () => {
  it.each([
    ["no d=", "v=1; h=From:To", { domain: "", headers: ["from", "to"] }],
    ["no h=", "v=1; d=acme.com", { domain: "acme.com", headers: [] }],
    ["an empty h=", "d=acme.com; h=", { domain: "acme.com", headers: [] }],
    ["nothing", "", { domain: "", headers: [] }],
    ["an h= that ends with a colon", "h=from:; d=a.b", { domain: "a.b", headers: ["from"] }],
  ])("reads %s as empty", (_, value, expected) => {
    expect(readSignature(value)).toEqual(expected);
  });
});

describe("RFC 8058 §4: judgeCoverage", () => {
  it.each([
    ["no signature", [], "failure", /no DKIM-Signature/],
    [
      "one header of two",
      [{ domain: "acme.com", headers: ["list-unsubscribe"] }],
      "failure",
      /^None of 1 signatures/,
    ],
    [
      "half of them each",
      [
        { domain: "acme.com", headers: ["list-unsubscribe"] },
        { domain: "acme.com", headers: ["list-unsubscribe-post"] },
      ],
      "failure",
      /^None of 2 signatures/,
    ],
    [
      "somebody else's",
      [
        { domain: "amazonses.com", headers: BOTH },
        { domain: "acme.com", headers: ["from"] },
      ],
      "warning",
      /^Only the signature of amazonses\.com covers both/,
    ],
    ["nobody's", [{ domain: "", headers: BOTH }], "warning", /not the sender's/],
    [
      "two, one of which is the sender's",
      [
        { domain: "amazonses.com", headers: BOTH },
        { domain: "acme.com", headers: BOTH },
      ],
      "ok",
      /^Both headers, by amazonses\.com and acme\.com\./,
    ],
  ] as const)("tells of %s", (_, signatures, verdict, saw) => {
    expect(judgeCoverage(signatures, "acme.com")).toMatchObject({
      verdict,
      saw: expect.stringMatching(saw),
    });
  });

  it("takes no signature for the sender's where there is no sender", () => {
    expect(judgeCoverage([{ domain: "acme.com", headers: BOTH }], "").verdict).toBe("warning");
  });
});

describe("RFC 7489 §3.1.1: judgeAlignment", () => {
  const signedBy = (domain: string) => ({ domain, headers: [] });

  it.each([
    ["no From", [signedBy("acme.com")], "", "skipped", "The message has no readable From."],
    ["no signature", [], "acme.com", "skipped", "There is no DKIM-Signature."],
    [
      "a signature above",
      [signedBy("acme.com")],
      "news.acme.com",
      "ok",
      "acme.com signs for news.acme.com.",
    ],
    [
      "a signature below",
      [signedBy("send.acme.com")],
      "acme.com",
      "ok",
      "send.acme.com signs for acme.com.",
    ],
    [
      "others alone",
      [signedBy("amazonses.com"), signedBy("notacme.com")],
      "acme.com",
      "failure",
      "From says acme.com, but amazonses.com and notacme.com signs.",
    ],
  ])("tells of %s", (_, signatures, from, verdict, saw) => {
    expect(judgeAlignment(signatures, from)).toMatchObject({ verdict, saw });
  });
});

describe("the two headers", () => {
  it("RFC 8058 §3.1: List-Unsubscribe-Post stands there once", () => {
    const value = "List-Unsubscribe=One-Click";
    expect(judgePostHeader([value, value])).toMatchObject({
      verdict: "failure",
      saw: "Stands there 2 times.",
    });
    expect(judgePostHeader([` ${value} `]).verdict).toBe("ok");
  });

  it.each([
    ["<https://acme.com/leave/x>", "ok", "One https URI."],
    ["<https://acme.com/x>, <mailto:x@acme.com>", "ok", "One https URI, and a mailto:."],
    ["<mailto:x@acme.com>", "failure", "Has 0 https URIs; one-click takes exactly one."],
    ["<no uri>", "failure", "Is not a list of URIs in angle brackets."],
    ["<>", "failure", "Is not a list of URIs in angle brackets."],
  ])("RFC 2369 §2: List-Unsubscribe as %s", (value, verdict, saw) => {
    expect(judgeListUnsubscribe([value])).toMatchObject({ verdict, saw });
  });
});

describe("the links", () => {
  const link = (list: string) => leaveUrl({ ...SENDER, list, contact: ID, secret: SECRET });

  it("in the header may be another list's, which is told", async () => {
    expect(await judgeHeaderLink([await link("product-news")], SENDER)).toMatchObject({
      verdict: "ok",
      saw: "Opens with the secrets at hand (another list, product-news).",
    });
  });

  it.each([
    ["is no URL", "https://[", "skipped", "There is none."],
    ["leads to a tracker", "https://click.example/x", "failure", "Leads to click.example, "],
    ["is cut short", "https://acme.com/leave/weekly", "failure", "Is ours by its host, but no"],
  ])("in the header that %s", async (_, uri, verdict, saw) => {
    expect(await judgeHeaderLink([uri], SENDER)).toMatchObject({
      verdict,
      saw: expect.stringContaining(saw),
    });
  });

  it("in the header does not go with a mailto: that holds no ticket", async () => {
    const uris = [await link("weekly"), "mailto:weekly@acme.com"];
    expect((await judgeHeaderLink(uris, SENDER)).verdict).toBe("warning");
  });

  it("in the body opens, though one before it does not", async () => {
    const cut = "https://acme.com/leave/weekly/c4fu2";
    expect(await judgeBodyLink(cut, SENDER)).toMatchObject({
      verdict: "warning",
      saw: "The body's link of ours does not open.",
    });
    expect((await judgeBodyLink(`${cut} ${await link("weekly")}`, SENDER)).verdict).toBe("ok");
  });
});

describe("examineMessage", () => {
  it("has no sender to align with where From is missing, and reads a text body", async () => {
    const source = "Subject: hello\r\nDKIM-Signature: d=acme.com; h=from\r\n\r\nhello\r\n";
    const findings = await examineMessage(Buffer.from(source), SENDER);
    expect(findings.at(-1)).toMatchObject({
      check: "message-dkim-domain",
      saw: "The message has no readable From.",
    });
  });

  it("refuses a file that is all header, of megabytes", async () => {
    const source = `Subject: ${"x".repeat(3_000_000)}\r\n\r\n`;
    const findings = await examineMessage(Buffer.from(source), SENDER);
    expect(findings).toMatchObject([{ check: "message", saw: "The file is no e-mail." }]);
  });
});
