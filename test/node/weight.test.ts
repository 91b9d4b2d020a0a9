import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { expect, it } from "vitest";

import { WRANGLER } from "../../sandbox/processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

it("the Worker with all its languages weighs less than 112 KB gzipped, as wrangler would upload it", () => {
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-bundle-"));
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      [WRANGLER, "deploy", "--dry-run", "--config=sandbox/wrangler.toml", `--outdir=${folder}`],
      { cwd: ROOT, encoding: "utf8", env: { ...process.env, WRANGLER_WRITE_LOGS: "false" } },
    );
    expect(status, stderr).toBe(0);
    const bundle = readFileSync(join(folder, "index.js"));
    expect(bundle.toString()).toContain("Unsubscribe from this list?");
    expect(gzipSync(bundle).length).toBeLessThan(112 * 1024);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
