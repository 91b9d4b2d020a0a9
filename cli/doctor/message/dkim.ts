/**
 * What the DKIM signatures cover, and whose they are: RFC 8058 section 4, RFC 6376 section 3.5. Pure. Whether
 * a signature is genuine is not checked, since that takes the signer's key out of DNS.
 */

import { type Finding, findingsOf } from "../finding.ts";

const coverage = findingsOf("message-dkim", "Covered by DKIM");
const alignment = findingsOf("message-dkim-domain", "DKIM domain");

const COVERED = ["list-unsubscribe", "list-unsubscribe-post"];

const UNVERIFIED = "Whether the signature is genuine was not checked.";

const DOMAINS =
  "Resend signs for the domain that you verify with it: look at Resend's Domains page.";

/** The tags of one `DKIM-Signature` that matter here, in lower case. */
export interface Signature {
  /** `d=` */
  domain: string;
  /** `h=` */
  headers: readonly string[];
}

/** Reads the value of one header; what is missing in it is empty. */
export function readSignature(value: string): Signature {
  const tags = new Map(
    value.split(";").map((tag) => {
      const [name = "", ...rest] = tag.split("=");
      return [name.trim().toLowerCase(), rest.join("=").replaceAll(/\s/g, "").toLowerCase()];
    }),
  );
  return {
    domain: tags.get("d") ?? "",
    headers: (tags.get("h") ?? "").split(":").filter(Boolean),
  };
}

/** Both headers must be signed, or anybody on the way could have put them there. */
export function judgeCoverage(signatures: readonly Signature[], fromDomain: string): Finding {
  if (signatures.length === 0) {
    return coverage.failure(
      "There is no DKIM-Signature.",
      `${DOMAINS} Save the message from the mailbox that received it: a copy of what was sent has none.`,
    );
  }
  const covering = signatures.filter(({ headers }) =>
    COVERED.every((name) => headers.includes(name)),
  );
  if (covering.length === 0) {
    return coverage.failure(
      `None of ${signatures.length} signatures covers both headers in its h=: providers ignore them then.`,
      "The headers were added after signing, or the signer leaves them out. Hand them to Resend with the message, and let nothing behind it rewrite mail.",
    );
  }
  const domains = covering.map(({ domain }) => domain).join(" and ");
  if (!covering.some(({ domain }) => isAligned(domain, fromDomain))) {
    return coverage.warning(
      `Only the signature of ${domains} covers both headers, which is not the sender's. ${UNVERIFIED}`,
      DOMAINS,
    );
  }
  return coverage.ok(`Both headers, by ${domains}. ${UNVERIFIED}`);
}

/** Gmail and Yahoo want bulk mail signed by the domain that people see. */
export function judgeAlignment(signatures: readonly Signature[], fromDomain: string): Finding {
  if (fromDomain === "") return alignment.skipped("The message has no readable From.");
  if (signatures.length === 0) return alignment.skipped("There is no DKIM-Signature.");
  const aligned = signatures.find(({ domain }) => isAligned(domain, fromDomain));
  if (aligned !== undefined) return alignment.ok(`${aligned.domain} signs for ${fromDomain}.`);
  const domains = signatures.map(({ domain }) => domain).join(" and ");
  return alignment.failure(`From says ${fromDomain}, but ${domains} signs.`, DOMAINS);
}

/**
 * Relaxed alignment (RFC 7489 section 3.1.1), as far as it can be told without the Public Suffix List: the same
 * domain, or one below the other.
 */
function isAligned(domain: string, fromDomain: string): boolean {
  if (domain === "" || fromDomain === "") return false;
  return domain === fromDomain || isBelow(domain, fromDomain) || isBelow(fromDomain, domain);
}

function isBelow(lower: string, upper: string): boolean {
  return upper.includes(".") && lower.endsWith(`.${upper}`);
}
