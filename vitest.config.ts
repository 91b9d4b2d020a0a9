import { relative } from "node:path";

import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import type { Reporter } from "vitest/node";

/** A busy machine takes its time. */
const expect = { poll: { timeout: 10_000 } };
const testTimeout = 20_000;

/** Files at a time, on two cores too, where Vitest runs one: in `test/e2e`, most of the time is waiting. */
const maxWorkers = 3;

/** Of the test vectors; never used outside tests. */
const LINK_SECRET = "correct-horse-battery-staple-0123456789";

/** How many of the slowest files are listed after a run of more than that. */
const SLOWEST = 10;

const slowestFiles: Reporter = {
  onTestRunEnd(modules) {
    if (modules.length <= SLOWEST) return;
    const rows = modules
      .map((module) => ({
        file: relative(import.meta.dirname, module.moduleId),
        seconds: module.diagnostic().duration / 1000,
      }))
      .toSorted((one, other) => other.seconds - one.seconds)
      .slice(0, SLOWEST)
      .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}\n`);
    process.stdout.write(`\nSlowest test files\n${rows.join("")}\n`);
  },
};

/** For the many programs that tests start: Node keeps their compiled code there. */
const env = { NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.cache/node-compile` };

export default defineConfig({
  test: {
    reporters: ["default", slowestFiles],
    projects: [
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            main: "./test/main.ts",
            wrangler: { configPath: "./sandbox/wrangler.toml" },
            miniflare: {
              bindings: {
                RESEND_API_KEY: "re_test",
                LINK_SECRETS: LINK_SECRET,
                // What a test does not script is answered with 500. The runtime would log a connection that is refused.
                RESEND_BASE_URL: inject("upstreamUrl"),
              },
              compatibilityFlags: ["nodejs_compat"],
            },
          })),
        ],
        test: {
          name: "worker",
          maxWorkers,
          expect,
          testTimeout,
          include: [
            "test/*.test.ts",
            "test/{crypto,http,ledger,links,pages,resend,settings}/**/*.test.ts",
          ],
          exclude: ["test/crypto/webhook-sdk.test.ts"],
          // Each test has Ledgers of its own, so the files can share a runtime.
          isolate: false,
          globalSetup: "./test/upstream/setup.ts",
          setupFiles: "./test/reset.ts",
        },
      },
      {
        test: {
          name: "node",
          env,
          maxWorkers,
          expect,
          testTimeout,
          include: [
            "test/{cli,node,package,sandbox}/**/*.test.ts",
            "test/crypto/webhook-sdk.test.ts",
          ],
        },
      },
      {
        test: {
          name: "e2e",
          env,
          maxWorkers,
          expect,
          include: ["test/{conformance,e2e}/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "examples",
          fileParallelism: false,
          include: ["test/examples/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "browser",
          fileParallelism: false,
          expect,
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: "istanbul",
      include: ["src/**/*.ts"],
      exclude: ["src/messages/**"],
      reporter: ["text"],
      thresholds: { branches: 95 },
    },
  },
});
