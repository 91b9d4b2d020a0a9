/**
 * Checks what the DKIM signatures of a message cover, and whose they are: RFC 8058 section 4, RFC 6376 section 3.5. Pure.
 * The signatures themselves are not verified, which would need the signer's key from DNS.
 */

import { domainToASCII } from "node:url";

import { getDomain } from "tldts";

import { type Finding, findingsOf } from "../finding.ts";

const coverage = findingsOf("message-dkim", "Covered by DKIM");
const alignment = findingsOf("message-dkim-domain", "DKIM domain");

const COVERED = ["list-unsubscribe", "list-unsubscribe-post"];
const NOT_VERIFIED = "The signature itself was not verified.";
const VERIFY_DOMAIN =
  "Resend signs for the domains that you have verified: add the domain of From on Resend's Domains page.";
const SIGN_AGAIN =
  "Resend's own signatures are not like this: let Resend sign last, and let no gateway of yours sign or rewrite its mail.";

/** RFC 8301 section 3.2. */
const MIN_RSA_BITS = 1_024;

/** The tags of one `DKIM-Signature` that are checked. */
export type Signature = ReturnType<typeof readSignature>;

/** Reads a signature, in lower case; what is missing is empty. */
export function readSignature(value: string) {
  const tags = new Map(
    value.split(";").map((tag) => {
      const [name = "", ...rest] = tag.split("=");
      return [name.trim().toLowerCase(), rest.join("=").replaceAll(/\s/g, "").toLowerCase()];
    }),
  );
  return {
    domain: asciiDomain(tags.get("d") ?? ""),
    headers: (tags.get("h") ?? "").split(":").filter(Boolean),
    algorithm: tags.get("a") ?? "",
    /** The size of an RSA key is that of its signatures. */
    bits: Buffer.from(tags.get("b") ?? "", "base64").length * 8,
    /** Milliseconds since 1970. */
    expiresAt: Number(tags.get("x") ?? Infinity) * 1000,
    isPartial: tags.has("l"),
  };
}

/** When a message arrived, and the time now, in milliseconds since 1970. */
export interface Times {
  arrivedAt: number;
  now: number;
}

/** Why verifiers must ignore a signature, or may (`isSound`). */
export function faultOf({ domain, ...one }: Signature, { arrivedAt, now }: Times) {
  const fault = (what: string, isSound = false) => ({
    found: `The signature of ${domain} ${what}.`,
    isSound,
  });
  if (one.algorithm === "rsa-sha1") return fault("uses rsa-sha1, which is not valid (RFC 8301)");
  if (one.algorithm.startsWith("rsa-") && one.bits < MIN_RSA_BITS) {
    return fault(
      `has a key of ${one.bits} bits; under ${MIN_RSA_BITS}, it is not valid (RFC 8301)`,
    );
  }
  if (one.expiresAt <= arrivedAt) return fault("had expired before the message arrived (x=)");
  if (one.expiresAt <= now) return fault("has expired since the message arrived (x=)", true);
  return one.isPartial
    ? fault("covers only the start of the body (l=), to which anyone can add", true)
    : undefined;
}

/**
 * Both headers must be signed; otherwise anyone on the way could have added them.
 *
 * @param hasHeaders whether the message has both
 */
export function checkCoverage(
  signatures: readonly Signature[],
  fromDomain: string,
  times: Times,
  hasHeaders: boolean,
): Finding {
  if (signatures.length === 0) {
    return coverage.failure(
      "There is no DKIM-Signature.",
      `Save the message from the mailbox that received it: the sender's copy has no signature. ${VERIFY_DOMAIN}`,
    );
  }
  if (!hasHeaders) return coverage.skipped("The message does not have both headers.");
  const covering = signatures.filter(({ headers }) =>
    COVERED.every((name) => headers.includes(name)),
  );
  if (covering.length === 0) {
    return coverage.failure(
      `None of ${signatures.length} signatures covers both headers (h=), so providers ignore them.`,
      "The headers were added after signing, or the signer leaves them out. Pass them to Resend with the message, and let nothing rewrite mail after that.",
    );
  }
  const aligned = covering.filter(({ domain }) => isAligned(domain, fromDomain));
  const domains = covering.map(({ domain }) => domain).join(" and ");
  // If no signature is aligned at all, that is for `checkAlignment` to say.
  if (aligned.length === 0 && signatures.some(({ domain }) => isAligned(domain, fromDomain))) {
    return coverage.warning(
      `Only ${domains} signs both headers, which is not the domain of From. ${NOT_VERIFIED}`,
      VERIFY_DOMAIN,
    );
  }
  const faults = (aligned.length > 0 ? aligned : covering).map((one) => faultOf(one, times));
  const fault = faults.find((one) => one?.isSound === true) ?? faults[0];
  if (fault !== undefined && !faults.includes(undefined)) {
    return coverage[fault.isSound ? "warning" : "failure"](fault.found, SIGN_AGAIN);
  }
  return coverage.ok(`Both headers are signed by ${domains}. ${NOT_VERIFIED}`);
}

/** Gmail and Yahoo require that bulk mail is signed by the domain that people see. */
export function checkAlignment(signatures: readonly Signature[], fromDomain: string): Finding {
  if (fromDomain === "") {
    const remedy = "Send it with one address in From.";
    return alignment.warning("The message has no readable From.", remedy);
  }
  if (signatures.length === 0) return alignment.skipped("There is no DKIM-Signature.");
  const aligned = signatures.find(({ domain }) => isAligned(domain, fromDomain))?.domain;
  if (aligned !== undefined) return alignment.ok(`${aligned} signs mail from ${fromDomain}.`);
  const domains = signatures.map(({ domain }) => domain).join(" and ");
  return alignment.failure(
    `From is at ${fromDomain}, but the signature is from ${domains}.`,
    VERIFY_DOMAIN,
  );
}

/** A domain as DNS writes it: lower case, with `xn--` in place of other scripts. */
export function asciiDomain(domain: string): string {
  return domainToASCII(domain) || domain.toLowerCase();
}

/** Relaxed alignment (RFC 7489 section 3.1.1): both are of one organization, by the Public Suffix List. */
export function isAligned(domain: string, fromDomain: string): boolean {
  if (domain === "" || fromDomain === "") return false;
  return organizationOf(domain) === organizationOf(fromDomain);
}

export function organizationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
