/** The parts of `deploy` where an option, a file, an answer or a child process is not as expected. */

import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, it } from "vitest";

import { awaitHealth, findOrigin } from "../../cli/deploy/check-up.ts";
import { runChild } from "../../cli/deploy/child.ts";
import { makePlan } from "../../cli/deploy/plan.ts";
import type { Prompts } from "../../cli/deploy/prompts.ts";
import { saveLinkSecrets } from "../../cli/deploy/secret-files.ts";
import { readProject } from "../../cli/project.ts";
import { collector, folderOf, run, SECRET, serve } from "./run.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";

/** Gives these answers, one after the other, and repeats the last. */
const answering = (...answers: (readonly [status: number, body: object])[]) =>
  serve((_, response) => {
    const [status, body] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [500, {}];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });

describe("deploy", () => {
  it.each<[option: string, message: string, files?: Record<string, string>]>([
    ["--list=Weekly=x", "Use at most 40 of a-z, 0-9, and dashes"],
    ["--list=weekly", "the ID of a Resend segment"],
    [`--list=weekly=${SEGMENT.toUpperCase()}`, "the ID of a Resend segment"],
    ["--replace=OPERATOR_TOKEN", "RESEND_API_KEY, LINK_SECRETS"],
    ["--origin=http://acme.com", "such as https://acme.com"],
    ["--origin=https://acme.com/leave", "such as https://acme.com"],
    ["--yes", "pass one with --config"],
    ["--yes", "wrangler.toml: name is missing", { "wrangler.toml": "main = 'x'" }],
  ])("refuses %s: %s", async (option, message, files = {}) => {
    const { exitCode, stdout, stderr } = await run(["deploy", option], { root: folderOf(files) });
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(message)]);
  });
});

describe("the plan", () => {
  const BINDINGS = `name = "x"
ratelimits = [{ name = "LEAVE_LIMIT" }]
durable_objects = { bindings = [{ name = "LEDGER" }] }
[vars]
`;
  const worker = (...secrets: string[]) => ({ kind: "worker", secrets }) as const;
  const NOTHING = { kind: "nothing" } as const;
  const ENV = { RESEND_API_KEY: "re_x1", LINK_SECRETS: SECRET };
  const WEEKLY = { weekly: { segment: SEGMENT } };

  interface Given {
    vars?: string;
    /** As Resend answers: by default, the account has no segments. */
    url?: string;
    lists?: typeof WEEKLY;
    isAsked?: boolean;
  }

  async function plan(
    found: typeof NOTHING | ReturnType<typeof worker>,
    { vars = "", url, lists, isAsked = false }: Given = {},
  ) {
    // Not that of `.dev.vars`.
    const own = `RESEND_BASE_URL = "${url ?? (await answering([200, { data: [] }]))}"\n`;
    const devVars = "RESEND_BASE_URL=http://127.0.0.1:9\n";
    const root = folderOf({ "wrangler.toml": BINDINGS + own + vars, ".dev.vars": devVars });
    const said: string[] = [];
    const places: string[] = [];
    const { signal } = new AbortController();
    const ledgerPlace = async (preselected: string) => (places.push(preselected), "eu" as const);
    const { edit, secrets } = await makePlan({
      env: ENV,
      project: readProject({ env: ENV, cwd: root, root }),
      wrangler: { look: async () => found, deploy: async () => [] },
      lists: lists ?? {},
      replace: [],
      prompts: isAsked ? ({ ledgerPlace } as Prompts) : undefined,
      say: (text) => void said.push(text),
      signal,
    });
    return { edit, secrets, said: said.join("\n"), places };
  }

  it("refuses a key that can only send email, and says which key can do more", async () => {
    const url = await answering([401, { name: "restricted_api_key" }]);
    await expect(plan(worker("LINK_SECRETS"), { url })).rejects.toThrow(
      /RESEND_API_KEY: can only send email; create one with full access/,
    );
    const kept = await plan(worker("LINK_SECRETS", "RESEND_API_KEY"), { url });
    expect(kept.said).toContain("the deployed Worker keeps its own");
  });

  it("tries again where Resend is briefly down, and reads all pages", async () => {
    const page = { data: [{ id: "1", name: "Other" }], has_more: true };
    const last = { data: [{ id: SEGMENT, name: "Weekly" }], has_more: false };
    const url = await answering([503, {}], [200, page], [503, {}], [200, page], [200, last]);
    const { edit, secrets } = await plan(NOTHING, { url, lists: WEEKLY });
    expect(secrets).toEqual(ENV);
    expect(edit.lists).toEqual({ weekly: { segment: SEGMENT, name: "Weekly" } });
  }, 20_000);

  it.each([
    ["asks with what the file has", NOTHING, "eu", ["eu"]],
    ["asks where the file does not say", worker(), undefined, [""]],
    ["keeps what was answered", worker(), "", []],
  ])("%s about the Ledger's place", async (_, found, place, expected) => {
    const vars = place === undefined ? "" : `LEDGER_JURISDICTION = "${place}"`;
    const { edit, places } = await plan(found, { vars, isAsked: true });
    expect(places).toEqual(expected);
    expect(edit.vars).toEqual(expected.length > 0 ? { LEDGER_JURISDICTION: "eu" } : {});
  });

  const IN_FILE = `[vars.LISTS]\na = { segment = "${SEGMENT}" }`;

  it.each<[message: string, vars: string, lists?: typeof WEEKLY]>([
    ["ORIGIN: is missing", IN_FILE.replace(" }", ', property = "leave" }')],
    ["LISTS.weekly", "LISTS = '{\"weekly\":{}}'"],
    ["LISTS.a.segment: the Resend account has no such segment", IN_FILE],
    ["LISTS.a.topic: the Resend account has no such topic", IN_FILE.replace("segment", "topic")],
    ["LISTS: is JSON text", "LISTS = '{}'", WEEKLY],
  ])("finds a setting wrong: %s", async (message, vars, lists) => {
    const found = worker("RESEND_API_KEY", "LINK_SECRETS", "RESEND_WEBHOOK_SECRET");
    await expect(plan(found, { vars, ...(lists && { lists }) })).rejects.toThrow(message);
  });
});

