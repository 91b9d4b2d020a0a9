/**
 * Fills a Broadcast's placeholders for one contact: `{{{contact.first_name|there}}}`, the older
 * `{{{FIRST_NAME|there}}}` and `{{{company_name|there}}}`, and `{{{RESEND_UNSUBSCRIBE_URL}}}`. A value
 * goes in as it is, unescaped, as three braces say. Pure.
 */

import type { Contact, ContactProperty, PropertyValue } from "../store.ts";

/** The contact that a copy is for, and what it takes to fill one in. */
export interface Reader {
  contact: Contact;
  properties: Iterable<ContactProperty>;
  /** Resend's own page for this contact. */
  unsubscribeUrl: string;
}

/** A fallback holds no brace: where it would end is anybody's guess. */
const PLACEHOLDER = /\{\{\{\s*([\w.]+)\s*(?:\|([^{}]*))?\}\}\}/g;

/** @param template HTML, plain text or a subject */
export function render(template: string, reader: Reader): string {
  const known = fieldsOf(reader);
  return template.replaceAll(PLACEHOLDER, (_whole, name: string, inline: string | undefined) => {
    const field = known.get(name) ?? known.get(`contact.${name}`);
    // The inline fallback goes before the property's own; a property that is gone is empty.
    return String(field?.value ?? inline ?? field?.fallback ?? "");
  });
}

interface Field {
  value: PropertyValue | null;
  fallback?: PropertyValue | null;
}

function fieldsOf({ contact, properties, unsubscribeUrl }: Reader): Map<string, Field> {
  const own = Array.from(properties, ({ key, fallbackValue }): [string, Field] => {
    const value = Object.hasOwn(contact.properties, key) ? contact.properties[key] : undefined;
    return [`contact.${key}`, { value: value ?? null, fallback: fallbackValue }];
  });
  return new Map<string, Field>([
    ...own,
    ["contact.email", { value: contact.email }],
    ["contact.first_name", { value: contact.firstName }],
    ["contact.last_name", { value: contact.lastName }],
    ["EMAIL", { value: contact.email }],
    ["FIRST_NAME", { value: contact.firstName }],
    ["LAST_NAME", { value: contact.lastName }],
    ["RESEND_UNSUBSCRIBE_URL", { value: unsubscribeUrl }],
  ]);
}
