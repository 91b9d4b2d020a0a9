/** Ensures that a list's contact property exists, and that it has each contact's own link. */

import { leaveUrl } from "../../src/links/index.ts";
import type { Classified, Failure } from "../../src/resend/answer.ts";
import type { Property } from "../../src/resend/lists.ts";
import { UsageError } from "../command.ts";
import type { Connection } from "../resend.ts";
import { reasonOf, settle } from "./requests.ts";
import { hasSegment, type SyncedList } from "./walk.ts";

export interface PropertyServices {
  connection: Connection;
  list: SyncedList;
  origin: string;
  /** Signs the links. */
  secret: string;
  dryRun: boolean;
}

/** What was done, or would be. A property that was just created has no values yet. */
export type PropertyState = "present" | "created" | "repaired";

/** `gone`: the contact no longer exists. */
export type Outcome = { kind: "right" | "written" | "gone" } | { kind: "failed"; reason: string };

/**
 * Creates the property, with the list's general page as its fallback value: contacts without a link get a page that
 * says what to do. Corrects the fallback value if it is empty, or the general page of another origin.
 *
 * @throws UsageError if the property has another purpose, or Resend does not accept it
 */
export async function ensureProperty(services: PropertyServices): Promise<PropertyState> {
  const { connection, list, origin, dryRun } = services;
  const { resend } = connection;
  const fallback = `${origin}/leave/${list.name}`;
  const setting = `LISTS.${list.name}.property`;
  // A request whose answer is lost may have been carried out, so each attempt reads first.
  const result = await settle(connection, async () => {
    const found = await resend.findProperty(list.property);
    if (found.kind === "missing") {
      if (dryRun) return { kind: "created" } as const;
      return doneAs("created", await resend.createProperty(list.property, fallback));
    }
    if (found.kind !== "found") return found;
    checkPurpose(found.value, setting);
    if (found.value.fallback === fallback) return { kind: "present" } as const;
    if (dryRun) return { kind: "repaired" } as const;
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
  services: PropertyServices,
  blank: boolean,
): Promise<Outcome> {
  const { connection, list, origin, secret, dryRun } = services;
  const { resend } = connection;
  const link = await leaveUrl({ origin, secret, list: list.name, contact });
  let mustRead = !blank;
  let sent = false;

  const result = await settle(connection, async () => {
    const blind = !mustRead;
    if (mustRead) {
      const read = await resend.readContact(contact);
      if (read.kind !== "found") return read;
      if (read.value.properties[list.property] === link) {
        return { kind: sent ? "written" : "right" } as const;
      }
    }
    if (dryRun) return { kind: "written" } as const;
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
  const hasList = await hasSegment(connection, list);
  if (isMissing && hasList) return { kind: "gone" };
  return { kind: "failed", reason: isMissing ? "not-found 404" : reasonOf(result) };
}

function doneAs<Kind extends string>(kind: Kind, answer: Classified): { kind: Kind } | Failure {
  if (answer.kind === "done") return { kind };
  return answer.kind === "not-found" ? answer.failure : answer;
}
