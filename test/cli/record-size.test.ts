/** How long `record` takes, and in how much memory. `RECORD_ROWS=100000` makes it as large as the promise. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { folderOf, serve } from "./run.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const ROWS = Number(process.env["RECORD_ROWS"] ?? 60_000);
const timeout = 30_000 + ROWS;

const address = (row: number) => `person-${row}@example.com`;

/** Every second person of the file has left. */
const origin = async () =>
  serve((request, response) => {
    const query = new URL(request.url ?? "", "http://x").searchParams;
    const first = Number(query.get("after")) + 1;
    const last = Math.min(ROWS, first + Number(query.get("limit")) - 1);
    const data = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
      id: first + index,
      seq: first + index,
      list: "weekly",
      operation: "list",
      channel: "one-click",
      contact: address(2 * (first + index)),
      contact_id: crypto.randomUUID(),
      email: address(2 * (first + index)),
      asked_at: "2026-11-01T08:00:00.000Z",
      done_at: "2026-11-01T08:00:01.000Z",
      state: "done",
    }));
    response.end(JSON.stringify({ object: "list", data, has_more: last < ROWS }));
  });

/** Runs `record` in a process with a heap of at most so many megabytes. */
async function record(args: readonly string[], heap: number) {
  const started = performance.now();
  const peak = 'process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS));';
  const flags = [`--max-old-space-size=${heap}`, `--import=data:text/javascript,${peak}`];
  const env = { ...process.env, OPERATOR_TOKEN: "token" };
  const child = spawn(process.execPath, [...flags, MAIN, "record", await origin(), ...args], {
    env,
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  const seconds = (performance.now() - started) / 1000;
  const megabytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024;
  console.log(
    `${args[0]}, ${ROWS} rows: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB at the peak`,
  );
  return { exitCode, lines: stdout.split("\n"), stderr, seconds };
}

it("--csv prints everything in a heap that could not hold it", { timeout }, async () => {
  const { exitCode, lines, stderr } = await record(["--csv", "--quiet"], 24);
  expect([exitCode, lines.length], stderr).toEqual([0, ROWS + 2]);
});

it("--filter takes as many people out of as many rows", { timeout }, async () => {
  const folder = folderOf({});
  const rows = Array.from(
    { length: ROWS },
    (_, row) => `${row},"${address(row + 1).toUpperCase()}"\r\n`,
  );
  writeFileSync(`${folder}/in.csv`, `id,email\r\n${rows.join("")}`);
  const { exitCode, lines, stderr, seconds } = await record(["--filter", `${folder}/in.csv`], 512);
  expect([exitCode, lines.length], stderr).toEqual([0, ROWS / 2 + 2]);
  expect(lines.at(-2)).toBe(`${ROWS - 2},"PERSON-${ROWS - 1}@EXAMPLE.COM"\r`);
  expect(seconds).toBeLessThan(30);
});
