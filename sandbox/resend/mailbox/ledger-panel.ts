/**
 * What is queued: the requests that the Worker has accepted and Resend has not taken yet, as the
 * operator sees them. A Worker that shows nothing is spoken of in words.
 */

import { html } from "hono/html";
import type { Report } from "../../ledger.ts";
import { SAMPLE_LISTS } from "../samples.ts";
import type { World } from "../world.ts";
import type { LedgerView } from "./ledger-watch.ts";

/** @param now milliseconds since 1970 */
export function ledgerPanel(world: World, ledger: LedgerView, now: number) {
  return html`<section class="card panel" aria-labelledby="ledger-title">
    <h2 id="ledger-title">What is queued</h2>
    <div id="ledger" class="ledger" data-live>${contents(world, ledger, now)}</div>
  </section>`;
}

function contents(world: World, ledger: LedgerView, now: number) {
  switch (ledger.kind) {
    case "report":
      return report(world, ledger.report, now);
    case "unknown":
      return html`<p class="empty">
        This stand-in was started without the Worker’s OPERATOR_TOKEN.
      </p>`;
    case "silent":
      return html`<p class="notice bad">
        <strong>The Worker does not answer.</strong> What it has accepted is on its disk, and goes
        on when it runs again.
      </p>`;
    case "refused":
      return html`<p class="notice bad">
        <strong>The Worker answers ${ledger.status}</strong>
        ${REFUSALS[ledger.status] ?? "when it is asked what is queued."}
      </p>`;
  }
}

const REFUSALS: Record<number, string> = {
  401: "when it is asked what is queued: its OPERATOR_TOKEN is another one.",
  404: "when it is asked what is queued: it has no OPERATOR_TOKEN.",
  503: "when it is asked what is queued: its settings are faulty.",
};

function report(world: World, of: Report, now: number) {
  const { queued, oldestSeconds, queuedByList, cooldownUntil, lastFault } = of;
  const cooldown = cooldownUntil === null ? 0 : secondsUntil(cooldownUntil, now);
  return html`${
    queued === 0
      ? html`<p class="empty">
          Nothing. Let Resend fail, press Unsubscribe, and the request is kept here until Resend is
          back.
        </p>`
      : html`<p class="notice wait">
            <strong>${queued}</strong> queued, the oldest for ${duration(oldestSeconds)}.
            ${
              cooldown > 0
                ? html`Resend is left alone for another <b class="count">${duration(cooldown)}</b>.`
                : ""
            }
          </p>
          <ol class="rows">
            ${Object.entries(queuedByList).map(
              ([list, count]) =>
                html`<li data-row="queued-${list}">
                  <span>${listName(list)}</span><b>${count}</b>
                </li>`,
            )}
          </ol>`
  }
  ${held(of, now)} ${deadLetters(world, of)}
  ${
    lastFault === null
      ? ""
      : html`<p class="foot">The last thing that went wrong: <code>${lastFault}</code></p>`
  }`;
}

function held({ held: lists }: Report, now: number) {
  return lists.map(
    ({ list, fault, retryAt }) =>
      html`<p class="notice bad">
        <strong>${listName(list)}</strong> is held: <code>${fault}</code>, tried again in
        ${duration(Math.max(0, secondsUntil(retryAt, now)))}.
      </p>`,
  );
}

function deadLetters(world: World, { deadLetterCount, deadLetters: letters }: Report) {
  if (deadLetterCount === 0) return "";
  const more = deadLetterCount - letters.length;
  return html`<h3>Dead letters: ${deadLetterCount}</h3>
    <ol class="rows">
      ${letters.map(
        ({ id, scope, list, contact, fault }) =>
          html`<li data-row="dead-letter-${id}">
            <span>
              ${world.store.contact(contact)?.email ?? contact},
              ${scope === "everything" ? "everything" : listName(list)}
            </span>
            <code>${fault}</code>
          </li>`,
      )}
      ${more > 0 ? html`<li><span>and ${more} more</span></li>` : ""}
    </ol>
    <p class="foot">Resend will never take these; the operator decides.</p>
    <form method="post" action="/mailbox/retry"><button class="quiet">Retry</button></form>`;
}

function listName(list: string): string {
  return list in SAMPLE_LISTS ? SAMPLE_LISTS[list as keyof typeof SAMPLE_LISTS].name : list;
}

function secondsUntil(time: string, now: number): number {
  return Math.ceil((Date.parse(time) - now) / 1000);
}

/** Such as `8 s`, `3 min 20 s`, `5 h 2 min`. */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
