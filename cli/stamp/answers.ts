/** Reads the bodies of Resend's answers about contacts and their properties. Pure; what is not there is `undefined`. */

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** Whether another page follows. */
  more: boolean;
}

/** A contact as a segment's list shows it. */
export interface Member {
  id: string;
  /** What the contact's properties hold, where the list says so; Resend's has not done so yet. */
  properties?: unknown;
}

/** A contact property of the team's. */
export interface Property {
  id: string;
  key: string;
  type: string;
  /** `undefined` for none. */
  fallback: string | undefined;
}

/** @see https://resend.com/docs/api-reference/segments/list-segment-contacts */
export function memberPage(body: unknown): Page<Member> | undefined {
  return page(body, (item) => {
    const { id, properties } = fields(item);
    if (typeof id !== "string") return undefined;
    return properties === undefined ? { id } : { id, properties };
  });
}

/** @see https://resend.com/docs/api-reference/contact-properties/list-contact-properties */
export function propertyPage(body: unknown): Page<Property> | undefined {
  return page(body, (item) => {
    const { id, key, type, fallback_value: fallback } = fields(item);
    if (typeof id !== "string" || typeof key !== "string" || typeof type !== "string") {
      return undefined;
    }
    return { id, key, type, fallback: typeof fallback === "string" ? fallback : undefined };
  });
}

/**
 * Reads a contact's properties.
 *
 * @see https://resend.com/docs/api-reference/contacts/get-contact
 */
export function propertiesIn(body: unknown): object | undefined {
  const { properties } = fields(body);
  return typeof properties === "object" && properties !== null ? properties : undefined;
}

/** One property's value. Resend's documents write it as a text, and as `{ type, value }`. */
export function valueOf(properties: unknown, key: string): string | undefined {
  const own = fields(properties);
  const entry = Object.hasOwn(own, key) ? own[key] : undefined;
  const value = typeof entry === "object" ? fields(entry)["value"] : entry;
  return typeof value === "string" ? value : undefined;
}

function page<Item>(
  body: unknown,
  read: (item: unknown) => Item | undefined,
): Page<Item> | undefined {
  const { data, has_more: more } = fields(body);
  if (!Array.isArray(data)) return undefined;
  const items = data.map(read);
  return items.every((item) => item !== undefined) ? { items, more: more === true } : undefined;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
