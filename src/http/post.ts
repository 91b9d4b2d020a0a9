/** What a POST to a signed link does, and the page that tells of it. */

import type { Config } from "../settings/settings.ts";
import {
  isAskingId,
  newAskingId,
  type Scope,
  type UndoOutcome,
  type UnsubscribeOutcome,
} from "../ledger/asking.ts";
import type { OpenedLink } from "../links/open.ts";
import type { Step } from "../pages/index.ts";
import { type Services, undo, unsubscribe } from "../ledger/client.ts";
import type { Answer } from "./answer.ts";
import type { Body } from "./body.ts";
import { receiptPath, subjectOf } from "./subject.ts";

type Post = (link: OpenedLink, body: Body) => Promise<Answer>;

/** Makes the function that carries out what a link and a body ask for. */
export function createPost(config: Config, services: Services): Post {
  const { offerEverything } = config;

  async function leave(link: OpenedLink, scope: Scope, body: Body): Promise<Answer> {
    const { list, contact, hash } = link;
    const { channel, view } = body;
    const id = channel === "page" && isAskingId(view) ? view : newAskingId();
    const outcome = await unsubscribe({ id, scope, list, contact, channel, hash }, services);
    const subject = subjectOf(link, config);
    if (outcome.kind === "try-again" || outcome.kind === "too-many") {
      const step = { action: scope === "list" ? "leave" : "everything", view: id } as const;
      return refused(outcome, subject, step);
    }
    const receipt = outcome.asking;
    const everythingView = offerEverything && scope === "list" ? newAskingId() : undefined;
    return {
      page: { state: stateOf(outcome), subject, scope, undo: undefined, everythingView },
      ...(receipt !== undefined && { seeOther: receiptPath(link, receipt) }),
    };
  }

  async function comeBack(link: OpenedLink, { token }: Body): Promise<Answer> {
    const { list, contact, hash } = link;
    const subject = subjectOf(link, config);
    if (!isAskingId(token)) return { page: { state: "expired", subject } };
    const outcome = await undo({ list, contact, hash, token }, services);
    switch (outcome.kind) {
      case "undone":
      case "canceled":
      case "undoing":
        return {
          page: { state: outcome.kind, subject, scope: outcome.scope },
          seeOther: receiptPath(link, token),
        };
      case "asked-again":
      case "others-stand":
        return { page: { state: outcome.kind, subject } };
      case "too-late":
        return { page: { state: "expired", subject } };
      case "try-again":
      case "too-many":
        return refused(outcome, subject, { action: "undo", token });
    }
  }

  return async (link, body) => {
    switch (link.action) {
      case "leave":
        return leave(link, "list", body);
      case "everything":
        return offerEverything ? leave(link, "everything", body) : { page: { state: "bad-link" } };
      case "undo":
        return comeBack(link, body);
      // A receipt is read, and a POST to it is nobody's leave.
      case "receipt":
        return { page: { state: "bad-link" } };
    }
  };
}

function stateOf(outcome: Exclude<UnsubscribeOutcome, { kind: "try-again" }>) {
  return outcome.kind === "done" ? "left" : outcome.kind;
}

function refused(
  { kind, retryAfterSeconds }: Extract<UndoOutcome, { retryAfterSeconds: number }>,
  subject: ReturnType<typeof subjectOf>,
  step: Step,
): Answer {
  return { page: { state: kind, subject, step }, retryAfterSeconds };
}
