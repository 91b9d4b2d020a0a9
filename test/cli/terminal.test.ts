/** How commands end when something other than their arguments fails. */

import { spawnSync } from "node:child_process";
import { closeSync, createReadStream, existsSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { Command } from "commander";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { parseArguments } from "../../cli/arguments.ts";
import { runLink } from "../../cli/links/run.ts";
import { endWhenNobodyReads, exitCodeOf } from "../../cli/terminal.ts";
import { collector, SECRET, SENDER } from "./run.ts";

const LINK = fileURLToPath(new URL("../../cli/link.ts", import.meta.url));

describe("what nobody foresaw", () => {
  it("is no usage error: a bug keeps its stack", async () => {
    const bug = () => Promise.reject(new TypeError("a bug"));
    await expect(exitCodeOf(bug, { stderr: collector().stream })).rejects.toThrow("a bug");
  });

  it("is thrown from the reading of a flag, which is no mistake of the caller's", () => {
    const bug = () => {
      throw new RangeError("a bug");
    };
    const command = new Command("any").option("--flag <value>", "a flag", bug);
    const streams = { stdout: collector().stream, stderr: collector().stream };
    expect(() => parseArguments(command, ["--flag", "1"], streams)).toThrow(RangeError);
  });

  it("is thrown when stdin breaks", async () => {
    const broken = (async function* () {
      yield Buffer.from("email\n");
      await Promise.resolve();
      throw new Error("the disk is gone");
    })();
    const run = runLink([...SENDER, "--csv"], {
      env: { LINK_SECRETS: SECRET },
      stdin: Readable.from(broken),
      stdout: collector().stream,
      stderr: collector().stream,
    });
    await expect(run).rejects.toThrow("the disk is gone");
  });
});

describe("what the machine refuses", () => {
  it("is one clear error: a folder where a file should be", async () => {
    const stdin = createReadStream(tmpdir());
    const stderr = collector();
    const exitCode = await runLink([...SENDER, "--csv"], {
      env: { LINK_SECRETS: SECRET },
      stdin,
      stdout: collector().stream,
      stderr: stderr.stream,
    });
    expect(exitCode).toBe(2);
    expect(stderr.text()).toMatch(/^error: EISDIR: .*\n$/);
  });

  it.runIf(existsSync("/dev/full"))("is one clear error: a full disk", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [LINK, ...SENDER, "--csv"], {
      input: "email\nmira@example.com\n",
      encoding: "utf8",
      env: { ...process.env, LINK_SECRETS: SECRET },
      stdio: ["pipe", full, "pipe"],
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, "error: ENOSPC: no space left on device, write\n"]);
  });
});

describe("a stream that takes no more", () => {
  /** Breaks one of the two, in a process whose end is only noted. */
  function broken(which: "stdout" | "stderr", code: string) {
    const [stdout, stderr] = [collector(), collector()];
    const streams = { stdout: stdout.stream, stderr: stderr.stream };
    const exit = vi.spyOn(process, "exit").mockImplementation((exitCode) => {
      throw new Error(`ended with ${exitCode}`);
    });
    onTestFinished(() => exit.mockRestore());
    endWhenNobodyReads(streams);
    const end = () =>
      streams[which].emit("error", Object.assign(new Error(`${code}: x`), { code }));
    return { end, stderr };
  }

  it.each([
    ["stdout", "EPIPE", 0, ""],
    ["stderr", "EPIPE", 0, ""],
    ["stdout", "ENOSPC", 2, "error: ENOSPC: x\n"],
    ["stderr", "ENOSPC", 2, ""],
  ] as const)("ends the process: %s with %s", (which, code, exitCode, said) => {
    const { end, stderr } = broken(which, code);
    expect(end).toThrow(`ended with ${exitCode}`);
    expect(stderr.text()).toBe(said);
  });
});
