/** The sandbox never touches a developer's own settings, which may hold a key that works. */

import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished, vi } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { MIRA } from "../../sandbox/resend/samples.ts";
import { LINK_SECRET } from "../../sandbox/keys.ts";
import { startStandInProcess } from "../../sandbox/stand-in-process.ts";
import { startWorker } from "../../sandbox/worker-process.ts";
import { oneClick } from "./exchange.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OWN_SECRET = "the-developers-own-secret-0123456789";

/** A checkout in which somebody has set up `npm run dev`. */
function ownCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), "own-checkout-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const own = `RESEND_API_KEY=re_own_key\nLINK_SECRETS=${OWN_SECRET}\n`;
  for (const name of [".dev.vars", ".env"]) writeFileSync(join(folder, name), own);
  cpSync(join(ROOT, "src"), join(folder, "src"), { recursive: true });
  for (const name of ["tsconfig.json", "wrangler.toml"]) {
    cpSync(join(ROOT, name), join(folder, name));
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

it("takes no key and no secret from .dev.vars, .env or the shell", async () => {
  vi.stubEnv("RESEND_API_KEY", "re_own_key");
  vi.stubEnv("LINK_SECRETS", OWN_SECRET);
  vi.stubEnv("RESEND_BASE_URL", "http://127.0.0.1:1");
  vi.stubEnv("LISTS", "{}");
  onTestFinished(() => void vi.unstubAllEnvs());
  const standIn = await startStandInProcess("http://127.0.0.1:1");
  onTestFinished(() => standIn.stop());
  const config = join(ownCheckout(), "wrangler.toml");
  const worker = await startWorker({ resendBaseUrl: standIn.url, config });
  onTestFinished(() => worker.stop());

  const link = { origin: worker.url, list: "weekly", contact: MIRA };
  const ours = await oneClick(await leaveUrl({ ...link, secret: LINK_SECRET }));
  const own = await oneClick(await leaveUrl({ ...link, secret: OWN_SECRET }));

  expect([ours.status, own.status]).toEqual([200, 404]);
  expect(await standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
});
