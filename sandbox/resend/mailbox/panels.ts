/**
 * The panels on the right of the mailbox: what goes wrong at "Resend", what the Worker has queued, who is on which
 * list, and the last requests that reached "Resend".
 */

import { html } from "hono/html";

import type { Report } from "../../ledger.ts";
import { FAULTS } from "../switches.ts";
import { SAMPLE_LISTS } from "../samples.ts";
import type { Contact } from "../store.ts";
import type { LoggedRequest, World } from "../world.ts";
import type { LedgerView } from "./worker.ts";

/** The instructive ones; tests set the others. */
const SHOWN_FAULTS = [
  "none",
  "503",
  "500",
  "429",
  "422",
  "hang",
  "drop",
  "lost",
  "html",
  "revoked-key",
  "other-team",
] as const satisfies readonly (keyof typeof FAULTS)[];

/** Works at once; without JavaScript a button applies it. */
export function faultsPanel({ fault: { kind: active } }: World) {
  return html`<section class="card panel" aria-labelledby="faults-title">
    <h2 id="faults-title">What Resend does</h2>
    <form id="faults" class="faults" method="post" action="/mailbox/fault" data-instant>
      ${SHOWN_FAULTS.map(
        (fault) =>
          html`<label>
            <input
              type="radio"
              name="fault"
              value="${fault}"
              ${fault === active ? "checked" : ""}
            />
            <span><b>${fault}</b> ${FAULTS[fault]}</span>
          </label>`,
      )}
      <button>Apply</button>
    </form>
  </section>`;
}

const LIST_NAMES: Readonly<Record<string, { name: string } | undefined>> = SAMPLE_LISTS;

/** What the Worker has accepted and Resend has not taken yet, as the operator sees it. */
export function ledgerPanel(ledger: LedgerView) {
  return html`<section class="card panel" aria-labelledby="ledger-title">
    <h2 id="ledger-title">What is queued</h2>
    <div id="ledger" class="ledger" data-live>
      ${ledger.kind === "report" ? report(ledger.report) : notice(ledger.problem)}
    </div>
  </section>`;
}

function notice(text: string) {
  return html`<p class="notice bad">${text}</p>`;
}

function report(of: Report) {
  const { queued, oldestSeconds, queuedByList, deadLetterCount, lastFault } = of;
  return html`${
    queued === 0
      ? html`<p class="empty">
          Nothing. Let Resend fail, press Unsubscribe, and the request is kept here until Resend is
          back.
        </p>`
      : html`<p class="notice wait">
            <strong>${queued}</strong> queued, the oldest for ${oldestSeconds} s.
          </p>
          <ol class="rows">
            ${Object.entries(queuedByList).map(
              ([list, count]) =>
                html`<li data-row="queued-${list}">
                  <span>${LIST_NAMES[list]?.name ?? list}</span><b>${count}</b>
                </li>`,
            )}
          </ol>`
  }
  ${of.held.map(({ list, fault }) => notice(`${LIST_NAMES[list]?.name ?? list} is held: ${fault}.`))}
  ${
    deadLetterCount === 0
      ? ""
      : html`<h3>Dead letters: ${deadLetterCount}</h3>
          <p class="foot">Resend will never take these; the operator decides.</p>
          <form method="post" action="/mailbox/retry">
            <button class="quiet">Retry</button>
          </form>`
  }
  ${
    lastFault === null
      ? ""
      : html`<p class="foot">The last thing that went wrong: <code>${lastFault}</code></p>`
  }`;
}

const SHOWN_CONTACTS = 12;

export function peoplePanel({ store }: World) {
  const segments = [...store.segments.values()];
  const contacts = [...store.contacts.values()];
  return html`<section class="card panel" aria-labelledby="people-title">
    <h2 id="people-title">Who is on which list</h2>
    <div id="people" class="scroll" data-live>
      <table>
        <thead>
          <tr>
            <th scope="col">Contact</th>
            ${segments.map(({ name }) => html`<th scope="col">${name}</th>`)}
            <th scope="col">Opted out of all</th>
          </tr>
        </thead>
        <tbody>
          ${contacts.slice(0, SHOWN_CONTACTS).map(
            (contact) =>
              html`<tr data-row="${contact.id}">
                <th scope="row">
                  ${nameOf(contact)}
                  <span>${breakable(contact.email)}</span>
                </th>
                ${segments.map((segment) =>
                  mark(store.isInSegment(contact.id, segment.id), "on the list", "not on the list"),
                )}
                ${mark(contact.unsubscribed, "opted out", "not opted out")}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr data-row="total">
            <th scope="row">
              ${contacts.length}
              contacts${contacts.length > SHOWN_CONTACTS ? `, ${contacts.length - SHOWN_CONTACTS} not shown` : ""}
            </th>
            ${segments.map(({ id }) => html`<td>${store.contactIdsOf(id).length}</td>`)}
            <td>${contacts.filter(({ unsubscribed }) => unsubscribed).length}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

function mark(yes: boolean, yesText: string, noText: string) {
  return html`<td class="${yes ? "yes" : "no"}">
    <span aria-hidden="true">${yes ? "✓" : "–"}</span
    ><span class="unseen">${yes ? yesText : noText}</span>
  </td>`;
}

const SHOWN_REQUESTS = 12;

export function logPanel({ requests, perSecond }: World) {
  const last = requests.slice(-SHOWN_REQUESTS).toReversed();
  return html`<section class="card panel" aria-labelledby="log-title">
    <h2 id="log-title">What reached Resend</h2>
    <div id="log" data-live>
      ${
        last.length === 0
          ? html`<p class="empty">
              Nothing yet. Press Unsubscribe, and see what the Worker asks of Resend.
            </p>`
          : html`<ol class="log">
              ${last.map(line)}
            </ol>`
      }
      <p class="foot">
        At most ${perSecond} requests a second. The Worker confirms a DELETE by reading, and once a
        day deletes an unknown contact to learn what Resend answers to that.
      </p>
    </div>
  </section>`;
}

function line({ time, method, url, status, tookMs }: LoggedRequest) {
  const tone = status === null ? "none" : status >= 400 ? "bad" : "good";
  const clock = new Date(time).toTimeString().slice(0, 8);
  const took = tookMs === null ? "waiting" : `${tookMs} ms`;
  return html`<li data-row="${time} ${url}">
    <span class="status ${tone}">${status ?? (tookMs === null ? "…" : "none")}</span>
    <b>${method}</b>
    <span class="meta">${took} · ${clock}</span>
    <code>${url}</code>
  </li>`;
}

/** The name, as far as it is known. */
export function nameOf({ firstName, lastName }: Pick<Contact, "firstName" | "lastName">): string {
  return [firstName, lastName].filter(Boolean).join(" ");
}

/** Lets a long address break before its `@`. */
export function breakable(address: string) {
  const at = address.lastIndexOf("@");
  return html`${address.slice(0, at)}<wbr />${address.slice(at)}`;
}
