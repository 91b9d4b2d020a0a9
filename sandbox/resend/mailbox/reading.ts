/**
 * The open letter, with its headers in view and an Unsubscribe button beside the sender, as mailbox providers have
 * it, and how far its reader's request has come.
 */

import { html } from "hono/html";

import { type SampleList, SAMPLE_LISTS } from "../samples.ts";
import type { Answer, SentLetter } from "../world.ts";
import type { Letter } from "./letters.ts";
import type { MailboxView } from "./page.ts";
import { mailtoOf } from "./worker.ts";

export type RequestState = "subscribed" | "unsubscribed" | "queued" | "dead-letter";

/** How far the request has come: by Resend's segments, the Ledger's report, and the Worker's last answer. */
export function requestState(letter: Letter, { world, ledger }: MailboxView): RequestState {
  const { list } = letter.newsletter;
  const reader = world.store.contact(letter.signedFor.contact);
  if (reader === undefined || !world.store.isInSegment(reader.id, SAMPLE_LISTS[list].segment)) {
    return "unsubscribed";
  }
  const answer = world.answers.get(letter.id);
  const stored = answer?.kind === "answered" && answer.status === 202;
  if (ledger.kind !== "report") return stored ? "queued" : "subscribed";
  const { deadLetters, queuedByList } = ledger.report;
  const names = new Set<string>([reader.id, reader.email]);
  const isDead = deadLetters.some((dead) => dead.list === list && names.has(dead.contact));
  if (isDead) return "dead-letter";
  // The report does not say who is queued; when nothing is, this request is not either.
  return stored && (queuedByList[list] ?? 0) > 0 ? "queued" : "subscribed";
}

export function readingPane(view: MailboxView) {
  const { open } = view;
  if (open === undefined) {
    return html`<p class="empty">
      No messages: this stand-in was started without a Worker to make links for.
    </p>`;
  }
  return "broadcastId" in open ? copy(open) : letterPane(open, view);
}

function letterPane(open: Letter, view: MailboxView) {
  const { newsletter, to, headers, signedFor, url } = open;
  const { from, subject, list } = newsletter;
  const [lead, ...rest] = newsletter.paragraphs;
  const buttons = html`<form
      method="post"
      action="/mailbox/${open.id}/unsubscribe"
      data-busy="Unsubscribing…"
    >
      <button>Unsubscribe</button>
    </form>
    ${
      mailtoOf(open) === undefined
        ? ""
        : html`<form method="post" action="/mailbox/${open.id}/mail" data-busy="Sending…">
            <button class="quiet">by email</button>
          </form>`
    }`;
  return html`${head(list, subject, from, buttons)}
    <div id="answer" role="status" data-live>
      ${answerBox(view.world.answers.get(open.id), requestState(open, view))}
    </div>
    ${headerList({
      From: `${from.name} <${from.address}>`,
      To: `${to.name} <${to.address}>`,
      Subject: subject,
      ...headers,
    })}
    <div class="body">
      <p class="masthead">${from.name}</p>
      <p class="lead">${lead}</p>
      ${rest.map((paragraph) => html`<p>${paragraph}</p>`)}
      <p class="colophon">
        You get this because you signed up for ${SAMPLE_LISTS[list].name}.
        <a href="${url}" target="_blank" rel="noopener">Unsubscribe</a>
      </p>
    </div>
    <p class="hint">
      This link was signed for the reader’s ${signedFor.kind}. The button above makes the mailbox
      send the one-click request of RFC 8058; “by email” sends an empty email to the
      <code>mailto:</code>, as Apple Mail does, if the list’s name is short enough for one; the link
      in the letter opens the Worker’s own page.
    </p>`;
}

/** A Broadcast's copy is the sender's HTML: its frame runs no scripts, and its links open in a tab of their own. */
function copy(letter: SentLetter) {
  return html`${head("weekly", letter.subject, senderOf(letter), "")}
  ${headerList({
    From: letter.from,
    To: letter.to,
    Subject: letter.subject,
    ...letter.headers,
  })}
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
  ${letter.broadcastId === null ? "" : BROADCAST_HINT}`;
}

const BROADCAST_HINT = html`<p class="hint">
  This is a Broadcast: its headers are Resend’s own, and a mailbox’s Unsubscribe button would opt
  this reader out of all Broadcasts. The link in the letter is yours: it unsubscribes from this one
  list.
</p>`;

interface Sender {
  name: string;
  address: string;
}

/** @returns the parts of `Acme Weekly <weekly@news.example.com>` */
export function senderOf({ from }: SentLetter): Sender {
  const [, name = "", address = ""] = /^(.*?)\s*<([^>]*)>$/.exec(from) ?? ["", from, ""];
  return { name, address };
}

export function avatar(list: SampleList) {
  const letter = list === "weekly" ? "W" : "P";
  return html`<span class="avatar ${list}" aria-hidden="true">${letter}</span>`;
}

function head(list: SampleList, subject: string, from: Sender, buttons: unknown) {
  return html`<header class="head">
    <h2>${subject}</h2>
    <div class="sender">
      ${avatar(list)}
      <p>
        <strong>${from.name}</strong>
        <span class="address">${from.address}</span>
      </p>
      ${buttons}
    </div>
  </header>`;
}

function headerList(headers: Readonly<Record<string, string>>) {
  return html`<dl class="headers" aria-label="Headers">
    ${Object.entries(headers).map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

const MEANINGS: Record<number, string> = {
  200: "Resend took them off the list.",
  404: "The Worker does not know this link.",
  429: "This link is being used too often.",
  503: "The request was neither done nor stored.",
};

/** What became of a request that was answered with 202: a tone, and the words. */
const STORED: Record<RequestState, readonly [string, string]> = {
  queued: ["wait", "The request is stored, and is done as soon as Resend takes it."],
  unsubscribed: ["good", "The request was stored; now Resend has taken them off the list."],
  "dead-letter": ["bad", "The request is stored, but Resend will never take it."],
  subscribed: ["wait", "The request was stored. It is not queued now; they are on the list."],
};

function answerBox(answer: Answer | undefined, state: RequestState) {
  if (answer === undefined) return "";
  if (answer.kind === "failed") {
    return html`<div class="answer bad">
      <p><strong>No answer</strong> after ${answer.tookMs} ms. Is the Worker running?</p>
      <pre>${answer.reason}</pre>
    </div>`;
  }
  const { status, body, tookMs } = answer;
  // An email is accepted or not; what became of the request is seen at Resend and in the Ledger.
  const accepted =
    status === 202 || (answer.by === "mail" && status === 200 && state !== "unsubscribed");
  const byStatus = status >= 400 ? "bad" : status === 200 ? "good" : "wait";
  const [tone, meaning] = accepted ? STORED[state] : [byStatus, MEANINGS[status] ?? ""];
  return html`<div class="answer ${tone}">
    <p><strong>${status}</strong> in ${tookMs} ms. ${meaning}</p>
    <pre>${body === "" ? "(no body)" : body}</pre>
  </div>`;
}
