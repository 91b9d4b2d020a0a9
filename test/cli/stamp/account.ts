/** For the tests of `stamp`: a fresh account at the stand-in for each test, and a proxy in front of it. */

import { afterEach } from "vitest";

import { runningStandIn } from "../../../sandbox/running.ts";
import { API_KEY } from "../../../sandbox/settings.ts";
import { type Ended, SECRET } from "../run.ts";
import { type BetweenOptions, startBetween } from "./between.ts";
import { type LinkParts, linkOf } from "./independent-link.ts";
import { ORIGIN, stamp, WEEKLY } from "./run.ts";

export interface Given extends Omit<BetweenOptions, "upstream"> {
  vars?: object;
  secrets?: string;
  interrupt?: AbortSignal;
}

interface Contact {
  id: string;
  properties: Record<string, string>;
}

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function runningAccount() {
  const standIn = runningStandIn({ requestsPerSecond: 100_000 });
  const opened: { close: () => Promise<void> }[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((between) => between.close())));

  return {
    standIn,

    /** Runs `stamp`, and tells what passed between it and Resend. */
    async stamp(args: readonly string[], given: Given = {}) {
      const { vars = { LISTS: { weekly: WEEKLY } }, secrets = SECRET, interrupt, ...fate } = given;
      const between = await startBetween({ upstream: standIn.url, ...fate });
      opened.push(between);
      const ended: Ended = await stamp(args, {
        vars: { ORIGIN, RESEND_BASE_URL: between.url, ...vars },
        env: { RESEND_API_KEY: API_KEY, LINK_SECRETS: secrets },
        ...(interrupt && { interrupt }),
      });
      return { ...ended, requests: between.requests, writes: between.writes };
    },

    /** Who is in the segment, and what their properties hold. */
    async members(segment = WEEKLY.segment): Promise<Contact[]> {
      const { body } = await standIn.control("GET", "state");
      const { segments } = body as { segments: { id: string; contacts: Contact[] }[] };
      return segments.find(({ id }) => id === segment)?.contacts ?? [];
    },

    /** The IDs of the members whose link is not what it must be. */
    async unlike(parts: Partial<LinkParts> = {}): Promise<string[]> {
      const expected = { origin: ORIGIN, list: "weekly", secret: SECRET, ...parts };
      const wrong = (await this.members()).filter(
        ({ id, properties }) => properties[WEEKLY.property] !== linkOf(id, expected),
      );
      return wrong.map(({ id }) => id);
    },

    async seed(contacts: number, segmentId = WEEKLY.segment): Promise<string[]> {
      const { body } = await standIn.control("POST", "seed", { segmentId, contacts });
      return (body as { contacts: Contact[] }).contacts.map(({ id }) => id);
    },

    property(options: { fallbackValue?: string | null } = {}) {
      return standIn.resend.contactProperties.create({
        key: WEEKLY.property,
        type: "string",
        ...options,
      });
    },
  };
}
