/**
 * What no source says of Resend, as switches. Each answer has been documented or reported somewhere, so a client
 * has to be right with any of them. One table, so that a new finding changes one line.
 */

/** Every switch and its positions; the first is the default. */
const SWITCHES = {
  /**
   * DELETE of a segment, contact, property, topic, or Broadcast that never existed. Recorded of segments, and of
   * contacts under `/audiences`: 200.
   */
  deletingAbsent: ["200", "404"],
  /** DELETE of a contact from a segment that it is not in: 404 in all cases, or in only one. */
  removingAbsent: ["200", "404", "404-unknown-contact", "404-unknown-segment", "404-other-contact"],
  /** The body of that DELETE: three are documented. */
  removalBody: ["contact_segment", "id", "audience"],
  /** POST of a contact to a segment that it is in already. */
  addingAgain: ["200", "409", "422"],
  /** Whether an address is found in another case than the contact's own. */
  addressCase: ["exact", "ignored"],
  /** The ID of a contact that was deleted and is created again. */
  recreatedId: ["new", "kept"],
  /** Whether joining or leaving a segment is an event. */
  segmentEvents: ["none", "contact.updated"],
  /** The longest property value, in characters. */
  longestValue: ["unlimited", "500", "50"],
} as const;

export type Behavior = {
  [Name in keyof typeof SWITCHES]: (typeof SWITCHES)[Name][number];
};

/** Every switch in its default position. */
export const DEFAULT_BEHAVIOR = Object.fromEntries(
  Object.entries(SWITCHES).map(([name, [first]]) => [name, first]),
) as Behavior;

/**
 * Reads switches from untrusted fields.
 *
 * @throws Error that names the switch or the position that does not exist
 */
export function behaviorOf(fields: object): Partial<Behavior> {
  const positions = new Map<string, readonly unknown[]>(Object.entries(SWITCHES));
  for (const [name, position] of Object.entries(fields)) {
    const allowed = positions.get(name);
    if (allowed === undefined) throw new Error(`There is no switch "${name}".`);
    if (!allowed.includes(position)) throw new Error(`"${name}" is one of: ${allowed.join(", ")}.`);
  }
  return fields;
}
