/** The command `doctor`: its options, its settings, its exit codes, and its report. */

import { describe, expect, it } from "vitest";

import { folderOf, NOWHERE, run, SECRET, serve } from "./run.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const TOML = `[vars.LISTS.weekly]\nsegment = "${SEGMENT.toUpperCase()}"\n[vars.LISTS.broken]\nsegment = "x"\n`;

const WRONG_BASE_URL = { RESEND_API_KEY: "re_x", RESEND_BASE_URL: "resend" };

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

describe("what the doctor cannot start with", () => {
  it.each<[message: string, args: string[], given?: Given]>([
    ["missing required argument 'origin'", []],
    ["origin: must be https", ["http://acme.com"]],
    ["origin: must be https", ["acme"]],
    ["--list: weeky is not in LISTS, which has weekly", [NOWHERE, "--list=weeky"]],
    ["--list: is missing, and LISTS has no list", [NOWHERE], { toml: "" }],
    ["--list: weekly is not in LISTS, which has none", [NOWHERE, "--list=weekly"], { toml: "" }],
    ["RESEND_BASE_URL: must be an https URL", [NOWHERE], { env: WRONG_BASE_URL }],
    ["ENOENT: no such file", [NOWHERE, "--message=no.eml"]],
    ["option '--json' cannot be used with option '--quiet'", [NOWHERE, "--json", "--quiet"]],
  ])("is one clear error: %s", async (message, args, given) => {
    const { exitCode, stdout, stderr } = await doctor(args, given);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
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
      remedy: expect.stringMatching(/wrangler dev/),
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
      { check: "message-recipient", status: "skipped" },
      { check: "message-address", status: "note" },
    ]);
  });

  it("is 100 columns wide, without control characters from an answer", async () => {
    const faults = [
      { setting: "LISTS", problem: `\u001B[31m\u0007is\r\nodd ${"and ".repeat(40)}` },
    ];
    const body = JSON.stringify({ status: "faulty", faults });
    const origin = await serve((_, response) => response.writeHead(500).end(body));
    const { stdout } = await doctor([origin]);
    expect(stdout).toMatch(/LISTS +is odd and/);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/\n {2}\d+ ok, 0 warnings, 1 failure, \d+ skipped\n$/);
  });
});
