/** The command `doctor`: its arguments, its settings, its exit codes, its JSON. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { runDoctor } from "../../cli/doctor/run.ts";
import { readSettings } from "../../cli/doctor/settings.ts";
import { collector, OTHER_SECRET, SECRET } from "./run.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const TOML = `[vars.LISTS.weekly]\nsegment = "${SEGMENT.toUpperCase()}"\n[vars.LISTS.broken]\nsegment = "x"\n`;

/** A folder with a `wrangler.toml`, and a `.dev.vars` if there is one. */
function deployment(toml = TOML, devVars?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = join(folder, "wrangler.toml");
  writeFileSync(config, toml);
  if (devVars !== undefined) writeFileSync(join(folder, ".dev.vars"), devVars);
  return config;
}

async function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = await runDoctor(args, {
    env: { LINK_SECRETS: SECRET, ...env },
    stdout: stdout.stream,
    stderr: stderr.stream,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** Where nobody listens. */
const NOWHERE = "http://127.0.0.1:1";

describe("what it cannot use", () => {
  it.each([
    ["no origin", [], {}, /missing required argument 'origin'/],
    ["plain http", ["http://acme.com"], {}, /^error: origin: must be https/],
    ["no URL", ["acme"], {}, /^error: origin: must be https/],
    [
      "a list that is not in LISTS",
      [NOWHERE, "--list=weeky"],
      {},
      /^error: --list: is not in .*; there are weekly\n/,
    ],
    ["no secret", [NOWHERE], { LINK_SECRETS: "" }, /^error: LINK_SECRETS: is missing/],
    [
      "a short secret",
      [NOWHERE],
      { LINK_SECRETS: "tiny" },
      /^error: LINK_SECRETS: secret 1 of 1 has 4/,
    ],
    [
      "a wrong base URL",
      [NOWHERE],
      { RESEND_BASE_URL: "resend" },
      /^error: RESEND_BASE_URL: is not/,
    ],
    ["a message that is not there", [NOWHERE, "--message=no.eml"], {}, /^error: ENOENT: .*no\.eml/],
    ["no pace", [NOWHERE, "--posts-per-second=0"], {}, /^error: --posts-per-second: must be/],
    [
      "a Broadcast to nobody",
      [NOWHERE, "--send=a@acme.com"],
      {},
      /^error: --send: needs --broadcast/,
    ],
    ["two forms", [NOWHERE, "--json", "--quiet"], {}, /cannot be used with option/],
  ])("is one clear error: %s", async (_, args, env, message) => {
    const ended = await doctor([`--config=${deployment()}`, ...args], env);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toMatch(message);
  });

  it.each([
    [
      "no lists",
      "name = 'x'",
      /^error: --list: is missing, and .*wrangler\.toml has no well-formed/,
    ],
    ["no TOML", "[vars", /^error: .*wrangler\.toml: is no TOML \(line 1/],
  ])("is one clear error: a wrangler.toml with %s", async (_, toml, message) => {
    const { exitCode, stderr } = await doctor([`--config=${deployment(toml)}`, NOWHERE]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("the settings", () => {
  it("come from the environment, then .dev.vars, then wrangler.toml", () => {
    const devVars = `LINK_SECRETS="${SECRET}, ${OTHER_SECRET}"\nRESEND_API_KEY=re_file\n`;
    const toml = `[vars]\nRESEND_BASE_URL = "https://eu.resend.example/"\n${TOML}property = "leave_x"\n`;
    const config = deployment(toml, devVars);
    expect(readSettings({}, config)).toEqual({
      secrets: [SECRET, OTHER_SECRET],
      lists: new Map([["weekly", SEGMENT]]),
      properties: new Map([["broken", "leave_x"]]),
      account: { apiKey: "re_file", baseUrl: "https://eu.resend.example" },
    });
    const env = { RESEND_API_KEY: "re_shell", RESEND_BASE_URL: "http://127.0.0.1:8788" };
    expect(readSettings(env, config).account).toEqual({
      apiKey: "re_shell",
      baseUrl: "http://127.0.0.1:8788",
    });
  });

  it("need no file: a segment ID is a list", async () => {
    const { exitCode, stdout } = await doctor(["--config=no.toml", NOWHERE, `--list=${SEGMENT}`]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ Health +Was lost on the way \(ECONNREFUSED\)/);
  });
});

describe("an endpoint", () => {
  it("that nobody answers at fails, as JSON for programs", async () => {
    const { exitCode, stdout } = await doctor([`--config=${deployment()}`, NOWHERE, "--json"]);
    const report = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(report).toMatchObject({ origin: NOWHERE, list: "weekly", healthy: false });
    expect(report.findings[1]).toEqual({
      check: "health",
      title: "Health",
      verdict: "failure",
      saw: "Was lost on the way (ECONNREFUSED).",
      remedy: expect.stringMatching(/route/),
    });
  });

  it("is asked at the pace that it is given, for a fresh contact each time", async () => {
    const posts: { path: string; at: number }[] = [];
    const server = createServer((request, response) => {
      if (request.method === "POST") posts.push({ path: request.url ?? "", at: Date.now() });
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    await doctor([`--config=${deployment()}`, origin, "--posts-per-second=50"]);

    // 22 that Resend would be asked about, and two forged ones that need no pace.
    expect(posts).toHaveLength(24);
    const tickets = posts.map(({ path }) => path.toLowerCase().slice("/leave/weekly/".length, 40));
    expect(new Set(tickets).size).toBe(24);
    expect((posts[21]?.at ?? 0) - (posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(21 * 19);
  });

  it("writes no control characters into the terminal", async () => {
    const fault = { setting: "LISTS", problem: "\u001B[31m\u0007is\r\nodd" };
    const server = createServer((_, response) => {
      response.writeHead(500).end(JSON.stringify({ status: "faulty", faults: [fault] }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await doctor([
      `--config=${deployment()}`,
      origin,
      "--posts-per-second=1000",
    ]);
    expect(stdout).toMatch(/LISTS +is +odd/);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});
