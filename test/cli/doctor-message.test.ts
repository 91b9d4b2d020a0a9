/**
 * What the doctor finds in a sent message. One row is one fault of the message that Resend would send, by contact ID
 * and by address: what is not in order then, and nothing else.
 */

import { describe, expect, it } from "vitest";

import { checkMessages } from "../../cli/doctor/checks/message.ts";
import { type Finding, MARKS } from "../../cli/doctor/finding.ts";
import { connectResend } from "../../cli/resend.ts";
import { leaveHeaders, leaveUrl } from "../../src/links/index.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { sentMessage } from "./sent-message.ts";
import { API_KEY, MIRA, NOOR, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { OTHER_SECRET, SECRET } from "./run.ts";

const standIn = runningStandIn();

const LINK = { origin: "https://acme.com", list: "weekly", secret: SECRET };
const SENT = { ...LINK, mailtoDomain: "leave.acme.com" };
const LISTS = new Map(Object.entries(SAMPLE_LISTS));
const ADDRESS = "mira@example.com";
const NOW = Date.UTC(2026, 10, 24);

interface Given {
  secrets?: [string, ...string[]];
  kind?: "email" | "broadcast";
  hasKey?: boolean;
  apiKey?: string;
}

async function check(
  sources: readonly string[],
  { secrets = [SECRET], kind = "email", hasKey = true, apiKey = API_KEY }: Given = {},
) {
  const connection = hasKey ? connectResend({ apiKey, baseUrl: standIn.url }) : undefined;
  const bytes = sources.map((source) => Buffer.from(source));
  const files = bytes.map((one, index) => ({ name: `${index + 1}.eml`, bytes: one }));
  const sender = { origin: LINK.origin, list: LINK.list, secrets, lists: LISTS, connection };
  return checkMessages(files, sender, kind, NOW);
}

const lines = (findings: readonly Finding[]) =>
  findings.map((one) => `${MARKS[one.status].mark} ${one.check}: ${one.found}`);

/** What is not in order in messages. */
async function faultsIn(sources: readonly string[], given?: Given): Promise<string[]> {
  const found = await check(sources, given);
  return lines(found.filter(({ status }) => status !== "ok")).toSorted();
}

const like = (...parts: readonly string[]) =>
  parts.toSorted().map((part) => expect.stringContaining(part));

type Change = (source: string, link: string) => string;
const same: Change = (source) => source;
const replace = (from: string | RegExp, to: string) => (source: string) => source.replace(from, to);
/** The value of a signature, without that of its body. */
const SIGNATURE = /b=[\w+/]{171}=/;
const BODY_LINK = /(?<=href=3D")[^"]+/;
const POSTAL = /Acme, 1 Drawer.*(?=<)/;
/** The message with this `List-Unsubscribe` in place of its own; `LINK` in it is the link. */
const uris = (value: string) => (source: string, link: string) =>
  source.replace(
    /^List-Unsubscribe: .*\r\n(?: .*\r\n)*/m,
    () => `List-Unsubscribe: ${value.replaceAll("LINK", link)}\r\n`,
  );
const half = (source: string, link: string, between: string) =>
  uris(`<${link.slice(0, 40)}${between}${link.slice(40)}>`)(source, link);
const header = (line: string) => (source: string, link: string) =>
  `${line.replace("LINK", link)}\r\n${source}`;
const without = (name: string) => replace(new RegExp(`^${name}:.*\\r\\n(?: .*\\r\\n)*`, "gm"), "");
/** The message with this HTML around its link, in place of its own paragraph. */
const body = (html: string) => (source: string, link: string) =>
  source.replace(/<p><a .*<\/a><\/p>/, () =>
    html.replaceAll("LINK", `<a href="${link}">Unsubscribe</a>`).replaceAll("=", "=3D"),
  );
const signedBy = (domain: string) => replace(" d=news.acme.com;", ` d=${domain};`);
/** The message with this tag in the signature of its own domain, which is the first. */
const signed = (tag: string) => replace("c=relaxed/simple;", `c=relaxed/simple; ${tag};`);
/** The message with these results of its mailbox. */
const results = (found: string) =>
  replace(
    /^Authentication-Results.*\r\n .*\r\n/m,
    `Authentication-Results: mx.example.com; ${found.replace("NEWS", "header.d=news.acme.com")}\r\n`,
  );
const to = (addresses: string) => replace(/^To: .*/m, `To: ${addresses}`);
const from = (domain: string) => replace("@news.acme.com>", `@${domain}>`);
const both =
  (...changes: Change[]): Change =>
  (source, link) =>
    changes.reduce((changed, change) => change(changed, link), source);

const uri = (found: string) => `message-list-unsubscribe: ${found}`;
const brackets = (why: string) => `✗ ${uri(`It is not a list of URIs in angle brackets: ${why}`)}`;
const post = (found: string) => `message-list-unsubscribe-post: ${found}`;
const dkim = (fault: string) => `message-dkim: The signature of news.acme.com ${fault}`;
const mailbox = (found: string) => `message-authentication: The mailbox says ${found}`;
const NO_LINK = "– message-link: There is no https link";
const NO_HEADERS = "– message-dkim: The message does not have both";
const UNSEEN = "! message-body: The body has a link, but only where no one sees it";
const NOT_OPEN = "! message-body: The body has a link to this origin, but it does not";
const UNALIGNED = "✗ message-dkim-domain: From is at news.";
const NOT_SOUND = "– message-authentication: The message has no sound signature";
const OTHER_MAILTO =
  "mailto:weekly.cn4or6cssy5gb5csvb46j6o32ea62ii5hrpyzfvh2mmi3gmcvv4nm@leave.acme.com";
const CHANGED = "! message-link: The link opens, but not as it was signed";
const MAILTO = "! message-link: The link opens, but the mailto:";
const WRONG = "✗ message-recipient: It belongs to someone other than the recipient.";
const DIFFER = "✗ message-recipient: The header's link and the body's belong to different";
const BROKEN = '<a href="https://acme.com/leave/weekly/c4fu2">x</a>';
const MJML = '<td style="font-size:0px"><div style="font-size:13px">LINK</div></td>';
const IDN = "xn--blten-lva.example";
const NEXT = "\r\nAuthentication-Results:";
const MICROSOFT = "Authentication-Results: spf=pass (sender IP is 192.0.2.1); dkim=pass";

const IN_ORDER: readonly [name: string, change: Change][] = [
  ["as Resend sends it: folded, with two signatures", same],
  ["in plain text", replace("text/html", "text/plain")],
  ["RFC 2369 §2: with a comment", uris("<LINK> (leave)")],
  ["RFC 8058 §3.1: with white space around One-Click", replace("=One-Click", "=One-Click ")],
  ["RFC 6376 §3.5: with white space and capitals", replace(" d=news", "\td = NEWS")],
  ["RFC 7489 §3.1.1: signed by the domain above", signedBy("acme.com")],
  ["RFC 7489 §3.1.1: signed by a domain below", signedBy("a.news.acme.com")],
  ["RFC 7489 §3.1.1: signed by a domain beside it", signedBy("mail.acme.com")],
  [
    "From in U-labels, signed in A-labels",
    both(from("news.blüten.example"), signedBy(IDN), results("dkim=pass header.i=@blüten.example")),
  ],
  [
    "From in A-labels, signed in U-labels",
    both(from(IDN), signedBy("blüten.example"), results(`dkim=pass header.d=${IDN}`)),
  ],
  ["with x= still to come", signed("x=1795999999")],
  [
    "RFC 8301 §3.1: signed with SHA-1, too",
    both(replace(/DKIM.*?(?=DKIM)/s, "$&$&"), replace("rsa-sha256", "rsa-sha1")),
  ],
  [
    "signed with ed25519",
    both(replace("rsa-sha256", "ed25519-sha256"), replace(SIGNATURE, "b=AA")),
  ],
  ["with a comment in a comment", results("dkim=pass (a; (b) c) NEWS")],
  ["without SPF", results("dkim=pass (a; b) NEWS; dmarc=pass")],
  ["as Microsoft writes results", replace(/^Auth.*pass(?= header.d=news)/m, MICROSOFT)],
  ["as iCloud writes results", results(`bimi=skipped${NEXT} dkim.example.com; dkim=pass NEWS`)],
  ["with other servers' results", results(`dkim=pass NEWS${NEXT} mx.else.net; dmarc=fail`)],
  ["with a broken link before the one in the body", body(`${BROKEN}LINK`)],
  ["with text of no size around the link, as MJML writes it", body(MJML)],
  ["with an image as the link", replace(">Unsubscribe<", '><img src=3D"x.png"><')],
  ["to an address in capitals, with a name in quotes", to('"Holm, Mira" <MIRA@Example.com>')],
  ["forwarded to another mailbox", header("Delivered-To: someone@example.net")],
  ["to an alias", both(to("team@acme.com"), header("Delivered-To: mira@example.com"))],
];

const FAULTS: readonly [fault: string, change: Change, ...others: string[]][] = [
  // RFC 2369 section 2.
  [brackets("it has none"), uris("LINK"), NO_LINK],
  [brackets("it has other brackets"), uris("[LINK]"), NO_LINK],
  [brackets("it has other brackets"), uris("＜LINK＞"), NO_LINK],
  [brackets("the brackets do not match"), uris("<LINK"), NO_LINK],
  [brackets("the brackets do not match"), uris("<<LINK>>")],
  [brackets("the brackets do not match"), uris("<LINK>,")],
  [brackets("the brackets do not match"), uris("<LINK>\u00a0")],
  [brackets("there is no comma"), uris("<LINK> <mailto:x@acme.com>"), MAILTO],
  [brackets("what they enclose is not"), uris("<no uri>"), NO_LINK],
  [brackets("what they enclose is not"), uris("<LINK|>")],
  [brackets("it is empty"), uris(""), NO_LINK],
  [`! ${uri("A line break is within")}`, (source, link) => half(source, link, "\r\n ")],
  [`! ${uri("A space is within")}`, (source, link) => half(source, link, " ")],
  [`! ${uri("A space is within")}`, uris("< LINK >")],
  [`! ${uri("A line of it is blank")}`, uris("\r\n \r\n <LINK>")],
  [`! ${uri("A line of it is blank, or longer")}`, uris(`<LINK?${"x".repeat(999)}>`)],
  [`✗ ${uri("The header is an encoded word")}`, uris("=?us-ascii?Q?=3CLINK=3E?="), NO_LINK],
  [`✗ ${uri("The header is missing.")}`, without("List-Unsubscribe"), NO_LINK, NO_HEADERS],
  // RFC 8058 section 3.1.
  [`✗ ${uri("It has 2 https")}`, uris("<LINK>, <LINK>")],
  [`✗ ${uri("It has 0 https")}`, uris("<mailto:x@acme.com>"), NO_LINK],
  [`✗ ${uri("It has 0 https")}`, uris("<http://acme.com/leave/weekly>"), NO_LINK],
  [`✗ ${uri("It has 1 https URIs and 1 http")}`, uris("<LINK>, <http://acme.com/>")],
  [`✗ ${uri("There are 2 of")}`, header("List-Unsubscribe: <LINK>")],
  [`✗ ${post("There are 2 of")}`, header("List-Unsubscribe-Post: x")],
  [`✗ ${post("It is not List")}`, replace("=One-Click", "=one-click")],
  [`✗ ${post("It is not List")}`, replace("=One-Click", " = One-Click")],
  [`✗ ${post("It is not List")}`, replace("=One-Click", "=\r\n One-Click")],
  [`✗ ${post("It is not List")}`, replace("=One-Click", "=One-Click\u00a0")],
  [`✗ ${post("The header is missing, so")}`, without("List-Unsubscribe-Post"), NO_HEADERS],
  [
    `✗ ${uri("The header is missing.")}`,
    both(without("List-Unsubscribe"), without("List-Unsubscribe-Post")),
    `– ${post("The header is missing, as")}`,
    NO_LINK,
    NO_HEADERS,
  ],
  // The links.
  [MAILTO, uris("<LINK>, <mailto:weekly.x@leave.acme.com>")],
  ["✗ message-link: The link opens, but the mailto:", uris(`<LINK>, <${OTHER_MAILTO}>`)],
  ["✗ message-link: It leads here, but was cut", uris("<https://acme.com/leave/weekly>")],
  ["✗ message-link: It leads to https://track.example", uris("<https://track.example/1>")],
  ["! message-body: The body has no link to this origin.", body("Bye")],
  [NOT_OPEN, body(BROKEN)],
  [UNSEEN, body("<!-- LINK -->")],
  [UNSEEN, body("<!--[if mso]>LINK<![endif]-->")],
  [UNSEEN, body('<div style="color: red; display:none">LINK</div>')],
  [UNSEEN, body("<div hidden><p>LINK</p></div>")],
  [UNSEEN, body('<div style="max-height:0; overflow:hidden">LINK</div>')],
  [UNSEEN, body('<table width="0"><tr><td>LINK</td></tr></table>')],
  [UNSEEN, body('<div style="font-size:0px">LINK</div>')],
  [UNSEEN, body('<span aria-hidden="true">LINK</span>')],
  [UNSEEN, body('<p style="position:absolute; left:-9999px">LINK</p>')],
  [UNSEEN, body("<template>LINK</template>")],
  [UNSEEN, replace(">Unsubscribe<", "> <")],
  [CHANGED, (source, link) => half(source, link, "%20")],
  [CHANGED, uris("<LINK/undo>")],
  // Whose links they are.
  [WRONG, to("noor.castell@example.org")],
  ["✗ message-recipient: 2 people got one message", to("mira@example.com,\r\n noor@example.org")],
  ["– message-recipient: The message names no", to("undisclosed-recipients:;")],
  // RFC 8058 section 4, RFC 6376 section 3.5, RFC 8301 section 3.
  ["✗ message-dkim: None of 2 signatures covers both", replace(/list-unsubscribe-post:/g, "")],
  ["! message-dkim: Only amazonses.com signs both", replace("list-unsubscribe:", "")],
  [
    "✗ message-dkim: There is no DKIM-Signature.",
    without("DKIM-Signature"),
    "– message-dkim-domain: There is no",
    NOT_SOUND,
  ],
  [`✗ ${dkim("uses rsa-sha1")}`, replace("rsa-sha256", "rsa-sha1"), NOT_SOUND],
  [`✗ ${dkim("has a key of 512 bits")}`, replace(SIGNATURE, `b=${"A".repeat(86)}`), NOT_SOUND],
  [`✗ ${dkim("had expired on arrival")}`, signed("x=1795300000"), NOT_SOUND],
  [
    `✗ ${dkim("does not cover From")}`,
    replace(/(list-unsubscribe-post)([^;]*?)from:/gs, "$1$2"),
    NOT_SOUND,
  ],
  [`! ${dkim("has expired since")}`, signed("x=1795430000")],
  [`! ${dkim("covers only the start")}`, signed("l=0")],
  // RFC 7489 section 3.1.1.
  [UNALIGNED, signedBy("notnews.acme.example"), NOT_SOUND],
  [UNALIGNED, signedBy("com"), NOT_SOUND],
  [UNALIGNED, signedBy(""), NOT_SOUND],
  [UNALIGNED, both(from("news.github.io"), signedBy("other.github.io")), NOT_SOUND],
  ["! message-dkim-domain: The message has no readable From.", without("From"), NOT_SOUND],
  // RFC 8601.
  [`✗ ${mailbox("dkim=fail, dmarc=fail.")}`, results("dkim=fail (bad; hash) NEWS; dmarc=fail")],
  [`✗ ${mailbox("dkim=pass.")}`, results("dkim=pass header.d=amazonses.com")],
  [`✗ ${mailbox("dkim=none.")}`, results("dkim=none")],
  [`✗ ${mailbox("dkim=fail.")}`, results(`bimi=none${NEXT} dkim.example.com; dkim=fail NEWS`)],
  [`! ${mailbox("dkim=temperror.")}`, results("dkim=temperror NEWS")],
  [`! ${mailbox("dkim=pass, spf=softfail.")}`, results("dkim=pass NEWS; spf=softfail")],
  ["– message-authentication: The mailbox has not", without("Authentication-Results")],
  [`– ${mailbox("nothing")}`, results("spf=pass")],
  // What Gmail's guidelines and laws ask for.
  ["i message-list-id: There is no List-Id.", without("List-Id")],
  ["i message-address: No postal address", replace(POSTAL, "© 2026 Acme")],
];

describe.each([
  ["contact ID", MIRA],
  ["address", ADDRESS],
])("a sent message with a link by %s", (_, contact) => {
  const make = async (change: Change) =>
    change(await sentMessage({ ...SENT, contact }), await leaveUrl({ ...LINK, contact }));

  it.each(IN_ORDER)("is in order: %s", async (_name, change) => {
    expect(await faultsIn([await make(change)])).toEqual([]);
  });

  it.each(FAULTS)("shows its fault: %s", async (fault, change, ...others) => {
    const source = await make(change);
    expect(await faultsIn([source])).toEqual(like(fault, ...others));
    expect(JSON.stringify(await check([source]))).not.toMatch(/[ce][a-z2-7]{40}|mira@|noor/);
  });

  it("may be signed with any of the secrets, and with no other", async () => {
    const source = await sentMessage({ ...SENT, contact, secret: OTHER_SECRET });
    expect(await faultsIn([source], { secrets: [SECRET, OTHER_SECRET] })).toEqual([]);
    expect(await faultsIn([source])).toEqual([
      "– message-body: It does not open, for the same reason as the one in the header.",
      "– message-recipient: No link opens.",
      "✗ message-link: It was signed with a secret that is not in LINK_SECRETS.",
    ]);
  });

  it("may be of another list, which the finding says", async () => {
    const source = await sentMessage({ ...LINK, contact, list: "product-news" });
    const [, , link] = lines(await check([source]));
    expect(link).toContain("The link opens (list product-news, which is another one).");
  });

  it("is checked by its body alone if it is a Broadcast", async () => {
    const source = await make(both(without("List-Unsubscribe"), without("List-Unsubscribe-Post")));
    expect(lines(await check([source], { kind: "broadcast" }))).toEqual([
      "✓ message-body: The body has a link, and it opens.",
      "✓ message-recipient: It belongs to the recipient.",
      "✓ message-address: The body seems to have one.",
    ]);
  });

  it.each<[name: string, other: object, ...faults: string[]]>([
    ["of the same person's other name", { contact: contact === MIRA ? ADDRESS : MIRA }],
    ["of the same list's segment ID", { list: SAMPLE_LISTS.weekly.segment }],
    ["of another person", { contact: NOOR }, DIFFER],
    ["of another person's address", { contact: "noor.castell@example.org" }, DIFFER],
    [
      "of another list",
      { list: "product-news" },
      "✗ message-body: The body's link is for the list",
    ],
    ["of another origin", { origin: "https://old.acme.com" }, "! message-body: The body has no"],
  ])("may have a link in the body %s", async (_name, other, ...faults) => {
    const link = await leaveUrl({ ...LINK, contact, ...other });
    const source = await make(replace(BODY_LINK, link));
    expect(await faultsIn([source])).toEqual(like(...faults));
  });

  it("may have another person's link in the plain text beside the HTML alone", async () => {
    const withPlain = async (who: string) => {
      const plain = `Content-Type: text/plain\r\n\r\n${await leaveUrl({ ...LINK, contact: who })}`;
      const mixed = "Content-Type: multipart/alternative; boundary=b\r\n";
      return make((source) =>
        source
          .replace(/^(?=Content-Type: )/m, `${mixed}X-`)
          .replace(
            "\r\n\r\n",
            `\r\n\r\n--b\r\n${plain}\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
          ),
      );
    };
    expect(await faultsIn([await withPlain(contact)])).toEqual([]);
    expect(await faultsIn([await withPlain(NOOR)])).toEqual(like(DIFFER));
  });

  it("has the wrong person's link if another one gets the same", async () => {
    const mine = await make(same);
    const other = await make(to("x@example.com"));
    const failures = async (...sources: string[]) =>
      (await faultsIn(sources, { hasKey: false })).filter((one) => one.startsWith("✗"));
    const shared = "✗ message-shared-link: 1.eml and 2.eml went to different people";
    const expected = expect.stringContaining(contact === MIRA ? shared : WRONG);
    expect(await failures(mine, other)).toEqual([expected]);
    // Two issues for one person have one link.
    expect(await failures(mine, mine)).toEqual([]);
  });

  it("of two lists should not have one From, unless List-Id tells them apart", async () => {
    const weekly = await make(same);
    const product = await sentMessage({ ...LINK, contact, list: "product-news" });
    const note = "i message-from: 1.eml and 2.eml are for different lists, but have one From";
    expect(await faultsIn([weekly, product])).toEqual(like(note));
    expect(await faultsIn([weekly, product].map(without("List-Id")))).toEqual(like(note));
    const named = replace(/^List-Id: .*/m, "List-Id: <product.acme.com>")(product);
    expect(await faultsIn([weekly, named])).toEqual([]);
    const sender = replace("weekly@", "product@")(product);
    expect(await faultsIn([weekly, sender])).toEqual([]);
  });
});

it.each<[finding: string, contact: string, given?: Given, inBody?: string]>([
  ["– message-recipient: Without RESEND_API_KEY, a contact ID", MIRA, { hasKey: false }],
  ["– message-recipient: Without RESEND_API_KEY", MIRA, { hasKey: false }, ADDRESS],
  [WRONG, MIRA, { hasKey: false }, "noor.castell@example.org"],
  ["– message-recipient: Resend answered with status 400.", MIRA, { apiKey: "re_x" }],
  ["✗ message-recipient: Resend has no contact", NOOR.replace(/^./, "0")],
  [WRONG, NOOR],
])("compares a contact ID with To: %s", async (finding, contact, given, inBody = contact) => {
  const source = await sentMessage({ ...SENT, contact });
  const link = await leaveUrl({ ...LINK, contact: inBody });
  expect(await faultsIn([replace(BODY_LINK, link)(source)], given)).toEqual(like(finding));
});

it("compares domains of addresses in U-labels and A-labels", async () => {
  const source = await sentMessage({ ...LINK, contact: "zoe@blüten.example.org" });
  expect(await faultsIn([to("zoe@xn--blten-lva.example.org")(source)])).toEqual([]);
});

it("opens a mailto: with subaddressing, and tells its list", async () => {
  const given = { ...SENT, contact: MIRA, mailtoDomain: "u@acme.com" };
  const source = await sentMessage(given);
  expect(await faultsIn([source])).toEqual([]);
  const { "List-Unsubscribe": other } = await leaveHeaders({ ...given, list: "product" });
  const mixed = uris(other.replace(/.*(?=, )/, "<LINK>"))(source, await leaveUrl(given));
  expect(await faultsIn([mixed])).toEqual(like("✗ message-link: The link opens, but the mailto:"));
});

it.each([
  ["10115 Berlin", "✓"],
  ["London SW1A 1AA", "✓"],
  ["Ottawa, K1A 0B1", "✓"],
  ["00-950 Warszawa", "✓"],
  ["〒100-0001", "✓"],
  ["PO Box 7", "✓"],
  ["Sydney NSW 2000", "✓"],
  ["In 2026 Acme has 12000 readers", "i"],
])("sees a postal address in %s: %s", async (address, mark) => {
  const found = await check([
    replace(POSTAL, address)(await sentMessage({ ...SENT, contact: MIRA })),
  ]);
  expect(lines(found)).toContainEqual(expect.stringMatching(`^${mark} message-address`));
});
