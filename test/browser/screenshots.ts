/**
 * Takes a picture of every page, on a phone and a desk, light and dark, from a Worker that runs:
 * `node test/browser/screenshots.ts [folder]`.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";

import { leaveUrl } from "../../src/link.ts";
import { SAMPLE_LISTS } from "../resend/samples.ts";
import { LINK_SECRET } from "../sandbox/keys.ts";
import { type StandInProcess, startStandInProcess } from "../sandbox/stand-in-process.ts";
import { startWorker, type WorkerOptions, type WorkerProcess } from "../sandbox/worker-process.ts";
import { launchChromium } from "./chromium.ts";

/** A brand with all that a page shows of it. */
const BRAND = {
  name: "Acme",
  url: "https://acme.example/",
  support: "help@acme.example",
  color: "#7a1fa2",
};

/** The Workers that it takes to see every page. */
const WORKERS = {
  plain: {},
  branded: { vars: { BRAND: JSON.stringify(BRAND) } },
  failing: { resendBaseUrl: "http://127.0.0.1:9" },
  broken: { linkSecrets: "too-short" },
} satisfies Record<string, Partial<WorkerOptions>>;

type WorkerName = keyof typeof WORKERS;

interface Scene {
  name: string;
  worker: WorkerName;
  go: (
    page: Page,
    links: { byId: string; byAddress: string; general: string; bad: string },
  ) => Promise<void>;
}

let standIn: StandInProcess | undefined;

const press = (page: Page, nth = 0) => page.getByRole("button").nth(nth).click();

const SCENES: readonly Scene[] = [
  { name: "asking-by-id", worker: "plain", go: (page, { byId }) => open(page, byId) },
  {
    name: "asking-by-address",
    worker: "plain",
    go: (page, { byAddress }) => open(page, byAddress),
  },
  { name: "asking-branded", worker: "branded", go: (page, { byAddress }) => open(page, byAddress) },
  {
    name: "left",
    worker: "plain",
    async go(page, { byAddress }) {
      await open(page, byAddress);
      await press(page);
    },
  },
  {
    name: "rejoined",
    worker: "plain",
    async go(page, { byAddress }) {
      await open(page, byAddress);
      await press(page);
      await press(page);
    },
  },
  {
    name: "stopped",
    worker: "branded",
    async go(page, { byAddress }) {
      await open(page, byAddress);
      await press(page, 1);
    },
  },
  {
    name: "too-many",
    worker: "plain",
    async go(page, { byAddress }) {
      for (let sent = 0; sent < 10; sent++) await fetch(byAddress, { method: "POST" });
      await open(page, byAddress);
      await press(page);
    },
  },
  { name: "no-reader", worker: "branded", go: (page, { general }) => open(page, general) },
  { name: "bad-link", worker: "plain", go: (page, { bad }) => open(page, bad) },
  { name: "bad-link-with-support", worker: "branded", go: (page, { bad }) => open(page, bad) },
  {
    name: "leaving",
    worker: "failing",
    async go(page, { byAddress }) {
      await open(page, byAddress);
      await press(page);
    },
  },
  { name: "out-of-order", worker: "broken", go: (page, { byId }) => open(page, byId) },
];

const VIEWPORTS = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];
const COLOR_SCHEMES = ["light", "dark"] as const;

const [folder = "screenshots"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

await using running = new AsyncDisposableStack();
standIn = running.adopt(await startStandInProcess("http://127.0.0.1:1"), (it) => it.stop());
const browser = running.adopt(await launchChromium(), (it) => it.close());
for (const name of Object.keys(WORKERS) as WorkerName[]) {
  const settings = { resendBaseUrl: standIn.url, ...WORKERS[name] };
  const worker = running.adopt(await startWorker(settings), (it) => it.stop());
  for (const scene of SCENES.filter((each) => each.worker === name)) {
    await shoot(browser, worker, scene, folder);
  }
}

/** One scene in every size and scheme, each with somebody new, so that no limit is met by chance. */
async function shoot(within: Browser, { url }: WorkerProcess, scene: Scene, into: string) {
  for (const viewport of VIEWPORTS) {
    for (const colorScheme of COLOR_SCHEMES) {
      const context = await within.newContext({ viewport, colorScheme, deviceScaleFactor: 2 });
      const page = await context.newPage();
      await scene.go(page, await linksTo(url));
      const file = `${scene.name}-${viewport.width}-${colorScheme}.png`;
      await page.screenshot({ path: join(into, file), fullPage: true });
      await context.close();
      console.log(file);
    }
  }
}

async function linksTo(origin: string) {
  const [contact] = (await standIn?.seed(SAMPLE_LISTS.weekly.segment, 1)) ?? [];
  if (contact === undefined) throw new Error("the stand-in seeded nobody");
  const link = { origin, list: "weekly", secret: LINK_SECRET };
  return {
    byId: await leaveUrl({ ...link, contact: contact.id }),
    byAddress: await leaveUrl({ ...link, contact: contact.email }),
    general: `${origin}/leave/weekly`,
    bad: `${origin}/leave/weekly/cut-short`,
  };
}

async function open(page: Page, link: string): Promise<void> {
  await page.goto(link);
}
