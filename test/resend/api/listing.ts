/**
 * Resend's lists: newest first, in pages that a cursor walks through
 * (https://resend.com/docs/api-reference/pagination). Without `limit` everything comes at once.
 */

import { type ApiContext, refuse } from "./refuse.ts";

const MAX_LIMIT = 100;

/**
 * Answers with a page of the items.
 *
 * @param oldestFirst everything there is
 * @param show an item as it goes over the wire
 */
export function listing<Item extends { id: string }>(
  c: ApiContext,
  oldestFirst: readonly Item[],
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
  const items = oldestFirst.toReversed();
  const cursor = after ?? before;
  const at = cursor === undefined ? -1 : items.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && at === -1) {
    return refuse(c, "validation_error", "The cursor is not in this list.");
  }
  const candidates = before === undefined ? items.slice(at + 1) : items.slice(0, at);
  const page = before === undefined ? candidates.slice(0, limit) : candidates.slice(-limit);
  return c.json({
    object: "list",
    data: page.map(show),
    has_more: page.length < candidates.length,
  });
}
