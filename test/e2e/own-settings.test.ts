/** A developer's own settings: `npm run dev` uses all of them, and the sandbox none, because they may hold a real key. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished, vi } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { MIRA } from "../../sandbox/resend/samples.ts";
import { API_KEY, LINK_SECRET } from "../../sandbox/settings.ts";
import { until } from "../../sandbox/ledger.ts";
import { freePort, startGroup } from "../../sandbox/processes.ts";
import { startStandInProcess, type StandInProcess } from "../../sandbox/stand-in-process.ts";
import { sandboxConfig, startWorker } from "../../sandbox/worker-process.ts";
import { exchange, oneClick } from "./exchange.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const OWN_SECRET = "the-developers-own-secret-0123456789";
const OWN_TOKEN = "the-developers-own-token";

/** A checkout in which `npm run dev` is set up. */
function ownCheckout(vars: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "own-checkout-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = Object.entries(vars).map(([name, value]) => `${name}=${value}\n`);
  for (const name of [".dev.vars", ".env"]) writeFileSync(join(folder, name), lines.join(""));
  writeFileSync(join(folder, "wrangler.toml"), sandboxConfig());
  return folder;
}

async function runningStandIn(): Promise<StandInProcess> {
  const standIn = await startStandInProcess("http://127.0.0.1:1");
  onTestFinished(() => standIn.stop());
  return standIn;
}

it("the sandbox takes no key and no secret from .dev.vars, .env or the shell", async () => {
  const own = { RESEND_API_KEY: "re_own_key", LINK_SECRETS: OWN_SECRET };
  const elsewhere = { RESEND_BASE_URL: "http://127.0.0.1:1", LISTS: "{}" };
  for (const [name, value] of Object.entries({ ...own, ...elsewhere })) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const standIn = await runningStandIn();
  const config = join(ownCheckout(own), "wrangler.toml");
  const worker = await startWorker({ resendBaseUrl: standIn.url, config });
  onTestFinished(() => worker.stop());

  const link = { origin: worker.url, list: "weekly", contact: MIRA };
  const ours = await oneClick(await leaveUrl({ ...link, secret: LINK_SECRET }));
  const theirs = await oneClick(await leaveUrl({ ...link, secret: OWN_SECRET }));

  expect([ours.status, theirs.status]).toEqual([200, 404]);
  expect(await standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
});

it("npm run dev gives every setting of .dev.vars to the Worker, also the optional ones", async () => {
  const standIn = await runningStandIn();
  const cwd = ownCheckout({
    RESEND_API_KEY: API_KEY,
    RESEND_BASE_URL: standIn.url,
    LINK_SECRETS: OWN_SECRET,
    OPERATOR_TOKEN: OWN_TOKEN,
  });
  const port = await freePort();
  const { PATH = "", HOME = "" } = process.env;
  const args = [WRANGLER, "dev", `--port=${port}`, "--ip=127.0.0.1", "--inspector-port=0"];
  const env = { PATH, HOME, WRANGLER_SEND_METRICS: "false", WRANGLER_WRITE_LOGS: "false" };
  const group = startGroup({ args, env, cwd });
  onTestFinished(() => group.stop());
  const origin = `http://127.0.0.1:${port}`;
  const isUp = () => fetch(origin).then(Boolean, () => false);
  await until("the Worker answers", isUp, 60_000);

  const link = { origin, list: "weekly", contact: MIRA, secret: OWN_SECRET };
  expect((await oneClick(await leaveUrl(link))).status).toBe(200);
  expect(await standIn.changes()).toContainEqual(
    expect.objectContaining({ url: expect.stringContaining(MIRA), status: 200 }),
  );
  const headers = { authorization: `Bearer ${OWN_TOKEN}` };
  const report = await exchange({ origin, method: "GET", path: "/leave/-/ledger", headers });
  expect(report.status).toBe(200);
});
