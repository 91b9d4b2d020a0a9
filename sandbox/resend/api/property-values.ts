/**
 * The `properties` of one contact. They come in as `{ key: value }` and go out as
 * `{ key: { type, value } }`, and only where one contact is asked for: lists leave them out
 * (https://resend.com/docs/dashboard/contacts/properties and the types of the `resend` package).
 */

import type { Contact, PropertyValue, Store } from "../store.ts";

type Values = Contact["properties"];

/** A contact's properties as they go over the wire. */
export function showValues({ properties }: Contact) {
  const shown = Object.entries(properties).map(
    ([key, value]) => [key, { type: typeof value, value }] as const,
  );
  return Object.fromEntries(shown);
}

/**
 * Lays the `properties` of a request over the values that there are: what it does not name stays, and
 * `null` removes. Resend takes only keys that have been created; how it words the refusal is not
 * documented.
 *
 * @returns the values from now on, or why the request is refused
 */
export function mergedValues(
  store: Store,
  before: Values,
  wanted: unknown,
): { values: Values } | { refusal: string } {
  if (wanted === undefined) return { values: before };
  if (typeof wanted !== "object" || wanted === null || Array.isArray(wanted)) {
    return { refusal: "The `properties` field must be an object." };
  }
  const values = new Map<string, PropertyValue>(Object.entries(before));
  for (const [key, value] of Object.entries(wanted)) {
    const property = store.property(key);
    if (property === undefined) return { refusal: `The property \`${key}\` does not exist.` };
    if (value === null) values.delete(key);
    else if (isValue(value, property.type)) values.set(key, value);
    else return { refusal: `The property \`${key}\` must be a ${property.type}.` };
  }
  return { values: Object.fromEntries(values) };
}

function isValue(value: unknown, type: "string" | "number"): value is PropertyValue {
  return typeof value === type;
}
