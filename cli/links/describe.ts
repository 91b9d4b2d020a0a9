/** Says whose link it is and whether its signature holds, for a person who asks. Pure. */

import { claimedBy, openLink } from "../../src/links/open.ts";

/**
 * Describes a link: a URL or its path, a `mailto:` address, with the `<` and `>` of a header or without.
 *
 * @param secrets as in `LINK_SECRETS`
 */
export async function describeLink(
  link: string,
  secrets: readonly string[],
): Promise<{ holds: boolean; text: string }> {
  const path = pathOf(link.trim().replace(/^<|>$/g, ""));
  const claim = claimedBy(path);
  if (claim === undefined) {
    const text =
      "This is no link to leave a list: it would look like https://acme.com/leave/weekly/c4fu2…; copy the whole of it.";
    return { holds: false, text };
  }
  for (const [index, secret] of secrets.entries()) {
    if ((await openLink(path, [secret])).kind === "opened") {
      return { holds: true, text: table(claim, `holds (${place(index, secrets.length)})`) };
    }
  }
  const verdict = `does not hold: no secret in LINK_SECRETS (${secrets.length}) signed this, and the Worker refuses it`;
  return { holds: false, text: table(claim, verdict, "claims ") };
}

function pathOf(link: string): string {
  const [, list, ticket] = /^mailto:([^.@]+)\.([^@]+)@/i.exec(link) ?? [];
  if (list !== undefined && ticket !== undefined) return `/leave/${list}/${ticket}`;
  return URL.canParse(link) ? new URL(link).pathname : link;
}

function place(index: number, count: number): string {
  if (index === 0) return "the first secret in LINK_SECRETS, which signs";
  return `secret ${index + 1} of ${count} in LINK_SECRETS; new links are signed with the first`;
}

function table(claim: { list: string; contact: string }, verdict: string, hedge = ""): string {
  return [
    `contact    ${hedge}${claim.contact}`,
    `list       ${hedge}${claim.list}`,
    `signature  ${verdict}`,
  ].join("\n");
}
