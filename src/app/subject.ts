import type { Config } from "../config.ts";
import type { OpenedLink } from "../link.ts";
import type { Subject } from "../pages/index.ts";

/** What a page shows of a link. */
export function subjectOf(link: OpenedLink, { lists }: Pick<Config, "lists">): Subject {
  const { list, contact, ticket } = link;
  return { listName: lists.get(list)?.name, contact, path: `/leave/${list}/${ticket}` };
}

/** Where a request's receipt is, in the link's canonical spelling. */
export function receiptPath({ list, ticket }: OpenedLink, asking: string): string {
  return `/leave/${list}/${ticket}/receipt/${asking}`;
}
