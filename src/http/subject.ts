import type { Config } from "../settings/settings.ts";
import type { OpenedLink } from "../links/open.ts";
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
