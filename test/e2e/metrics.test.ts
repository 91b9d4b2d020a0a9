/** The Worker with the dataset that wrangler.toml declares, and a Worker from which it was taken out. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { LINK_SECRET } from "../../sandbox/keys.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { startWorker } from "../../sandbox/worker-process.ts";
import { oneClick } from "./exchange.ts";

const sandbox = runningSandbox();

/** A `wrangler.toml` without the dataset. */
function withoutMetrics(): string {
  const settings = readFileSync("wrangler.toml", "utf8");
  const dataset = /\[\[analytics_engine_datasets\]\]\n(?:\w+ = .*\n)+/;
  expect(settings).toMatch(dataset);
  const folder = mkdtempSync(join(tmpdir(), "without-metrics-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = join(folder, "wrangler.toml");
  const absolute = settings.replace('main = "src', `main = "${process.cwd()}/src`);
  writeFileSync(config, absolute.replace(dataset, ""));
  return config;
}

describe("metrics", () => {
  it("are silent with a dataset: pages and leaves are as ever", async () => {
    const { linkById } = await sandbox.member();
    const lines = await sandbox.logged(async () => {
      expect((await fetch(linkById)).status).toBe(200);
      expect((await oneClick(linkById)).status).toBe(200);
    });
    expect(lines).toMatchObject([{ level: "info", line: { event: "leave", outcome: "done" } }]);
  });

  it("are not needed: without the dataset the Worker is well, and takes leaves", async () => {
    const worker = await startWorker({
      resendBaseUrl: sandbox.standIn.url,
      config: withoutMetrics(),
    });
    onTestFinished(() => worker.stop());
    expect((await fetch(`${worker.url}/leave/-/health`)).status).toBe(200);
    const member = await sandbox.member();
    const link = { origin: worker.url, list: "weekly", contact: member.id, secret: LINK_SECRET };
    expect((await oneClick(await leaveUrl(link))).status).toBe(200);
    expect(await sandbox.isMember(member)).toBe(false);
  });
});
