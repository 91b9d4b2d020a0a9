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

/** What is checked of one `DKIM-Signature`. */
export type Signature = ReturnType<typeof readSignature>;

/**
 * Reads a signature, in lower case; what is missing is empty.
 *
 * @param fromDomain the domain of From, as `asciiDomain` writes it
 * @param arrivedAt, now milliseconds since 1970
 */
export function readSignature(value: string, fromDomain: string, arrivedAt: number, now: number) {
  const tags = new Map(
    value.split(";").map((tag) => {
      const [name = "", ...rest] = tag.split("=");
      return [name.trim().toLowerCase(), rest.join("=").replaceAll(/\s/g, "").toLowerCase()];
    }),
  );
  const domain = asciiDomain(tags.get("d") ?? "");
  const headers = (tags.get("h") ?? "").split(":").filter(Boolean);
  const expiresAt = Number(tags.get("x") ?? Infinity) * 1000;
  const bare = headers.includes("from")
    ? undefined
    : "does not cover From (h=), so it is not valid";
  const fault =
    invalidity(tags) ?? bare ?? (expiresAt <= arrivedAt ? "had expired on arrival (x=)" : "");
  const late = expiresAt <= now ? "has expired since the message arrived (x=)" : "";
  const doubt = tags.has("l")
    ? "covers only the start of the body (l=); anyone can add more"
    : late;
  return { domain, headers, fault, doubt, isAligned: isAligned(domain, fromDomain) };
}

/** Why RFC 8301 does not let verifiers accept a signature. The size of an RSA key is that of its signatures. */
function invalidity(tags: ReadonlyMap<string | undefined, string | undefined>): string | undefined {
  const algorithm = tags.get("a") ?? "";
  const bits = Buffer.from(tags.get("b") ?? "", "base64").length * 8;
  if (algorithm === "rsa-sha1") return "uses rsa-sha1, which is not valid (RFC 8301)";
  return algorithm.startsWith("rsa-") && bits < MIN_RSA_BITS
    ? `has a key of ${bits} bits; under ${MIN_RSA_BITS}, it is not valid (RFC 8301)`
    : undefined;
}

/**
 * Both headers must be signed; otherwise anyone on the way could have added them.
 *
 * @param hasHeaders whether the message has both
 */
export function checkCoverage(signatures: readonly Signature[], hasHeaders: boolean): Finding {
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
  const aligned = covering.filter((one) => one.isAligned);
  const domains = domainsOf(covering);
  // If no signature is aligned at all, that is for `checkAlignment` to say.
  if (aligned.length === 0 && signatures.some((one) => one.isAligned)) {
    return coverage.warning(
      `Only ${domains} signs both headers, which is not the domain of From. ${NOT_VERIFIED}`,
      VERIFY_DOMAIN,
    );
  }
  const candidates = aligned.length > 0 ? aligned : covering;
  const sound = candidates.filter(({ fault }) => fault === "");
  const [best] = sound.length > 0 ? sound : candidates;
  if (best !== undefined && sound.length === 0) {
    return coverage.failure(`The signature of ${best.domain} ${best.fault}.`, SIGN_AGAIN);
  }
  return best === undefined || sound.some(({ doubt }) => doubt === "")
    ? coverage.ok(`Both headers are signed by ${domains}. ${NOT_VERIFIED}`)
    : coverage.warning(`The signature of ${best.domain} ${best.doubt}.`, SIGN_AGAIN);
}

/** Gmail and Yahoo require that bulk mail is signed by the domain that people see. */
export function checkAlignment(signatures: readonly Signature[], fromDomain: string): Finding {
  if (fromDomain === "") {
    const remedy = "Send it with one address in From.";
    return alignment.warning("The message has no readable From.", remedy);
  }
  if (signatures.length === 0) return alignment.skipped("There is no DKIM-Signature.");
  const aligned = signatures.find((one) => one.isAligned)?.domain;
  if (aligned !== undefined) return alignment.ok(`${aligned} signs mail from ${fromDomain}.`);
  return alignment.failure(
    `From is at ${fromDomain}, but the signature is from ${domainsOf(signatures)}.`,
    VERIFY_DOMAIN,
  );
}

function domainsOf(signatures: readonly Signature[]): string {
  return signatures.map(({ domain }) => domain).join(" and ");
}

/** A domain as DNS writes it: lower case, with `xn--` in place of other scripts. */
export function asciiDomain(domain: string): string {
  return domainToASCII(domain) || domain.toLowerCase();
}

/** Relaxed alignment (RFC 7489 section 3.1.1): both are of one organization, by the Public Suffix List. */
export function isAligned(domain: string, fromDomain: string): boolean {
  return domain !== "" && organizationOf(domain) === organizationOf(fromDomain);
}

export function organizationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
