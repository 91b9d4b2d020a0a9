/**
 * Resend's lists: newest first, in pages that a cursor walks through
 * (https://resend.com/docs/api-reference/pagination). Without `limit` everything comes at once.
 */

import { Shelf } from "../shelf.ts";
import { type ApiContext, refuse } from "./refuse.ts";

const MAX_LIMIT = 100;

/**
 * Answers with a page of the items.
 *
 * @param shelf everything there is
 * @param show an item as it goes over the wire
 */
export function listing<Item extends { id: string }>(
  c: ApiContext,
  shelf: Shelf<Item>,
  show: (item: Item) => object,
): Response {
  const { limit: limitText, after, before } = c.req.query();
  const limit = limitText === undefined ? Number.POSITIVE_INFINITY : Number(limitText);
  if (limitText !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)) {
    return refuse(c, "validation_error", `The \`limit\` must be from 1 to ${MAX_LIMIT}.`);
  }
  if (after !== undefined && before !== undefined) {
    return refuse(c, "validation_error", "Use either `after` or `before`, not both.");
  }
  const found = c.get("isStranger") ? new Shelf<Item>() : shelf;
  const page = found.page({ limit, after, before });
  if (page === undefined) {
    return refuse(c, "validation_error", "The cursor is not in this list.");
  }
  return c.json({ object: "list", data: page.items.map(show), has_more: page.hasMore });
}
