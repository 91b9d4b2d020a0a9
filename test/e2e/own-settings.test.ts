/** A developer's own settings: `npm run dev` uses all of them, and the sandbox none, because they may hold a real key. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished, vi } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { API_KEY, LINK_SECRET, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { freePort, startGroup, until } from "../../sandbox/processes.ts";
import { startStandIn, type StandIn } from "../../sandbox/resend/server.ts";
import { sandboxConfig, startWorker } from "../../sandbox/worker-process.ts";
import { exchange, oneClick } from "./exchange.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const OWN_SECRET = "the-developers-own-secret-0123456789";
const OWN_TOKEN = "the-developers-own-token";

/** An environment of its own, which inherits neither bindings nor variables. */
const STAGING = `
[env.staging]
ratelimits = [
  { name = "LEAVE_LIMIT", namespace_id = "1", simple = { limit = 30, period = 60 } },
]
durable_objects = { bindings = [{ name = "LEDGER", class_name = "Ledger" }] }
vars.LISTS.tests.segment = "${SAMPLE_LISTS.weekly.segment}"
`;

/** A checkout in which `npm run dev` is set up, with variables in these files. */
function ownCheckout(files: readonly string[], vars: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "own-checkout-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = Object.entries(vars).map(([name, value]) => `${name}=${value}\n`);
  for (const name of files) writeFileSync(join(folder, name), lines.join(""));
  writeFileSync(join(folder, "wrangler.toml"), sandboxConfig() + STAGING);
  return folder;
}

async function runningStandIn(): Promise<StandIn> {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  return standIn;
}

it("the sandbox takes no key and no secret from .dev.vars, .env or the shell", async () => {
  const own = { RESEND_API_KEY: "re_own_key", LINK_SECRETS: OWN_SECRET };
  const elsewhere = { RESEND_BASE_URL: "http://127.0.0.1:1", LISTS: "{}" };
  for (const [name, value] of Object.entries({ ...own, ...elsewhere })) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const standIn = await runningStandIn();
  const config = join(ownCheckout([".dev.vars", ".env"], own), "wrangler.toml");
  const worker = await startWorker({ resendBaseUrl: standIn.url, config });
  onTestFinished(() => worker.stop());

  const link = { origin: worker.url, list: "weekly", contact: MIRA };
  const ours = await oneClick(await leaveUrl({ ...link, secret: LINK_SECRET }));
  const theirs = await oneClick(await leaveUrl({ ...link, secret: OWN_SECRET }));

  expect([ours.status, theirs.status]).toEqual([200, 404]);
  expect(await standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
});

it("npm run dev gives an environment's own lists and secrets to the Worker, also optional ones", async () => {
  const standIn = await runningStandIn();
  const cwd = ownCheckout([".dev.vars.staging"], {
    RESEND_API_KEY: API_KEY,
    RESEND_BASE_URL: standIn.url,
    LINK_SECRETS: OWN_SECRET,
    OPERATOR_TOKEN: OWN_TOKEN,
  });
  const port = await freePort();
  const { PATH = "", HOME = "" } = process.env;
  writeFileSync(join(cwd, ".dev.vars"), "OPERATOR_TOKEN=of-the-top-level\n");
  const listen = [`--port=${port}`, "--ip", "127.0.0.1", "--inspector-port=0"];
  const args = [MAIN, "dev", "--config=wrangler.toml", ...listen];
  const quiet = { WRANGLER_SEND_METRICS: "false", WRANGLER_WRITE_LOGS: "false" };
  const env = { PATH, HOME, CLOUDFLARE_ENV: "staging", ...quiet };
  const group = startGroup({ args, env, cwd });
  onTestFinished(() => group.stop());
  const origin = `http://127.0.0.1:${port}`;
  const isUp = () => fetch(origin).then(Boolean, () => false);
  await until("the Worker answers", isUp, 60_000);

  const link = { origin, list: "tests", contact: MIRA, secret: OWN_SECRET };
  expect((await oneClick(await leaveUrl(link))).status).toBe(200);
  expect(await standIn.changes()).toContainEqual(
    expect.objectContaining({ url: expect.stringContaining(MIRA), status: 200 }),
  );
  const headers = { authorization: `Bearer ${OWN_TOKEN}` };
  const report = await exchange({ origin, method: "GET", path: "/leave/-/ledger", headers });
  expect(report.status).toBe(200);
});
