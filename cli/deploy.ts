/** `npm run deploy`: puts the Worker on Cloudflare, and has the doctor look at it. The process, and nothing else. */

import { fileURLToPath } from "node:url";

import { runDeploy } from "./deploy/run.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupted.abort(signal));
}
// A deployment that has begun goes on when nobody reads what it says, as behind `| head`.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const { signal } = interrupted;
process.exitCode = await runDeploy(process.argv.slice(2), {
  terminal: process,
  root: ROOT,
  signal,
});
