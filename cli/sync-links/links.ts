/** The links: whether they open, the property that holds them, and each contact's own. */

import { randomUUID } from "node:crypto";

import { leaveUrl } from "../../src/links/index.ts";
import type { Classified, Failure } from "../../src/resend/answer.ts";
import type { Property } from "../../src/resend/lists.ts";
import { UsageError } from "../command.ts";
import { sendTo } from "../doctor/exchange.ts";
import { outcomeOf } from "../doctor/checks/edge.ts";
import { BROWSER, isPageOf } from "../doctor/requests.ts";
import { reasonOf, type Requests } from "./requests.ts";

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
