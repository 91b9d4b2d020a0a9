/**
 * The links: whether they open, the property that holds them, and each contact's own. Requests to Resend are repeated while
 * they may succeed later; what ends the command is thrown.
 */

import { randomUUID } from "node:crypto";

import { leaveUrl } from "../../src/links/index.ts";
import type { SegmentId } from "../../src/links/names.ts";
import type { Classified, Failure } from "../../src/resend/answer.ts";
import type { Property } from "../../src/resend/lists.ts";
import { UsageError } from "../command.ts";
import { sendTo } from "../doctor/exchange.ts";
import { outcomeOf } from "../doctor/checks/edge.ts";
import { BROWSER, isPageOf } from "../doctor/requests.ts";
import type { Connection } from "../resend.ts";

/** A list whose contacts get their links. */
export interface SyncedList {
  name: string;
  segment: SegmentId;
  /** The key of the contact property that holds the links. */
  property: string;
}

export type Requests = ReturnType<typeof requestsAbout>;

/** If Resend accepts nothing for this long, a command should not wait any longer. */
const PATIENCE_MS = 15 * 60_000;

/** Makes the requests about a list. */
export function requestsAbout(list: SyncedList, { resend, retry, silentMs }: Connection) {
  /**
   * Makes requests until their result is not transient, or has been for too long.
   *
   * @param attempt one complete attempt
   * @returns the last result; a failure in it is about this request alone
   * @throws UsageError when the key or the base URL is wrong, or Resend is down
   */
  async function settle<Result extends { kind: string }>(
    attempt: () => Promise<Result | Failure>,
  ): Promise<Result | Failure> {
    const result = await retry(attempt, PATIENCE_MS);
    if (!isFailure(result)) return result;
    if (result.kind === "transient" && silentMs() > PATIENCE_MS) {
      throw new UsageError(
        `Resend has accepted nothing for ${PATIENCE_MS / 60_000} minutes (${reasonOf(result)}); run the command again when Resend is up`,
      );
    }
    if (result.kind !== "misconfigured") return result;
    throw new UsageError(
      result.fault.startsWith("key-")
        ? `RESEND_API_KEY: Resend refuses it (${reasonOf(result)}); use a key with full access`
        : `RESEND_BASE_URL: does not answer as Resend's API does (${reasonOf(result)}); correct it`,
    );
  }

  /** Whether the segment exists: only the message of a 404 says what was not found. */
  async function hasSegment(): Promise<boolean> {
    return (await settle(() => resend.findSegment(list.segment))).kind !== "missing";
  }

  return { list, resend, settle, hasSegment };
}

/** Why a request failed, for a person: the fault, the status, and Resend's words without addresses and IDs. */
export function reasonOf({ fault, status, upstream }: Failure): string {
  return [fault, status, upstream].filter(Boolean).join(" ");
}

function isFailure(result: { kind: string }): result is Failure {
  return "fault" in result;
}

export interface LinkServices {
  requests: Requests;
  origin: string;
  /** Signs the links. */
  secret: string;
  /** Where the secret was found: `LINK_SECRETS in the environment`. */
  source: string;
  dryRun: boolean;
}

/** What was done, or would be. A property that was just created has no values yet. */
export type PropertyState = "present" | "created" | "repaired";

/** `gone`: the contact no longer exists. */
export type Outcome = { kind: "right" | "written" | "gone" } | { kind: "failed"; reason: string };

/**
 * Opens one new link before the first write: otherwise, links that do not open could replace those that do. It is signed
 * for a contact that does not exist, and a GET changes nothing.
 *
 * @throws UsageError that names what signs here and what answered there, unless it is this link's page
 */
