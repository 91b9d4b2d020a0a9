import { expect, it, onTestFinished } from "vitest";

import { startWorker } from "../../sandbox/worker-process.ts";

it("a Worker that is killed at once leaves its port to the next", async () => {
  const settings = { resendBaseUrl: "http://127.0.0.1:1" };
  const first = await startWorker(settings);
  await first.kill();
  await expect(fetch(first.url)).rejects.toThrow(TypeError);

  const second = await startWorker({ ...settings, port: first.port });
  onTestFinished(() => second.stop());
  expect((await fetch(`${second.url}/leave/-/health`)).status).toBe(200);
});

it("a Worker with a setting at fault runs, and says which", async () => {
  const worker = await startWorker({ resendBaseUrl: "ftp://127.0.0.1", linkSecrets: "short" });
  onTestFinished(() => worker.stop());
  const health = await fetch(`${worker.url}/leave/-/health`);
  expect(health.status).toBe(500);
  expect(await health.json()).toMatchObject({
    faults: [{ setting: "RESEND_BASE_URL" }, { setting: "LINK_SECRETS" }],
  });
});

it("a Worker that cannot start says why", async () => {
  const config = "/nowhere/wrangler.toml";
  await expect(startWorker({ resendBaseUrl: "http://127.0.0.1:1", config })).rejects.toThrow(
    /does not run[^]*wrangler\.toml/,
  );
});
