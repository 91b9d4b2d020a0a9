/**
 * The whole mailbox page. It is complete without JavaScript; the script only renews the parts
 * marked `data-live` when something has changed.
 */

import { html } from "hono/html";
import type { SentLetter } from "../broadcast/sent.ts";
import type { World } from "../world.ts";
import { broadcastPanel } from "./broadcast-panel.ts";
import { faultsPanel } from "./faults-panel.ts";
import { ledgerPanel } from "./ledger-panel.ts";
import type { LedgerView } from "./ledger-watch.ts";
import type { Letter } from "./letters.ts";
import { logPanel } from "./log-panel.ts";
import { peoplePanel } from "./people-panel.ts";
import { letterList, readingPane } from "./reading.ts";

export interface MailboxView {
  world: World;
  letters: readonly Letter[];
  /** The letter that is open. */
  open: Letter | SentLetter | undefined;
  /** The contact property that holds the links, if there is a Broadcast to send. */
  property: string | undefined;
  /** What is queued at the Worker. */
  ledger: LedgerView;
  /** Milliseconds since 1970. */
  now: number;
}

export function mailboxPage({ world, letters, open, ledger, property, now }: MailboxView) {
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
            <button class="quiet">Put everybody back</button>
          </form>
        </header>
        <main>
          <nav class="letters" aria-label="Messages">
            ${letterList({ world, letters, open, ledger })}
          </nav>
          <div class="middle">
            <article class="card reading" id="reading">
              ${readingPane({ world, open, ledger })}
            </article>
            ${property === undefined ? "" : broadcastPanel(world, property)}
          </div>
          <div class="panels">
            ${faultsPanel(world)} ${ledgerPanel(world, ledger, now)} ${peoplePanel(world)}
            ${logPanel(world)}
          </div>
        </main>
      </body>
    </html>`;
}
