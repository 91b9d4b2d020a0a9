/** Deliveries to the webhook that Resend has not signed, or not now, or not so. */

import * as fc from "fast-check";

import { WEBHOOK_SECRET } from "../../../sandbox/settings.ts";
import { type Headers, type HttpAttempt, soundAttempt } from "../attempt.ts";
import { LISTS, type Person } from "../people.ts";
import { svixSignatureFor } from "../signing.ts";
import { framings } from "./parts.ts";

const FLAWS = [
  "unsigned",
  "other-secret",
  "stale",
  "early",
  "other-body",
  "other-id",
  "other-version",
  "cut",
  "empty",
  "huge",
] as const;

/** Tolerated are five minutes, either way. */
const STALE_SECONDS = -600;

/** The run may last a day. */
const EARLY_SECONDS = 2 * 86_400;

/** @param people whose links the deliveries want written */
export function forgedDeliveries(
  people: readonly Person[],
  nowMs: number,
): fc.Arbitrary<HttpAttempt> {
  return fc
    .tuple(fc.constantFrom(...people), fc.constantFrom(...FLAWS), framings)
    .map(([{ id }, flaw, framing]) => {
      const body = eventAbout(id);
      const sent =
        flaw === "huge" ? body.padEnd(70_000) : flaw === "other-body" ? `${body} ` : body;
      const headers = headersOf(flaw, body, Math.floor(nowMs / 1000));
      const parts = { method: "POST", target: "/leave/-/webhook", headers, body: sent, framing };
      return soundAttempt("delivery", parts);
    });
}

function headersOf(flaw: (typeof FLAWS)[number], body: string, nowSeconds: number): Headers {
  if (flaw === "unsigned") return [];
  const late = flaw === "stale" ? STALE_SECONDS : flaw === "early" ? EARLY_SECONDS : 0;
  const timestamp = nowSeconds + late;
  const secret =
    flaw === "other-secret" ? "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" : WEBHOOK_SECRET;
  const good = svixSignatureFor({ id: "msg_1", timestamp, body }, secret);
  const written = {
    "other-version": good.replace("v1", "v2"),
    cut: good.slice(0, -1),
    empty: "v1,",
  };
  return [
    ["svix-id", flaw === "other-id" ? "msg_2" : "msg_1"],
    ["svix-timestamp", `${timestamp}`],
    ["svix-signature", flaw in written ? written[flaw as keyof typeof written] : good],
  ];
}

function eventAbout(id: string): string {
  const segments = [...new Set(Object.values(LISTS))];
  return JSON.stringify({ type: "contact.updated", data: { id, segment_ids: segments } });
}
