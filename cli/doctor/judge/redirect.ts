/** Which redirect it is, and what to do about it. Names hosts, never a path: a path may hold a ticket. Pure. */

import type { Exchange } from "../probes.ts";
import { EXEMPT_RULE } from "../remedies.ts";

type Kind = "https" | "http" | "www" | "slash" | "case" | "host" | "path" | "nowhere";

const WHERE =
  "Redirects are made under Rules > Overview (Redirect Rules, Bulk Redirects, Page Rules).";

/** What became of the request, as the rest of a sentence. */
export function redirectWords(exchange: Exchange, origin: string): string {
  const { kind, host, status } = redirectOf(exchange, origin);
  const where: Record<Kind, string> = {
    https: "to https",
    http: "to plain http",
    www: `to ${host}`,
    slash: "for a slash at the path's end",
    case: "to the same path in another case",
    host: `to another host, ${host}`,
    path: "to another path",
    nowhere: "to nowhere",
  };
  return `redirected ${where[kind]} (${status})`;
}

export function redirectRemedy(exchange: Exchange, origin: string): string {
  const { kind, host } = redirectOf(exchange, origin);
  switch (kind) {
    case "https":
      return "Give the https origin, here and to whatever signs the links. Always Use HTTPS may stay on: links are https.";
    case "http":
      return `${WHERE} There, ${EXEMPT_RULE}`;
    case "www":
      return `Sign the links for ${host}, and route that hostname to the Worker; or, under Rules > Overview, ${EXEMPT_RULE}`;
    case "slash":
    case "case":
    case "path":
    case "host":
      return `${WHERE} There, ${EXEMPT_RULE} If no rule does it, the request does not reach the Worker: the site behind the hostname answers, so look at the Worker's routes.`;
    case "nowhere":
      return "A redirect without a Location comes from something other than the Worker: look at the Worker's routes.";
  }
}

function redirectOf(
  { probe, outcome }: Exchange,
  origin: string,
): { kind: Kind; host: string; status: number } {
  if (outcome.kind === "lost") return { kind: "nowhere", host: "", status: 0 };
  const { location } = outcome.headers;
  const { status } = outcome;
  const from = new URL(origin + probe.request.path);
  if (location === undefined || !URL.canParse(location, from.href)) {
    return { kind: "nowhere", host: "", status };
  }
  const to = new URL(location, from);
  return { kind: kindOf(from, to), host: to.host, status };
}

function kindOf(from: URL, to: URL): Kind {
  if (to.hostname !== from.hostname) {
    return bare(to.hostname) === bare(from.hostname) ? "www" : "host";
  }
  if (to.protocol !== from.protocol) return to.protocol === "https:" ? "https" : "http";
  const [path, other] = [from.pathname, to.pathname];
  if (path.replace(/\/$/, "") === other.replace(/\/$/, "") && path !== other) return "slash";
  return path.toLowerCase() === other.toLowerCase() && path !== other ? "case" : "path";
}

function bare(hostname: string): string {
  return hostname.replace(/^www\./, "");
}
