/** The routes of the record, under `/leave/-/record`. `operator.ts` guards them; docs/record.md describes them. */

import type { Context } from "hono";
import { Hono } from "hono/tiny";

import { isList, parseContact } from "../links/names.ts";
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
    if (contact === undefined)
      return refuse(c, "the path must end with a contact ID or an address");
    const answer = isList(list) ? await ledger().mailable({ list, contact }) : undefined;
    return answer === undefined ? unknownList(c, 404) : c.json(answer);
  });

  // The sender calls this before adding a person who has signed up again.
  routes.post("/joined", async (c) => {
    const body = await c.req.json<Record<string, unknown> | null>().catch(() => null);
    const { list, contact } = body ?? {};
    if (typeof list !== "string" || typeof contact !== "string" || !list || !contact) {
      return refuse(c, 'send JSON such as { "list": "weekly", "contact": "an ID or an address" }');
    }
    const ended = await ledger().joined({ list, contact });
    if (ended !== undefined) return c.json({ ended });
    const error =
      "the contact could not be read from Resend; send this again before you add the person";
    return c.json({ error }, 503, { "retry-after": "60" });
  });
  return routes;
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
