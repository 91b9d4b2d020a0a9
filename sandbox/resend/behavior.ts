/**
 * What no source says of Resend, as switches. Each answer has been documented or reported somewhere,
 * so a client has to be right with any of them. Pure.
 */

/** Every switch and its positions; the first is where it stands unless it is told otherwise. */
const SWITCHES = {
  /** Removing from a segment who is not in it, or is nobody, or from no segment. Other DELETEs were recorded with 200. */
  removingAbsent: ["200", "404"],
  /** The body of a removal: three are documented. */
  removalBody: ["contact_segment", "id", "audience"],
  /** Adding to a segment who is in it already. */
  addingAgain: ["200", "409", "422"],
  /** Whether an address is found in any other case than the contact's own. */
  addressCase: ["exact", "ignored"],
} as const;

export type Behavior = {
  [Name in keyof typeof SWITCHES]: (typeof SWITCHES)[Name][number];
};

export const USUAL: Behavior = {
  removingAbsent: "200",
  removalBody: "contact_segment",
  addingAgain: "200",
  addressCase: "exact",
};

/** Reads some switches' positions from untrusted fields, or says what is wrong with them. */
export function behaviorOf(
  fields: Readonly<Record<string, unknown>>,
): { behavior: Partial<Behavior> } | { fault: string } {
  const allowed = new Map<string, readonly unknown[]>(Object.entries(SWITCHES));
  for (const [name, position] of Object.entries(fields)) {
    const positions = allowed.get(name);
    if (positions === undefined) return { fault: `no such switch: "${name}"` };
    if (!positions.includes(position)) {
      return { fault: `"${name}" must be one of: ${positions.join(", ")}` };
    }
  }
  return { behavior: fields };
}

/** The body of an answered removal. */
export function removalBody(behavior: Behavior, contactId: string, segmentId: string) {
  switch (behavior.removalBody) {
    case "contact_segment":
      return {
        object: "contact_segment",
        contact_id: contactId,
        segment_id: segmentId,
        deleted: true,
      };
    case "id":
      return { id: segmentId, deleted: true };
    case "audience":
      return { id: contactId, audienceId: segmentId, deleted: true };
  }
}
