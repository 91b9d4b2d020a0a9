/**
 * The content of a page's card below the heading, for each kind of page, with its forms. Each choice is a separate form
 * with its own URL; none needs a script.
 */

import { type Language, LANGUAGES, type Messages, messages as all } from "../messages/index.ts";
import type { Brand } from "../settings/brand.ts";
import type { Fault } from "../settings/fault.ts";
import { html, type Html } from "./html.ts";
import type { Page, Step, Undo } from "./page.ts";

/** What differs between two people's pages in one language. */
export interface Details {
  /** The sender's name, or the link's host. */
  sender: string | Html;
  /** The list's name. */
  name: string | Html | undefined;
  /** The masked address. */
  who: Html | undefined;
  /** The path that the forms post to. */
  path: string | Html;
  /** The ID that the form for leaving the list sends; `undefined` if it is not offered. */
  view: string | undefined;
  /** The ID that the form for stopping everything sends; `undefined` if it is not offered. */
  everythingView: string | undefined;
}

export interface ContentProps {
  language: Language;
  messages: Messages;
  /** The sentence that says what happened. */
  text: string;
  details: Details;
  brand: Brand;
  /** `?lang=…`, if the link asks for a language. */
  query: string;
}

/** Renders a page's content. */
export function content(page: Page, props: ContentProps): Html {
  const { messages, details, brand, query } = props;
  if (page.kind === "languages") return languages(props.language);
  const text = html`<p>${props.text}</p>`;
  if (page.kind === "not-configured") return html`${text}${settings(page.faults)}`;
  switch (page.kind) {
    case "asking":
      return html`${text}${about(props)}
<div class="do">${unsubscribe(props)}
${everything(props)}</div>`;
    case "done":
    case "queued":
    case "no-contact":
    case "dead-letter":
      return html`${text}${page.kind === "dead-letter" && help(messages, brand.support)}${about(props)}
<div class="do">${page.undo && undo(props, page.undo)}
${everything(props)}</div>`;
    case "undone":
    case "canceled":
    case "undoing":
      return html`${text}${about(props)}
<div class="do">${unsubscribe(props, true)}
${everything(props)}</div>`;
    case "asked-again":
    case "others-stand":
    case "too-late":
      return html`${text}${about(props)}`;
    case "out-of-date":
      return html`${text}${about(props)}
<div class="do"><a class="button quiet" href="${details.path}${query}">${messages.asking.title}</a></div>`;
    case "try-again":
    case "too-many": {
      const label = messages["try-again"].button;
      const quiet = page.kind === "too-many";
      return html`${text}${about(props)}
<div class="do">${stepForm({ ...details, query, step: page.step, label, quiet })}</div>`;
    }
    case "general":
    case "home":
      return html`${text}${help(messages, brand.support)}`;
    case "bad-link":
      return html`${text}
<ul>${messages["bad-link"].hints.map((hint) => html`<li>${hint}</li>`)}</ul>
${help(messages, brand.support)}`;
    case "out-of-order":
      return html`${text}${help(messages, brand.support)}
<div class="do"><a class="button" href="">${messages["try-again"].button}</a></div>`;
  }
}

/** The sender, the list's name, and the masked address, each with its label. */
function about({ messages: { labels }, details: { sender, name, who } }: ContentProps): Html {
  return html`<dl>${row(labels.sender, sender)}${row(labels.list, name)}${row(labels.address, who)}</dl>`;
}

function row(label: string, value: string | Html | undefined) {
  return value && html`<div><dt>${label}</dt> <dd><bdi>${value}</bdi></dd></div>\n`;
}

function help({ help: { write, reply } }: Messages, support: string | undefined): Html {
  if (support === undefined) return html`<p>${reply}</p>`;
  const address = encodeURIComponent(support).replace(/%40(?!.*%40)/, "@");
  return html`<p>${write} <a href="mailto:${address}"><bdi>${support}</bdi></a></p>`;
}

interface StepFormProps {
  path: Details["path"];
  step: Step;
  label: string | Html;
  /** Whether it is less prominent than the page's main choice. */
  quiet?: boolean;
  query: string;
}

/** A button that posts one step. */
function stepForm({ path, step, label, quiet = false, query }: StepFormProps): Html {
  const action = step.action === "leave" ? path : html`${path}/${step.action}`;
  const [name, value] = step.action === "undo" ? ["token", step.token] : ["view", step.view];
  return html`<form method="post" action="${action}${query}">
<input type="hidden" name="${name}" value="${value}">
<button class="button${quiet && " quiet"}" name="confirm" value="page">${label}</button>
</form>`;
}

/** The button that ends the subscription to the list. On a page that says "you are subscribed again", it is quiet. */
function unsubscribe(props: ContentProps, quiet = false): Html | undefined {
  const { messages, details, query } = props;
  const { view } = details;
  if (view === undefined) return undefined;
  const step = { action: "leave", view } as const;
  return stepForm({ ...details, query, step, label: messages.asking.button, quiet });
}

/** The second choice, if it is offered: unsubscribe from all of this sender's mailings. */
function everything({ messages, details, brand, query }: ContentProps): Html | undefined {
  const { everythingView: view } = details;
  if (view === undefined) return undefined;
  const { button, buttonUnnamed } = messages.everything;
  const [before, after] = button.split("{brand}");
  const label =
    brand.name === undefined ? buttonUnnamed : html`${before}<bdi>${brand.name}</bdi>${after}`;
  const step = { action: "everything", view } as const;
  return stepForm({ ...details, query, label, step, quiet: true });
}

/** The offer to undo, which lasts half an hour. */
function undo({ messages, details, query }: ContentProps, { token, isFresh }: Undo): Html {
  const { question, button: label, note } = messages.undo;
  const step = { action: "undo", token } as const;
  return html`<div class="undo">
<p>${question}${isFresh && html` <small>${note}</small>`}</p>
${stepForm({ ...details, query, step, label, quiet: true })}
</div>`;
}

/** The settings to add or correct, and how the operator sees whether that was enough. */
function settings(faults: readonly Fault[]): Html {
  const items = faults.map(({ setting, problem }) => {
    const parts = problem
      .split("`")
      .map((part, at) => (at % 2 ? html`<code>${part}</code>` : part));
    return html`<li><strong>${setting}</strong> ${parts}.</li>`;
  });
  return html`<ul>${items}</ul>
<p>In Cloudflare's dashboard, LISTS and BRAND are JSON. After a change, reload this page. <a href="/leave/-/health">/leave/-/health</a> reports the same.</p>`;
}

/** Every language under its own name, which is also its place in the order. */
const BY_NAME = LANGUAGES.toSorted((one, other) =>
  all[one].languageName.localeCompare(all[other].languageName, "en"),
);

/** Links to the page that the menu was opened from, in each language. */
function languages(current: Language): Html {
  const link = (tag: Language) =>
    html`<li><a href="?lang=${tag}" lang="${tag}"${tag === current && html` aria-current="true"`}>${
      all[tag].languageName
    }</a></li>\n`;
  return html`<ul class="languages">${BY_NAME.map(link)}</ul>`;
}
