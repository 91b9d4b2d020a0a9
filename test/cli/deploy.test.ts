/** The parts of `deploy` where an option, a file, an answer or a child process is not as expected. */

import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, it, onTestFinished, vi } from "vitest";

import { awaitHealth, checkUp, findOrigin } from "../../cli/deploy/check-up.ts";
import type { Lists } from "../../cli/deploy/edit-config.ts";
import { makePlan } from "../../cli/deploy/plan.ts";
import type { Prompts } from "../../cli/deploy/prompts.ts";
import { runChild, type Session } from "../../cli/deploy/wrangler.ts";
import { readProject, wranglerFile } from "../../cli/project.ts";
import { saveLinkSecrets } from "../../cli/secret.ts";
import { collector, folderOf, run, SECRET, serve } from "./run.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";

/** Gives these answers, one after the other, and repeats the last. */
const answering = (...answers: (readonly [status: number, body: object])[]) =>
  serve((_, response) => {
    const [status, body] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [500, {}];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });

const BINDINGS = `ratelimits = [{ name = "LEAVE_LIMIT" }]
durable_objects = { bindings = [{ name = "LEDGER" }] }
`;

describe("deploy", () => {
  it.each<[option: string, message: string, toml?: string]>([
    ["--list=Weekly=x", "Use at most 40 of a-z, 0-9, and dashes"],
    ["--list=weekly", "the ID of a Resend segment"],
    [`--list=weekly=${SEGMENT.toUpperCase()}`, "the ID of a Resend segment"],
    ["--replace=OPERATOR_TOKEN", "RESEND_API_KEY, LINK_SECRETS"],
    ["--origin=http://acme.com", "such as https://acme.com"],
    ["--origin=https://acme.com/leave", "such as https://acme.com"],
    ["--yes", "pass one with --config"],
    ["--yes", "wrangler.toml: name is missing", "main = 'x'"],
    ["--env=staging", "--env: wrangler.toml has no environment staging; it has none", "name = 'x'"],
    [
      "--env=staging",
      "env.staging: does not inherit durable_objects, analytics_engine_datasets; copy them",
      `name = "x"\n${BINDINGS}analytics_engine_datasets = []\n[env.staging]\nratelimits = []`,
    ],
    [
      "--env=staging",
      "env.staging: inherits the top level's routes",
      "name = 'x'\nroute = 'a.b/*'\n[env.staging]",
    ],
    [
      "--env=staging",
      "env.staging.name: is that of the top level",
      "name = 'x'\n[env.staging]\nname = 'x'",
    ],
  ])("refuses %s: %s", async (option, message, toml) => {
    const root = folderOf(toml === undefined ? {} : { "wrangler.toml": toml });
    const { exitCode, stdout, stderr } = await run(["deploy", option], { root });
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(message)]);
  });
});

