/**
 * What can be switched. Faults: what Resend does wrong on demand, one at a time, to every call or to every call of one
 * method. Behavior: what no source says of Resend. Each of its positions has been documented or reported somewhere, so
 * a client has to be right with any of them; a new finding changes one line of the table.
 */

/** Each fault, and what it does in one line. */
export const FAULTS = {
  none: "Resend works normally.",
  "422": "Resend rejects the request permanently.",
  "429": "The team is over its rate limit.",
  "500": "Resend has an internal error.",
  "503": "Resend is down for maintenance.",
  html: "A proxy in front of Resend answers with an HTML page (502).",
  "html-200": "A proxy in front of Resend answers with an HTML page (200).",
  hang: "The connection opens, and no answer comes.",
  drop: "The connection breaks during the call.",
  lost: "The call is carried out, and its answer is lost.",
  late: "The call is carried out later, and never answered.",
  "revoked-key": "The API key was deleted (403).",
  "other-team": "The API key belongs to another team, so nothing is found.",
  "not-deleted": "Every DELETE is answered 200, “deleted: false”.",
  reworded: "What is not found is said in other words.",
} as const;

export type Fault = keyof typeof FAULTS;

/** What goes wrong now. */
export interface ActiveFault {
  kind: Fault;
  /** The method that meets it; without it, all do. */
  only?: string;
  /** The `retry-after` of `429`, as it goes over the wire: seconds or a date. */
  retryAfter: string;
  /** How much later `late` carries a call out, in milliseconds. */
  afterMs: number;
}

export const NO_FAULT: ActiveFault = { kind: "none", retryAfter: "2", afterMs: 3_000 };

export function isFault(value: unknown): value is Fault {
  return typeof value === "string" && Object.hasOwn(FAULTS, value);
}

/** Every switch and its positions; the first is the default. */
const SWITCHES = {
  /** DELETE of what never existed. Recorded of segments, and of contacts under `/audiences`: 200. */
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
  /** The body of PATCH of a contact's topics: the OpenAPI file has an object, two SDKs send the bare array. */
  topicsBody: ["both", "object", "array"],
  /** The answer to it: the OpenAPI file has the topics, the SDK for Node has an ID alone. */
  topicsAnswer: ["topics", "id"],
  /** The list of a contact's topics: all of the account's, or those that the contact has chosen. */
  topicsListed: ["all", "chosen"],
  /** Whether `topic_id` gives a single email unsubscribe headers of Resend's own. */
  topicHeaders: ["none", "added"],
  /** What a CSV import with `upsert` resets of a contact that it knows. */
  importResets: ["nothing", "unsubscribed"],
  /** The longest property value, in characters. */
  longestValue: ["unlimited", "500", "50"],
} as const;

export type Behavior = { [Name in keyof typeof SWITCHES]: (typeof SWITCHES)[Name][number] };

/** Every switch in its default position. */
export const DEFAULT_BEHAVIOR = Object.fromEntries(
  Object.entries(SWITCHES).map(([name, [first]]) => [name, first]),
) as Behavior;
