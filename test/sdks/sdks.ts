/**
 * `npm run test:sdks`: Resend's own SDKs, installed from their registries, as clients of our stand-in for Resend. Each
 * does what Resend's page "Delete Contact Segment" shows for its language, and sends the email of its example.
 */

import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Duplex, pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import { Command } from "commander";

import { type ProxyFault, startProxy } from "../../sandbox/proxy.ts";
import { API_KEY, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { startStandIn } from "../../sandbox/resend/server.ts";
import { ROOT, run } from "../examples/languages.ts";
import vectors from "../vectors.json" with { type: "json" };
import { type Sdk, SDKS } from "./languages.ts";

const AUTHORITY = join(ROOT, "sandbox/tls/authority.pem");

/** What package managers write when a registry does not answer. */
const NO_ANSWER =
  /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|timed? ?out|connection (refused|reset)|could ?n[o']t (connect|re(ach|solve) host)|no such host|unknown host|name (or service|resolution)|failed to (connect|open)|service (index|unavailable)|bad gateway|from versions: none/i;

/** The segment, and two contacts in it: one by ID, one by an address with a plus sign, which is no space. */
const [SEGMENT, ID, ADDRESS] = [SAMPLE_LISTS.weekly.segment, MIRA, "jonas.feld+news@example.net"];
const OTHERS = ["kit.larsen@example.net", "noor.castell@example.org", "pavel@example.com"];

const { secret, ticket } = vectors.tickets[0] ?? assert.fail("test/vectors.json has no tickets.");
const LINK = `https://acme.com/leave/weekly/${ticket}`;
const HEADERS = {
  "List-Unsubscribe": `<${LINK}>, <mailto:weekly.${ticket}@leave.acme.com>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
};

/** What could not be tried is skipped; it is a failure where `CI` is set. */
const untried = (why: string) => `${why}: ${process.env["CI"] ? "failed" : "skipped"}`;

const program = new Command("test:sdks")
  .option("--only <languages>", "such as node,python")
  .parse();
const { only = Object.keys(SDKS).join(",") } = program.opts<{ only?: string }>();
const chosen = only.split(",").map((name) => [name, sdkOf(name)] as const);

const lacking = new Set<string>();
for (const [name, { tools, from }] of chosen) {
  for (const [command, atLeast] of Object.entries(tools)) {
    const version = await versionOf(command);
    if (version.localeCompare(atLeast, "en", { numeric: true }) >= 0) continue;
    lacking.add(name);
    const found = version === "" ? "does not run" : `says ${version}`;
    console.error(`${name}: \`${command}\` ${found}. Get ${atLeast} or newer: ${from}`);
  }
}

// The body that the page shows. The Rust SDK refuses that of Resend's OpenAPI file, which has no `id`.
const standIn = await startStandIn({ behavior: { removalBody: "id" } });
const userAgents = new Set<string>();
const watch: ProxyFault = {
  intercept: ({ headers }) => void userAgents.add(headers["user-agent"] ?? "none"),
};
const direct = await startProxy(standIn.url, watch);
const certified = await startProxy(standIn.url, watch, "resend");
/** A proxy that connects every tunnel to `certified`, whose certificate is for api.resend.com. */
const tunnel = createServer().listen(0, "localhost");
tunnel.on("connect", (_request, client: Duplex) => {
  client.write("HTTP/1.1 200 Connected\r\n\r\n");
  const server = connect(Number(new URL(certified.url).port), "localhost");
  pipeline(client, server, client, () => undefined);
});
await once(tunnel, "listening");
const PORT = `${(tunnel.address() as AddressInfo).port}`;

const results: Record<string, { package: string; "User-Agent": string; result: string }> = {};
for (const [name, sdk] of chosen) {
  userAgents.clear();
  const result = lacking.has(name) ? untried("tools missing") : await resultOf(name, sdk);
  const userAgent = [...userAgents].join(", ");
  results[name] = { package: await packageOf(name, sdk), "User-Agent": userAgent, result };
}
console.table(results);
const ends = Object.values(results).map(({ result }) => result);
const isRed = !ends.includes("ok") || ends.some((end) => /wrong|failed/.test(end));
await standIn.close();
process.exit(isRed ? 1 : 0);

function sdkOf(name: string): Sdk {
  return SDKS[name] ?? program.error(`There is no SDK for "${name}".`, { exitCode: 2 });
}

async function resultOf(name: string, sdk: Sdk): Promise<string> {
  console.error(`${name} …`);
  const folder = mkdtempSync(join(tmpdir(), `sdk-${name}-`));
  try {
    for (const from of ["examples", "test/sdks"]) {
      cpSync(join(ROOT, from, name), folder, { recursive: true });
    }
    if (!(await install(sdk, folder))) return untried("registry not reached");
    await use(sdk, folder);
    return "ok";
  } catch (error) {
    console.error(`${name}: ${String(error)}`);
    return "SDK is wrong";
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns whether the registry answered */
async function install({ install: script = ":" }: Sdk, cwd: string): Promise<boolean> {
  for (const tries of [1, 2, 3]) {
    try {
      // Of what a failed command has written, the error has standard error alone.
      await shell(`set -e; exec >&2\n${script}`, { cwd, env: { ...process.env, ROOT, AUTHORITY } });
      return true;
    } catch (error) {
      if (!NO_ANSWER.test(String(error))) throw error;
      console.error(String(error));
      await sleep(tries * 1_000);
    }
  }
  return false;
}

/** @throws AssertionError if it did not remove the contacts, or its email lacks something */
async function use({ run: script, onlyById }: Sdk, cwd: string): Promise<void> {
  await standIn.reset();
  const way = { URL: direct.url, PORT, AUTHORITY };
  const env = { ...process.env, ...way, RESEND_API_KEY: API_KEY, LINK_SECRET: secret };

  await shell(script, { cwd, env }, "remove", SEGMENT, ID, ADDRESS);
  const left = onlyById ? [ADDRESS, ...OTHERS] : OTHERS;
  assert.deepEqual((await standIn.members(SEGMENT)).toSorted(), left);

  await shell(script, { cwd, env }, "send");
  const [email, ...more] = await standIn.letters();
  assert.ok(email?.to === "reader@example.com" && more.length === 0, "It did not send one email.");
  assert.deepEqual(email.headers, HEADERS);
  assert.ok(email.html?.includes(`<a href="${LINK}">Unsubscribe</a>`), "The link is missing.");
}

/** @param args the script's `$0`, and what follows */
function shell(script: string, options: Parameters<typeof run>[1] = {}, ...args: string[]) {
  return run(["bash", "-c", script, ...args], options);
}

/** @returns the first version that the command prints; empty if it does not run */
async function versionOf(command: string): Promise<string> {
  return /\d+(\.\d+)+/.exec(await shell(`${command} 2>&1 || true`))?.[0] ?? "";
}

/** @returns the name and version of what is pinned, or of the tool itself */
async function packageOf(name: string, { pin, tools }: Sdk): Promise<string> {
  if (pin === undefined) return `${name} ${await versionOf(Object.keys(tools)[0] ?? "")}`;
  const [, pinned = ""] = readFileSync(join(ROOT, "test/sdks", name, pin[0]), "utf8").split(pin[1]);
  return `${pin[1]} ${/\d[\d.]*/.exec(pinned)?.[0]}`;
}
