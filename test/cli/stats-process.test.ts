/** The command as a process, through npm: it reads the clock and the environment itself. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished } from "vitest";

import { ACCOUNT_ID, API_TOKEN, startSqlStandIn } from "../cloudflare/sql.ts";
import { DATASET, written } from "./stats-run.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

it("npm run --silent stats prints the last days, and passes its exit code on", async () => {
  const standIn = await startSqlStandIn(() => Date.now());
  onTestFinished(() => standIn.close());
  const stats = async (...args: string[]) => {
    const child = spawn("npm", ["run", "--silent", "stats", "--", ...args], {
      cwd: ROOT,
      env: {
        ...process.env,
        CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
        CLOUDFLARE_API_TOKEN: API_TOKEN,
        CLOUDFLARE_API_BASE_URL: standIn.url,
      },
    });
    const [stdout, [exitCode]] = await Promise.all([text(child.stdout), once(child, "close")]);
    return { stdout, exitCode: Number(exitCode) };
  };
  expect(await stats()).toEqual({ stdout: "", exitCode: 1 });

  const minuteAgo = new Date(Date.now() - 60_000).toISOString();
  standIn.write(DATASET, [written(minuteAgo, { event: "view", list: "weekly", client: "person" })]);
  const { stdout, exitCode } = await stats("--days", "2", "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    views: [{ day: minuteAgo.slice(0, 10), list: "weekly", client: "person", count: 1 }],
  });
  expect((await stats("--nonsense")).exitCode).toBe(2);
});
