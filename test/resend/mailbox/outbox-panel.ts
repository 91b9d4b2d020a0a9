/**
 * What waits: the leaves that the Worker has accepted and Resend has not taken yet, as the operator
 * sees them. A Worker that shows nothing is spoken of in words.
 */

import { html } from "hono/html";
import type { OutboxReport } from "../../sandbox/outbox.ts";
import { SAMPLE_LISTS } from "../samples.ts";
import type { World } from "../world.ts";
import type { OutboxView } from "./outbox-watch.ts";

/** @param now milliseconds since 1970 */
export function outboxPanel(world: World, outbox: OutboxView, now: number) {
  return html`<section class="card panel" aria-labelledby="outbox-title">
    <h2 id="outbox-title">What waits</h2>
    <div id="outbox" class="outbox" data-live>${contents(world, outbox, now)}</div>
  </section>`;
}

function contents(world: World, outbox: OutboxView, now: number) {
  switch (outbox.kind) {
    case "report":
      return report(world, outbox.report, now);
    case "unknown":
      return html`<p class="empty">
        This stand-in was started without the Worker’s OUTBOX_TOKEN.
      </p>`;
    case "silent":
      return html`<p class="notice bad">
        <strong>The Worker does not answer.</strong> What it has accepted is on its disk, and goes
        on when it runs again.
      </p>`;
    case "refused":
      return html`<p class="notice bad">
        <strong>The Worker answers ${outbox.status}</strong>
        ${REFUSALS[outbox.status] ?? "when it is asked what waits."}
      </p>`;
  }
}

const REFUSALS: Record<number, string> = {
  401: "when it is asked what waits: its OUTBOX_TOKEN is another one.",
  404: "when it is asked what waits: it has no OUTBOX_TOKEN.",
  503: "when it is asked what waits: its settings are faulty.",
};

function report(world: World, outbox: OutboxReport, now: number) {
  const { waiting, oldestSeconds, waitingByList, lastFault } = outbox;
  if (waiting === 0) {
    return html`<p class="empty">
        Nothing. Let Resend fail, press Unsubscribe, and the leave waits here until Resend is back.
      </p>
      ${setAside(world, outbox)} ${foot(lastFault)}`;
  }
  return html`<p class="notice wait">
      <strong>${waiting}</strong> ${waiting === 1 ? "waits" : "wait"}, the oldest for
      ${duration(oldestSeconds)}. ${nextTry(outbox, now)}
    </p>
    <ol class="rows">
      ${Object.entries(waitingByList).map(
        ([list, count]) =>
          html`<li data-row="waiting-${list}"><span>${listName(list)}</span><b>${count}</b></li>`,
      )}
    </ol>
    ${setAside(world, outbox)} ${foot(lastFault)}`;
}

function nextTry({ pausedUntil }: OutboxReport, now: number) {
  const seconds = pausedUntil === null ? 0 : Math.ceil((Date.parse(pausedUntil) - now) / 1000);
  return seconds > 0
    ? html`Resend is left alone for another <b class="count">${duration(seconds)}</b>.`
    : "";
}

function setAside(world: World, { setAsideCount, setAside: rows }: OutboxReport) {
  if (setAsideCount === 0) return "";
  const more = setAsideCount - rows.length;
  return html`<h3>Set aside: ${setAsideCount}</h3>
    <ol class="rows">
      ${rows.map(
        ({ row, list, contact, fault }) =>
          html`<li data-row="set-aside-${row}">
            <span>${world.store.contact(contact)?.email ?? contact}, ${listName(list)}</span>
            <code>${fault}</code>
          </li>`,
      )}
      ${more > 0 ? html`<li><span>and ${more} more</span></li>` : ""}
    </ol>
    <p class="foot">Resend will never take these; the operator decides.</p>`;
}

function foot(lastFault: string | null) {
  return lastFault === null
    ? ""
    : html`<p class="foot">The last thing that went wrong: <code>${lastFault}</code></p>`;
}

function listName(list: string): string {
  return list in SAMPLE_LISTS ? SAMPLE_LISTS[list as keyof typeof SAMPLE_LISTS].name : list;
}

/** Such as `8 s`, `3 min 20 s`, `5 h 2 min`. */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
