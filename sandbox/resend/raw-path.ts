/**
 * A request's path exactly as it came over the wire. The URL of a `Request` will not do: making
 * one resolves dot segments, and Hono's own reading of it decodes.
 */

/** What Node's adapter hands to Hono, as far as it matters here. */
interface Wire {
  incoming: { url?: string | undefined };
}

/** For Hono's `getPath`: the request target without its query. */
export function rawPath(_request: Request, options?: { env?: Wire }): string {
  const [path = "/"] = (options?.env?.incoming.url ?? "/").split("?", 1);
  return path;
}
