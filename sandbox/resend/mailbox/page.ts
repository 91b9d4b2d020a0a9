/**
 * The whole mailbox page, and the list of letters on its left. It is complete without JavaScript; the script only
 * replaces the parts marked `data-live` when something has changed.
 */

import { html } from "hono/html";

import type { SentLetter, World } from "../world.ts";
import { broadcastPanel } from "./broadcast.ts";
import type { Letter } from "./letters.ts";
import { faultsPanel, ledgerPanel, logPanel, peoplePanel } from "./panels.ts";
import { avatar, type RequestState, readingPane, requestState, senderOf } from "./reading.ts";
import type { LedgerView } from "./worker.ts";

export interface MailboxView {
  world: World;
  letters: readonly Letter[];
  /** The letter that is open. */
  open: Letter | SentLetter | undefined;
  /** The contact property that holds the links, if there is a Broadcast to send. */
  property: string | undefined;
  /** What is queued at the Worker. */
  ledger: LedgerView;
}

export function mailboxPage(view: MailboxView) {
  const { world, ledger, property } = view;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>Mailbox · leave-this-list</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/mailbox/mailbox.css" />
        <script type="module" src="/mailbox/live.js"></script>
      </head>
      <body>
        <header class="top">
          <div>
            <h1>leave-this-list</h1>
            <p>A stand-in for Resend and a mailbox: nothing here leaves this computer.</p>
          </div>
          <form method="post" action="/mailbox/reset">
            <button class="quiet">Put everyone back</button>
          </form>
        </header>
        <main>
          <nav class="letters" aria-label="Messages">
            <ol id="letters" data-live>
              ${copies(view)} ${view.letters.map((letter) => entry(letter, view))}
            </ol>
          </nav>
          <div class="middle">
            <article class="card reading" id="reading">${readingPane(view)}</article>
            ${property === undefined ? "" : broadcastPanel(world, property)}
          </div>
          <div class="panels">
            ${faultsPanel(world)} ${ledgerPanel(ledger)} ${peoplePanel(world)} ${logPanel(world)}
          </div>
        </main>
      </body>
    </html>`;
}

const BADGES: Record<RequestState, ReturnType<typeof html> | ""> = {
  subscribed: "",
  unsubscribed: html`<span class="badge good">unsubscribed</span>`,
  queued: html`<span class="badge wait">queued</span>`,
  "dead-letter": html`<span class="badge bad">dead letter</span>`,
};

function entry(letter: Letter, view: MailboxView) {
  const { newsletter, to, arrived } = letter;
  return row(letter, view, {
    list: newsletter.list,
    from: newsletter.from.name,
    when: arrived,
    subject: newsletter.subject,
    to: to.address,
    badge: BADGES[requestState(letter, view)],
  });
}

/** Copies in the list; a Broadcast may have gone to thousands. */
const SHOWN = 8;

/** The newest copies of Broadcasts. */
function copies(view: MailboxView) {
  const { letters, store } = view.world;
  const rest = letters.length - SHOWN;
  return html`${letters.slice(0, SHOWN).map((letter) =>
    row(letter, view, {
      list: "weekly",
      from: senderOf(letter).name,
      when: new Date(letter.sentAt).toTimeString().slice(0, 5),
      subject: letter.subject,
      to: letter.to,
      badge: copyBadge(letter, store),
    }),
  )}
  ${rest > 0 ? html`<li class="foot">And ${rest} more copies.</li>` : ""}`;
}

function copyBadge({ contactId, segmentId }: SentLetter, store: World["store"]) {
  if (contactId === null || segmentId === null) return "";
  return store.isInSegment(contactId, segmentId)
    ? html`<span class="badge plain">Broadcast</span>`
    : BADGES.unsubscribed;
}

interface Row {
  list: "weekly" | "product-news";
  from: string;
  when: string;
  subject: string;
  to: string;
  badge: ReturnType<typeof html> | "";
}

function row(letter: Letter | SentLetter, { open }: MailboxView, shown: Row) {
  const current = letter === open ? html` aria-current="true"` : "";
  return html`<li data-row="letter-${letter.id}">
    <a id="letter-${letter.id}" href="/?message=${letter.id}#reading" ${current}>
      ${avatar(shown.list)}
      <span class="from">${shown.from}</span>
      <span class="when">${shown.when}</span>
      <span class="subject">${shown.subject}</span>
      <span class="to">to ${shown.to}</span>
      ${shown.badge}
    </a>
  </li>`;
}
