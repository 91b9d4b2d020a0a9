/** What a newcomer meets: `npm start` as a process, its mailbox clicked, Ctrl-C. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it, onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const DEFAULT_PORTS = [8787, 8788];

function start(...options: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "npm-start-"));
  const child = spawn("npm", ["start", "--", ...options], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit") as Promise<[code: number | null, signal: string | null]>;
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGTERM")) await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  return { pid: child.pid ?? 0, said: () => said, exited, left: () => readdirSync(folder) };
}

async function started() {
  const running = start();
  await expect.poll(running.said, { timeout: 60_000 }).toContain("Ctrl-C");
  const origin = (name: string) =>
    new RegExp(`^ *${name} +(http://127\\.0\\.0\\.1:\\d+)$`, "m").exec(running.said())?.[1] ?? "";
  return { ...running, mailbox: origin("Mailbox"), worker: origin("Worker") };
}

interface Process {
  pid: number;
  /** Its program and arguments. */
  args: string;
}

/** Every process that runs; a zombie does not. */
function table() {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return Array.from(lines.matchAll(/^ *(\d+) +(\d+) +([^Z\s]\S*) +(.*)$/gm), (row) => {
    const [, pid, parent, , args = ""] = row;
    return { pid: Number(pid), parent: Number(parent), args };
  });
}

/** The process and all that it has started, and they in turn. */
function family(pid: number): Process[] {
  const all = table();
  const found = all.filter((one) => one.pid === pid);
  for (const member of found) found.push(...all.filter(({ parent }) => parent === member.pid));
  return found;
}

/** Those of them that still run. */
function alive(processes: readonly Process[]): string[] {
  const running = new Set(table().map(({ pid }) => pid));
  return processes.filter(({ pid }) => running.has(pid)).map(({ args }) => args);
}

describe("npm start", () => {
  it("says which ports it takes if 8787 and 8788 are in use, prints links that work, logs one line for each request, and nothing else", async () => {
    const servers = DEFAULT_PORTS.map((port) => createServer().listen(port, "127.0.0.1"));
    // A port that another process has already is taken as well.
    await Promise.all(servers.map((server) => once(server, "listening").catch(() => undefined)));
    onTestFinished(() => servers.forEach((server) => void server.close()));
    const { said, mailbox, worker } = await started();
    const [workerPort, mailboxPort] = [worker, mailbox].map((url) => new URL(url).port);
    expect(said()).toContain(
      `\nStarting the Worker on port ${workerPort} (8787 is in use), and the mailbox on port ${mailboxPort} (8788 is in use) …\n`,
    );
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

  it.each([
    ["--help", 0, /\nUsage: npm start .*port 8787 .*port 8788 /s],
    ["--hepl", 2, /\nerror: unknown option '--hepl'\n$/],
  ])("answers %s with code %i", async (option, code, answer) => {
    const { said, exited } = start(option);
    expect(await exited).toEqual([code, null]);
    expect(said()).toMatch(answer);
    expect(said()).not.toContain("Starting");
  });

  // A terminal signals every process, and npm passes it on: it comes twice.
  it.each([
    ["npm", "SIGTERM", /^npm start/],
    ["npm", "SIGHUP", /^npm start/],
    ["Node", "SIGINT", /^node .*start\.ts/],
    ["Node", "SIGTERM", /^node .*start\.ts/],
    ["Node", "SIGHUP", /^node .*start\.ts/],
    ["the group's first process", "SIGTERM", /processes\.ts/],
    ["wrangler", "SIGTERM", /wrangler-dist/],
    ["workerd with the Worker", "SIGTERM", /workerd serve .*entry=127\.0\.0\.1:0/],
    ["workerd at the port", "SIGTERM", /workerd serve .*entry=127\.0\.0\.1:[1-9]/],
  ] as const)("leaves no process, port, or file when %s gets %s", async (name, signal, pattern) => {
    const { pid, said, exited, left, mailbox, worker } = await started();
    const processes = family(pid);
    const target = processes.findLast(({ args }) => pattern.test(args))?.pid ?? 0;

    for (let times = 0; times < 2; times += 1) process.kill(target, signal);

    await expect.poll(() => alive(processes)).toEqual([]);
    expect(left()).toEqual([]);
    for (const url of [mailbox, worker]) await expect(fetch(url)).rejects.toThrow(TypeError);
    const end = { npm: [null, signal], Node: [0, null] }[name as string] ?? [1, null];
    expect(await exited).toEqual(end);
    expect(said()).toMatch(end[0] === 1 ? /, so everything was stopped\.\n$/ : /follows\.\n\n$/);
  });

  it("leaves no process when it is killed", async () => {
    const { pid } = await started();
    const processes = family(pid);
    const [, , node] = processes;
    process.kill(node?.pid ?? 0, "SIGKILL");
    await expect.poll(() => alive(processes), { timeout: 5_000 }).toEqual([]);
  });

  it("ends on SIGINT while it still starts", async () => {
    const { pid, said, left } = start();
    await expect.poll(() => family(pid).length, { timeout: 20_000 }).toBeGreaterThan(4);
    const processes = family(pid);
    const [, , node] = processes;

    process.kill(node?.pid ?? 0, "SIGINT");

    await expect.poll(() => alive(processes)).toEqual([]);
    expect(said()).not.toContain("Ctrl-C");
    expect(left()).toEqual([]);
  });
});
