/**
 * The mailbox's page: the list of letters, the open one with its headers and an Unsubscribe button beside the sender,
 * as mailbox providers have it, and the panels. It is complete without JavaScript; the script only replaces the parts
 * marked `data-live` when something has changed.
 */

import { html } from "hono/html";

import type { RecordItem } from "../../../src/ledger/record.ts";
import { isOptedIn } from "../api/sending.ts";
import { NEWS_TOPIC, SAMPLE_LISTS } from "../../settings.ts";
import type { Answer, SentLetter, World } from "../world.ts";
import type { Letter } from "./letters.ts";
import { broadcastPanel, faultsPanel, logPanel, more, peoplePanel, SHOWN } from "./panels.ts";

interface MailboxView {
  world: World;
  letters: readonly Letter[];
  /** The letter that is open. */
  open: SentLetter | undefined;
  /** Who left, by the Worker's record: the newest first. */
  left: readonly RecordItem[];
}

export function mailboxPage(view: MailboxView) {
  const { world, letters, left } = view;
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
            <p>
              Press <b>Unsubscribe</b> in this letter, or open the link at its end. Then switch
              Resend off, and try the next letter. Nothing here leaves this computer.
            </p>
          </div>
          ${button("/mailbox/reset", "Put everyone back", "quiet")}
        </header>
        <main>
          <nav class="letters" aria-label="Messages">
            <ol id="letters" data-live>
              ${world.letters.slice(0, SHOWN).map((letter) => row(letter, view))}
              <li class="foot">${more(world.letters)}</li>
              ${letters.map((letter) => row(letter, view))}
            </ol>
          </nav>
          <div class="middle">
            <article class="card reading" id="reading">${readingPane(view)}</article>
            ${broadcastPanel(world)}
          </div>
          <div class="panels">
            ${faultsPanel(world)} ${peoplePanel(world, left)} ${logPanel(world)}
          </div>
        </main>
      </body>
    </html>`;
}

/** @param look a class @param busy what it says until it is done, without loading the page */
function button(action: string, label: string, look = "", busy?: string) {
  return html`<form method="post" action="${action}" ${busy && html`data-busy="${busy}"`}>
    <button class="${look}">${label}</button>
  </form>`;
}

/** Whether the reader is off the list that the letter was sent to. */
export function isOff({ contactId, to, segmentId }: SentLetter, { store }: World): boolean {
  const reader = store.contact(contactId ?? to);
  if (reader === undefined || segmentId === null) return segmentId !== null;
  const hasTopic =
    segmentId === SAMPLE_LISTS["product-news"].segment && store.topics.has(NEWS_TOPIC);
  const isIn = hasTopic && isOptedIn(reader, NEWS_TOPIC, store);
  return !isIn && !reader.segments.has(segmentId);
}

function row(letter: SentLetter, { world, open }: MailboxView) {
  const current = letter === open ? html`aria-current="true"` : "";
  const [tone, state] = isOff(letter, world)
    ? ["good", "unsubscribed"]
    : isStored(world.answers.get(letter.id))
      ? ["wait", "queued"]
      : ["plain", letter.broadcastId === null ? "" : "Broadcast"];
  return html`<li data-row="letter-${letter.id}">
    <a id="letter-${letter.id}" href="/?message=${letter.id}#reading" ${current}>
      ${avatar(letter)}
      <span class="from">${senderOf(letter).name}</span>
      <span class="when">${new Date(letter.sentAt).toTimeString().slice(0, 5)}</span>
      <span class="subject">${letter.subject}</span>
      <span class="to">to ${letter.to}</span>
      ${state && html`<span class="badge ${tone}">${state}</span>`}
    </a>
  </li>`;
}

/** @returns the parts of `Acme Weekly <weekly@news.example.com>` */
function senderOf({ from }: SentLetter) {
  const [, name = "", address = ""] = /^(.*?)\s*<([^>]*)>$/.exec(from) ?? ["", from, ""];
  return { name, address };
}

function avatar(letter: SentLetter) {
  const initial = senderOf(letter)
    .name.replace(/^Acme /, "")
    .charAt(0);
  return html`<span class="avatar ${initial}" aria-hidden="true">${initial}</span>`;
}

/** A letter's frame runs no scripts, and its links open in a tab of their own. */
function readingPane({ open, letters, world }: MailboxView) {
  if (open === undefined) return "";
  const { id, subject, from, to, headers } = open;
  const sender = senderOf(open);
  const sample = letters.find((letter) => letter === open);
  const shown = { From: from, To: to, Subject: subject, ...headers };
  return html`<header class="head">
      <h2>${subject}</h2>
      <div class="sender">
        ${avatar(open)}
        <p><strong>${sender.name}</strong> <span class="address">${sender.address}</span></p>
        ${sample && button(`/mailbox/${id}/unsubscribe`, "Unsubscribe", "", "Unsubscribing…")}
        ${sample && mailtoOf(open) && button(`/mailbox/${id}/mail`, "by email", "quiet", "Sending…")}
      </div>
    </header>
    <div id="answer" role="status" data-live>${answerBox(world.answers.get(id))}</div>
    <dl class="headers" aria-label="Headers">
      ${Object.entries(shown).map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <iframe
      class="copy"
      title="The letter"
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcdoc="${`<base target="_blank">${open.html ?? preformatted(open.text)}`}"
    ></iframe>
    <p class="hint">${sample ? hint(sample) : open.broadcastId && BROADCAST_HINT}</p>`;
}

/** A letter's text as HTML, with its line breaks. */
function preformatted(text: string | null): string {
  const escaped = text?.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<pre style="white-space: pre-wrap">${escaped}</pre>`;
}

function hint(letter: Letter) {
  const signedFor = letter.contactId === null ? "address" : "contact ID";
  const byEmail = html`“by email” sends an empty email to the <code>mailto:</code>, as Apple Mail
    does;`;
  return html`This link was signed for the reader’s ${signedFor}. “Unsubscribe” sends the one-click
  request of RFC 8058; ${mailtoOf(letter) && byEmail} the link in the letter opens the Worker’s own
  page.`;
}

const BROADCAST_HINT =
  "This is a Broadcast: its headers are Resend’s own, and a mailbox’s Unsubscribe button would opt this reader out of all Broadcasts. The link in the letter is yours: it unsubscribes from this one list.";

/** The address of the letter's `mailto:`; `undefined` when it has none. */
export function mailtoOf({ headers }: SentLetter): string | undefined {
  return /<mailto:([^>]*)>/.exec(headers["List-Unsubscribe"] ?? "")?.[1];
}

/** Whether the Worker has accepted a request that is not done. */
function isStored(answer: Answer | undefined): boolean {
  const { status, isDone } = answer ?? {};
  return isDone === false && typeof status === "number" && status < 300;
}

function answerBox(answer: Answer | undefined) {
  if (answer === undefined) return "";
  const { status, body, tookMs, isDone } = answer;
  const [tone, meaning] = isDone
    ? ["good", "Resend has taken them off the list."]
    : isStored(answer)
      ? ["wait", "The request is stored, and is done as soon as Resend takes it."]
      : ["bad", status === "No answer" ? "Is the Worker running?" : ""];
  return html`<div class="answer ${tone}">
    <p><strong>${status}</strong> in ${tookMs} ms. ${meaning}</p>
    <pre>${body === "" ? "(no body)" : body}</pre>
  </div>`;
}
