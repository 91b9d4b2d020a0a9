/** The code in docs/smtp.md, sent to a server of SMTP: both headers arrive as they were made. */

import { existsSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect, it, onTestFinished } from "vitest";

import vectors from "../vectors.json" with { type: "json" };
import { ROOT, run } from "./languages.ts";

const PAGE = readFileSync(join(ROOT, "docs/smtp.md"), "utf8");
/** Debian's; anywhere else it comes from Composer. */
const PHPMAILER = "/usr/share/php/libphp-phpmailer/autoload.php";

const [FIRST] = vectors.tickets;
const TICKET = FIRST?.ticket ?? "";
const HEADERS = [
  "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  `List-Unsubscribe: <https://acme.com/leave/weekly/${TICKET}>, <mailto:weekly.${TICKET}@leave.acme.com>`,
];

type Change = readonly [from: string, to: string];

interface Language {
  name: string;
  command: readonly [string, ...string[]];
  /** What is elsewhere here. */
  here: Change;
}

const PYTHON: Language = { name: "python", command: ["python3", "-"], here: ["", ""] };
const NODE: Language = {
  name: "js",
  command: [process.execPath, "--input-type=module", "-"],
  here: ["leave-this-list/link", join(ROOT, "src/links/index.ts")],
};
const PHP: Language = {
  name: "php",
  command: ["php", "-d", `include_path=${join(ROOT, "examples/php")}`],
  here: ["vendor/autoload.php", PHPMAILER],
};

/** Runs a language's code on the page. @returns the message, as it arrived */
async function send(language: Language, change: Change = ["", ""]): Promise<string> {
  const { name, command, here } = language;
  const [, code = ""] = new RegExp(`\`\`\`${name}\n(.*?)\n\`\`\``, "s").exec(PAGE) ?? [];
  const { port, message } = await receive();
  const env = {
    ...process.env,
    SMTP_HOST: "127.0.0.1",
    SMTP_PORT: `${port}`,
    LINK_SECRET: FIRST?.secret,
    PYTHONPATH: join(ROOT, "examples/python"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  await run(command, { cwd: ROOT, env }, code.replace(...here).replace(...change));
  return message;
}

/** Takes one message by SMTP (RFC 5321). */
async function receive() {
  const arrived = Promise.withResolvers<string>();
  const server = createServer((socket) => {
    let data: string[] | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 mx.example.com");
    createInterface({ input: socket, crlfDelay: Infinity }).on("line", (line) => {
      if (data === undefined) {
        if (/^DATA/i.test(line)) data = [];
        say(/^DATA/i.test(line) ? "354 Go on" : /^QUIT/i.test(line) ? "221 Bye" : "250 OK");
      } else if (line === ".") {
        arrived.resolve(data.join("\r\n"));
        data = undefined;
        say("250 OK");
      } else data.push(line);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, message: arrived.promise };
}

/** The headers about unsubscribing, unfolded: only the line ends go (RFC 5322 section 2.2.3). */
function listHeaders(message: string): string[] {
  const [head = ""] = message.split("\r\n\r\n");
  const lines = head.replaceAll(/\r\n(?=[ \t])/g, "").split("\r\n");
  const found = lines.filter((line) => /^list-/i.test(line));
  return found.map((line) => line.replace(/: */, ": ")).toSorted();
}

it.for([PYTHON, NODE, PHP])("both headers arrive from $name", async (language, { skip }) => {
  if (language === PHP && !existsSync(PHPMAILER)) {
    console.log("skipped: PHPMailer is not installed (Debian: php-cli libphp-phpmailer)");
    skip();
  }
  const message = await send(language);
  expect(listHeaders(message)).toEqual(HEADERS);
  expect(message.replaceAll("=\r\n", "")).toContain(
    `Unsubscribe: https://acme.com/leave/weekly/${TICKET}`,
  );
});

it("Python encodes them with any other policy", async () => {
  const message = await send(PYTHON, ["SMTP.clone(max_line_length=998)", "SMTP"]);
  expect(listHeaders(message)[1]).toMatch(/^List-Unsubscribe: =\?utf-8\?q\?/);
});
