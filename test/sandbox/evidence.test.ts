/**
 * A second opinion: the client, the commands, and the stand-in use nothing of Resend's that neither its OpenAPI file, nor a
 * recording, nor two of its SDKs know. `JSON.parse` gives out proxies, which note each field when it is read, so a new one
 * is found without a list.
 */

import { readFileSync } from "node:fs";

import { Resend } from "resend";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";

import { type Connection, connectResend } from "../../cli/resend.ts";
import { startProxy } from "../../sandbox/proxy.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import type { SegmentId, TopicId } from "../../src/links/names.ts";
import { folderOf, run } from "../cli/run.ts";

/** What only SDKs know, in the versions that `test/sdks` pins. */
const SDKS: Readonly<Record<string, string>> = {
  "sends GET /segments/{}/contacts?after": "SDKs for Node and Go",
  "sends PATCH /contacts/{}/topics[].id": "SDKs for Node and Python",
  "sends PATCH /contacts/{}/topics[].subscription": "SDKs for Node and Python",
};

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const lines = (name: string) =>
  read(name)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Such as `GET /contacts/{}/segments`. */
const operationOf = (request: string) =>
  request.replace(/\?.*/, "").replaceAll(/(s\/)(?!imports|batch)[^/]+/g, "$1{}");

/** Each field, such as `at.data[].id`. */
function fieldsOf(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${at}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]: [string, unknown]) => {
    const name = field.replace(/\?$/, "");
    if (name === "allOf" || name === "oneOf") return fieldsOf((inner as unknown[])[0], at);
    // A sender names what is in `properties`.
    return [`${at}.${name}`].concat(name === "properties" ? [] : fieldsOf(inner, `${at}.${name}`));
  });
}

const documented = new Set(
  lines("openapi.jsonl").flatMap((facts) => {
    const name = operationOf(String(facts["operation"]));
    const query = (facts["query"] ?? []) as string[];
    const body = facts["body application/json"] ?? facts["body multipart/form-data"];
    return [`sends ${name}`]
      .concat(query.map((one) => `sends ${name}?${one.replace(/\??:.*/, "")}`))
      .concat(fieldsOf(body, `sends ${name}`))
      .concat(fieldsOf(facts["200"] ?? facts["201"], `reads ${name}`));
  }),
);

const recorded = new Set(
  lines("recordings.jsonl").flatMap(({ request, send, status, answer }) => {
    const name = Number(status) < 400 ? operationOf(String(request)) : "an error";
    const [, query = ""] = String(request).split("?");
    return [`sends ${name}`]
      .concat([...new URLSearchParams(query).keys()].map((one) => `sends ${name}?${one}`))
      .concat(fieldsOf(send, `sends ${name}`))
      .concat(fieldsOf(answer, `reads ${name}`));
  }),
);

/** `classify` looks for these in every answer. They are known of some. */
const GENERAL = /\.(?:deleted|name)$/;

const isKnown = (field: string) => {
  const known = field.replace(/^takes/, "sends");
  return documented.has(known) || recorded.has(known) || known in SDKS;
};

/** What is sent, what the stand-in takes of it, and what is read of its answers. */
const used = new Set<string>();
/** What each text on the wire is, such as `reads GET /segments`. */
const texts = new Map<string, string>();

/** Notes each field that is read. */
function observed(value: unknown, at: string): unknown {
  if (typeof value !== "object" || value === null || at.endsWith(".properties")) return value;
  return new Proxy(value, {
    get(target, name) {
      const field: unknown = Reflect.get(target, name);
      if (typeof name === "symbol" || name === "then" || name in Object.prototype) return field;
      if (Array.isArray(target)) return /^\d+$/.test(name) ? observed(field, `${at}[]`) : field;
      used.add(`${at}.${name}`);
      return observed(field, `${at}.${name}`);
    },
  });
}

const standIn = runningStandIn();
let baseUrl = "";

