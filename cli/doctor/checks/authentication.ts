/** What the mailbox that received a message says of its signatures: RFC 8601. Pure. */

import { type Finding, findingsOf } from "../finding.ts";
import { asciiDomain, isAligned, organizationOf, type Signature } from "./dkim.ts";

const authentication = findingsOf("message-authentication", "Authentication results");

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
  if (!signatures.some((one) => one.isAligned && one.fault === "")) {
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