const WORKERS_DEV = "https://leave-this-list.acme.workers.dev";
const ROUTE = { pattern: "acme.com/leave/*", zone_name: "acme.com" };
const DOMAIN = { pattern: "leave.acme.com", custom_domain: true };

it.each([
  [{}, [WORKERS_DEV, "schedule: */5 * * * *"], WORKERS_DEV],
  [{ routes: [ROUTE, DOMAIN] }, [WORKERS_DEV], "https://leave.acme.com"],
  [{ route: "https://acme.com/leave/*" }, [], "https://acme.com"],
  [{ routes: ["*.acme.com/leave/*"], workers_dev: true }, [WORKERS_DEV], WORKERS_DEV],
])("the Worker of %j, deployed to %j, is at %s", (config, targets, origin) => {
  expect(findOrigin({ config, vars: {} }, targets)).toBe(origin);
});

it("waits until the Worker has found its lists at Resend", { timeout: 10_000 }, async () => {
  const origin = await answering([200, { status: "unverified" }], [200, { status: "ok" }]);
  expect(await awaitHealth(origin, new AbortController().signal)).toMatchObject({ kind: "ok" });
});

it.each([
  ["an empty line", "# mine\nLINK_SECRETS=\nB=1\n", "# mine\nLINK_SECRETS=new\nB=1\n"],
  ["no line, and no last line end", "A=1", "A=1\nLINK_SECRETS=new\n"],
  ["a comment", "# LINK_SECRETS=\n", "# LINK_SECRETS=\nLINK_SECRETS=new\n"],
])("saves link secrets in .dev.vars with %s, for this user only", (_, before, after) => {
  const file = join(folderOf({ ".dev.vars": before }), ".dev.vars");
  saveLinkSecrets(file, "new");
  expect([readFileSync(file, "utf8"), statSync(file).mode & 0o777]).toEqual([after, 0o600]);
  expect(() => saveLinkSecrets(dirname(file), "new")).toThrow("EISDIR");
});

it("kills a child process that does not end by itself, and starts none later", async () => {
  const code = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')";
  const cwd = folderOf({ "child.js": code });
  const { stream: stdout, text } = collector();
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const terminal = { stdout, stderr: collector().stream };
  const script = join(cwd, "child.js");
  const start = () =>
    runChild({ script, args: [], cwd, env: {}, output: "piped", terminal, signal });
  const ended = start();
  await expect.poll(text, { timeout: 5_000 }).toBe("up\n");
  interrupt.abort("SIGHUP");
  const interrupted = expect.objectContaining({ exitCode: 129 });
  await expect(ended).rejects.toThrow(interrupted);
  await expect(start()).rejects.toThrow(interrupted);
  expect(text()).toBe("up\n");
}, 20_000);
