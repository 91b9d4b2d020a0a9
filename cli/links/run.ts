/** The command `link`: arguments in, an exit code out. */

import { mintLink } from "../../src/links/mint.ts";
import { EXIT_BAD, EXIT_OK, exitCodeOf, type Terminal, Unusable } from "../terminal.ts";
import { linkCsv } from "./csv.ts";
import { describeLink } from "./describe.ts";
import { readTask, type Sender, type Show } from "./task.ts";
import { readSecrets } from "./secrets.ts";

/** A contact ID for trying out what all contacts of a file have in common. */
const ANYBODY = "00000000-0000-4000-8000-000000000000";

/** Does what the arguments ask for. */
export function runLink(args: readonly string[], terminal: Terminal): Promise<number> {
  return exitCodeOf(async () => {
    const task = readTask(args, terminal);
    if (task.kind === "said") return task.exitCode;
    const secrets = readSecrets(terminal.env["LINK_SECRETS"]);
    switch (task.kind) {
      case "one":
        return one(task.sender, task.contact, task.show, secrets[0], terminal);
      case "csv":
        return csv(task.sender, secrets[0], terminal);
      case "open":
        return open(task.url, secrets, terminal);
    }
  }, terminal);
}

async function one(
  sender: Sender,
  contact: string,
  show: Show,
  secret: string,
  { stdout }: Terminal,
): Promise<number> {
  const { url, headers } = await minted({ ...sender, contact, secret });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const shown = {
    link: url,
    headers: lines.join("\n"),
    json: JSON.stringify({ link: url, headers }, null, 2),
  };
  stdout.write(`${shown[show]}\n`);
  return EXIT_OK;
}

async function csv(sender: Sender, secret: string, terminal: Terminal): Promise<number> {
  if (terminal.stdin.isTTY) {
    throw new Unusable("--csv: reads a file from stdin; put `< contacts.csv` behind it");
  }
  await minted({ ...sender, contact: ANYBODY, secret });
  const { bad } = await linkCsv({ ...sender, secret }, terminal);
  return bad === 0 ? EXIT_OK : EXIT_BAD;
}

async function open(
  url: string,
  secrets: readonly string[],
  { stdout }: Terminal,
): Promise<number> {
  const { holds, text } = await describeLink(url, secrets);
  stdout.write(`${text}\n`);
  return holds ? EXIT_OK : EXIT_BAD;
}

/** Mints, and names what is wrong as the flags do. */
async function minted(input: Parameters<typeof mintLink>[0]): ReturnType<typeof mintLink> {
  try {
    return await mintLink(input);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const asFlags = error.message.replace(/^(?!mailtoDomain)/, "--");
    throw new Unusable(asFlags.replaceAll("mailtoDomain", "--mailto-domain"));
  }
}
