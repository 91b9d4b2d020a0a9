/** The command `link --csv`: what it takes, what it adds, and what it reports. */

import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";

import { describe, expect, it } from "vitest";

import { ADDRESS, ADDRESS_LINK, ID, ID_LINK, link, SENDER } from "./run.ts";

const csv = (stdin: string | Buffer | Iterable<Buffer>, ...flags: string[]) =>
  link([...SENDER, "--csv", ...flags], { stdin });

const ADDED = "link,list_unsubscribe,list_unsubscribe_post";
const BY_ID = `${ID_LINK},<${ID_LINK}>,List-Unsubscribe=One-Click`;
const BY_ADDRESS = `${ADDRESS_LINK},<${ADDRESS_LINK}>,List-Unsubscribe=One-Click`;

describe("link --csv", () => {
  it("adds the link and the headers: by ID where there is one, else by address", async () => {
    const { exitCode, stdout, stderr } = await csv(
      `id,email,name\n${ID},${ADDRESS},Steve\n,${ADDRESS},Steve\n  ,${ADDRESS} ,Steve\n`,
    );
    expect(stdout).toBe(
      `id,email,name,${ADDED}\n` +
        `${ID},${ADDRESS},Steve,${BY_ID}\n` +
        `,${ADDRESS},Steve,${BY_ADDRESS}\n` +
        `  ,${ADDRESS} ,Steve,${BY_ADDRESS}\n`,
    );
    expect([exitCode, stderr]).toEqual([0, "3 rows: 3 with a link, 0 without\n"]);
  });

  it("keeps a byte order mark, CRLF and semicolons as they are", async () => {
    const { exitCode, stdout } = await csv(
      `\uFEFFEmail;"a, b"\r\n${ADDRESS};"x;y"\r\n"${ADDRESS}";ü`,
    );
    const row = BY_ADDRESS.replaceAll(",", ";");
    expect(stdout).toBe(
      `\uFEFFEmail;a, b;${ADDED.replaceAll(",", ";")}\r\n` +
        `${ADDRESS};"x;y";${row}\r\n${ADDRESS};ü;${row}\r\n`,
    );
    expect(exitCode).toBe(0);
  });

  it("reads tabs, quotes in quotes, line ends in quotes, and stray quotes", async () => {
    const { stdout } = await csv(`a\temail\n"say ""hi"""\t${ADDRESS}\n"1\r\n2"\t${ADDRESS}\n`);
    expect(stdout).toContain(`"say ""hi"""\t${ADDRESS}\t${ADDRESS_LINK}\t`);
    expect(stdout).toContain(`"1\r\n2"\t${ADDRESS}\t${ADDRESS_LINK}\t`);
    const pipe = await csv(`a,email\n5" pipe,${ADDRESS}\n`);
    expect(pipe.stdout).toContain(`"5"" pipe",${ADDRESS},${ADDRESS_LINK},`);
  });

  it("reads a file that comes a byte at a time", async () => {
    const bytes = Buffer.from(`\uFEFFemail,naïve\r\n${ADDRESS},"ü\r\n"""\r\n`);
    const { exitCode, stdout } = await csv(Array.from(bytes, (byte) => Buffer.from([byte])));
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`\uFEFFemail,naïve,${ADDED}\r\n${ADDRESS},"ü\r\n""",${BY_ADDRESS}\r\n`);
  });

  it("drops empty lines, fills short rows, and takes columns without a name or with the same one", async () => {
    expect(await csv("email\n")).toMatchObject({ exitCode: 0, stdout: `email,${ADDED}\n` });
    const { exitCode, stdout } = await csv(`,x,x,email,\n\n1,2,3,${ADDRESS}\n\n\n`);
    expect(stdout).toBe(`,x,x,email,,${ADDED}\n1,2,3,${ADDRESS},,${BY_ADDRESS}\n`);
    expect(exitCode).toBe(0);
  });

  it("keeps bad rows with an empty link, and reports each by the line on which it starts", async () => {
    const { exitCode, stdout, stderr } = await csv(
      `id,email\r\n${ID},"a\r\nb"\r\n\r\n12345,${ADDRESS}\r\n"",nobody\r\nshort\r\n,\r\n,${ADDRESS},more\r\n`,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      `id,email,${ADDED}\r\n${ID},"a\r\nb",${BY_ID}\r\n` +
        `12345,${ADDRESS},,,\r\n,nobody,,,\r\nshort,,,,\r\n,,,,\r\n,${ADDRESS},,,,more\r\n`,
    );
    expect(stderr.split("\n").map((line) => line.slice(0, 32))).toEqual([
      "line 5: id: must be a Resend con",
      "line 6: email: must be a Resend ",
      "line 7: id: must be a Resend con",
      "line 8: has no id and no email",
      "line 9: has 3 fields, and the he",
      "6 rows: 1 with a link, 5 without",
      "",
    ]);
  });

  it("keeps the order of many rows", async () => {
    const rows = Array.from({ length: 2500 }, (_, row) => `${row},${row % 7 === 0 ? "" : ADDRESS}`);
    const { exitCode, stdout, stderr } = await csv(`row,email\n${rows.join("\n")}\n`);
    expect(exitCode).toBe(1);
    const [, ...lines] = stdout.trimEnd().split("\n");
    expect(lines).toEqual(rows.map((row) => `${row},${row.endsWith(",") ? ",," : BY_ADDRESS}`));
    expect(stderr).toContain(
      "line 2501: has no email\n2,500 rows: 2,142 with a link, 358 without\n",
    );
    const quiet = await csv(`row,email\n${rows.join("\n")}\n`, "--quiet");
    expect(quiet.stdout).toBe(stdout);
    expect(quiet.stderr).toMatch(/^(?:line \d+: has no email\n){358}$/);
  });
});

