/** The files that people give to `--message`: what is no message as it arrived is named, and what surrounds one is not. */

import { describe, expect, it } from "vitest";

import { checkMessages } from "../../cli/doctor/checks/message.ts";
import { MIRA } from "../../sandbox/settings.ts";
import { sentMessage } from "./sent-message.ts";
import { folderOf, NOWHERE, run, SECRET } from "./run.ts";

const SENDER = { origin: "https://acme.com", list: "weekly", secrets: [SECRET] as const };
const LINK = { origin: "https://acme.com", list: "weekly", secret: SECRET };
const SAMPLES = [
  ["contact ID", MIRA],
  ["address", "mira@example.com"],
] as const;

async function check(file: string | Uint8Array) {
  const sources = [{ name: "file", bytes: Buffer.from(file) }];
  const subject = { ...SENDER, lists: new Map(), connection: undefined };
  return checkMessages(sources, subject, "email", Date.UTC(2026, 10, 24));
}

const CFB = Buffer.from("d0cf11e0a1b11ae1", "hex");
const WEB_PAGE = "It is a saved web page.";
const FORWARDED = "The file is another message, which forwards or answers yours.";
const OUTER = "From: mira@example.com\r\nTo: me@acme.com\r\nSubject: Fwd: The case\r\n";
const inThread = (name: string) => `${name}: <1@acme.com>\r\n${OUTER}\r\nHello`;

describe.each(SAMPLES)("a message with a link by %s", (_, contact) => {
  const sent = () => sentMessage({ ...LINK, contact });

  it.each<[found: string, make: (source: string) => string | Uint8Array]>([
    ["It is empty.", () => ""],
    ["It is empty.", () => "\r\n \r\n"],
    ["It is an Outlook item (.msg).", (source) => Buffer.concat([CFB, Buffer.from(source)])],
    ["It is a PDF.", (source) => `%PDF-1.7\n${source}`],
    ["It is a ZIP archive.", (source) => `PK\u0003\u0004${source}`],
    ["It is a picture.", () => Buffer.from("89504e470d0a1a0a", "hex")],
    ["It is a rich text document.", (source) => `{\\rtf1 ${source}`],
    [WEB_PAGE, (source) => `\uFEFF\n<!DOCTYPE html><pre>${source}</pre>`],
    [WEB_PAGE, (source) => `<div>${source}</div>`],
    [WEB_PAGE, (source) => `Snapshot-Content-Location: https://mail.example\r\n${source}`],
    ["It is JSON.", (source) => JSON.stringify({ html: source })],
    ["It is JSON.", (source) => JSON.stringify([{ html: source }])],
    ["It is Apple Mail's own format (.emlx).", (source) => `${source.length}   \n${source}`],
    ["It has no email headers.", (source) => `Original message\nFrom:\ta@b.c\n\n${source}`],
    ["It has no email headers.", () => "Note: this is only text.\r\n\r\nHello.\r\n"],
    ["It has no email headers.", () => `Subject: ${"x".repeat(3_000_000)}\r\n\r\n`],
    [FORWARDED, () => inThread("In-Reply-To")],
    [FORWARDED, () => inThread("References")],
    [FORWARDED, () => inThread("X-Forwarded-Message-ID")],
    [
      FORWARDED,
      (source) =>
        `${OUTER}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${source}\r\n--b--\r\n`,
    ],
  ])("%s", async (found, make) => {
    const findings = await check(make(await sent()));
    expect(findings).toMatchObject([{ check: "message", status: "failure" }]);
    expect(findings[0]?.found).toContain(found);
    expect(findings[0]?.remedy).toMatch(/Gmail: Show original.*Outlook.*Apple Mail.*Thunderbird/);
  });

  it.each<[name: string, make: (source: string) => string | Uint8Array]>([
    ["a byte order mark", (source) => `\uFEFF${source}`],
    ["UTF-16", (source) => Buffer.from(`\uFEFF${source}`, "utf16le")],
    ["leading blank lines", (source) => `\uFEFF\r\n \r\n\n${source}`],
    ["an mbox of one", (source) => `From - Mon Nov 23 09:00:00 2026\r\n${source}`],
    ["a quoted line of an mbox", (source) => `>From 0100018f Mon Nov 23 09:00:00 2026\n${source}`],
    ["line feeds alone", (source) => source.replaceAll("\r\n", "\n")],
    ["a mailing that is one of a thread", (source) => `References: <1@acme.com>\r\n${source}`],
  ])("is read through %s", async (_name, make) => {
    const source = await sent();
    const findings = await check(make(source));
    expect(findings.length).toBeGreaterThan(5);
    expect(findings).toEqual(await check(source));
  });

  it("may be one of several in an mbox, which names those with faults", async () => {
    const line = "From 0100018f Mon Nov 23 09:00:00 2026\r\n";
    const source = `${await sent()}\r\nFrom me to you at 10:30\r\n\r\n`;
    const other = source.replace("=One-Click", "=x");
    const findings = await check(line + source + line + other);
    const faults = findings.filter(({ status }) => status === "failure");
    expect(faults).toMatchObject([{ check: "message-list-unsubscribe-post", message: "file #2" }]);
    expect(new Set(findings.map(({ message }) => message))).toEqual(
      new Set(["file #1", "file #2"]),
    );
  });
});

describe("the command with several messages", () => {
  const doctor = async (...args: string[]) => {
    const source = await sentMessage({ ...LINK, origin: NOWHERE, contact: MIRA });
    const files = {
      "a.eml": source,
      "b.eml": source.replace("=One-Click", "=x"),
      "c.pdf": "%PDF-",
    };
    const root = folderOf({ "wrangler.toml": "", ...files });
    return run(["doctor", ...args], { root, env: { LINK_SECRETS: SECRET } });
  };
  const LIST = "--list=78261eea-8f8b-4381-83c6-79fa7120f1cf";

  it.each([
    ["after one option", [NOWHERE, LIST, "--json", "--message", "a.eml", "b.eml", "c.pdf"]],
    [
      "each with its own",
      [NOWHERE, LIST, "--json", "--message=a.eml", "--message=b.eml", "--message=c.pdf"],
    ],
    ["before the origin", [LIST, "--json", "--message", "a.eml", "b.eml", "c.pdf", NOWHERE]],
  ])("reads them %s", async (_, args) => {
    const { findings } = JSON.parse((await doctor(...args)).stdout) as {
      findings: Record<string, string>[];
    };
    const faults = findings.filter(({ message, status }) => message && status === "failure");
    expect(faults.map((one) => `${one["message"]} ${one["check"]}`)).toEqual([
      "a.eml message-list-unsubscribe",
      "b.eml message-list-unsubscribe",
      "b.eml message-list-unsubscribe-post",
      "c.pdf message",
    ]);
  });

  it("prints the name of each above its findings", async () => {
    const { stdout } = await doctor(NOWHERE, LIST, "--quiet", "--message", "a.eml", "c.pdf");
    expect(stdout).toMatch(
      /\n\n {2}a\.eml\n\n {2}✗ List-Unsubscribe [^]+\n\n {2}c\.pdf\n\n {2}✗ Message/,
    );
  });

  it("needs an origin", async () => {
    const { exitCode, stderr } = await doctor("--message", "a.eml");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("argument 'origin'")]);
  });
});
