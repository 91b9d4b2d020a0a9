import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

/** A busy machine takes its time. */
const expect = { poll: { timeout: 10_000 } };
const testTimeout = 20_000;

/** Of the test vectors; never used outside tests. */
const LINK_SECRET = "correct-horse-battery-staple-0123456789";

export default defineConfig({
  test: {
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
          expect,
          include: ["test/{conformance,e2e}/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: "examples", include: ["test/examples/**/*.test.ts"] } },
      {
        test: {
          name: "browser",
          expect,
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: "istanbul",
      include: ["src/**"],
      exclude: ["src/messages/**"],
      reporter: ["text"],
      thresholds: { branches: 95 },
    },
  },
});
