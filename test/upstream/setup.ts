/**
 * An HTTP server that answers what a test tells it to, and keeps what reached it: Resend's wire as
 * seen from the other end. Unlike `sandbox/resend/` it knows nothing of Resend.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import type { TestProject } from "vitest/node";

import { DROPPED, type ScriptedAnswer, type SeenRequest } from "./types.ts";

interface Script {
  answers: ScriptedAnswer[];
  seen: SeenRequest[];
}

const scripts = new Map<string, Script>();

/** Vitest's global set-up: starts the server, and tells the tests where it is. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  project.provide("upstreamUrl", `http://127.0.0.1:${port}`);
  const { MODEL_SEQUENCES = "100", MODEL_SEED = "" } = process.env;
  project.provide("model", {
    sequences: Number(MODEL_SEQUENCES),
    seed: MODEL_SEED === "" ? undefined : Number(MODEL_SEED),
  });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? "/";
  const [, id = "", path = "/"] = /^\/([^/]*)(.*)$/.exec(target) ?? [];
  if (id === "-") return control(request, response, path);
  const script = scripts.get(id);
  const { method = "", headers } = request;
  script?.seen.push({ method, path, headers, body: await text(request) });
  const next = script && script.answers.length > 1 ? script.answers.shift() : script?.answers[0];
  if (next === "hang") return;
  if (next === undefined) response.writeHead(500).end(`no script ${id}`);
  else if (next === "drop") response.writeHead(DROPPED).end();
  else response.writeHead(next.status, next.headers).end(next.body ?? "");
}

/** `PUT /-/{id}` sets the answers, of which the last one stays; `GET /-/{id}` tells what was seen. */
async function control(request: IncomingMessage, response: ServerResponse, path: string) {
  const id = path.slice(1);
  if (request.method === "PUT") {
    scripts.set(id, { answers: JSON.parse(await text(request)) as ScriptedAnswer[], seen: [] });
  }
  response.end(JSON.stringify(scripts.get(id)?.seen ?? []));
}
