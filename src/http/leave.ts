/**
 * The answers of signed links: the page that asks, the result of a POST, and the receipt of a request. The kinds of pages
 * are the Ledger's outcomes, under the same names.
 */

import { isAskingId, newAskingId, type Scope } from "../ledger/asking.ts";
import { call, type Services, undo, unsubscribe } from "../ledger/client.ts";
import type { OpenedLink } from "../links/open.ts";
import type { PageLink } from "../pages/page.ts";
import type { Config } from "../settings/settings.ts";
import { type Answer, OUT_OF_ORDER } from "./answer.ts";
import type { Body } from "./request.ts";

const BAD_LINK: Answer = { page: { kind: "bad-link" } };

/** With more time left than this, a page still says that there are 30 minutes. */
const FRESH_UNDO_MS = 29 * 60_000;

/** Answers requests to a link with a valid signature. */
export interface LeaveRoutes {
  /** The page that asks. It changes nothing, and does not call the Ledger. */
  ask(link: OpenedLink): Answer;
  /** The current state of one request, from the Ledger. It changes nothing. */
  receipt(link: OpenedLink): Promise<Answer>;
  /** Carries out what a link and a body ask for. */
  post(link: OpenedLink, body: Body): Promise<Answer>;
}

/** Makes the functions that answer signed links. */
export function createLeaveRoutes(config: Config, services: Services): LeaveRoutes {
  const { lists, offerEverything } = config;

  function pageLink({ list, contact, ticket }: OpenedLink): PageLink {
    return { listName: lists.get(list)?.name, contact, path: `/leave/${list}/${ticket}` };
  }

  /** The ID of the request to leave everything, new for each page that offers it. */
  function everythingViewFor(scope: Scope): string | undefined {
    return offerEverything && scope === "list" ? newAskingId() : undefined;
  }

  /** The ID of the request to unsubscribe again after an undo, from what was undone. */
  function viewsAfterUndo(scope: Scope) {
    return scope === "list"
      ? { view: newAskingId(), everythingView: undefined }
      : { view: undefined, everythingView: offerEverything ? newAskingId() : undefined };
  }

  async function leave(opened: OpenedLink, scope: Scope, body: Body): Promise<Answer> {
    const { list, contact, hash } = opened;
    const { channel, view } = body;
    const id = channel === "page" && isAskingId(view) ? view : newAskingId();
    const outcome = await unsubscribe({ id, scope, list, contact, channel, hash }, services);
    const link = pageLink(opened);
    if (outcome.kind === "try-again" || outcome.kind === "too-many") {
      const { kind, retryAfterSeconds } = outcome;
      const action = scope === "list" ? "leave" : "everything";
      return { page: { kind, link, step: { action, view: id } }, retryAfterSeconds };
    }
    const { kind, asking } = outcome;
    const everythingView = everythingViewFor(scope);
    return {
      page: { kind, link, scope, undo: undefined, everythingView },
      ...(asking !== undefined && { seeOther: receiptPath(link, asking) }),
    };
  }

  async function undoLeave(opened: OpenedLink, { token }: Body): Promise<Answer> {
    const { list, contact, hash } = opened;
    const link = pageLink(opened);
    if (!isAskingId(token)) return { page: { kind: "too-late", link } };
    const current = receiptPath(link, token);
    const outcome = await undo({ list, contact, hash, token }, services);
    switch (outcome.kind) {
      case "undone":
      case "canceled":
      case "undoing": {
        const { kind, scope } = outcome;
        const page = { kind, link, scope, ...viewsAfterUndo(scope) };
        return { page, seeOther: current };
      }
      case "asked-again":
      case "others-stand":
      case "too-late":
        return { page: { kind: outcome.kind, link }, current };
      case "try-again":
      case "too-many": {
        const { kind, retryAfterSeconds } = outcome;
        const step = { action: "undo", token } as const;
        return { page: { kind, link, step }, current, retryAfterSeconds };
      }
    }
  }

  return {
    ask(opened) {
      const everythingView = everythingViewFor("list");
      const page = { kind: "asking", link: pageLink(opened), view: newAskingId() } as const;
      return { page: { ...page, everythingView } };
    },

    async receipt(opened) {
      const { list, contact, token } = opened;
      const outOfDate = { page: { kind: "out-of-date", link: pageLink(opened) } } as const;
      if (token === "") return outOfDate;
      const receipt = await call(services.ledger, (stub) => stub.receipt({ list, contact }, token));
      if (receipt === undefined) return OUT_OF_ORDER;
      if (receipt.kind === "out-of-date") return outOfDate;
      const { state: kind, scope, undoMs, address = contact } = receipt;
      const link = { ...pageLink(opened), contact: address };
      switch (kind) {
        case "canceled":
        case "undone":
        case "undoing":
          return { page: { kind, link, scope, ...viewsAfterUndo(scope) } };
        case "queued":
        case "done":
        case "no-contact":
        case "dead-letter": {
          const offer = undoMs > 0 ? { token, isFresh: undoMs > FRESH_UNDO_MS } : undefined;
          const everythingView = kind === "no-contact" ? undefined : everythingViewFor(scope);
          return { page: { kind, link, scope, undo: offer, everythingView } };
        }
      }
    },

    async post(link, body) {
      switch (link.action) {
        case "leave":
          return leave(link, "list", body);
        case "everything":
          return offerEverything ? leave(link, "everything", body) : BAD_LINK;
        case "undo":
          return undoLeave(link, body);
        // A receipt is read-only: a POST to it never unsubscribes anyone.
        case "receipt":
          return BAD_LINK;
      }
    },
  };
}

/** The path of a request's receipt, with the link in its canonical spelling. */
function receiptPath({ path }: PageLink, asking: string): string {
  return `${path}/receipt/${asking}`;
}
