/**
 * The one-click POST as mail programs, gateways and trackers really send it. A test holds this list
 * against the shapes that the Worker itself is tested with.
 */

import type { Request } from "./exchange.ts";

/** A request to a link; `{path}` is its path, `{LIST}` and `{TICKET}` are its parts in capitals. */
export interface Shape extends Omit<Request, "method"> {
  name: string;
}

/** The body of RFC 8058 section 3.1. */
export const ONE_CLICK_BODY = "List-Unsubscribe=One-Click";

/** What most mailbox providers send. */
export const FORM = { "content-type": "application/x-www-form-urlencoded" };

const posted = (name: string, headers: Shape["headers"] = {}, body = ONE_CLICK_BODY): Shape => ({
  name,
  path: "{path}",
  headers,
  body,
});

const at = (name: string, path: string): Shape => ({
  name,
  path,
  headers: {},
  body: ONE_CLICK_BODY,
});

const PART = '--X\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n';
const BROKEN_PART = '--X\r\nContent-Disposition: form-data; name="List-Uns';
const MULTIPART = { "content-type": "multipart/form-data; boundary=X" };

export const SHAPES: readonly Shape[] = [
  posted("Gmail, as Google documents it", FORM),
  posted("RFC 8058 section 3.2, multipart", MULTIPART, `${PART}--X--\r\n`),
  posted("no User-Agent, no Accept", { ...FORM, "user-agent": "", accept: "" }),
  posted("Java client", { ...FORM, "user-agent": "Java/17.0.9" }),
  posted("text/plain with the standard body (older Thunderbird add-on)", {
    "content-type": "text/plain;charset=UTF-8",
  }),
  posted("no body at all", { "content-length": "0" }, ""),
  posted("multipart without its closing boundary", MULTIPART, BROKEN_PART),
  posted("multipart without a boundary parameter", { "content-type": "multipart/form-data" }),
  at("a full stop kept from the sentence", "{path}."),
  at("the header's closing bracket kept", "{path}%3E"),
  at("a trailing slash", "{path}/"),
  at("a campaign tracker's query", "{path}?utm_source=news&utm_medium=email"),
  at("HTML-escaped ampersand", "{path}&amp;utm_source=news"),
  at("a gateway changed the case of list and ticket", "/leave/{LIST}/{TICKET}"),
];

/** What a page's button posts. It alone leads to a page, which shows that a body arrives. */
export const CONFIRM_BODY = "confirm=page";

/** Agents that are no browsers: mailbox providers and gateways unsubscribe with libraries such as these. */
export const AGENTS: readonly { name: string; agent: string }[] = [
  { name: "no User-Agent", agent: "" },
  { name: "Go-http-client", agent: "Go-http-client/2.0" },
  { name: "Apache-HttpClient", agent: "Apache-HttpClient/5.3.1 (Java/17.0.9)" },
  { name: "python-requests", agent: "python-requests/2.32.3" },
  { name: "okhttp", agent: "okhttp/4.12.0" },
  { name: "curl", agent: "curl/8.5.0" },
  { name: "a word of its own", agent: "unsubscribe" },
];

/** What is glued to a link, or done to it, on its way into a browser. */
export const MANGLED: readonly { name: string; path: string }[] = [
  { name: "a full stop", path: "{path}." },
  { name: "a comma", path: "{path}," },
  { name: "a closing bracket", path: "{path})" },
  { name: "an encoded >", path: "{path}%3E" },
  { name: "an encoded quotation mark", path: "{path}%22" },
  { name: "a trailing slash", path: "{path}/" },
  { name: "a tracker's query", path: "{path}?utm_source=news&utm_medium=email" },
  { name: "an escaped ampersand", path: "{path}&amp;utm_source=news" },
  { name: "capitals", path: "/leave/{LIST}/{TICKET}" },
];

/** Puts a link's path into a shape's. */
export function fillPath(path: string, linkPath: string): string {
  const [, , list = "", ticket = ""] = linkPath.split("/");
  return path
    .replace("{path}", linkPath)
    .replace("{LIST}", list.toUpperCase())
    .replace("{TICKET}", ticket.toUpperCase());
}
