/** The routes of the record, under `/leave/-/record`. `operator.ts` guards them; docs/record.md describes them. */

import type { Context } from "hono";
import { Hono } from "hono/tiny";

import { isList, parseContact } from "../links/names.ts";
import type { ImportRow } from "../ledger/heard.ts";
import type { LedgerSource } from "../settings/env.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** Makes the routes. The sender's own systems call them. */
export function createRecordRoutes(ledger: LedgerSource): Hono {
  const routes = new Hono();

  routes.get("/", async (c) => {
    const { list, after = "0", limit = String(DEFAULT_LIMIT) } = c.req.query();
    if (list !== undefined && !isList(list)) return unknownList(c, 400);
    if (!isCount(after)) return refuse(c, "`after` must be the `seq` of an item");
    if (!isCount(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
      return refuse(c, `\`limit\` must be a number from 1 to ${MAX_LIMIT}`);
    }
    const page = await ledger().record({ list, after: Number(after), limit: Number(limit) });
    return page === undefined ? unknownList(c, 400) : c.json(page);
  });

  routes.get("/:list/:contact", async (c) => {
    const { list, contact: given } = c.req.param();
    const contact = parseContact(given)?.text;
    if (contact === undefined) return refuse(c, NO_CONTACT);
    const answer = isList(list) ? await ledger().mailable({ list, contact }) : undefined;
    return answer === undefined ? unknownList(c, 404) : c.json(answer);
  });

  // The sender calls this before adding a person who has signed up again.
  routes.post("/joined", async (c) => {
    const { list, ...person } = asObject(await readJson(c));
    const [contact] = namesIn(person);
    if (typeof list !== "string" || !isList(list) || contact === undefined) {
      return refuse(c, 'send JSON such as { "list": "weekly", "contact": "an ID or an address" }');
    }
    const ended = await ledger().joined({ list, contact });
    if (ended === "no-list") return unknownList(c, 400);
    return ended === undefined ? unread(c, "before you add the person") : c.json({ ended });
  });

  routes.post("/import", async (c) => {
    const body = await readJson(c);
    if (!Array.isArray(body) || body.length === 0 || body.length > MAX_LIMIT) {
      return refuse(c, `send a JSON array of 1 to ${MAX_LIMIT} rows`);
    }
    const rows = body.map((row, index) => rowIn(asObject(row), index));
    const { refused, ...counts } = await ledger().importRows(
      rows.flatMap((row) => ("names" in row ? [row] : [])),
    );
    const all = [...refused, ...rows.flatMap((row) => ("error" in row ? [row] : []))];
    return c.json({ ...counts, refused: all.toSorted((one, other) => one.row - other.row) });
  });

  routes.post("/forgotten", async (c) => {
    const { list, contacts } = asObject(await readJson(c));
    const names = Array.isArray(contacts) ? contacts.map((contact) => namesIn({ contact })) : [];
    if (names.length === 0 || names.length > MAX_LIMIT || names.some(([name]) => !name)) {
      return refuse(c, `send JSON with 1 to ${MAX_LIMIT} \`contacts\`, each an ID or an address`);
    }
    if (list !== undefined && typeof list !== "string") return unknownList(c, 400);
    const forgotten = await ledger().forgotten(names.flat(), list);
    return forgotten === undefined ? unknownList(c, 400) : c.json({ forgotten });
  });

  routes.delete("/:contact", async (c) => {
    const contact = parseContact(c.req.param("contact"))?.text;
    if (contact === undefined) return refuse(c, NO_CONTACT);
    const forgotten = await ledger().forget(contact);
    if (forgotten.kind === "forgotten") return c.json({ forgotten: forgotten.entries });
    if (forgotten.kind === "unread") return unread(c, "to forget the person under both names");
    const { entry, state } = forgotten;
    const remedy =
      state === "dead" ? "remove them at Resend, then drop the entry" : "wait until it is";
    const error = `entry ${entry} is ${state}: the person has asked to leave, and it is not done yet; ${remedy}`;
    return c.json({ error, entry, state }, 409);
  });
  return routes;
}

const NO_CONTACT = "the path must end with a contact ID or an address";

async function readJson(c: Context): Promise<unknown> {
  return c.req.json<unknown>().catch(() => undefined);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The names of a person; empty if one of them is malformed. */
function namesIn({ contact, contact_id, email }: Record<string, unknown>): string[] {
  const given = [contact, contact_id, email].filter((name) => name !== undefined && name !== null);
  const names = given.map((name) => parseContact(typeof name === "string" ? name : "")?.text);
  return names.every((name) => name !== undefined) ? [...new Set(names)] : [];
}

function rowIn(
  { list, operation = "list", left_at: leftAt, ...person }: Record<string, unknown>,
  row: number,
): ImportRow | { row: number; error: string } {
  const names = namesIn(person);
  if (names.length === 0) return { row, error: "needs a valid contact ID or address" };
  // What is no text is no time, either.
  const at = typeof leftAt === "string" ? leftAt : (leftAt ?? undefined) && "";
  if (operation === "everything") return { row, list: undefined, names, leftAt: at };
  if (operation === "list" && typeof list === "string" && isList(list)) {
    return { row, list, names, leftAt: at };
  }
  return { row, error: 'needs a `list`, or "operation": "everything"' };
}

function unread(c: Context, purpose: string): Response {
  const error = `Resend did not answer in time; send this again ${purpose}`;
  return c.json({ error }, 503, { "retry-after": "60" });
}

/** Whether a text is a whole number, from 0. */
function isCount(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}

function refuse(c: Context, error: string): Response {
  return c.json({ error }, 400);
}

function unknownList(c: Context, status: 400 | 404): Response {
  return c.json({ error: "no list has this name; use a name from LISTS, or a segment ID" }, status);
}
