/** The parts of `deploy` where an option, a file, an answer or a child process is not as expected. */

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { awaitHealth, findOrigin } from "../../cli/deploy/check-up.ts";
import { runChild } from "../../cli/deploy/child.ts";
import { makePlan } from "../../cli/deploy/plan.ts";
import { createPrompts } from "../../cli/deploy/prompts.ts";
import { saveLinkSecrets } from "../../cli/deploy/secret-files.ts";
import { readProject } from "../../cli/project.ts";
import { collector, folderOf, run, SECRET } from "./run.ts";
import { typist } from "./typist.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";

/** Gives these answers, one after the other; `undefined` hangs up. */
async function serve(...answers: (readonly [status: number, body: object] | undefined)[]) {
  const server = createServer((request, response) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) return void request.socket.destroy();
    response.writeHead(answer[0], { "content-type": "application/json" });
    response.end(JSON.stringify(answer[1]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("deploy", () => {
  it.each([
    ["--list=Weekly=x", "A list's name has a-z, 0-9 and dashes"],
    ["--list=weekly", "the ID of a Resend segment"],
    [`--list=weekly=${SEGMENT.toUpperCase()}`, "the ID of a Resend segment"],
    ["--replace=OPERATOR_TOKEN", "RESEND_API_KEY, LINK_SECRETS"],
    ["--origin=http://acme.com", "such as https://acme.com"],
    ["--origin=https://acme.com/leave", "such as https://acme.com"],
    ["stray", "too many arguments"],
    ["--yes", "name one with --config"],
  ])("refuses %s", async (option, message) => {
    const { exitCode, stdout, stderr } = await run(["deploy", option]);
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(message)]);
  });

  it("refuses a Worker without a name", async () => {
    const { stderr } = await run(["deploy"], { root: folderOf({ "wrangler.toml": "main = 'x'" }) });
    expect(stderr).toContain("wrangler.toml: name is missing");
  });
});

describe("the plan", () => {
  const BINDINGS = `
ratelimits = [{ name = "LEAVE_LIMIT" }]
durable_objects = { bindings = [{ name = "LEDGER" }] }
`;
  const worker = (...secrets: string[]) => ({ kind: "worker", secrets }) as const;
  const first = { kind: "nothing" } as const;

  async function plan(
    found: typeof first | ReturnType<typeof worker>,
    { vars = "", env = {}, environment, lists = {}, isAsked = false }: Given = {},
  ) {
    const toml = `name = "x"\n${BINDINGS}[vars]\n${vars}`;
    const devVars = "RESEND_BASE_URL=http://127.0.0.1:9\n";
    const root = folderOf({ "wrangler.toml": toml, ".dev.vars": devVars });
    const said: string[] = [];
    const places: string[] = [];
    const { signal } = new AbortController();
    const prompts = {
      ...createPrompts(typist(), signal),
      ledgerPlace: async (preselected: string) => (places.push(preselected), "eu" as const),
    };
    const { edit, secrets } = await makePlan({
      env,
      project: readProject({ env, cwd: root, root }, { env: environment }),
      wrangler: { look: async () => found, deploy: async () => [] },
      lists,
      replace: [],
      prompts: isAsked ? prompts : undefined,
      say: (text) => void said.push(text),
      signal,
    });
    return { edit, secrets, said: said.join("\n"), places };
  }

  interface Given {
    vars?: string;
    env?: Record<string, string>;
    environment?: string | undefined;
    lists?: Record<string, { segment: string; name?: string }>;
    isAsked?: boolean;
  }

  const RESTRICTED = [401, { name: "restricted_api_key" }] as const;

  it("refuses a key that may only send, and says which key can do more", async () => {
    const env = { RESEND_API_KEY: "re_x1", RESEND_BASE_URL: await serve(RESTRICTED) };
    await expect(plan(worker("LINK_SECRETS"), { env })).rejects.toThrow(
      /RESEND_API_KEY: may only send; make one with full access/,
    );
    const kept = await plan(worker("LINK_SECRETS", "RESEND_API_KEY"), { env });
    expect(kept.said).toContain("the deployed Worker keeps its own");
  });

  it(
    "tries again where Resend is briefly down, and reads all pages",
    { timeout: 20_000 },
    async () => {
      const page = { data: [{ id: "1", name: "Other" }], has_more: true };
      const last = { data: [{ id: SEGMENT, name: "Weekly" }], has_more: false };
      const env = { RESEND_API_KEY: "re_x1", LINK_SECRETS: SECRET };
      const url = await serve([503, {}], [200, page], [503, {}], [200, page], [200, last]);
      const { edit, secrets } = await plan(first, {
        env: { ...env, RESEND_BASE_URL: url },
        lists: { weekly: { segment: SEGMENT } },
      });
      expect(secrets).toEqual(env);
      expect(edit.lists).toEqual({ weekly: { segment: SEGMENT, name: "Weekly" } });
    },
  );

  it.each([
    ["asks for the Ledger's place at the first deployment", first, "", [""]],
    ["asks with what the file has", first, 'LEDGER_JURISDICTION = "eu"', ["eu"]],
    ["asks where the file does not say", worker(), "", [""]],
    ["keeps what was answered", worker(), 'LEDGER_JURISDICTION = ""', []],
  ])(
    "%s",
    async (_, found, vars, expected) => {
      const env = {
        RESEND_API_KEY: "re_x1",
        LINK_SECRETS: SECRET,
        RESEND_BASE_URL: await serve([200, { data: [] }]),
      };
      const { edit, places } = await plan(found, { vars, env, isAsked: true });
      expect(places).toEqual(expected);
      expect(edit.vars).toEqual(expected.length > 0 ? { LEDGER_JURISDICTION: "eu" } : {});
    },
    20_000,
  );

  it.each([
    ["that a secret asks for which Cloudflare has", "", /ORIGIN: is missing/],
    ["that is malformed", 'MAILTO_DOMAIN = "no domain"', /MAILTO_DOMAIN: is not a domain/],
    ["that is JSON text", "LISTS = '{\"weekly\":{}}'", /LISTS\.weekly/],
    ["whose binding is missing", "[env.x]\n", /LEDGER: is not bound/],
    [
      "whose segment the account does not have",
      `LISTS = { weekly = { segment = "${SEGMENT}" } }`,
      /LISTS\.weekly\.segment: the Resend account has no such segment/,
    ],
  ])("finds a setting %s", async (_, vars, message) => {
    const found = worker("RESEND_API_KEY", "LINK_SECRETS", "RESEND_WEBHOOK_SECRET");
    const environment = vars.startsWith("[env.x]") ? "x" : undefined;
    // Not that of `.dev.vars`.
    const own = `RESEND_BASE_URL = "${await serve([200, { data: [] }])}"\n${vars}`;
    const given = { vars: own, env: { RESEND_API_KEY: "re_x1" }, environment };
    await expect(plan(found, given)).rejects.toThrow(message);
  });

  it("adds no list to JSON text", async () => {
    const given = { vars: "LISTS = '{}'", lists: { weekly: { segment: SEGMENT } } };
    await expect(plan(worker("RESEND_API_KEY"), given)).rejects.toThrow("LISTS: is JSON text");
  });
});

describe("where the Worker is", () => {
  const WORKERS_DEV = "https://leave-this-list.acme.workers.dev";
  const route = { pattern: "acme.com/leave/*", zone_name: "acme.com" };
  const domain = { pattern: "leave.acme.com", custom_domain: true };

  it.each([
    [{}, [WORKERS_DEV, "schedule: */5 * * * *"], WORKERS_DEV],
    [{ routes: [route] }, [WORKERS_DEV], "https://acme.com"],
    [{ routes: [route, domain] }, [], "https://leave.acme.com"],
    [{ route: "https://acme.com/leave/*" }, [], "https://acme.com"],
    [{ routes: ["*.acme.com/leave/*"] }, ["*.acme.com/leave/* (zone id: 12)"], undefined],
    [{ routes: ["*.acme.com/leave/*"], workers_dev: true }, [WORKERS_DEV], WORKERS_DEV],
  ])("%j and %j: %s", (config, targets, origin) => {
    expect(findOrigin({ config, vars: {} }, targets)).toBe(origin);
  });
});

it("waits until the Worker has found its lists at Resend", { timeout: 10_000 }, async () => {
  const origin = await serve([200, { status: "unverified" }], [200, { status: "ok" }]);
  expect(await awaitHealth(origin, new AbortController().signal)).toMatchObject({ kind: "ok" });
});

describe(".dev.vars", () => {
  it.each([
    ["a file that is not there", undefined, "LINK_SECRETS=new\n"],
    ["an empty line", "# mine\nLINK_SECRETS=\nB=1\n", "# mine\nLINK_SECRETS=new\nB=1\n"],
    ["no line, and no last line end", "A=1", "A=1\nLINK_SECRETS=new\n"],
    ["a comment", "# LINK_SECRETS=\n", "# LINK_SECRETS=\nLINK_SECRETS=new\n"],
  ])("gets link secrets into %s, for this user only", (_, before, after) => {
    const file = join(folderOf({}), ".dev.vars");
    if (before !== undefined) writeFileSync(file, before, { mode: 0o644 });
    saveLinkSecrets(file, "new");
    expect(readFileSync(file, "utf8")).toBe(after);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is not replaced where it cannot be read", () => {
    expect(() => saveLinkSecrets(folderOf({}), "new")).toThrow("EISDIR");
  });
});

describe("a child process", () => {
  const start = (code: string, signal: AbortSignal) => {
    const cwd = folderOf({ "child.js": code });
    const [stdout, stderr] = [collector(), collector()];
    const terminal = { stdout: stdout.stream, stderr: stderr.stream };
    const script = join(cwd, "child.js");
    const ended = runChild({ script, args: [], cwd, env: {}, output: "piped", terminal, signal });
    return { ended, shown: stdout.text };
  };

  it("is killed when it does not end by itself", { timeout: 20_000 }, async () => {
    const interrupt = new AbortController();
    const code = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')";
    const { ended, shown } = start(code, interrupt.signal);
    await expect.poll(shown, { timeout: 5_000 }).toBe("up\n");
    interrupt.abort("SIGHUP");
    await expect(ended).rejects.toThrow(expect.objectContaining({ exitCode: 129 }));
  });

  it("is not started after an interruption", async () => {
    const { ended, shown } = start("console.log('up')", AbortSignal.abort("SIGINT"));
    await expect(ended).rejects.toThrow(expect.objectContaining({ exitCode: 130 }));
    expect(shown()).toBe("");
  });
});
