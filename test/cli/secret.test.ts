/** The command `secret`. */

import { describe, expect, it } from "vitest";

import { runSecret } from "../../cli/links/fresh-secret.ts";
import { collector, ID, link, SENDER } from "./run.ts";

function secret(...args: string[]) {
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = runSecret(args, { stdout: stdout.stream, stderr: stderr.stream });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

describe("secret", () => {
  it("prints a fresh one each time, and link takes it", async () => {
    const [one, other] = [secret(), secret()];
    expect(one).toMatchObject({ exitCode: 0, stderr: "" });
    expect(one.stdout).toMatch(/^[0-9a-f]{64}\n$/);
    expect(one.stdout).not.toBe(other.stdout);
    const { exitCode } = await link([...SENDER, "--contact", ID], { secrets: one.stdout });
    expect(exitCode).toBe(0);
  });

  it("has a help that says how to rotate, and takes no arguments", () => {
    expect(secret("--help")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(secret("--help").stdout).toContain('LINK_SECRETS = "<new>,<old>"');
    expect(secret("more")).toMatchObject({ exitCode: 2, stdout: "" });
  });
});