describe("a file that is not such a CSV", () => {
  it.each([
    ["is empty", "", /^error: --csv: the first row has no column "id" or "email"; it has nothing/],
    [
      "has no such column",
      "name,e-mail\nx,y\n",
      /no column "id" or "email"; it has "name", "e-mail"$/m,
    ],
    ["has two", `email,Email\n`, /^error: --csv: 2 columns are called "email"; rename all but one/],
    ["has links already", `email,link\n`, /^error: --csv: the file has a column "link" already/],
    ["is UTF-16", Buffer.from("\uFEFFemail\n", "utf16le"), /^error: --csv: the file is UTF-16/],
    [
      "is Latin-1",
      Buffer.from("email\nzoë@example.com\n", "latin1"),
      /the file is not UTF-8; save/,
    ],
    ["is cut off in a letter", Buffer.from("email\nü").subarray(0, -1), /the file is not UTF-8/],
    [
      "has an open quote",
      `email,a\nx@example.com,"b\n`,
      /the row that starts on line 2 opens a quote and does not close it/,
    ],
    [
      "has an open quote, and does not end",
      `email\na@example.com\n"${"x@example.com\n".repeat(100_000)}`,
      /the row that starts on line 3 opens a quote/,
    ],
  ])("is refused, with the remedy: it %s", async (_, stdin, message) => {
    const { exitCode, stderr } = await csv(stdin);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("is asked for when stdin is a terminal", async () => {
    const { exitCode, stderr } = await link([...SENDER, "--csv"], { isTTY: true });
    expect(exitCode).toBe(2);
    expect(stderr).toBe("error: --csv: reads stdin; add `< contacts.csv` to the command\n");
  });

  it("is one clear error when it is a folder", async () => {
    const { exitCode, stderr } = await link([...SENDER, "--csv"], {
      stdin: createReadStream(tmpdir()),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: EISDIR: .*\n$/);
  });

  it("is a bug with its stack when stdin breaks", async () => {
    const stdin = (async function* () {
      yield Buffer.from("email\n");
      await Promise.resolve();
      throw new Error("the disk is gone");
    })();
    await expect(link([...SENDER, "--csv"], { stdin })).rejects.toThrow("the disk is gone");
  });
});
