/** Each command in a page is run by a test or by `.ci/run`, or says that it needs an account. Each link leads somewhere. */

import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { folderOf, ID, ID_LINK, SECRET } from "../cli/run.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const exists = (path: string) => existsSync(join(ROOT, path));
const find = (pattern: string) => globSync(pattern, { cwd: ROOT });

const PAGES = find("{{README,CONTRIBUTING,SECURITY,AGENTS,CHANGELOG}.md,{docs,examples}/**/*.md}");

/** The tests that run a command. Its options are in one of them. */
const TESTS: Readonly<Record<string, readonly string[]>> = {
  "npm start": ["test/e2e/start.test.ts"],
  "npm pack": ["test/package/package.test.ts"],
  "npm run button": ["test/package/package.test.ts"],
  "npm run deploy": find("test/{cli,e2e}/deploy*.test.ts"),
  "npm run dev": ["test/e2e/own-settings.test.ts"],
  "npm run doctor": find("test/{cli,e2e}/{doctor,contract}*.test.ts"),
  "npm run link": ["test/cli/link.test.ts"],
  "npm run record": ["test/cli/record.test.ts"],
  "npm run secret": ["test/cli/process.test.ts"],
  "npm run stats": ["test/cli/stats.test.ts"],
  "npm run sync-links": ["test/cli/sync-links.test.ts"],
  curl: ["test/e2e/record.test.ts"],
};

const NEEDS_ACCOUNT = /needs an? (?:\w+ )?account/i;

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const CI = read(".ci/run");

/** Whether `.ci/run` runs it, as it is or as a part of a script, or runs all of its parts. */
function isInCi(command: string): boolean {
  const inScript = Object.entries(scripts).some(
    ([name, script]) => CI.includes(`npm run ${name}`) && script.includes(command),
  );
  const parts = scripts[command.replace(/^npm (?:run )?/, "")]?.split(" && ") ?? [];
  return CI.includes(command) || inScript || (parts.length > 1 && parts.every(isInCi));
}

function isTested(command: string): boolean {
  if (command.startsWith("npx vitest")) return /\S+$/.exec(command)?.every(exists) ?? false;
  const [name = ""] = /^(?:npm )?(?:run )?[\w:-]+/.exec(command) ?? [];
  const texts = TESTS[name]?.map(read) ?? (name.startsWith("npm ") && isInCi(name) ? [CI] : []);
  // test/cli/usage.test.ts asks each command for help.
  const options = command.match(/(?<= )--(?!help)\w[\w-]+/g) ?? [];
  return texts.length > 0 && options.every((option) => texts.some((text) => text.includes(option)));
}

const FENCE = /^ *```(\w*)\n(.*?)^ *```$/gms;

/** The lines of a page's blocks of commands. What is quoted over several lines is one command. */
function linesOf(page: string): string[] {
  const blocks = Array.from(read(page).matchAll(FENCE), ([, language, code = ""]) => {
    const joined = code.replaceAll(/'[^']*'|\\\n/g, (part) => part.replaceAll("\n", " "));
    const lines = joined.replaceAll("\\ ", "").split("\n").filter(Boolean);
    return language === "sh" ? lines : lines.filter((line) => line.startsWith("$ "));
  });
  return blocks.flat();
}

/** The commands of a line, without its comment, redirections, variables, and what npm should print. */
function commandsOf(line: string): string[] {
  const bare = line
    .replace(/ # .*/, "")
    .replaceAll(/ [<>] \S+|(?:export )?\b[A-Z_]+=\S+|^\$|--silent/g, "");
  const commands = bare.split("&&").map((command) => command.trim().replaceAll(/\s+/g, " "));
  return commands.filter(Boolean);
}

describe.each(PAGES)("%s", (page) => {
  const text = read(page).replaceAll(FENCE, "");

  it("has only commands that are tested, or that need an account", () => {
    const inText = text.matchAll(/`((?:[A-Z_]+=\S+ )?(?:npm|npx|git) [^`<]*)`/g);
    const lines = linesOf(page).filter((line) => !NEEDS_ACCOUNT.test(line));
    const others = Array.from(inText, ([, line = ""]) => line).filter(
      (line) => line.startsWith("npm run") || !NEEDS_ACCOUNT.test(text),
    );
    expect([...lines, ...others].flatMap(commandsOf).filter((one) => !isTested(one))).toEqual([]);
  });

  it("has no link that leads nowhere", () => {
    const links = text.matchAll(/\]\(([^)\s:]+)\)|src="([^":]+)"/g);
    const broken = Array.from(links, ([, link, image]) => link ?? image ?? "").filter((link) => {
      const [path, anchor] = link.split("#");
      const file = path ? join(dirname(page), path) : page;
      return !exists(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): string[] {
  const headings = read(page)
    .replaceAll(FENCE, "")
    .matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/\]\([^)]*\)|[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

it("docs/commands.md shows commands that work as they are", () => {
  const cwd = folderOf({ "package.json": read("package.json"), "contacts.csv": `id\n${ID}\n` });
  for (const name of ["cli", "src", "node_modules"]) symlinkSync(join(ROOT, name), join(cwd, name));
  const env = { ...process.env, LINK_SECRETS: SECRET };
  const run = (line: string) =>
    spawnSync("sh", ["-c", line], { cwd, encoding: "utf8", env }).stdout;
  const [secret, link, csv, opened] = linesOf("docs/commands.md").map(run);
  expect([secret, link, csv]).toEqual([expect.stringMatching(/^\w{64}\n$/), `${ID_LINK}\n`, ""]);
  expect(run("cat with-links.csv")).toContain(ID_LINK);
  expect(opened).toContain(ID);
});
