/** What a newcomer meets: `npm start` as a process, its mailbox clicked, Ctrl-C. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it, onTestFinished } from "vitest";

const START = fileURLToPath(new URL("../../sandbox/start.ts", import.meta.url));

const TAKEN_PORTS = [8787, 8788];

beforeAll(async () => {
  const servers = TAKEN_PORTS.map((port) => createServer().listen(port, "127.0.0.1"));
  // A port that another process has already is taken as well.
  await Promise.all(servers.map((server) => once(server, "listening").catch(() => undefined)));
  return () => servers.forEach((server) => void server.close());
});

function start() {
  const folder = mkdtempSync(join(tmpdir(), "npm-start-"));
  const child = spawn(process.execPath, [START], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGTERM")) await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const exited = once(child, "exit");
  return { child, said: () => said, exited, left: () => readdirSync(folder) };
}

async function started() {
  const running = start();
  await expect.poll(running.said, { timeout: 20_000 }).toContain("Ctrl-C");
  const origin = (name: string) =>
    new RegExp(`^ *${name} +(http://127\\.0\\.0\\.1:\\d+)$`, "m").exec(running.said())?.[1] ?? "";
  return { ...running, mailbox: origin("Mailbox"), worker: origin("Worker") };
}

/** The process and all that it has started, and they in turn. */
function family(pid: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const parents = table
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const member of found) {
    for (const [child = 0, parent] of parents) if (parent === member) found.push(child);
  }
  return found;
}

/** Those of them that still run; a zombie does not. */
function alive(pids: readonly number[]): string[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,stat=,comm="], { encoding: "utf8" });
  const rows = table.split("\n").filter((row) => pids.includes(Number.parseInt(row.trim(), 10)));
  return rows.filter((row) => !/^\s*\d+\s+Z/.test(row));
}

describe("npm start, with 8787 and 8788 taken", () => {
  it("picks other ports, prints links that work, logs one line for each request, and nothing else", async () => {
    const { said, mailbox, worker } = await started();
    for (const url of [mailbox, worker]) {
      expect(TAKEN_PORTS).not.toContain(Number(new URL(url).port));
    }
    const links = said().match(/http:\/\/\S+\/leave\/\S+/g) ?? [];
    expect(links).toHaveLength(6);
    for (const link of links) {
      expect(link.startsWith(`${worker}/leave/`)).toBe(true);
      const page = await fetch(link);
      expect([page.status, await page.text()]).toEqual([
        200,
        expect.stringContaining("Unsubscribe"),
      ]);
    }
    expect((await fetch(links[0] ?? "", { method: "POST" })).status).toBe(200);
    await expect.poll(() => said().match(/ leave {2}.*list: weekly/g)).toHaveLength(1);
    expect(said()).not.toMatch(/wrangler|Request\.cf|update available|GET \/leave/);
  });

  // A terminal signals every process, and npm passes it on: it comes twice.
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends on %s with code 0, and leaves no process, port, or file",
    async (signal) => {
      const { child, exited, left, mailbox, worker } = await started();
      const pids = family(child.pid ?? 0);
      expect(pids.length).toBeGreaterThanOrEqual(4);

      child.kill(signal);
      child.kill(signal);

      expect(await exited).toEqual([0, null]);
      await expect.poll(() => alive(pids)).toEqual([]);
      expect(left()).toEqual([]);
      for (const url of [mailbox, worker]) await expect(fetch(url)).rejects.toThrow(TypeError);
    },
  );

  it("leaves no process when it is killed", async () => {
    const { child } = await started();
    const pids = family(child.pid ?? 0);
    child.kill("SIGKILL");
    await expect.poll(() => alive(pids), { timeout: 5_000 }).toEqual([]);
  });

  it("ends on SIGINT while it still starts", async () => {
    const { child, said, exited, left } = start();
    await expect.poll(said, { timeout: 20_000 }).toContain("Starting");
    await expect.poll(() => family(child.pid ?? 0).length, { timeout: 20_000 }).toBeGreaterThan(2);
    const pids = family(child.pid ?? 0);

    child.kill("SIGINT");

    expect(await exited).toEqual([0, null]);
    expect(said()).not.toContain("Ctrl-C");
    expect(left()).toEqual([]);
    await expect.poll(() => alive(pids)).toEqual([]);
  });
});
