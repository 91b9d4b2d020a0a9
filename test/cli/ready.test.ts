/** What a newcomer reads who has not installed the packages, or has another Node: one line, and no stack. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished } from "vitest";

import scripts from "../../package.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A checkout, with packages in the folder above it, as in a workspace, or without any. */
function checkout(packages: "hoisted" | "none"): string {
  const workspace = mkdtempSync(join(tmpdir(), "workspace-"));
  onTestFinished(() => rmSync(workspace, { recursive: true }));
  if (packages === "hoisted")
    symlinkSync(join(ROOT, "node_modules"), join(workspace, "node_modules"));
  const folder = join(workspace, "sender");
  mkdirSync(folder);
  for (const name of ["package.json", "cli", "sandbox", "src"]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  return folder;
}

/** Runs what a script of package.json runs, with `--help`. */
function help(script: "start" | "link", cwd: string, ...flags: string[]) {
  const [, ...args] = scripts.scripts[script].split(" ");
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, ...args, "--help"], {
    cwd,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

it.each(["start", "link"] as const)("npm run %s says when `npm ci` has not run", (script) => {
  const stderr = "error: The packages are not installed. Run `npm ci` first.\n";
  expect(help(script, checkout("none"))).toEqual({ status: 2, stdout: "", stderr });
});

it.each(["start", "link"] as const)("npm run %s says when Node is too old", (script) => {
  const stderr = expect.stringMatching(
    /^error: This is Node \S+, and Node 22\.18 or newer is needed\. Run .*\n$/,
  );
  const old = "--no-experimental-strip-types";
  expect(help(script, ROOT, old)).toEqual({ status: 2, stdout: "", stderr });
});

it.each(["start", "link"] as const)("npm run %s finds packages above", (script) => {
  const stdout = expect.stringMatching(/^Usage: /);
  expect(help(script, checkout("hoisted"))).toEqual({ status: 0, stdout, stderr: "" });
});

it.each(["start", "link"] as const)(
  "npm run %s says that Plug'n'Play is not supported",
  (script) => {
    // What `.pnp.cjs` does when Yarn loads it.
    const pnp = `--import=data:text/javascript,process.versions.pnp="3"`;
    const stderr = expect.stringMatching(
      /^error: Yarn's Plug'n'Play .* `nodeLinker: node-modules`.*\n$/,
    );
    expect(help(script, ROOT, pnp)).toEqual({ status: 2, stdout: "", stderr });
  },
);
