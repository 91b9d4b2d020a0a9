/**
 * Checks what the DKIM signatures of a message cover, and whose they are: RFC 8058 section 4, RFC 6376 section 3.5. Pure.
 * The signatures themselves are not verified, which would need the signer's key from DNS.
 */

import { type Finding, findingsOf } from "../finding.ts";

const coverage = findingsOf("message-dkim", "Covered by DKIM");
const alignment = findingsOf("message-dkim-domain", "DKIM domain");

const COVERED = ["list-unsubscribe", "list-unsubscribe-post"];
const NOT_VERIFIED = "The signature itself was not verified.";
const VERIFY_DOMAIN =
  "Resend signs for the domains that you have verified: add the domain of From on Resend's Domains page.";

/** The tags of one `DKIM-Signature` that are checked. */
export type Signature = ReturnType<typeof readSignature>;

/** Reads the domain (`d=`) and the signed headers (`h=`) of a signature, in lower case; what is missing is empty. */
export function readSignature(value: string) {
  const tags = new Map(
    value.split(";").map((tag) => {
      const [name = "", ...rest] = tag.split("=");
      return [name.trim().toLowerCase(), rest.join("=").replaceAll(/\s/g, "").toLowerCase()];
    }),
  );
  const headers = (tags.get("h") ?? "").split(":").filter(Boolean);
  return { domain: tags.get("d") ?? "", headers };
}

/** Both headers must be signed; otherwise anyone on the way could have added them. */
export function checkCoverage(signatures: readonly Signature[], fromDomain: string): Finding {
  if (signatures.length === 0) {
    return coverage.failure(
      "There is no DKIM-Signature.",
      `Save the message from the mailbox that received it: the sender's copy has no signature. ${VERIFY_DOMAIN}`,
    );
  }
  const covering = signatures.filter(({ headers }) =>
    COVERED.every((name) => headers.includes(name)),
  );
  const domains = covering.map(({ domain }) => domain).join(" and ");
  if (covering.length === 0) {
    return coverage.failure(
      `None of ${signatures.length} signatures covers both headers (h=), so providers ignore them.`,
      "The headers were added after signing, or the signer leaves them out. Pass them to Resend with the message, and let nothing rewrite mail after that.",
    );
  }
  if (!covering.some(({ domain }) => isAligned(domain, fromDomain))) {
    return coverage.warning(
      `Only ${domains} signs both headers, which is not the domain of From. ${NOT_VERIFIED}`,
      VERIFY_DOMAIN,
    );
  }
  return coverage.ok(`Both headers are signed by ${domains}. ${NOT_VERIFIED}`);
}

/** Gmail and Yahoo require that bulk mail is signed by the domain that people see. */
export function checkAlignment(signatures: readonly Signature[], fromDomain: string): Finding {
  if (fromDomain === "") return alignment.skipped("The message has no readable From.");
  if (signatures.length === 0) return alignment.skipped("There is no DKIM-Signature.");
  const aligned = signatures.find(({ domain }) => isAligned(domain, fromDomain))?.domain;
  if (aligned !== undefined) return alignment.ok(`${aligned} signs mail from ${fromDomain}.`);
  const domains = signatures.map(({ domain }) => domain).join(" and ");
  return alignment.failure(
    `From is at ${fromDomain}, but the signature is from ${domains}.`,
    VERIFY_DOMAIN,
  );
}

/**
 * Relaxed alignment (RFC 7489 section 3.1.1) as far as it can be decided without the Public Suffix List: the same
 * domain, or one is a subdomain of the other.
 */
function isAligned(domain: string, fromDomain: string): boolean {
  if (domain === "" || fromDomain === "") return false;
  return domain === fromDomain || isBelow(domain, fromDomain) || isBelow(fromDomain, domain);
}

function isBelow(lower: string, upper: string): boolean {
  return upper.includes(".") && lower.endsWith(`.${upper}`);
}