beforeEach(async () => {
  used.clear();
  const { parse } = JSON;
  vi.spyOn(JSON, "parse").mockImplementation((text, reviver) => {
    const at = reviver === undefined ? texts.get(text) : undefined;
    return at === undefined ? parse(text, reviver) : observed(parse(text), at);
  });
  const proxy = await startProxy(standIn.url, {
    rewrite(request) {
      const name = operationOf(`${request.method} ${request.path}`);
      const body = request.body.toString();
      texts.set(body, `takes ${name}`);
      const json = /^[{[]/.test(body) ? fieldsOf(parse(body), `sends ${name}`) : [];
      const parts = body.matchAll(/; name="(\w+)"/g);
      const form = Array.from(parts, ([, one]) => `sends ${name}.${one}`);
      const asked = new URL(request.path, standIn.url).searchParams.keys();
      const query = Array.from(asked, (key) => `sends ${name}?${key}`);
      for (const one of [`sends ${name}`, ...json, ...form, ...query]) used.add(one);
      return request;
    },
    alter(reply, { method, path }) {
      const name = reply.status < 400 ? operationOf(`${method} ${path}`) : "an error";
      texts.set(reply.body, `reads ${name}`);
      return reply;
    },
  });
  baseUrl = proxy.url;
  onTestFinished(() => proxy.close());
  return () => vi.restoreAllMocks();
});

type Client = Connection["resend"];
const WEEKLY = SAMPLE_LISTS.weekly.segment as SegmentId;
const UNKNOWN = "00000000-0000-4000-8000-000000000000" as TopicId;
const ORIGIN = "https://acme.com";

/** Every operation of the client, those that create something first. The compiler asks for what is missing. */
const CALLS: { [Name in keyof Client]: (to: Client) => Promise<unknown> } = {
  createProperty: (to) => to.createProperty("link", "x"),
  createWebhook: (to) => to.createWebhook(ORIGIN),
  addToSegment: (to) => to.addToSegment(MIRA, WEEKLY),
  setUnsubscribed: (to) => to.setUnsubscribed(MIRA, true),
  setProperties: (to) => to.setProperties(MIRA, { link: "x" }),
  readContact: (to) => to.readContact(MIRA),
  readSegments: (to) => to.readSegments(MIRA),
  findSegment: (to) => to.findSegment(WEEKLY),
  findTopic: (to) => to.findTopic(UNKNOWN),
  isOptedIn: (to) => to.isOptedIn(MIRA, UNKNOWN),
  readTopics: (to) => to.readTopics(MIRA),
  setTopic: (to) => to.setTopic(MIRA, UNKNOWN, "opt_out"),
  listSegments: (to) => to.listSegments(),
  readSegmentContacts: (to) => to.readSegmentContacts(WEEKLY),
  listTopics: (to) => to.listTopics(),
  createTopic: (to) => to.createTopic("x"),
  listContacts: (to) => to.listContacts(WEEKLY, MIRA),
  findProperty: (to) => to.findProperty("link"),
  setFallback: (to) => to.setFallback(UNKNOWN, "x"),
  findNamed: (to) => to.findNamed("/topics", "x"),
  // As the doctor puts names back.
  request: (to) => to.request("PATCH", `/contacts/${MIRA}`, { first_name: "x", last_name: "x" }),
  async findWebhook(to) {
    const found = await to.findWebhook(ORIGIN);
    if (found.kind === "found") await to.readWebhookSecret(found.value.id);
  },
  readWebhookSecret: (to) => to.readWebhookSecret(UNKNOWN),
  enableWebhook: (to) => to.enableWebhook({ id: UNKNOWN, events: [] }),
  removeFromSegment: (to) => to.removeFromSegment(MIRA, WEEKLY),
};

/** One row of docs/resend.md, with its cells between ` | `. */
function rowOf([request, fields]: [string, string[]]): string {
  const side = (name: string) =>
    fields
      .filter((field) => field.startsWith(name) && field !== `${name} ${request}`)
      .map((field) => `\`${field.slice(`${name} ${request}`.length).replace(/^\./, "")}\``)
      .join(", ");
  const part = (name: string, known: ReadonlySet<string>) => {
    const count = fields.filter((field) => known.has(field)).length;
    return count === 0 ? [] : [count === fields.length ? name : `partly ${name}`];
  };
  const sdks = new Set(fields.flatMap((field) => SDKS[field] ?? []));
  const source = [...part("documented", documented), ...part("recorded", recorded), ...sdks];
  const title = request.startsWith("an ") ? request : `\`${request.replaceAll("{}", "{id}")}\``;
  return [title, side("sends"), side("reads"), source.join(", ")].join(" | ");
}

it("the client and the commands use only what is known, as docs/resend.md shows", async () => {
  const { resend } = connectResend({ apiKey: API_KEY, baseUrl });
  for (const call of Object.values(CALLS)) await call(resend);
  const folder = folderOf({});
  const env = { RESEND_API_KEY: API_KEY, RESEND_BASE_URL: baseUrl, XDG_STATE_HOME: folder };
  const contract = ["doctor", "--resend-contract", "--contact=mira@example.com"];
  expect((await run(contract, { env, root: folder })).exitCode).toBe(0);

  const fields = [...used].filter((field) => isKnown(field) || !GENERAL.test(field)).toSorted();
  expect(fields.filter((field) => !isKnown(field))).toEqual([]);
  const ours = fields.filter((field) => !field.startsWith("takes"));
  const requests = Map.groupBy(ours, (field) => /^\w+ ([^.?[]*)/.exec(field)?.[1] ?? "");
  const [, table = ""] =
    /known from +\|\n.*\n((?:\|.*\n)+)/.exec(read("../../docs/resend.md")) ?? [];
  const cells = (line: string) => line.split("|").slice(1, -1);
  const shown = table
    .trim()
    .split("\n")
    .map((line) =>
      cells(line)
        .map((cell) => cell.trim())
        .join(" | "),
    );
  expect([...requests].map(rowOf).toSorted()).toEqual(shown);
});

it("the stand-in takes only what is known", async () => {
  const { contacts, topics, broadcasts, emails, batch } = new Resend(API_KEY, { baseUrl });
  const email = { from: "Acme <a@example.com>", to: "new@example.com", subject: "x", text: "x" };
  await contacts.create({ email: email.to, segments: [{ id: WEEKLY }] });
  await topics.create({ name: "News", defaultSubscription: "opt_in" });
  await broadcasts.create({ ...email, segmentId: WEEKLY, send: true });
  await emails.send(email);
  await batch.send([email]);
  const taken = [...used].filter((field) => field.startsWith("takes"));
  expect(taken.filter((field) => !isKnown(field))).toEqual([]);
  expect(taken.length).toBeGreaterThan(20);
});