export async function probeOrigin(services: LinkServices): Promise<void> {
  const { origin, secret, source, requests } = services;
  const list = requests.list.name;
  const link = await leaveUrl({ origin, list, secret, contact: randomUUID() });
  const path = new URL(link).pathname;
  const outcome = await sendTo(origin)({ method: "GET", path, headers: BROWSER });
  if (isPageOf(path, outcome)) return;
  const isAnotherSecret = outcome.kind === "lost" || outcome.status === 404;
  const remedy = isAnotherSecret
    ? "use the deployed Worker's LINK_SECRETS here, correct ORIGIN, or deploy the Worker"
    : `\`npm run doctor -- ${origin}\` says what to fix`;
  throw new UsageError(
    `ORIGIN: ${origin} does not open a link that ${source} has signed here (it was ${outcomeOf({ outcome })}), so no link of the list ${list} was written; ${remedy}`,
  );
}

/**
 * Creates the property, with the list's general page as its fallback value: contacts without a link get a page that
 * says what to do. Corrects the fallback value if it is empty, or the general page of another origin.
 *
 * @throws UsageError if the property has another purpose, or Resend does not accept it
 */
export async function ensureProperty({ requests, origin, dryRun }: LinkServices) {
  const { list, resend, settle } = requests;
  const fallback = `${origin}/leave/${list.name}`;
  const setting = `LISTS.${list.name}.property`;
  // A request whose answer is lost may have been carried out, so each attempt reads first.
  const result = await settle(async () => {
    const found = await resend.findProperty(list.property);
    if (found.kind === "missing") {
      if (dryRun) return as("created");
      return doneAs("created", await resend.createProperty(list.property, fallback));
    }
    if (found.kind !== "found") return found;
    checkPurpose(found.value, setting);
    if (found.value.fallback === fallback) return as("present");
    if (dryRun) return as("repaired");
    return doneAs("repaired", await resend.setFallback(found.value.id, fallback));
  });
  if (!("fault" in result)) return result.kind;
  throw new UsageError(
    `${setting}: Resend did not accept the property ${list.property} (${reasonOf(result)})`,
  );
}

/** A mistyped name must not overwrite another property of every contact. */
function checkPurpose({ key, type, fallback }: Property, setting: string): void {
  if (type !== "string") {
    throw new UsageError(
      `${setting}: Resend has ${key} as a ${type}; name a property of type string`,
    );
  }
  if (fallback && !/^https?:\/\/[^/]+\/leave\/[^/]+$/.test(fallback)) {
    throw new UsageError(
      `${setting}: the fallback value of ${key} is not a page of links, so the property may have another purpose; name another property, or clear its fallback value in Resend`,
    );
  }
}

/**
 * Writes the contact's link, unless it is already there.
 *
 * @param blank whether no contact can have a link yet, so that none needs to be read
 */
export async function syncContact(
  contact: string,
  { requests, origin, secret, dryRun }: LinkServices,
  blank: boolean,
): Promise<Outcome> {
  const { list, resend, settle, hasSegment } = requests;
  const link = await leaveUrl({ origin, secret, list: list.name, contact });
  let mustRead = !blank;
  let sent = false;

  const result = await settle(async () => {
    const blind = !mustRead;
    if (mustRead) {
      const read = await resend.readContact(contact);
      if (read.kind !== "found") return read;
      if (read.value.properties[list.property] === link) return as(sent ? "written" : "right");
    }
    if (dryRun) return as("written");
    const answer = await resend.setProperties(contact, { [list.property]: link });
    // Resend may have written it anyway, so the next attempt reads first.
    mustRead = true;
    sent = true;
    // A read shows what a refusal is about.
    if (answer.kind === "not-found") return { ...answer.failure, kind: "transient" } as const;
    if (answer.kind === "permanent" && blind) return { ...answer, kind: "transient" } as const;
    return doneAs("written", answer);
  });

  const isMissing = result.kind === "missing";
  if (!isMissing && !("fault" in result)) return result;
  // This also finds out whether Resend refuses the key.
  if ((await hasSegment()) && isMissing) return { kind: "gone" };
  return { kind: "failed", reason: isMissing ? "not-found 404" : reasonOf(result) };
}

const as = <Kind extends string>(kind: Kind): { kind: Kind } => ({ kind });

function doneAs<Kind extends string>(kind: Kind, answer: Classified): { kind: Kind } | Failure {
  if (answer.kind === "done") return as(kind);
  return answer.kind === "not-found" ? answer.failure : answer;
}
