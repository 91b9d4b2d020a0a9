/** Where a link leads: `https`, or `http` on this machine alone. */

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Reads a URL that keeps secrets on their way: `https`, or `http` that does not leave the machine. */
export function secureUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const onLoopback = url?.protocol === "http:" && LOOPBACK.has(url.hostname);
  return url?.protocol === "https:" || onLoopback ? url : undefined;
}

/** Reads an origin as a sender writes it, with or without a slash at its end: a secure scheme and a host alone. */
export function secureOrigin(text: string): string | undefined {
  const url = secureUrl(text);
  return url?.href === `${url?.origin}/` ? url?.origin : undefined;
}

/** What was checked last: a sender has one origin, and a URL takes long to read. */
let last: { text: string; origin: string } | undefined;

/** @throws TypeError when it is not a secure scheme and a host alone */
export function checkedOrigin(text: string): string {
  if (text === last?.text) return last.origin;
  const origin = secureOrigin(text);
  if (origin === undefined) {
    throw new TypeError(
      "origin: must be https and a host alone, such as https://acme.com (http on localhost, 127.0.0.1 and [::1] only)",
    );
  }
  last = { text, origin };
  return origin;
}
