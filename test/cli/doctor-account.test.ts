/** What the doctor makes of a Resend that answers oddly, of odd settings, and of odd wires. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { examineBroadcast } from "../../cli/doctor/broadcast.ts";
import { judgeContact, judgeProperty, readContact } from "../../cli/doctor/broadcast/judge.ts";
import { type Knock, knocking, type Reply } from "../../cli/doctor/broadcast/knock.ts";
import { sendOne } from "../../cli/doctor/broadcast/send.ts";
import { judgeCertificate, shakeHands } from "../../cli/doctor/certificate.ts";
import { asking } from "../../cli/doctor/exchange.ts";
import { judgeAccount, readAccount } from "../../cli/doctor/resend.ts";
import { runDoctor } from "../../cli/doctor/run.ts";
import { readSettings } from "../../cli/doctor/settings.ts";
import { startProxy } from "../../sandbox/proxy.ts";
import { collector, ID, SECRET } from "./run.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const SENDER = { origin: "https://acme.com", list: "weekly", secrets: [SECRET] } as const;

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a Broadcast of one stops at the first step that fails", () => {
  const ONE = {
    contact: ID,
    from: "news@acme.com",
    property: "leave_weekly",
    now: new Date("2026-11-23T10:20:30Z"),
  };
  const MADE: Reply = { status: 201, body: { id: "made" } };
  const refused = (status: number | null): Reply => ({ status, body: {} });
  const CAN_GO = "The segment “leave-this-list doctor 2026-11-23T10:20” can be deleted.";

  it.each([
    [[refused(422)], "Resend answered 422 to a segment.", ""],
    [[refused(null)], "Resend answered nothing to a segment.", ""],
    [[MADE, refused(404)], "Resend answered 404 to the contact's place in it.", CAN_GO],
    [[MADE, refused(null)], "Resend answered nothing to the contact's place in it.", CAN_GO],
    [[MADE, MADE, refused(403)], "Resend answered 403 to the Broadcast.", CAN_GO],
    [[MADE, MADE, MADE, refused(500)], "Resend answered 500 to the sending.", CAN_GO],
    [[MADE, MADE, MADE, refused(302)], "Resend answered 302 to the sending.", CAN_GO],
  ])("%#: after %j", async (replies, saw, hint) => {
    const asked: string[] = [];
    const knock: Knock = (method, path) => {
      asked.push(`${method} ${path}`);
      return Promise.resolve(replies[asked.length - 1] ?? MADE);
    };
    const finding = await sendOne(knock, ONE);
    expect(finding).toMatchObject({ verdict: "failure", saw });
    expect(finding.remedy).toMatch(new RegExp(`${hint || "for a segment\\."}$`));
    const steps = [
      "POST /segments",
      `POST /contacts/${ID}/segments/made`,
      "POST /broadcasts",
      "POST /broadcasts/made/send",
    ];
    expect(asked).toEqual(steps.slice(0, replies.length));
  });
});

describe("a test contact, as Resend tells it", () => {
  it.each([
    ["text", { p: "link" }, "link"],
    ["an object", { p: { value: "link" } }, "link"],
    ["nothing", {}, undefined],
    ["null", { p: null }, undefined],
    ["a number", { p: 7 }, undefined],
    ["empty text", { p: { value: "" } }, undefined],
    ["no properties", undefined, undefined],
  ])("holds %s", (_, properties, value) => {
    const reply = { status: 200, body: { id: ID, properties } };
    expect(readContact(reply, "p")).toEqual({ id: ID, unsubscribed: false, value });
  });

  it.each([
    [undefined, 404, undefined, "failure", "Resend knows no such contact."],
    [undefined, 500, undefined, "failure", "Resend answered 500."],
    [undefined, null, undefined, "failure", "Resend answered nothing."],
    [{ unsubscribed: true }, 200, true, "failure", "Has opted out of every Broadcast."],
    [{ unsubscribed: false }, 200, undefined, "warning", "Resend did not tell its segments."],
    [{ unsubscribed: false }, 200, false, "warning", "Is not in the list's segment."],
  ])("is judged: %j, %s, in the segment: %s", (given, status, isMember, verdict, saw) => {
    const contact = given && { id: ID, value: undefined, ...given };
    expect(judgeContact(contact, status, isMember)).toMatchObject({ verdict, saw });
  });

  it.each([
    [undefined, "Holds nothing."],
    ["unsubscribe", "Holds no link to this origin."],
    ["https://acme.com/leave/weekly/c4fu2", "Holds a link that does not open."],
  ])("has a property that holds %s", async (value, saw) => {
    const contact = { id: ID, unsubscribed: false, value };
    expect(await judgeProperty(contact, SENDER)).toMatchObject({ verdict: "failure", saw });
  });
});

describe("examineBroadcast", () => {
  const TEST = { contact: ID, segment: SEGMENT, property: "leave_weekly", sendFrom: undefined };
  const nobody = () => Promise.resolve({ kind: "lost", why: "ECONNREFUSED", ms: 1 } as const);

  it("has nobody to ask without a key", async () => {
    expect(await examineBroadcast({ ...TEST, account: undefined }, SENDER, nobody)).toMatchObject([
      { verdict: "skipped", saw: "No RESEND_API_KEY to ask Resend with." },
    ]);
  });

  it.each([
    ["has it on this page", 200, { data: [{ id: SEGMENT }], has_more: true }, "ok"],
    ["does not have it", 200, { data: [{ id: "other" }, null], has_more: false }, "warning"],
    ["may have it on another page", 200, { data: [], has_more: true }, "warning"],
    ["was not told", 500, {}, "warning"],
    ["was told without a list", 200, { data: "all" }, "warning"],
  ])("finds the contact's segment where Resend %s", async (_, status, body, verdict) => {
    const baseUrl = await serve((request, response) => {
      const isOfSegments = request.url?.includes("/segments") === true;
      response.writeHead(isOfSegments ? status : 200, { "ratelimit-limit": "1000" });
      response.end(JSON.stringify(isOfSegments ? body : { id: ID, unsubscribed: false }));
    });
    const account = { apiKey: "re_test", baseUrl };
    const findings = await examineBroadcast({ ...TEST, account }, SENDER, nobody);
    expect(findings).toMatchObject([
      { check: "broadcast-contact", verdict },
      { check: "broadcast-property", verdict: "failure", saw: "Holds nothing." },
      { check: "broadcast-link", verdict: "skipped", saw: "There is none." },
    ]);
  });

  it("waits a second between requests where Resend does not tell its limit", async () => {
    const at: number[] = [];
    const baseUrl = await serve((_, response) => {
      at.push(performance.now());
      response.end("{}");
    });
    const knock = knocking({ apiKey: "re_test", baseUrl });
    await knock("GET", "/a");
    await knock("GET", "/b");
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(980);
  });
});

describe("Resend's account", () => {
  it.each([
    ["no object", "null", 200, "Resend answered 200."],
    ["no JSON", "<html>", 200, "Resend answered 200."],
    ["a gateway's error", "", 502, "Resend answered 502."],
  ])("that answers %s is not judged by its key", async (_, body, status, saw) => {
    const baseUrl = await serve((__, response) => response.writeHead(status).end(body));
    const report = await readAccount({ apiKey: "re_test", baseUrl });
    expect(judgeAccount(report, new Map())[0]).toMatchObject({ verdict: "warning", saw });
  });

  it("that nobody answers for, and lists that are none", async () => {
    const report = await readAccount({ apiKey: "re_test", baseUrl: "http://127.0.0.1:1" });
    expect(judgeAccount(report, new Map())[0]?.saw).toBe("Resend did not answer.");
    const listed = { kind: "listed", segments: [SEGMENT], limitPerSecond: 2 } as const;
    expect(judgeAccount(listed, new Map())[1]).toMatchObject({
      verdict: "skipped",
      saw: "LISTS is empty, or was not read.",
    });
  });

  it("whose segments have no ID is read to the first empty page", async () => {
    let asked = 0;
    const baseUrl = await serve((_, response) => {
      asked += 1;
      response.end(JSON.stringify({ data: asked === 1 ? [null, 7] : [], has_more: true }));
    });
    const report = await readAccount({ apiKey: "re_test", baseUrl });
    expect(report).toMatchObject({ kind: "listed", segments: ["", ""], limitPerSecond: undefined });
    expect(asked).toBe(2);
  });
});

describe("the wire", () => {
  it("is read over TLS, whatever its certificate, and no further than 64 Ki and a chunk", async () => {
    const upstream = await serve((_, response) => response.end("x".repeat(1_000_000)));
    const proxy = await startProxy(upstream, {}, "self-signed");
    onTestFinished(() => proxy.close());
    const outcome = await asking(proxy.url)({ method: "GET", path: "/" });
    expect(outcome).toMatchObject({ kind: "answer", status: 200 });
    const { length } = (outcome as { body: string }).body;
    expect(length).toBeGreaterThanOrEqual(65_536);
    expect(length).toBeLessThan(200_000);
  });

  it("has no TLS where nobody listens, and names the host that it wants", async () => {
    expect(await shakeHands("https://127.0.0.1:1")).toEqual({ kind: "lost", why: "ECONNREFUSED" });
    const proxy = await startProxy("http://127.0.0.1:1", {}, "self-signed");
    onTestFinished(() => proxy.close());
    const shaken = await shakeHands(proxy.url.replace("127.0.0.1", "localhost"));
    expect(shaken).toMatchObject({ kind: "shaken", fault: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  it("may have a certificate with a fault that has no words of ours", () => {
    const validUntil = new Date("2027-01-01T00:00:00Z");
    const fault = "CERT_REVOKED";
    const now = new Date("2026-11-23T00:00:00Z");
    expect(
      judgeCertificate({ kind: "shaken", fault, validUntil, protocol: "TLSv1.3" }, now),
    ).toMatchObject({
      verdict: "failure",
      saw: "The certificate CERT_REVOKED.",
    });
  });
});

describe("the command's settings", () => {
  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), "doctor-"));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  }

  function config(toml: string): string {
    const path = join(folder(), "wrangler.toml");
    writeFileSync(path, toml);
    return path;
  }

  async function doctor(...args: string[]) {
    const [stdout, stderr] = [collector(), collector()];
    const env = { LINK_SECRETS: SECRET };
    const terminal = { env, stdout: stdout.stream, stderr: stderr.stream };
    const exitCode = await runDoctor(["http://127.0.0.1:1", ...args], terminal);
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  }

  it("leave out lists that have no segment", () => {
    const toml = `[vars.LISTS.a]\nsegment = 5\n[vars.LISTS.b]\nsegment = "${SEGMENT}"\n`;
    const { lists, properties } = readSettings({ LINK_SECRETS: SECRET }, config(toml));
    expect([...lists]).toEqual([["b", SEGMENT]]);
    expect([...properties]).toEqual([]);
  });

  it("are no folder", () => {
    expect(() => readSettings({ LINK_SECRETS: SECRET }, folder())).toThrow(/EISDIR/);
  });

  it("name no list that could be meant", async () => {
    const { exitCode, stderr } = await doctor(`--config=${config("")}`, "--list=weekly");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/; there are none\n/);
  });

  it("have no key for a Broadcast; its message is examined by its body alone", async () => {
    const message = join(folder(), "sent.eml");
    writeFileSync(message, "Subject: hello\r\n\r\nhello\r\n");
    const { stdout } = await doctor(
      `--config=${config("")}`,
      `--list=${SEGMENT}`,
      "--broadcast=you@acme.com",
      `--message=${message}`,
      "--json",
    );
    const { findings } = JSON.parse(stdout) as { findings: { check: string; saw: string }[] };
    const told = findings.filter(({ check }) => /^(?:broadcast|message)/.test(check));
    expect(told).toMatchObject([
      { check: "broadcast-property", saw: "No RESEND_API_KEY to ask Resend with." },
      { check: "message-body", saw: "The body has no link of ours." },
    ]);
  });
});
