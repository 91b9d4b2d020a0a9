/**
 * The stand-in's answers have the fields and types that Resend's OpenAPI file (1.5.0) documents. `openapi.jsonl` holds
 * one operation a line; `?` marks an optional field.
 */

import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { runningStandIn } from "../../sandbox/running.ts";

type Shape = string | Shape[] | { [field: string]: Shape };
type Operation = { operation: string } & Record<"200" | "201", Shape | undefined>;

const OPERATIONS = readFileSync(new URL("openapi.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Operation);

/** Fields that a better source than the OpenAPI file has: the recordings, or the SDK's types. */
const ALSO: Record<string, string> = {
  "POST /segments": "name",
  "GET /contacts": "has_more",
  "DELETE /contacts/{id}": "contact",
};

/** What the Worker and its commands never call, and the stand-in does not have. */
const ABSENT = [
  /\/audiences\b|^GET \/(emails|contacts\/imports|broadcasts)$/,
  /^PATCH \/topics\/|\/broadcasts\/\{id\}/,
];

const BROADCAST = { from: "Acme <a@example.com>", subject: "News", html: "<p>News</p>" };

const CSV = new FormData();
CSV.set("file", new Blob(["email\nimported@example.com"]), "contacts.csv");

/** What is sent where a body is needed, made with the IDs of earlier answers, by path. */
const BODIES: Record<string, (ids: Record<string, string>) => object> = {
  "POST /segments": () => ({ name: "Weekly" }),
  "POST /topics": () => ({ name: "News", default_subscription: "opt_in" }),
  "POST /contact-properties": () => ({ key: "age", type: "number", fallback_value: 1 }),
  "PATCH /contact-properties/{id}": () => ({ fallback_value: 2 }),
  "POST /contacts": () => ({ email: "new@example.com", properties: { age: 3 } }),
  "PATCH /contacts/{id}": () => ({ unsubscribed: true }),
  "PATCH /contacts/{contact_id}/topics": (ids) => ({
    topics: [{ id: ids["/topics"], subscription: "opt_out" }],
  }),
  "POST /broadcasts": (ids) => ({ ...BROADCAST, segment_id: ids["/segments"] }),
  "POST /webhooks": () => ({ endpoint: "https://acme.com", events: ["contact.updated"] }),
  "PATCH /webhooks/{webhook_id}": () => ({ status: "disabled" }),
  "POST /contacts/imports": () => CSV,
  "POST /emails": () => ({ ...BROADCAST, to: "new@example.com" }),
  "POST /emails/batch": () => [{ ...BROADCAST, to: ["new@example.com"] }],
};

/** In this order, so that all that a path or a body names is there; deletions come last. */
const RESOURCES = [
  "segments",
  "topics",
  "contact-properties",
  "contacts",
  "broadcasts",
  "webhooks",
];
const METHODS = ["POST", "PATCH", "GET", "DELETE"];
const rank = ({ operation }: Operation) => {
  const [method = "", resource = "", rest] = operation.split(/ ?\//);
  return 100 * METHODS.indexOf(method) + 10 * RESOURCES.indexOf(resource) + (rest ? 50 : 0);
};

/** Where an answer is not as documented. */
function faultsOf(value: unknown, shape: Shape, path: string): string[] {
  if (typeof shape === "string") {
    const types = shape.replace(":uuid", "").split("|");
    const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    const isNumber = type === "number" && types.includes("integer");
    const fits = isNumber || types.includes(type) || types.includes(String(value));
    return fits ? [] : [`${path} is ${JSON.stringify(value)}, not ${shape}`];
  }
  if (Array.isArray(shape)) {
    const [item = ""] = shape;
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((one, nth) => faultsOf(one, item, `${path}[${nth}]`));
  }
  const { oneOf = shape["allOf"] } = shape;
  if (Array.isArray(oneOf)) {
    const faults = oneOf.map((one) => faultsOf(value, one, path));
    return faults.some((of) => of.length === 0) ? [] : faults.flat();
  }
  return Object.entries(value as object).flatMap(([field, of]) => {
    const optional = shape[`${field}?`];
    const documented = shape[field] ?? optional;
    if (documented === undefined) return [`${path}.${field} is not documented`];
    // The file has no nulls where the API was recorded to give them.
    return of === null && optional !== undefined
      ? []
      : faultsOf(of, documented, `${path}.${field}`);
  });
}

const standIn = runningStandIn();

it("answers every operation as documented, or not at all", async () => {
  const ids: Record<string, string> = {};
  for (const documented of OPERATIONS.toSorted((a, b) => rank(a) - rank(b))) {
    const { operation } = documented;
    const [method = "", path = ""] = operation.split(" ");
    const [resource = ""] = path.split("/{");
    const target = path
      .replace("{contact_id}", ids["/contacts"] ?? "")
      .replace("{segment_id}", ids["/segments"] ?? "")
      .replace(/\{\w+\}/, ids[resource] ?? "00000000-0000-4000-8000-000000000000");
    const isAbsent = ABSENT.some((absent) => absent.test(operation));
    const response = await standIn.call(method, target, BODIES[operation]?.(ids));
    const answer = (await response.json()) as Record<string, unknown>;
    const status = documented[201] === undefined ? 200 : 201;
    const { [ALSO[operation] ?? ""]: _other, ...rest } = answer;
    const faults = isAbsent ? [] : faultsOf(rest, documented[status] ?? {}, "answer");
    expect({ operation, faults }).toEqual({ operation, faults: [] });
    expect(isAbsent ? [404, 405, 422] : [status]).toContain(response.status);
    if (method === "POST" && !isAbsent && !path.includes("{")) ids[resource] = String(answer["id"]);
  }
});
