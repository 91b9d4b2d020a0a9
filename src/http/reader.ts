/** Who seems to look at a page, as far as request headers tell. It is only counted; nothing depends on it. */

import type { Context } from "hono";

import type { ClientType } from "../telemetry.ts";

/**
 * `person`: a browser goes to the page. Scanners that drive a browser look just the same.
 * `scanner`: it does not call itself a browser, or it calls itself something else as well.
 * `unknown`: anything else, such as a prefetch, or a browser from before 2023.
 */

// Every browser's name begins with Mozilla, and old Opera's with Opera. Cubot makes telephones.
const SCANNER =
  /^(?!Mozilla|Opera|$)|(?<!cu)bot\b|crawl|spider|scan|proxy|preview|headless|office|http/i;

/**
 * Reads the name, then Fetch Metadata (https://www.w3.org/TR/fetch-metadata/). `Sec-Fetch-User` would
 * not help: a browser that a program drives sends it, and Safari never does.
 */
export function clientTypeOf({ req }: Context): ClientType {
  if (req.method === "HEAD" || SCANNER.test(req.header("user-agent") ?? "")) return "scanner";
  const goes = req.header("sec-fetch-mode") === "navigate" && !req.header("sec-purpose");
  return goes ? "person" : "unknown";
}
