/**
 * The way of a link into a Broadcast, in three steps: somebody joins the list, the Worker's webhook
 * writes their link into a property, and the Broadcast prints it.
 */

import { html } from "hono/html";
import { SAMPLE_LISTS } from "../samples.ts";
import type { Contact } from "../store.ts";
import type { Delivery } from "../webhook/delivery.ts";
import type { World } from "../world.ts";
import { breakable, nameOf } from "./contact-name.ts";
import { leaveLine } from "./sample-broadcast.ts";
import { LINKED_LIST } from "./linked-samples.ts";

const SHOWN = 8;

/** @param property the contact property that holds the links */
export function broadcastPanel(world: World, property: string) {
  const { name, segment } = SAMPLE_LISTS[LINKED_LIST];
  return html`<section class="card panel broadcast" aria-labelledby="broadcast-title">
    <h2 id="broadcast-title">A Broadcast in which everybody has their own link</h2>
    <ol class="steps">
      <li>
        <h3>Add somebody to ${name}</h3>
        <form
          class="fields"
          method="post"
          action="/mailbox/people"
          data-busy="Adding…"
          autocomplete="off"
        >
          <label>First name <input name="firstName" maxlength="60" placeholder="Ida" /></label>
          <label>
            E-mail
            <input
              name="email"
              type="email"
              required
              maxlength="120"
              placeholder="ida@example.com"
            />
          </label>
          <button>Add</button>
        </form>
      </li>
      <li>
        <h3>Watch their link appear</h3>
        <p class="soft">
          Resend tells the Worker’s webhook who came, and the Worker writes their link into the
          property <code>${property}</code>.
        </p>
        <div id="links" data-live>
          ${links(world, segment, property)} ${lastEvent(world.webhook.deliveries.at(-1))}
        </div>
      </li>
      <li>
        <h3>Send it, and open a copy</h3>
        <p class="soft">All that the Broadcast’s HTML needs is this line:</p>
        <pre>${leaveLine(property)}</pre>
        <form method="post" action="/mailbox/broadcast">
          <button>Send to everybody on ${name}</button>
        </form>
      </li>
    </ol>
  </section>`;
}

function links({ store }: World, segmentId: string, property: string) {
  const members = store.membersOf(segmentId);
  const newest = members.page({ limit: SHOWN })?.items ?? [];
  const contacts = newest.flatMap(({ id }) => store.contacts.get(id) ?? []);
  if (contacts.length === 0) return html`<p class="empty">Nobody is on this list.</p>`;
  const rest = members.size - contacts.length;
  return html`<ul class="links">
      ${contacts.map((contact) => linkOf(contact, property))}
    </ul>
    ${rest > 0 ? html`<p class="foot">And ${rest} more.</p>` : ""}`;
}

function linkOf(contact: Contact, property: string) {
  const link = contact.properties[property];
  return html`<li data-row="link-${contact.id}">
    <span class="who"><b>${nameOf(contact)}</b> ${breakable(contact.email)}</span>
    ${
      link === undefined
        ? html`<span class="badge wait">no link yet</span>`
        : html`<a id="link-${contact.id}" href="${link}" target="_blank" rel="noopener"
            >${pathOf(`${link}`)}</a
          >`
    }
  </li>`;
}

/** A link without the part in which none differs from another. */
function pathOf(link: string): string {
  return URL.canParse(link) ? new URL(link).pathname : link;
}

/** What became of the event that the webhook was sent last. */
function lastEvent(delivery: Delivery | undefined) {
  if (delivery === undefined) return html`<p class="foot">No event has been sent yet.</p>`;
  const { type, status, answered, tries } = delivery;
  const attempts = tries === 1 ? "1 attempt" : `${tries} attempts`;
  const answer = status === "attempting" ? "no answer yet" : `answered ${answered ?? "by nobody"}`;
  return html`<p class="foot">
    Last event: <code>${type}</code>, ${tries === 0 ? "not sent yet" : `${answer} (${attempts})`}.
  </p>`;
}
