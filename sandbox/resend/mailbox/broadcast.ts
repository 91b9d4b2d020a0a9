/**
 * The mailbox's Broadcast, in three steps: a contact joins the list, the Worker's webhook writes their link into a
 * property, and the Broadcast prints it.
 */

import { randomUUID } from "node:crypto";

import { html } from "hono/html";

import { isAddress } from "../api/request.ts";
import { sendBroadcast } from "../api/broadcasts.ts";
import { SAMPLE_LISTS } from "../samples.ts";
import type { Contact } from "../store.ts";
import type { Delivery } from "../webhook/delivery.ts";
import type { SentLetter, World } from "../world.ts";
import { breakable, nameOf } from "./panels.ts";

/** The list of the Broadcast. */
const { name: LIST_NAME, segment: SEGMENT } = SAMPLE_LISTS.weekly;

const SHOWN = 8;

/** The line that puts each contact's own link into a Broadcast. */
function leaveLine(property: string): string {
  return `<a href="{{{contact.${property}}}}">Leave this list</a>`;
}

/** @param property the contact property that holds the links */
export function broadcastPanel(world: World, property: string) {
  return html`<section class="card panel broadcast" aria-labelledby="broadcast-title">
    <h2 id="broadcast-title">A Broadcast with each reader’s own link</h2>
    <ol class="steps">
      <li>
        <h3>Add a contact to ${LIST_NAME}</h3>
        <form
          class="fields"
          method="post"
          action="/mailbox/people"
          data-busy="Adding…"
          autocomplete="off"
        >
          <label>First name <input name="firstName" maxlength="60" placeholder="Ida" /></label>
          <label>
            Email
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
          Resend tells the Worker’s webhook who joined, and the Worker writes their link into the
          property <code>${property}</code>.
        </p>
        <div id="links" data-live>
          ${links(world, property)} ${lastEvent(world.webhook.report().deliveries.at(-1))}
        </div>
      </li>
      <li>
        <h3>Send it, and open a copy</h3>
        <p class="soft">All that the Broadcast’s HTML needs is this line:</p>
        <pre>${leaveLine(property)}</pre>
        <form method="post" action="/mailbox/broadcast">
          <button>Send to everyone on ${LIST_NAME}</button>
        </form>
      </li>
    </ol>
  </section>`;
}

function links({ store }: World, property: string) {
  const contacts = store.contactsOf(SEGMENT).toReversed();
  const rest = contacts.length - SHOWN;
  if (contacts.length === 0) return html`<p class="empty">No one is on this list.</p>`;
  return html`<ul class="links">
      ${contacts.slice(0, SHOWN).map((contact) => linkOf(contact, property))}
    </ul>
    ${rest > 0 ? html`<p class="foot">And ${rest} more.</p>` : ""}`;
}

function linkOf(contact: Contact, property: string) {
  const link = `${contact.properties[property] ?? ""}`;
  return html`<li data-row="link-${contact.id}">
    <span class="who"><b>${nameOf(contact)}</b> ${breakable(contact.email)}</span>
    ${
      link === ""
        ? html`<span class="badge wait">no link yet</span>`
        : html`<a id="link-${contact.id}" href="${link}" target="_blank" rel="noopener"
            >${URL.canParse(link) ? new URL(link).pathname : link}</a
          >`
    }
  </li>`;
}

/** What became of the event that was sent last. */
function lastEvent(delivery: Delivery | undefined) {
  if (delivery === undefined) return html`<p class="foot">No event has been sent yet.</p>`;
  const { type, status, answered, tries } = delivery;
  const attempts = tries === 1 ? "1 attempt" : `${tries} attempts`;
  const answer = status === "attempting" ? "no answer yet" : `answered ${answered ?? "nothing"}`;
  return html`<p class="foot">
    Last event: <code>${type}</code>, ${tries === 0 ? "not sent yet" : `${answer} (${attempts})`}.
  </p>`;
}

/** Adds a contact to the list, as a sign-up form does. @returns whether the address is one */
export function addContact(world: World, email: unknown, firstName: unknown): boolean {
  if (!isAddress(email)) return false;
  const known = world.store.contact(email);
  const blank = { firstName: null, lastName: null, unsubscribed: false };
  const before = known ?? { ...blank, properties: {}, topics: {} };
  const name = typeof firstName === "string" && firstName !== "" ? firstName : before.firstName;
  world.upsertContact({ ...before, email, firstName: name }, [SEGMENT]);
  return true;
}

const STYLE = `
  :root { color-scheme: light dark; }
  body { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem 1.5rem;
    font: 1.0625rem/1.65 Charter, "Bitstream Charter", Georgia, serif; }
  h1 { margin: 0 0 1rem; font-size: 1.4375rem; font-weight: 400; line-height: 1.4; }
  footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid #8886;
    font: 0.8125rem/1.6 system-ui, sans-serif; }
  body { color: #22252b; } a { color: #2f5bd0; }
  @media (prefers-color-scheme: dark) { body { color: #e7e6e2; } a { color: #9db8ff; } }
`;

/** Sends an issue of Acme's weekly to the list. @returns the copy of the contact who joined last */
export function sendSample(world: World, property: string): SentLetter | undefined {
  const copies = sendBroadcast(world, {
    id: randomUUID(),
    name: LIST_NAME,
    segmentId: SEGMENT,
    topicId: null,
    from: "Acme Weekly <weekly@news.example.com>",
    subject: "{{{contact.first_name|Reader}}}, a desk by the window",
    html: `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><style>${STYLE}</style></head>
  <body>
    <h1>Hello {{{contact.first_name|there}}}, turn your desk by a quarter.</h1>
    <p>Light from the side is kinder than light from behind: no glare, no shadow of your own hand,
      and something to look at that is farther away than the wall.</p>
    <p>Also in this issue: what a lamp should cost, and a drawer that closes by itself.</p>
    <footer>You get this because you signed up for ${LIST_NAME}. ${leaveLine(property)}</footer>
  </body>
</html>`,
    text: `Hello {{{contact.first_name|there}}}, turn your desk by a quarter.\n\nLeave this list: {{{contact.${property}}}}\n`,
    replyTo: null,
    previewText: null,
    status: "draft",
    createdAt: new Date().toISOString(),
    sentAt: null,
  });
  return copies.at(-1);
}
