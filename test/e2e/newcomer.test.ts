/**
 * A newcomer's first hour: from the clone, in a workspace, to a list and a brand of their own, with the commands that the pages
 * name. Cloudflare and Resend are stand-ins; the Worker is the newcomer's code and settings under `wrangler dev`.
 */

import { execFile, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";

import { freePort } from "../../sandbox/processes.ts";
import { type StandIn, startStandIn } from "../../sandbox/resend/server.ts";
import { API_KEY, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { startWorker, type WorkerProcess } from "../../sandbox/worker-process.ts";
import { ACCOUNT, startCloudflare, TOKEN } from "../cloudflare/api.ts";
import { atTerminal, KEYS } from "../cloudflare/terminal.ts";
import { FORM } from "./exchange.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What is not in a clone. */
const UNTRACKED = /^(?:node_modules|\.git|\.wrangler|dist|coverage|\.dev\.vars|\.env.*)$/;

const COMMIT = "git add . && git -c user.name=N -c user.email=n@acme.com commit --quiet --message";
const hasGit = spawnSync("git", ["--version"]).status === 0;

/** Until `wrangler dev` serves what has changed. */
const SERVED = { timeout: 20_000 };

const { enter, down, right, space, erase } = KEYS;

const workspace = fs.mkdtempSync(join(tmpdir(), "newcomer-"));
const clone = join(workspace, "packages/unsubscribe");
let port: number;
let origin: string;
let env: Record<string, string>;
let standIn: StandIn;
let worker: WorkerProcess | undefined;
let startedAt: number;
let commands = 0;
/** In the first message. */
let link = "";

const read = (name: string) => fs.readFileSync(join(clone, name), "utf8");

/** Types a command in the clone. @returns what it prints */
async function command(line: string, more: Record<string, string> = {}): Promise<string> {
  commands += 1;
  const options = { cwd: clone, env: { ...env, ...more } };
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", line], options);
  return stdout + stderr;
}

/** The page of a link; nothing while the Worker restarts. */
const page = (url: string) =>
  fetch(url)
    .then((answer) => answer.text())
    .catch(() => "");

beforeAll(async () => {
  port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  standIn = await startStandIn();
  const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
  const own = { HOME: workspace, npm_config_update_notifier: "false" };
  const account = { CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_ACCOUNT_ID: ACCOUNT.id };
  env = { PATH, NODE_COMPILE_CACHE, ...own, ...account, RESEND_BASE_URL: standIn.url };

  startedAt = performance.now();
  const filter = (path: string) => !UNTRACKED.test(path.slice(ROOT.length).split("/")[0] ?? "");
  fs.cpSync(ROOT, clone, { recursive: true, filter });
  // The file at the top may be a sender's own.
  const toml = fs.readFileSync(join(ROOT, "sandbox/wrangler.toml"), "utf8");
  fs.writeFileSync(join(clone, "wrangler.toml"), toml.replace("../src/", "src/"));
  if (hasGit) await command(`git init --quiet && ${COMMIT} Clone`);
  // `npm install` in a workspace puts the packages there.
  fs.writeFileSync(join(workspace, "package.json"), '{ "workspaces": ["packages/*"] }');
  fs.symlinkSync(join(ROOT, "node_modules"), join(workspace, "node_modules"));
  commands = 2;
});

afterAll(async () => {
  await Promise.all([worker?.stop(), standIn.close()]);
  fs.rmSync(workspace, { recursive: true, force: true });
});

it("deploys at the prompts, and the doctor finds no fault", async () => {
  const { url, world } = await startCloudflare();
  commands += 1;
  const line = ["npm", "run", "deploy", "--", `--origin=${origin}`];
  const terminal = atTerminal(line, { ...env, CLOUDFLARE_API_BASE_URL: url }, clone);
  onTestFinished(() => terminal.end());
  for (const [text, keys] of [
    ["A Resend API key", API_KEY + enter],
    ["The secret that signs links", enter],
    ["Which segments are lists", ""],
    ["Weekly digest", down + space + enter],
    ["The list's name in links", ""],
    ["weekly-digest", erase.repeat("-digest".length) + enter],
    ["The name that people see", `${erase.repeat("Weekly digest".length)}Tea news${enter}`],
    ["The topic of", enter],
    ["Where should the Ledger store", enter],
    ["KEEP THIS", ""],
    ["Set up Resend's webhook", right + enter],
    ["Deploy leave-this-list to Cloudflare", enter],
    ["Deployed:", ""],
  ] as const) {
    await terminal.shows(text);
    if (keys !== "") await terminal.type(keys);
  }
  const { bindings = [] } = world.workers.get("leave-this-list") ?? {};
  const deployed = (name: string) => bindings.find((binding) => binding.name === name);
  const { segment } = SAMPLE_LISTS.weekly;
  expect(deployed("LISTS")?.["json"]).toEqual({ weekly: { segment, name: "Tea news" } });
  const linkSecrets = deployed("LINK_SECRETS")?.text ?? "";
  expect(read(".dev.vars")).toBe(`LINK_SECRETS=${linkSecrets}\n`);
  const config = join(clone, "wrangler.toml");
  worker = await startWorker({ port, config, linkSecrets, resendBaseUrl: standIn.url });
  expect(await terminal.exitCode, terminal.shown()).toBe(0);
});

it("sends a first message with the README's snippet, and its link unsubscribes", async () => {
  await command("npm run build");
  const sender = join(workspace, "packages/sender");
  fs.mkdirSync(join(sender, "node_modules"), { recursive: true });
  fs.symlinkSync(clone, join(sender, "node_modules/leave-this-list"));
  const [, snippet = ""] = /```ts\n(.*?)```/s.exec(read("README.md")) ?? [];
  fs.writeFileSync(join(sender, "send.ts"), snippet.replace("https://acme.com", origin));
  const secret = read(".dev.vars").trim().replace("SECRETS", "SECRET");
  await command(`RESEND_API_KEY=${API_KEY} ${secret} npm exec -- node ../sender/send.ts`);

  const [letter] = await standIn.letters();
  const { "List-Unsubscribe": value, "List-Unsubscribe-Post": body } = letter?.headers ?? {};
  link = value?.slice(1, -1) ?? "";
  expect(letter?.html).toContain(`href="${link}"`);
  const members = () => standIn.members(SAMPLE_LISTS.weekly.segment);
  expect(await members()).toContain("mira@example.com");
  const answer = await fetch(link, { method: "POST", headers: FORM, body: body ?? "" });
  expect(await answer.text()).toContain("You are unsubscribed");
  expect(await members()).not.toContain("mira@example.com");
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${commands} commands and ${seconds} s from the clone to the first verified leave`);
});

it.runIf(hasGit)("commits the settings without the secrets, and the tests stay green", async () => {
  await command(`${COMMIT} Deploy`);
  expect(await command("git show --name-only --format=")).toBe("wrangler.toml\n");
  await command("npx vitest run --project worker test/index.test.ts");
  expect(await command("git status --porcelain")).toBe("");
});

it("changes a sentence, and adds a list and a brand", async () => {
  const [before, after] = ["Press the button to stop these emails.", "Press it, and they stop."];
  expect(await page(link)).toContain(before);
  const texts = read("src/messages/en.ts").replace(before, after);
  fs.writeFileSync(join(clone, "src/messages/en.ts"), texts);
  await expect.poll(() => page(link), SERVED).toContain(after);

  const { segment } = SAMPLE_LISTS["product-news"];
  const list = `[vars.LISTS.offers]\nsegment = "${segment}"\nname = "Tea offers"\n`;
  const brand = '[vars.BRAND]\nname = "Acme Tea"\n';
  fs.appendFileSync(join(clone, "wrangler.toml"), `\n${list}\n${brand}`);
  const options = `--origin ${origin} --list offers --contact ${MIRA}`;
  const other = await command(`npm run --silent link -- ${options}`);
  await expect.poll(() => page(other.trim()), SERVED).toMatch(/Acme Tea.*Tea offers/s);
});

it("hears from the doctor that nothing fails", async () => {
  const doctor = command(`RESEND_API_KEY=${API_KEY} npm run doctor -- ${origin}`);
  await expect(doctor).resolves.toContain(" 0 failures");
});
