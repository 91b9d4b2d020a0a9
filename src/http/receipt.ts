/** What a receipt shows: what became of one request, as the Ledger has it now. */

import type { Config } from "../settings/settings.ts";
import { newAskingId } from "../ledger/asking.ts";
import type { OpenedLink } from "../links/open.ts";
import { call, type Services } from "../ledger/client.ts";
import { type Answer, BROKEN_RETRY_SECONDS } from "./answer.ts";
import { subjectOf } from "./subject.ts";

/** Reads the Ledger, and changes nothing. */
export async function readReceipt(
  link: OpenedLink,
  config: Config,
  { ledger }: Pick<Services, "ledger">,
): Promise<Answer> {
  const { list, contact, token } = link;
  const subject = subjectOf(link, config);
  if (token === "") return { page: { state: "out-of-date", subject } };
  const receipt = await call(ledger, (stub) => stub.receipt({ list, contact }, token));
  if (receipt === undefined) {
    return { page: { state: "out-of-order" }, retryAfterSeconds: BROKEN_RETRY_SECONDS };
  }
  if (receipt.kind === "out-of-date") return { page: { state: "out-of-date", subject } };
  const { state, scope, canUndo } = receipt;
  switch (state) {
    case "canceled":
    case "undone":
    case "undoing":
      return { page: { state, subject, scope } };
    case "queued":
    case "done":
    case "no-contact":
    case "dead-letter": {
      const everything = config.offerEverything && scope === "list" && state !== "no-contact";
      return {
        page: {
          state: state === "done" ? "left" : state,
          subject,
          scope,
          undo: canUndo ? token : undefined,
          everythingView: everything ? newAskingId() : undefined,
        },
      };
    }
  }
}