describe("the plan", () => {
  const worker = (...secrets: string[]) => ({ kind: "worker", secrets }) as const;
  const NOTHING = { kind: "nothing" } as const;
  const ENV = { RESEND_API_KEY: "re_x1", LINK_SECRETS: SECRET };
  const WEEKLY = { weekly: { segment: SEGMENT } };

  interface Given {
    vars?: string;
    /** As Resend answers: by default, the account has no segments. */
    url?: string;
    lists?: Lists;
    isAsked?: boolean;
    bindings?: string;
    /** The variables of the top level, while an environment is deployed. */
    topLevel?: string;
  }

  async function plan(
    found: typeof NOTHING | ReturnType<typeof worker>,
    { vars = "", url, lists, isAsked = false, bindings = BINDINGS, topLevel }: Given = {},
  ) {
    // Not that of `.dev.vars`.
    const own = `RESEND_BASE_URL = "${url ?? (await answering([200, { data: [] }]))}"\n`;
    const devVars = "RESEND_BASE_URL=http://127.0.0.1:9\n";
    const [above, table] =
      topLevel === undefined
        ? ["", "vars"]
        : [`[vars]\n${topLevel}\n[env.staging]\n`, "env.staging.vars"];
    const toml = `name = "x"\n${above}${bindings}[${table}]\n${own}${vars}\n`;
    const root = folderOf({ "wrangler.toml": toml, ".dev.vars": devVars });
    const said: string[] = [];
    const places: string[] = [];
    const { signal } = new AbortController();
    const ledgerPlace = async (preselected: string) => (places.push(preselected), "eu" as const);
    const at = { env: ENV, cwd: root, root };
    const project = readProject(at, { env: topLevel && "staging" });
    const session = {
      terminal: at,
      project,
      file: wranglerFile(project),
      prompts: isAsked ? ({ ledgerPlace } as Prompts) : undefined,
      say: (line: string) => void said.push(line),
      signal,
    } as unknown as Session;
    const wanted = { lists: lists ?? {}, replace: [] };
    const { edit, secrets } = await makePlan(session, { look: async () => found }, wanted);
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

  it.each<[message: string, topLevel: string, given: Given]>([
    ["LISTS: env.staging does not inherit the top level's", "LISTS = {}", {}],
    [
      "LEDGER_JURISDICTION: env.staging does not inherit the top level's",
      'LEDGER_JURISDICTION = "eu"',
      { lists: WEEKLY },
    ],
  ])("of an environment refuses to leave out: %s", async (message, topLevel, given) => {
    await expect(plan(NOTHING, { ...given, topLevel })).rejects.toThrow(message);
  });

  it("of an environment warns of other variables that it lacks, and of names without a mailto:", async () => {
    const long = { "weekly-news": { segment: SEGMENT }, "ten-letter": { segment: SEGMENT } };
    const url = await answering([503, {}]);
    const topLevel = 'LISTS = {}\nBRAND = {}\nORIGIN = "https://acme.com"';
    const { said } = await plan(NOTHING, { url, topLevel, lists: long, vars: "BRAND = {}" });
    expect(said).toContain("warning: env.staging does not inherit ORIGIN");
    expect(said).toContain("warning: “weekly-news” is longer than the 10 characters that fit");
    expect(said).not.toContain("ten-letter");
  }, 20_000);

  it("finds the Ledger's binding missing", async () => {
    const given = { bindings: 'ratelimits = [{ name = "LEAVE_LIMIT" }]\n', lists: WEEKLY };
    await expect(plan(NOTHING, given)).rejects.toThrow("LEDGER: is not bound");
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

describe("after the deployment", () => {
  const { signal } = new AbortController();

  it("waits until the Worker has found its lists at Resend", { timeout: 10_000 }, async () => {
    const origin = await answering([200, { status: "unverified" }], [200, { status: "ok" }]);
    const health = await awaitHealth(origin, collector().stream, signal);
    expect(health).toMatchObject({ kind: "ok" });
  });

  it("counts down while the Worker's name does not resolve, and says what to do later", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const { stream, text } = collector();
    const stderr = Object.assign(stream, { isTTY: true, columns: 120 });
    const said: string[] = [];
    const session = { terminal: { stderr }, say: (line: string) => said.push(line), signal };
    const host = "leave-this-list.acme.invalid";
    const checked = checkUp(
      `https://${host}`,
      { known: {}, lists: {}, segments: [] },
      { args: [], later: "npm run doctor -- …" },
      session as unknown as Session,
    );
    await expect.poll(text).toContain(`${host} does not resolve yet: 5 min left`);
    vi.setSystemTime(Date.now() + 280_000);
    await expect.poll(text).toContain(`${host} does not resolve yet: 20 s left`);
    vi.setSystemTime(Date.now() + 20_000);
    expect(await checked).toBe(false);
    expect(said.at(-1)).toMatch(/^The Worker is deployed, but .* does not resolve here yet\. /);
    expect(said.at(-1)).toContain("Later, run: npm run doctor -- …");
  });
});

it.each([
  ["an empty line", "# mine\nLINK_SECRETS=\nB=1\n", "# mine\nLINK_SECRETS=new\nB=1\n"],
  ["no line, and no last line end", "A=1", "A=1\nLINK_SECRETS=new\n"],
  ["CRLF, and a line", "A=1\r\nLINK_SECRETS=\r\n", "A=1\r\nLINK_SECRETS=new\r\n"],
  ["CRLF, and no line", "A=1\r\nB=2", "A=1\r\nB=2\r\nLINK_SECRETS=new\r\n"],
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
    runChild({ script, args: [], cwd, env: {}, output: "piped" }, { terminal, signal });
  const ended = start();
  await expect.poll(text, { timeout: 5_000 }).toBe("up\n");
  interrupt.abort("SIGHUP");
  const interrupted = expect.objectContaining({ exitCode: 129 });
  await expect(ended).rejects.toThrow(interrupted);
  await expect(start()).rejects.toThrow(interrupted);
  expect(text()).toBe("up\n");
}, 20_000);
