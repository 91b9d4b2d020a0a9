/**
 * The left and the middle of the mailbox: the list of letters, and the one that is open, with its
 * headers in view and an Unsubscribe button beside the sender, as mailbox providers have it.
 */

import { html } from "hono/html";
import { SAMPLE_LISTS } from "../samples.ts";
import { sentEntries, sentLetter } from "./broadcast-letter.ts";
import type { Letter } from "./letters.ts";
import { mailtoOf } from "./mail.ts";
import type { Answer } from "./one-click.ts";
import type { MailboxView } from "./page.ts";
import { type Standing, standingOf } from "./standing.ts";

/** Every letter, and how far its reader's request has come. */
export function letterList({
  world,
  letters,
  open,
  ledger,
}: Omit<MailboxView, "now" | "property">) {
  return html`<ol id="letters" data-live>
    ${sentEntries(world, open)}
    ${letters.map((letter) => {
      const { id, newsletter, to, arrived } = letter;
      const current = letter === open ? html` aria-current="true"` : "";
      return html`<li data-row="letter-${id}">
        <a id="letter-${id}" href="/?message=${id}#reading" ${current}>
          ${avatar(letter)}
          <span class="from">${newsletter.from.name}</span>
          <span class="when">${arrived}</span>
          <span class="subject">${newsletter.subject}</span>
          <span class="to">to ${to.address}</span>
          ${BADGES[standingOf(letter, world, ledger)]}
        </a>
      </li>`;
    })}
  </ol>`;
}

const BADGES: Record<Standing, ReturnType<typeof html> | ""> = {
  stays: "",
  left: html`<span class="badge good">has left</span>`,
  queued: html`<span class="badge wait">queued</span>`,
  "dead-letter": html`<span class="badge bad">dead letter</span>`,
};

/** The open letter. */
export function readingPane({
  world,
  open,
  ledger,
}: Pick<MailboxView, "world" | "open" | "ledger">) {
  if (open === undefined) {
    return html`<p class="empty">
      No messages: this stand-in was started without a Worker to make links for.
    </p>`;
  }
  if ("broadcastId" in open) return sentLetter(open);
  const { newsletter, to, headers, mintedFrom, url } = open;
  const [lead, ...rest] = newsletter.paragraphs;
  const answer = answerBox(world.answers.get(open.id), standingOf(open, world, ledger));
  return html`<header class="head">
      <h2>${newsletter.subject}</h2>
      <div class="sender">
        ${avatar(open)}
        <p>
          <strong>${newsletter.from.name}</strong>
          <span class="address">${newsletter.from.address}</span>
        </p>
        <form method="post" action="/mailbox/${open.id}/unsubscribe" data-busy="Unsubscribing…">
          <button>Unsubscribe</button>
        </form>
        ${
          mailtoOf(open) === undefined
            ? ""
            : html`<form method="post" action="/mailbox/${open.id}/mail" data-busy="Sending…">
                <button class="quiet">by mail</button>
              </form>`
        }
      </div>
    </header>
    <div id="answer" role="status" data-live>${answer}</div>
    <dl class="headers" aria-label="Headers">
      <dt>From</dt>
      <dd>${newsletter.from.name} &lt;${newsletter.from.address}&gt;</dd>
      <dt>To</dt>
      <dd>${to.name} &lt;${to.address}&gt;</dd>
      <dt>Subject</dt>
      <dd>${newsletter.subject}</dd>
      <dt>List-Unsubscribe</dt>
      <dd>${headers["List-Unsubscribe"]}</dd>
      <dt>List-Unsubscribe-Post</dt>
      <dd>${headers["List-Unsubscribe-Post"]}</dd>
    </dl>
    <div class="body">
      <p class="masthead">${newsletter.from.name}</p>
      <p class="lead">${lead}</p>
      ${rest.map((paragraph) => html`<p>${paragraph}</p>`)}
      <p class="colophon">
        You get this because you signed up for ${SAMPLE_LISTS[newsletter.list].name}.
        <a href="${url}" target="_blank" rel="noopener">Unsubscribe</a>
      </p>
    </div>
    <p class="hint">
      This link was minted from the reader’s ${mintedFrom.kind}. The button above makes the mailbox
      send the one-click request of RFC 8058; “by mail” sends an empty e-mail to the
      <code>mailto:</code>, as Apple Mail does, where the list’s name leaves room for one; the link
      in the letter opens the Worker’s own page.
    </p>`;
}

function avatar({ newsletter }: Letter) {
  const letter = newsletter.list === "weekly" ? "W" : "P";
  return html`<span class="avatar ${newsletter.list}" aria-hidden="true">${letter}</span>`;
}

const MEANINGS: Record<number, string> = {
  200: "Resend took them off the list.",
  404: "The Worker does not know this link.",
  429: "This one membership is being asked for too often.",
  503: "It could be neither done nor stored.",
};

/** What 202 has come to by now. */
const STORED: Record<Standing, { tone: string; meaning: string }> = {
  queued: {
    tone: "wait",
    meaning: "The request is stored, and is done as soon as Resend takes it.",
  },
  left: { tone: "good", meaning: "It was stored; now Resend has taken them off the list." },
  "dead-letter": { tone: "bad", meaning: "It is stored, but Resend will never take it." },
  stays: { tone: "wait", meaning: "It was stored. It is not queued now; they are on the list." },
};

function answerBox(answer: Answer | undefined, standing: Standing) {
  if (answer === undefined) return "";
  if (answer.kind === "failed") {
    return html`<div class="answer bad">
      <p><strong>No answer</strong> after ${answer.tookMs} ms. Is the Worker running?</p>
      <pre>${answer.reason}</pre>
    </div>`;
  }
  const { status, body, tookMs } = answer;
  // A mail is taken or not; what became of the request is seen at Resend and in the Ledger.
  const taken = status === 202 || (answer.by === "mail" && status === 200 && standing !== "left");
  const { tone, meaning } = taken ? STORED[standing] : meaningOf(status);
  return html`<div class="answer ${tone}">
    <p><strong>${status}</strong> in ${tookMs} ms. ${meaning}</p>
    <pre>${body === "" ? "(no body)" : body}</pre>
  </div>`;
}

function meaningOf(status: number): { tone: string; meaning: string } {
  const tone = status >= 400 ? "bad" : status === 200 ? "good" : "wait";
  return { tone, meaning: MEANINGS[status] ?? "" };
}
