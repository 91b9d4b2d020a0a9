/**
 * Checks what the DKIM signatures of a message cover, and whose they are (RFC 8058 section 4, RFC 6376 section 3.5), and
 * what the mailbox that received it says of them (RFC 8601). Pure. The signatures themselves are not verified, which would
 * need the signer's key from DNS.
 */

import { domainToASCII } from "node:url";

import { getDomain } from "tldts";

import { type Finding, findingsOf } from "../finding.ts";

const coverage = findingsOf("message-dkim", "Covered by DKIM");
const alignment = findingsOf("message-dkim-domain", "DKIM domain");
const authentication = findingsOf("message-authentication", "Authentication results");

const COVERED = ["list-unsubscribe", "list-unsubscribe-post"];
const NOT_VERIFIED = "The signature itself was not verified.";
const VERIFY_DOMAIN =
  "Resend signs for the domains that you have verified: add the domain of From on Resend's Domains page.";
const SIGN_AGAIN =
  "Resend's own signatures are not like this: let Resend sign last, and let no gateway of yours sign or rewrite its mail.";

/** RFC 8301 section 3.2. */
const MIN_RSA_BITS = 1_024;

/** What is checked of one `DKIM-Signature`. */
type Signature = ReturnType<typeof readSignature>;

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
  let fault = invalidity(tags);
  if (!headers.includes("from")) fault ??= "does not cover From (h=), so it is not valid";
  if (expiresAt <= arrivedAt) fault ??= "had expired on arrival (x=)";
  let doubt = expiresAt <= now ? "has expired since the message arrived (x=)" : undefined;
  if (tags.has("l")) doubt = "covers only the start of the body (l=); anyone can add more";
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
  const rank = ({ fault, doubt }: Signature) => (fault ? 2 : 0) + (doubt ? 1 : 0);
  const candidates = aligned.length > 0 ? aligned : covering;
  const [best] = candidates.toSorted((one, other) => rank(one) - rank(other));
  if (best?.fault) {
    return coverage.failure(`The signature of ${best.domain} ${best.fault}.`, SIGN_AGAIN);
  }
  if (best?.doubt) {
    return coverage.warning(`The signature of ${best.domain} ${best.doubt}.`, SIGN_AGAIN);
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

const REVERIFY =
  "Check that the domain is still verified on Resend's Domains page: its records must be in DNS. Otherwise, something on the way has changed the message, such as a mailing list, a footer, or a scanner; check one from a mailbox that nothing forwards to.";

/** A comment, which may contain comments. */
const COMMENT = /\((?:[^()]|\([^()]*\))*\)/g;

/**
 * What the mailbox found when the message arrived. Only the header of the last server counts: it stands first, and
 * further ones from the same organization belong to it.
 *
 * @param values of `Authentication-Results`, from the top
 */
export function checkResults(
  values: readonly string[],
  signatures: readonly Signature[],
  fromDomain: string,
): Finding {
  if (!signatures.some((one) => one.isAligned && one.fault === undefined)) {
    return authentication.skipped("The message has no sound signature from the domain of From.");
  }
  if (values.length === 0) return authentication.skipped("The mailbox has not added any.");
  const bare = values.map((value) => value.toLowerCase().replaceAll(COMMENT, " "));
  const [server, ...servers] = bare.map(serverOf);
  const results = bare.flatMap((value, index) =>
    index === 0 || servers[index - 1] === server ? resultsIn(value) : [],
  );
  const aligned = results.filter(
    ({ method, domain }) => method === "dkim" && isAligned(domain, fromDomain),
  );
  const one = (wanted: string) => results.find(({ method }) => method === wanted);
  const dkim = aligned.find(({ result }) => result === "pass") ?? aligned[0] ?? one("dkim");
  if (dkim === undefined) return authentication.skipped("The mailbox says nothing about DKIM.");
  const said = [dkim, one("dmarc"), one("spf")].filter((result) => result !== undefined);
  const found = `The mailbox says ${said.map(({ method, result }) => `${method}=${result}`).join(", ")}.`;
  if (dkim.result === "temperror") {
    return authentication.warning(found, "It could not ask DNS. Check another message.");
  }
  if (!aligned.includes(dkim) || dkim.result !== "pass" || one("dmarc")?.result === "fail") {
    return authentication.failure(found, REVERIFY);
  }
  return one("spf")?.result.endsWith("fail") === true
    ? authentication.warning(found, `Gmail and Yahoo ask bulk senders for SPF, too. ${REVERIFY}`)
    : authentication.ok(found);
}

/** The organization of the server that speaks; Microsoft leaves its name out. */
function serverOf(value: string): string {
  const [name = ""] = value.split(";", 1);
  return name.includes("=") ? "" : organizationOf(asciiDomain(name.trim().split(/\s/, 1)[0] ?? ""));
}

function resultsIn(value: string) {
  const found = value.matchAll(/(?:^|;)\s*(dkim|dmarc|spf)\s*=\s*(\w+)([^;]*)/g);
  return Array.from(found, ([, method = "", result = "", rest = ""]) => {
    const [, domain = ""] = /\sheader\.[di]\s*=\s*(?:[^\s@]*@)?([^\s@]+)/.exec(rest) ?? [];
    return { method, result, domain: asciiDomain(domain) };
  });
}

/** A domain as DNS writes it: lower case, with `xn--` in place of other scripts. */
export function asciiDomain(domain: string): string {
  return domainToASCII(domain) || domain.toLowerCase();
}

/** Relaxed alignment (RFC 7489 section 3.1.1): both are of one organization, by the Public Suffix List. */
function isAligned(domain: string, fromDomain: string): boolean {
  return domain !== "" && organizationOf(domain) === organizationOf(fromDomain);
}

function organizationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
