/** The nine languages: what each needs on this machine, and how its example is started. */

import { constants } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "./command.ts";

export const LANGUAGES = [
  "node",
  "php",
  "python",
  "ruby",
  "go",
  "rust",
  "java",
  "dotnet",
  "curl",
] as const;

export type Language = (typeof LANGUAGES)[number];

/** A command line; its program and its arguments. */
export type CommandLine = readonly [string, ...string[]];

export interface Recipe {
  /** Programs and files that must be there, each with the Debian package that has it. */
  needs: readonly { program?: string; file?: string; package: string }[];
  /**
   * Builds what has to be built.
   *
   * @param folder empty, and deleted afterwards
   * @returns what to run: it reads inputs and prints answers
   */
  prepare(folder: string): Promise<CommandLine>;
}

const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
const RUNNERS = fileURLToPath(new URL("runners/", import.meta.url));

/** Where Debian keeps the sources of the crates that it packages. */
const DEBIAN_CRATES = "/usr/share/cargo/registry";

const CARGO_TOML = `[package]
name = "runner"
version = "0.0.0"
edition = "2021"

[dependencies]
data-encoding = "2"
hmac = "0.12"
sha2 = "0.10"

[[bin]]
name = "runner"
path = "runner.rs"
`;

const CARGO_CONFIG = `[source.crates-io]
replace-with = "debian"

[source.debian]
directory = "${DEBIAN_CRATES}"
`;

/** Lets `leave-this-list/link` mean the library's source. */
export const RESOLVE_LINK = join(RUNNERS, "resolve-link.mjs");

export const RECIPES: Readonly<Record<Language, Recipe>> = {
  node: {
    needs: [],
    prepare: () => ready(process.execPath, "--import", RESOLVE_LINK, join(RUNNERS, "runner.mjs")),
  },
  php: {
    needs: [{ program: "php", package: "php-cli" }],
    prepare: () => ready("php", join(RUNNERS, "runner.php"), join(EXAMPLES, "php")),
  },
  python: {
    needs: [{ program: "python3", package: "python3" }],
    prepare: () => ready("python3", join(RUNNERS, "runner.py"), join(EXAMPLES, "python")),
  },
  ruby: {
    needs: [{ program: "ruby", package: "ruby" }],
    prepare: () => ready("ruby", join(RUNNERS, "runner.rb"), join(EXAMPLES, "ruby")),
  },
  go: {
    needs: [{ program: "go", package: "golang-go" }],
    async prepare(folder) {
      await gather(folder, join(EXAMPLES, "go/leave_link.go"), join(RUNNERS, "runner.go"));
      await writeFile(join(folder, "go.mod"), "module runner\n\ngo 1.19\n");
      await command(["go", "build", "-o", "runner", "."], { folder });
      return [join(folder, "runner")];
    },
  },
  rust: {
    needs: [
      { program: "cargo", package: "cargo" },
      { file: `${DEBIAN_CRATES}/data-encoding-*`, package: "librust-data-encoding-dev" },
      { file: `${DEBIAN_CRATES}/hmac-*`, package: "librust-hmac-dev" },
      { file: `${DEBIAN_CRATES}/sha2-*`, package: "librust-sha2-dev" },
    ],
    async prepare(folder) {
      await gather(folder, join(EXAMPLES, "rust/leave_link.rs"), join(RUNNERS, "runner.rs"));
      await mkdir(join(folder, ".cargo"));
      await writeFile(join(folder, ".cargo/config.toml"), CARGO_CONFIG);
      await writeFile(join(folder, "Cargo.toml"), CARGO_TOML);
      await command(["cargo", "build", "--offline", "--quiet"], { folder });
      return [join(folder, "target/debug/runner")];
    },
  },
  java: {
    needs: [{ program: "javac", package: "default-jdk-headless" }],
    async prepare(folder) {
      const sources = [join(EXAMPLES, "java/LeaveLink.java"), join(RUNNERS, "Runner.java")];
      await command(["javac", "-encoding", "UTF-8", "-Xlint:all", "-d", folder, ...sources]);
      return ["java", "-cp", folder, "Runner"];
    },
  },
  dotnet: {
    needs: [
      { program: "mcs", package: "mono-mcs" },
      { program: "mono", package: "mono-runtime" },
    ],
    async prepare(folder) {
      const program = join(folder, "runner.exe");
      const sources = [join(EXAMPLES, "dotnet/LeaveLink.cs"), join(RUNNERS, "Runner.cs")];
      await command(["mcs", "-warnaserror", `-out:${program}`, ...sources]);
      return ["mono", program];
    },
  },
  curl: {
    needs: [
      { program: "bash", package: "bash" },
      { program: "base32", package: "coreutils" },
      { program: "openssl", package: "openssl" },
      { program: "curl", package: "curl" },
    ],
    prepare: () => ready("bash", join(RUNNERS, "runner.sh"), join(EXAMPLES, "curl")),
  },
};

function ready(...line: CommandLine): Promise<CommandLine> {
  return Promise.resolve(line);
}

async function gather(folder: string, ...files: string[]): Promise<void> {
  for (const file of files) {
    await copyFile(file, join(folder, file.slice(file.lastIndexOf("/"))), constants.COPYFILE_EXCL);
  }
}
