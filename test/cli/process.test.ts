/** The commands as processes: through npm, in pipes, and with a file of 100,000 rows. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { ADDRESS_LINK, folderOf, ID, ID_LINK, SECRET, SENDER } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const ENV = { ...process.env, LISTS: "{}", LINK_SECRETS: SECRET };

const ROWS = 100_000;
const MAX_SECONDS = 90;
const MAX_MEGABYTES = 500;

/** Makes a process say at its end how much memory it had at its peak. */
const PEAK = `--import=data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS));',
)}`;

const npm = (...args: string[]) =>
  spawnSync("npm", ["run", "--silent", ...args], { cwd: ROOT, encoding: "utf8", env: ENV });

const linkCsv = (...flags: string[]) =>
  spawn(process.execPath, [...flags, MAIN, "link", ...SENDER, "--csv"], { env: ENV });

/** Rows as people have them, every hundredth of them bad. */
function* awkwardCsv(rows: number, bad = true) {
  yield '\uFEFF"Name";ID;Email;;Note\r\n';
  for (let row = 0; row < rows; row++) {
    const note = `"line one of ${row}\r\n""two""; and a half"`;
    if (bad && row % 100 === 0) yield `"Bad; ${row}";;nobody-${row};;${note}\r\n`;
    else if (row % 2 === 0) yield `Zoë;${ID};;;${note}\r\n\r\n`;
    else yield `"O""Neill";"";steve.wozniak@gmail.com;;${note}\r\n`;
  }
}

describe("npm run --silent", () => {
  it("prints the result and nothing else, and passes exit codes on", () => {
    const { status, stdout, stderr } = npm("link", "--", ...SENDER, "--contact", ID);
    expect([status, stdout, stderr]).toEqual([0, `${ID_LINK}\n`, ""]);
    expect(npm("link", "--", "--open", ID_LINK.replace("weekly", "daily")).status).toBe(1);
    expect(npm("link", "--", "--nonsense").status).toBe(2);
    expect(npm("secret").stdout).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it("takes the dashes before the options that pnpm and Yarn pass on", () => {
    expect(npm("link", "--", "--", ...SENDER, "--contact", ID).stdout).toBe(`${ID_LINK}\n`);
  });

  it("finds files from where the person stands", () => {
    const folder = folderOf({ "wrangler.toml": "", ".dev.vars": `LINK_SECRETS=${SECRET}` });
    const args = ["--prefix", ROOT, "run", "--silent", "link", "--", "--config", "wrangler.toml"];
    const env = { ...process.env, LINK_SECRETS: "", INIT_CWD: undefined };
    const link = [...args, ...SENDER, "--contact", ID];
    const { stdout, stderr } = spawnSync("npm", link, { cwd: folder, encoding: "utf8", env });
    expect([stdout, stderr]).toEqual([`${ID_LINK}\n`, ""]);
  });
});

describe("link --csv", () => {
  it(
    `adds links to ${ROWS.toLocaleString("en")} awkward rows in flat memory`,
    { timeout: 2 * MAX_SECONDS * 1000 },
    async () => {
      const started = performance.now();
      const child = linkCsv(PEAK);
      const [stdout, stderr, [exitCode]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, "close"),
        pipeline(Readable.from(awkwardCsv(ROWS)), child.stdin),
      ]);
      const seconds = (performance.now() - started) / 1000;
      const megabytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024;
      console.log(`${ROWS} rows: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB at the peak`);

      expect(exitCode).toBe(1);
      expect(stderr).toContain("100,000 rows …\n");
      expect(stderr).toContain("100,000 rows: 99,000 with a link, 1,000 without\n");
      expect(stderr.match(/^line \d+: email: must be/gm)).toHaveLength(1000);
      // A block of 100 rows has 200 lines, and an empty one after each of its 49 good even rows.
      expect(stderr).toMatch(/^line 2: email: .*\nline 251: email: .*\nline 500: email: /);
      expect(stdout.split(`;${ID_LINK};`)).toHaveLength(49_000 + 1);
      expect(stdout.split(`;${ADDRESS_LINK};`)).toHaveLength(50_000 + 1);
      const bad = [...stdout.matchAll(/"Bad; (\d+)"/g)].map(([, row]) => Number(row));
      expect(bad).toEqual(Array.from({ length: 1000 }, (_, index) => index * 100));
      expect(stdout.split("\r\n")).toHaveLength(1 + 2 * ROWS + 1);
      expect(stdout).toContain(
        '"Bad; 99900";;nobody-99900;;"line one of 99900\r\n""two""; and a half";;;\r\n',
      );
      expect(seconds).toBeLessThan(MAX_SECONDS);
      expect(megabytes).toBeLessThan(MAX_MEGABYTES);
    },
  );

  it("ends quietly when the reader closes the pipe", async () => {
    const child = linkCsv();
    child.stdin.on("error", () => {});
    Readable.from(awkwardCsv(20_000, false)).pipe(child.stdin);
    child.stdout.once("data", () => child.stdout.destroy());
    const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  it("ends at once when the file is refused, while more of it could come", async () => {
    const child = linkCsv();
    child.stdin.on("error", () => {});
    child.stdin.write("name,phone\nSteve,555\n");
    const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("no column")]);
  });

  it.runIf(existsSync("/dev/full"))("is one clear error when the disk is full", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [MAIN, "link", ...SENDER, "--csv"], {
      input: "email\nmira@example.com\n",
      encoding: "utf8",
      env: ENV,
      stdio: ["pipe", full, "pipe"],
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, "error: ENOSPC: no space left on device, write\n"]);
  });
});
