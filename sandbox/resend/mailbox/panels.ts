/**
 * The mailbox's panels: what goes wrong at "Resend", a Broadcast to send, who is on which list, and the last requests
 * that reached "Resend".
 */

import { html } from "hono/html";

import type { RecordItem } from "../../../src/ledger/record.ts";
import { type Fault, FAULTS } from "../api/gate.ts";
import { PROPERTY, SAMPLE_LISTS } from "../../settings.ts";
import { isOptedIn } from "../api/sending.ts";
import type { Contact } from "../store.ts";
import type { LoggedRequest, World } from "../world.ts";
import { OWN_LINK } from "./letters.ts";

/** @param content HTML */
const panel = (name: string, title: string, content: unknown, look = "") =>
  html`<section class="card panel ${look}" aria-labelledby="${name}-title">
    <h2 id="${name}-title">${title}</h2>
    ${content}
  </section>`;

/** What the switch does. */
const OFF: Fault = "503";

/** The instructive ones; tests set the others. */
const SHOWN_FAULTS = "429 422 hang drop lost revoked-key other-team".split(" ") as Fault[];

/** One switch, and behind it the other faults. They work at once; without JavaScript a button applies them. */
export function faultsPanel({ fault: { kind: active } }: World) {
  const isOn = active === "none";
  const isOther = !isOn && active !== OFF;
  const content = html`<div id="resend" data-live>
      <form
        class="switch ${isOn ? "good" : "wait"}"
        method="post"
        action="/mailbox/fault"
        data-busy="Switching…"
      >
        <p>${FAULTS[active]}</p>
        <button id="switch" name="fault" value="${isOn ? OFF : "none"}">
          ${isOn ? "Switch Resend off" : "Switch Resend on"}
        </button>
      </form>
    </div>
    <details ${isOther && "open"}>
      <summary>Other faults</summary>
      <form id="faults" class="faults" method="post" action="/mailbox/fault" data-instant>
        ${SHOWN_FAULTS.map((fault) => {
          const checked = fault === active ? "checked" : "";
          return html`<label>
            <input type="radio" name="fault" value="${fault}" ${checked} />
            <span><b>${fault}</b> ${FAULTS[fault]}</span>
          </label>`;
        })}
        <button>Apply</button>
      </form>
    </details>`;
  return panel("faults", "What Resend does", content);
}

/** A contact joins the list, the Worker's webhook writes their link into a property, and the Broadcast prints it. */
export function broadcastPanel({ store, webhook }: World) {
  const { name, segment } = SAMPLE_LISTS.weekly;
  const contacts = store.contactsOf(segment).toReversed();
  const event = webhook.deliveries.at(-1);
  const content = html`<ol class="steps">
    <li>
      <h3>Add a contact to ${name}</h3>
      <form class="fields" method="post" action="/mailbox/people" data-busy="Adding…">
        <label>First name <input name="firstName" maxlength="60" placeholder="Ida" /></label>
        <label>
          Email <input name="email" type="email" required placeholder="ida@example.com" />
        </label>
        <button>Add</button>
      </form>
    </li>
    <li>
      <h3>Watch their link appear</h3>
      <p class="soft">
        Resend tells the Worker’s webhook who joined, and the Worker writes their link into the
        property <code>${PROPERTY}</code>.
      </p>
      <div id="links" data-live>
        <ul class="links">
          ${contacts.slice(0, SHOWN).map((contact) => linkOf(contact))}
        </ul>
        <p class="foot">
          ${more(contacts)}
          ${event && html`Last event: <code>${event.type}</code>, ${event.status}.`}
        </p>
      </div>
    </li>
    <li>
      <h3>Send it, and open a copy</h3>
      <p class="soft">All that the Broadcast’s HTML needs is this line:</p>
      <pre>${OWN_LINK}</pre>
      <form method="post" action="/mailbox/broadcast">
        <button>Send to everyone on ${name}</button>
      </form>
    </li>
  </ol>`;
  return panel("broadcast", "A Broadcast with each reader’s own link", content, "broadcast");
}

function linkOf(contact: Contact) {
  const link = contact.properties[PROPERTY];
  const path = link && new URL(link).pathname;
  return html`<li data-row="link-${contact.id}">
    <span class="who"><b>${nameOf(contact)}</b> ${contact.email}</span>
    ${link ? html`<a href="${link}" target="_blank">${path}</a>` : "no link yet"}
  </li>`;
}

/** How much of each list is shown: there may be thousands. */
export const SHOWN = 10;

/** Says how many of a list are not shown. */
export const more = ({ length }: readonly unknown[]) =>
  length > SHOWN ? `And ${length - SHOWN} more.` : "";

/** @param left who left, the newest first */
export function peoplePanel({ store }: World, left: readonly RecordItem[]) {
  const segments = [...store.segments.values()];
  const topics = [...store.topics.values()];
  const contacts = [...store.contacts.values()];
  const content = html`<div id="people" class="scroll" data-live>
      <table>
        <thead>
          <tr>
            <th scope="col">Contact</th>
            ${[...segments, ...topics].map(({ name }) => html`<th scope="col">${name}</th>`)}
            <th scope="col">Opted out of all</th>
          </tr>
        </thead>
        <tbody>
          ${contacts.slice(0, SHOWN).map(
            (contact) =>
              html`<tr data-row="${contact.id}">
                <th scope="row">
                  ${nameOf(contact)}
                  <span>${breakable(contact.email)}</span>
                </th>
                ${segments.map(({ id }) => mark(contact.segments.has(id), "on the list"))}
                ${topics.map(({ id }) => mark(isOptedIn(contact, id, store), "opted in"))}
                ${mark(contact.unsubscribed, "opted out")}
              </tr>`,
          )}
        </tbody>
      </table>
      <p class="foot">${more(contacts)}</p>
    </div>
    <h3>Who left</h3>
    <ul id="record" class="links" data-live>
      ${left.slice(0, SHOWN).map(({ id, email, contact, list, operation, state }) => {
        const from = operation === "everything" ? operation : list;
        return html`<li data-row="entry-${id}">
          <span class="who"><b>${state}</b> ${email ?? contact ?? "forgotten"}, ${from}</span>
        </li>`;
      })}
    </ul>
    <form method="post" action="/mailbox/import" data-busy="Importing…">
      <p class="soft">
        A CSV brings everyone back, and no event says so. Watch the Worker find who left, and call
        them <b>re-added</b>.
      </p>
      <button>Import a CSV with everyone</button>
    </form>`;
  return panel("people", "Who is on which list", content);
}

/** An address that may break before its `@`. */
function breakable(email: string) {
  const [local, domain] = email.split("@");
  return html`${local}<wbr />@${domain}`;
}

function mark(yes: boolean, text: string) {
  return html`<td class="${yes ? "yes" : "no"}">
    <span aria-hidden="true">${yes ? "✓" : "–"}</span
    ><span class="unseen">${yes ? "" : "not "}${text}</span>
  </td>`;
}

export function logPanel({ requests, perSecond }: World) {
  const content = html`<div id="log" data-live>
    <ol class="log">
      ${requests.slice(-SHOWN).toReversed().map(line)}
    </ol>
    <p class="foot">
      At most ${perSecond} requests a second. The Worker confirms a DELETE by reading, and once a
      day deletes an unknown contact to learn what Resend answers to that.
    </p>
  </div>`;
  return panel("log", "What reached Resend", content);
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
function nameOf({ first_name, last_name }: Contact): string {
  return [first_name, last_name].filter(Boolean).join(" ");
}
