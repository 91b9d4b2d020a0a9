/** Whether a page holds only what the Worker's own pages are made of: nobody else's element, attribute or address. Pure. */

const ELEMENTS = new Set(
  "html head meta title style body main div h1 p form input button bdi nav details summary b ul li a svg path".split(
    " ",
  ),
);

const ATTRIBUTES = new Set(
  "action aria-current aria-hidden aria-label autofocus charset class content d dir height href lang method name tabindex type value viewbox width".split(
    " ",
  ),
);

const TAG = /<\/?([a-z!][a-z0-9-]*)((?:[^>"]|"[^"]*")*)>/gi;
const ATTRIBUTE = /([^\s="]+)(?:="([^"]*)")?/g;

/** Where a page may lead: to itself in another language, and on with the same link. */
const ADDRESS =
  /^(?:\?lang=[A-Za-z-]+|\/leave\/[a-z0-9-]+\/[a-z0-9]+(?:\/[a-z]+)?(?:\?lang=[A-Za-z-]+)?)$/;

/** @returns what should not be there; `undefined` when there is nothing */
export function markupFault(html: string): string | undefined {
  const text = html.replace(/^<!doctype html>/i, "").replace(/<style>[^<]*<\/style>/, "");
  for (const [tag, element = "", attributes = ""] of text.matchAll(TAG)) {
    if (!ELEMENTS.has(element.toLowerCase())) return `a stray element: ${tag}`;
    for (const [, name = "", value = ""] of attributes.matchAll(ATTRIBUTE)) {
      if (name === "/") continue;
      if (!ATTRIBUTES.has(name.toLowerCase())) return `a stray attribute: ${tag}`;
      if (/^(?:href|action)$/i.test(name) && !ADDRESS.test(value)) return `a stray address: ${tag}`;
    }
  }
  const loose = text.replace(TAG, "").match(/[<>]/);
  return loose === null ? undefined : `a stray ${loose[0]}`;
}
