/**
 * A Broadcast's copies in the mailbox: in the list of letters, and opened. A copy is the sender's HTML,
 * so it is shown in a frame that runs no scripts; its links open in a tab of their own.
 */

import { html } from "hono/html";
import type { SentLetter } from "../broadcast/sent.ts";
import type { World } from "../world.ts";

/** Copies in the list; a Broadcast may have gone to thousands. */
const SHOWN = 8;

/** The newest copies, as entries of the list of letters. */
export function sentEntries({ store, sent }: World, open: unknown) {
  const { letters } = sent;
  const rest = letters.length - SHOWN;
  return html`${letters.slice(0, SHOWN).map((letter) => {
    const current = letter === open ? html` aria-current="true"` : "";
    const stays = store.isMember(letter.contactId, letter.segmentId);
    return html`<li data-row="letter-${letter.id}">
      <a id="letter-${letter.id}" href="/?message=${letter.id}#reading" ${current}>
        ${avatar()}
        <span class="from">${senderOf(letter).name}</span>
        <span class="when">${timeOf(letter)}</span>
        <span class="subject">${letter.subject}</span>
        <span class="to">to ${letter.to}</span>
        ${stays ? html`<span class="badge plain">Broadcast</span>` : LEFT}
      </a>
    </li>`;
  })}
  ${rest > 0 ? html`<li class="foot">And ${rest} more copies.</li>` : ""}`;
}

const LEFT = html`<span class="badge good">has left</span>`;

/** The open copy. */
export function sentLetter(letter: SentLetter) {
  const { name, address } = senderOf(letter);
  return html`<header class="head">
      <h2>${letter.subject}</h2>
      <div class="sender">
        ${avatar()}
        <p><strong>${name}</strong> <span class="address">${address}</span></p>
      </div>
    </header>
    <dl class="headers" aria-label="Headers">
      <dt>From</dt>
      <dd>${letter.from}</dd>
      <dt>To</dt>
      <dd>${letter.to}</dd>
      <dt>Subject</dt>
      <dd>${letter.subject}</dd>
      ${Object.entries(letter.headers).map(
        ([header, value]) =>
          html`<dt>${header}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${
      letter.html === null
        ? html`<pre class="plain-text">${letter.text}</pre>`
        : html`<iframe
            class="copy"
            title="The letter"
            sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
            srcdoc="${`<base target="_blank">${letter.html}`}"
          ></iframe>`
    }
    <p class="hint">
      This is a Broadcast: its headers are Resend’s own, and a mailbox’s Unsubscribe button would
      opt this reader out of all Broadcasts. The link in the letter is yours: it leaves this one
      list.
    </p>`;
}

function avatar() {
  return html`<span class="avatar weekly" aria-hidden="true">W</span>`;
}

/** @returns the parts of `Acme Weekly <weekly@news.example.com>` */
function senderOf({ from }: SentLetter): { name: string; address: string } {
  const [, name = "", address = ""] = /^(.*?)\s*<([^>]*)>$/.exec(from) ?? ["", from, ""];
  return { name, address };
}

function timeOf({ sentAt }: SentLetter): string {
  return new Date(sentAt).toTimeString().slice(0, 5);
}
