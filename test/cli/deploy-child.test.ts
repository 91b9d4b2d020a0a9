/** A child of the command ends with it, also one that does not want to. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { runChild } from "../../cli/deploy/child.ts";
import { collector } from "./run.ts";

function child(code: string, signal: AbortSignal) {
  const folder = mkdtempSync(join(tmpdir(), "child-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = join(folder, "child.js");
  writeFileSync(script, code);
  const [stdout, stderr] = [collector(), collector()];
  const terminal = { stdout: stdout.stream, stderr: stderr.stream };
  const ended = runChild({
    script,
    args: ["a b"],
    cwd: folder,
    env: {},
    how: "shown",
    terminal,
    signal,
  });
  return { ended, stdout, stderr };
}

it("passes on what it says, and tells its exit code", async () => {
  const code = "console.log(process.argv[2]); console.error('e'); process.exitCode = 3";
  const { ended, stdout, stderr } = child(code, new AbortController().signal);
  expect(await ended).toEqual({ code: 3, stdout: "" });
  expect([stdout.text(), stderr.text()]).toEqual(["a b\n", "e\n"]);
});

it("is killed when it does not end by itself", { timeout: 20_000 }, async () => {
  const told = new AbortController();
  const stubborn =
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')";
  const { ended, stdout } = child(stubborn, told.signal);
  await expect.poll(stdout.text, { timeout: 5_000 }).toBe("up\n");
  told.abort("SIGHUP");
  await expect(ended).rejects.toThrow(expect.objectContaining({ exitCode: 129 }));
});

it("is not started when all is over already", async () => {
  const { ended, stdout } = child("console.log('up')", AbortSignal.abort("SIGINT"));
  await expect(ended).rejects.toThrow(expect.objectContaining({ exitCode: 130 }));
  expect(stdout.text()).toBe("");
});
