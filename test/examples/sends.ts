/**
 * Runs the sends of the examples that need no more than this machine has: Node's, with Resend's own
 * SDK, and cURL's. A server in Resend's place writes down what arrives.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { SAMPLE } from "./cases.ts";
import { command } from "./command.ts";
import { type CommandLine, type Language, RESOLVE_LINK } from "./languages.ts";

const API_KEY = "re_examples";

const SENDS: Partial<Record<Language, CommandLine>> = {
  node: [process.execPath, "--import", RESOLVE_LINK, example("node/send.mjs")],
  curl: ["bash", example("curl/send.sh")],
};

/** What Resend was asked. */
interface Arrived {
  line: string;
  authorization: string | undefined;
  body: { headers?: unknown; html?: unknown };
}

export function hasSend(language: Language): boolean {
  return SENDS[language] !== undefined;
}

/** @returns what is wrong with the e-mail that a language's send sent, or `undefined` */
export async function sendFault(language: Language): Promise<string | undefined> {
  const line = SENDS[language];
  if (line === undefined) return "there is no send to run";
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => void record(request, response, arrived));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await command(line, {
      environment: {
        RESEND_BASE_URL: `http://127.0.0.1:${port}`,
        RESEND_API_KEY: API_KEY,
        LINK_SECRET: SAMPLE.secret,
      },
    });
    return faultOf(arrived);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function record(
  request: IncomingMessage,
  response: ServerResponse,
  arrived: Arrived[],
): Promise<void> {
  arrived.push({
    line: `${request.method} ${request.url}`,
    authorization: request.headers.authorization,
    body: (await json(request)) as Arrived["body"],
  });
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" }));
}

function faultOf(arrived: readonly Arrived[]): string | undefined {
  const [email, ...others] = arrived;
  if (email === undefined || others.length > 0) return `${arrived.length} requests arrived`;
  const { line, authorization, body } = email;
  if (line !== "POST /emails") return `${line} arrived`;
  if (authorization !== `Bearer ${API_KEY}`) return "the API key did not arrive";
  if (!isDeepStrictEqual(body.headers, SAMPLE.headers)) {
    return `these headers arrived: ${JSON.stringify(body.headers)}`;
  }
  return String(body.html).includes(`href="${SAMPLE.url}"`)
    ? undefined
    : "the link is not in the body";
}

function example(path: string): string {
  return fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
}
