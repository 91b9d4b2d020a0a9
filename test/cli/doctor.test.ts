/** The command `doctor`: its options, its settings, its exit codes, and its report. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { folderOf, run, SECRET } from "./run.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const TOML = `[vars.LISTS.weekly]\nsegment = "${SEGMENT.toUpperCase()}"\n[vars.LISTS.broken]\nsegment = "x"\n`;
/** No one listens there. */
const NOWHERE = "http://127.0.0.1:1";

interface Given {
  toml?: string;
  env?: Record<string, string>;
  files?: Record<string, string>;
}

const doctor = (args: readonly string[], { toml = TOML, env = {}, files = {} }: Given = {}) =>
  run(["doctor", ...args], {
    root: folderOf({ "wrangler.toml": toml, ...files }),
    env: { LINK_SECRETS: SECRET, ...env },
  });

/** A server that answers everything with this. */
async function serve(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("what the doctor cannot start with", () => {
  it.each<[name: string, args: string[], given: Given, message: RegExp]>([
    ["no origin", [], {}, /missing required argument 'origin'/],
    ["plain http", ["http://acme.com"], {}, /^error: origin: must be https/],
    ["no URL", ["acme"], {}, /^error: origin: must be https/],
    ["an unknown list", [NOWHERE, "--list=weeky"], {}, /^error: --list: .*which has weekly\n/],
    ["no lists", [NOWHERE], { toml: "name = 'x'" }, /^error: --list: is missing, and LISTS has no/],
    ["an unknown list of none", [NOWHERE, "--list=weekly"], { toml: "" }, /which has none\n/],
    ["no secret", [NOWHERE], { env: { LINK_SECRETS: "" } }, /^error: LINK_SECRETS: is missing/],
    [
      "a wrong base URL",
      [NOWHERE],
      { env: { RESEND_API_KEY: "re_x", RESEND_BASE_URL: "resend" } },
      /^error: RESEND_BASE_URL: is not an https URL/,
    ],
    ["no such message", [NOWHERE, "--message=no.eml"], {}, /^error: ENOENT: .*no\.eml/],
    ["two forms", [NOWHERE, "--json", "--quiet"], {}, /cannot be used with option/],
  ])("is one clear error: %s", async (_, args, given, message) => {
    const { exitCode, stdout, stderr } = await doctor(args, given);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });
});

describe("a report", () => {
  it("is JSON for programs", async () => {
    const { exitCode, stdout } = await doctor([`${NOWHERE}/leave/-/health`, "--json"]);
    const report = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(report).toMatchObject({ origin: NOWHERE, list: "weekly", healthy: false });
    expect(report.findings[1]).toEqual({
      check: "health",
      title: "Health",
      status: "failure",
      found: "/leave/-/health was dropped without an answer (ECONNREFUSED).",
      remedy: expect.stringMatching(/route/),
    });
  });

  it("needs no settings but the secret: a segment ID is a list", async () => {
    const { exitCode, stdout } = await doctor([NOWHERE, `--list=${SEGMENT}`], { toml: "" });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/· list 78261eea/);
  });

  it("covers the body of a Broadcast that has arrived, and says why the contact is left out", async () => {
    const files = { "sent.eml": "Subject: hello\r\n\r\nhello\r\n" };
    const args = [NOWHERE, "--broadcast=you@acme.com", "--message=sent.eml", "--json"];
    const { findings } = JSON.parse((await doctor(args, { files })).stdout) as {
      findings: { check: string }[];
    };
    const about = findings.filter(({ check }) => /^(?:broadcast|message)/.test(check));
    expect(about).toMatchObject([
      { check: "broadcast-contact", status: "skipped", found: expect.stringMatching(/API_KEY/) },
      { check: "message-body", status: "warning" },
    ]);
  });

  it("is 100 columns wide, without control characters from an answer", async () => {
    const faults = [
      { setting: "LISTS", problem: `\u001B[31m\u0007is\r\nodd ${"and ".repeat(40)}` },
    ];
    const origin = await serve(500, JSON.stringify({ status: "faulty", faults }));
    const { stdout } = await doctor([origin]);
    expect(stdout).toMatch(/LISTS +is odd and/);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/\n {2}\d+ ok, 0 warnings, \d+ failures, \d+ skipped\n$/);
  });
});
