/** Runs the command `link` in this process: arguments and stdin in, what it prints and its exit code out. */

import { Readable, Writable } from "node:stream";

import { runLink } from "../../cli/links/run.ts";

export const SECRET = "correct-horse-battery-staple-0123456789";
export const OTHER_SECRET = "another-secret-of-enough-characters-42";
export const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
export const ID_LINK =
  "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
export const ADDRESS = "steve.wozniak@gmail.com";
export const ADDRESS_LINK =
  "https://acme.com/leave/weekly/eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";

/** The flags that most calls share. */
export const SENDER = ["--origin", "https://acme.com", "--list", "weekly"];

export interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

interface Given {
  /** `LINK_SECRETS`; `null` for none. */
  secrets?: string | null;
  /** As one chunk, or as many as there are. */
  stdin?: string | Buffer | readonly (string | Buffer)[];
  terminal?: boolean;
}

/** Runs `link` with these arguments. */
export async function link(
  args: readonly string[],
  { secrets = SECRET, stdin = "", terminal = false }: Given = {},
): Promise<Ended> {
  const chunks = typeof stdin === "string" || Buffer.isBuffer(stdin) ? [stdin] : stdin;
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk as string)));
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = await runLink(args, {
    env: secrets === null ? {} : { LINK_SECRETS: secrets },
    stdin: Object.assign(input, { isTTY: terminal }),
    stdout: stdout.stream,
    stderr: stderr.stream,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** Collects what is written. */
export function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}
