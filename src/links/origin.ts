/** The addresses in links: the Worker's origin (`https`, or `http` on loopback), and the domain of its mail. Pure. */

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The most characters before the `@` in SMTP (RFC 5321 section 4.5.3.1.1). */
export const MAX_LOCAL_PART = 64;

/** The most characters of a mail domain: what the longest local part and its `@` leave (RFC 5321 section 4.5.3.1.3). */
const MAX_MAIL_DOMAIN = 254 - MAX_LOCAL_PART - 1;

/** At least two labels, and the last is not a number: an IP address is not a mail domain. */
const MAIL_DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9-]{0,62}[a-z0-9]$/i;

/** Reads a URL that secrets may be sent to: `https`, or `http` on loopback. */
export function secureUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const onLoopback = url?.protocol === "http:" && LOOPBACK.has(url.hostname);
  return url?.protocol === "https:" || onLoopback ? url : undefined;
}

/**
 * Reads an origin, with or without a trailing slash.
 *
 * @returns scheme and host; `undefined` if the text is anything else, or the scheme is not secure
 */
export function secureOrigin(text: string): string | undefined {
  const url = secureUrl(text);
  return url?.href === `${url?.origin}/` ? url?.origin : undefined;
}

/** Whether mail can be sent to this domain: as DNS writes it, at most 189 characters. */
function isMailDomain(text: string): boolean {
  return text.length <= MAX_MAIL_DOMAIN && MAIL_DOMAIN.test(text);
}

/** Where mail to a link goes: any local part of a domain, or one address with subaddressing, such as `u@acme.com`. */
export interface MailtoTarget {
  /** `u+`, or empty. */
  prefix: string;
  domain: string;
}

/** Reads a `MAILTO_DOMAIN`: a domain, or an address whose local part has letters, digits, dots, and dashes. */
export function mailtoTarget(text: string): MailtoTarget | undefined {
  const [, local, domain = ""] = /^(?:([a-z0-9]+(?:[._-][a-z0-9]+)*)@)?([^@]+)$/i.exec(text) ?? [];
  if (!isMailDomain(domain)) return undefined;
  return { prefix: local === undefined ? "" : `${local}+`, domain };
}

/**
 * Checks a sender's origin.
 *
 * @returns scheme and host, without a trailing slash
 * @throws TypeError if it is anything but a secure scheme and a host
 */
export function checkOrigin(text: string): string {
  const origin = secureOrigin(text);
  if (origin !== undefined) return origin;
  throw new TypeError(
    "origin: must be https and a host alone, such as https://acme.com (http on localhost, 127.0.0.1 and [::1] only)",
  );
}

/** @throws TypeError if mail cannot be sent there */
export function checkMailtoDomain(mailtoDomain: string): MailtoTarget {
  const target = typeof mailtoDomain === "string" ? mailtoTarget(mailtoDomain) : undefined;
  if (target !== undefined) return target;
  throw new TypeError(
    "mailtoDomain: must be a domain alone, such as leave.acme.com, or an address with subaddressing, such as u@acme.com (the Worker's MAILTO_DOMAIN; in its xn-- form if it has other letters than a-z)",
  );
}
