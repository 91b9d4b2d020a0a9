/** The nine languages, and how the function of each is run. `.ci/run` says which Debian packages they need. */

import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Ends a field; no input holds it. */
export const END = "\x1f";

/** A program and its arguments. */
type Command = readonly [string, ...string[]];

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Where Debian keeps the sources of the crates that it packages. */
const CRATES = "/usr/share/cargo/registry";

const CARGO_TOML = `package = { name = "runner", version = "0.0.0", edition = "2021" }
dependencies = { data-encoding = "2", hmac = "0.12", sha2 = "0.10" }
`;

const script = (name: string, program: string, file: string, path: string) => ({
  name,
  prepare: async (): Promise<Command> => [program, runner(file), example(path)],
});

/**
 * Each is built in an empty folder. The program in `runners/` reads inputs, five fields each and each field ended by
 * `END`, and prints a line for each, its fields separated by tabs.
 */
export const LANGUAGES = [
  {
    name: "node",
    async prepare(): Promise<Command> {
      // The example imports the package, which is this one as it is published.
      await run(["npm", "run", "build"], { cwd: ROOT });
      return [process.execPath, runner("node.mjs"), example("node/leave-link.mjs")];
    },
  },
  script("php", "php", "php.php", "php/leave_link.php"),
  script("python", "python3", "python.py", "python"),
  script("ruby", "ruby", "ruby.rb", "ruby/leave_link"),
  script("curl", "bash", "shell.sh", "curl/leave_link.sh"),
  {
    name: "go",
    async prepare(folder: string): Promise<Command> {
      copyFileSync(example("go/leave_link.go"), join(folder, "leave_link.go"));
      copyFileSync(runner("runner.go"), join(folder, "runner.go"));
      writeFileSync(join(folder, "go.mod"), "module runner\n\ngo 1.19\n");
      await run(["go", "build", "-o", "runner", "."], { cwd: folder });
      return [join(folder, "runner")];
    },
  },
  {
    name: "rust",
    async prepare(folder: string): Promise<Command> {
      mkdirSync(join(folder, "src"));
      copyFileSync(runner("main.rs"), join(folder, "src/main.rs"));
      copyFileSync(example("rust/leave_link.rs"), join(folder, "src/leave_link.rs"));
      writeFileSync(join(folder, "Cargo.toml"), CARGO_TOML);
      const debian = [
        `--config=source.debian.directory="${CRATES}"`,
        '--config=source.crates-io.replace-with="debian"',
      ];
      await run(["cargo", "build", "--offline", "--quiet", ...debian], { cwd: folder });
      return [join(folder, "target/debug/runner")];
    },
  },
  {
    name: "java",
    async prepare(folder: string): Promise<Command> {
      const sources = [example("java/LeaveLink.java"), runner("Runner.java")];
      await run(["javac", "-encoding", "UTF-8", "-Xlint:all", "-d", folder, ...sources]);
      return ["java", "-cp", folder, "Runner"];
    },
  },
  {
    name: "dotnet",
    async prepare(folder: string): Promise<Command> {
      const program = join(folder, "runner.exe");
      const sources = [example("dotnet/LeaveLink.cs"), runner("Runner.cs")];
      await run(["mcs", "-warnaserror", `-out:${program}`, ...sources]);
      return ["mono", program];
    },
  },
];

function example(path: string): string {
  return join(ROOT, "examples", path);
}

function runner(name: string): string {
  return join(ROOT, "test/examples/runners", name);
}

/**
 * Runs a program to its end.
 *
 * @param input what it reads
 * @returns what it wrote to its standard output
 * @throws Error that names a missing program, or says what the program wrote to its standard error
 */
export async function run(
  [program, ...args]: Command,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  input = "",
): Promise<string> {
  const running = promisify(execFile)(program, args, options);
  // A program that reads nothing may have ended by now.
  running.child.stdin?.on("error", () => undefined).end(input);
  return (await running).stdout;
}
