/** The command `link --csv`: what it takes, what it adds, and what it reports. */

import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";

import { describe, expect, it } from "vitest";

import { ADDRESS, ADDRESS_LINK, type Given, ID, ID_LINK, link, SENDER } from "./run.ts";

const csv = (stdin: Required<Given>["stdin"], ...flags: string[]) =>
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
    const quiet = await csv(`email\nnobody\n${ADDRESS}\n`, "--quiet");
    expect(quiet.stderr).toMatch(/^line 2: email: must be a Resend .*\n$/);
  });
});

describe("a file that is not such a CSV", () => {
  it.each<[message: string, stdin: string | Buffer]>([
    ['the first row has no column "id" or "email"; it has nothing', ""],
    ['has no column "id" or "email"; it has "name", "e-mail"', "name,e-mail\nx,y\n"],
    ['2 columns are called "email"; rename all but one', "email,Email\n"],
    ['the file has a column "link" already', "email,link\n"],
    ["the file is UTF-16", Buffer.from("\uFEFFemail\n", "utf16le")],
    ["the file is not UTF-8; save", Buffer.from("email\nzoë@example.com\n", "latin1")],
    ["the file is not UTF-8; save", Buffer.from("email\nü").subarray(0, -1)],
    ["the row that starts on line 2 opens a quote", 'email,a\nx@example.com,"b\n'],
    ["the row that starts on line 3 opens a quote", `email\na\n"${"x@acme.com\n".repeat(100_000)}`],
  ])("is refused, with the remedy: %s", async (message, stdin) => {
    const { exitCode, stderr } = await csv(stdin);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toMatch(/(?:^|\n)error: --csv: .*\n$/);
  });

  it("is asked for when stdin is a terminal, and is no folder", async () => {
    const terminal = await link([...SENDER, "--csv"], { isTTY: true });
    const stderr = "error: --csv: reads stdin; add `< contacts.csv` to the command\n";
    expect(terminal).toEqual({ exitCode: 2, stdout: "", stderr });
    const folder = await csv(createReadStream(tmpdir()));
    expect(folder).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^error: EISDIR: /),
    });
  });
});
