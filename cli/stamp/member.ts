/** One contact and its link: reads what is there, and writes only what is missing or differs. */

import { leaveUrl } from "../../src/links/index.ts";
import { type Member, propertiesIn, valueOf } from "./answers.ts";
import type { Knock } from "./knock.ts";
import { persist, type Tried, triedBy, tryRead } from "./persist.ts";
import type { StampList, StampSettings } from "./settings.ts";
import { hasSegment } from "./walk.ts";

/** `gone`: the contact does not exist any more. */
export type Outcome = { kind: "right" | "written" | "gone" } | { kind: "failed"; reason: string };

export interface MemberServices {
  knock: Knock;
  list: StampList;
  settings: Pick<StampSettings, "origin" | "secret">;
  dryRun: boolean;
  /** Whether no contact can hold a link yet. */
  blank: boolean;
}

/** Puts the link right. */
export async function stampMember(member: Member, services: MemberServices): Promise<Outcome> {
  const { knock, list, settings, dryRun, blank } = services;
  const { property } = list;
  const path = `/contacts/${encodeURIComponent(member.id)}`;
  const { origin, secret } = settings;
  const link = await leaveUrl({ origin, secret, list: list.name, contact: member.id });
  let known = blank ? {} : member.properties;
  let wrote = false;

  const settled = await persist(knock, async (): Promise<Tried<"right" | "written">> => {
    let properties = known;
    if (properties === undefined) {
      const read = await tryRead(knock, path, propertiesIn);
      if (read.kind !== "done") return read;
      properties = read.value;
    }
    if (valueOf(properties, property) === link) {
      return { kind: "done", value: wrote ? "written" : "right" };
    }
    if (dryRun) return { kind: "done", value: "written" };
    const body = { properties: { [property]: link } };
    const tried = triedBy(await knock.send("PATCH", path, body), () => "written" as const);
    const isRefused =
      tried.kind === "not-found" || (tried.kind === "failed" && known !== undefined);
    // Resend may have written it nevertheless, and what a refusal is about, a read tells: the next try looks first.
    known = undefined;
    wrote = true;
    return isRefused ? { kind: "transient", reason: "refused" } : tried;
  });

  switch (settled.kind) {
    case "done":
      return { kind: settled.value };
    case "not-found":
      return (await hasSegment(knock, list))
        ? { kind: "gone" }
        : { kind: "failed", reason: "not found (404)" };
    case "failed":
      return settled;
  }
}
