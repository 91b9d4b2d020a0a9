/**
 * Who is on which list, as Resend knows it at this moment. A long account is cut after a dozen
 * people and counted instead.
 */

import { html } from "hono/html";
import type { World } from "../world.ts";
import { breakable, nameOf } from "./contact-name.ts";

const SHOWN = 12;

export function peoplePanel({ store }: World) {
  const segments = [...store.segments];
  const contacts = [...store.contacts];
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
          ${contacts.slice(0, SHOWN).map(
            (contact) =>
              html`<tr data-row="${contact.id}">
                <th scope="row">
                  ${nameOf(contact)}
                  <span>${breakable(contact.email)}</span>
                </th>
                ${segments.map((segment) =>
                  mark(store.isMember(contact.id, segment.id), "on the list", "not on the list"),
                )}
                ${mark(contact.unsubscribed, "opted out", "not opted out")}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr data-row="total">
            <th scope="row">
              ${contacts.length}
              contacts${contacts.length > SHOWN ? `, ${contacts.length - SHOWN} not shown` : ""}
            </th>
            ${segments.map(({ id }) => html`<td>${store.membersOf(id).size}</td>`)}
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
