/**
 * The content of a page's card below the heading, for each kind of page, with its forms. Each choice is a separate form
 * with its own URL; none needs a script.
 */

import type { AllMessages } from "../messages/index.ts";
import type { Brand } from "../settings/brand.ts";
import { html, type Html } from "./html.ts";
import type { Page, Step, Text } from "./page.ts";

/** What differs between two people's pages in one language. */
export interface Details {
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
  messages: AllMessages;
  /** The sentence that says what happened. */
  text: Text;
  details: Details;
  brand: Brand;
  /** `?lang=…`, if the link asks for a language. */
  query: string;
}

/** Renders a page's content. */
export function content(page: Page, props: ContentProps): Html {
  const { messages, details, brand, query } = props;
  const { path } = details;
  const text = html`<p${props.text.attributes}>${props.text.text}</p>`;
  switch (page.kind) {
    case "asking":
      return html`${about(details)}${text}
${unsubscribe(props)}
${everything(props)}`;
    case "done":
    case "queued":
    case "no-contact":
    case "dead-letter": {
      const { kind, undo: token } = page;
      return html`${about(details)}${text}
${kind === "dead-letter" && help(messages, brand.support)}
${token !== undefined && undo(props, token)}
${everything(props)}`;
    }
    case "undone":
    case "canceled":
    case "undoing":
      return html`${about(details)}${text}
${unsubscribe(props, "button")}
${everything(props)}`;
    case "asked-again":
    case "others-stand":
    case "too-late":
      return html`${about(details)}${text}`;
    case "out-of-date":
      return html`${about(details)}${text}
<a class="button quiet" href="${path}${query}">${messages.asking.title}</a>`;
    case "try-again":
    case "too-many": {
      const quiet = page.kind === "too-many" && ({ quiet: "button" } as const);
      return html`${about(details)}${text}
${stepForm({ path, query, step: page.step, label: messages["try-again"].button, ...quiet })}`;
    }
    case "general":
    case "home":
      return html`${text}${help(messages, brand.support)}`;
    case "bad-link":
      return html`${text}
<ul>${messages["bad-link"].hints.map((hint) => html`<li>${hint}</li>`)}</ul>
${help(messages, brand.support)}`;
    case "out-of-order":
      return html`${text}<a class="button" href="">${messages["try-again"].button}</a>
${help(messages, brand.support)}`;
  }
}

/** The list's name and the masked address. */
function about({ name, who }: Details): Html | undefined {
  if (name === undefined && who === undefined) return undefined;
  return html`<p class="subject">${name && html`<b><bdi>${name}</bdi></b>`}${
    who && html`<bdi>${who}</bdi>`
  }</p>`;
}

function help({ help: { write, reply } }: AllMessages, support: string | undefined): Html {
  if (support === undefined) return html`<p>${reply}</p>`;
  const address = encodeURIComponent(support).replace(/%40(?!.*%40)/, "@");
  return html`<p>${write} <a href="mailto:${address}"><bdi>${support}</bdi></a></p>`;
}

interface StepFormProps {
  path: Details["path"];
  step: Step;
  label: string | Html;
  /** Less prominent than the page's main choice: an outlined button, or a link. */
  quiet?: "button" | "link";
  query: string;
}

const CLASSES = { loud: "button", button: "button quiet", link: "button quiet link" };

/** A button that posts one step. */
function stepForm({ path, step, label, quiet, query }: StepFormProps): Html {
  const action = step.action === "leave" ? path : html`${path}/${step.action}`;
  const [name, value] = step.action === "undo" ? ["token", step.token] : ["view", step.view];
  return html`<form method="post" action="${action}${query}">
<input type="hidden" name="${name}" value="${value}">
<button class="${CLASSES[quiet ?? "loud"]}" name="confirm" value="page">${label}</button>
</form>`;
}

/** The button that ends the subscription to the list. On a page that says "you are subscribed again", it is quiet. */
function unsubscribe(
  { messages, details: { path, view }, query }: ContentProps,
  quiet?: "button",
): Html | undefined {
  if (view === undefined) return undefined;
  const label = messages.asking.button;
  return stepForm({ path, query, step: { action: "leave", view }, label, ...(quiet && { quiet }) });
}

/** The second choice, if it is offered: stop all of this sender's mailings. */
function everything({ messages, details, brand, query }: ContentProps): Html | undefined {
  const { path, everythingView: view } = details;
  if (view === undefined) return undefined;
  const { button, buttonUnnamed } = messages.everything;
  const [before, after] = button.split("{brand}");
  const label =
    brand.name === undefined ? buttonUnnamed : html`${before}<bdi>${brand.name}</bdi>${after}`;
  return stepForm({ path, query, label, step: { action: "everything", view }, quiet: "link" });
}

/** The offer to undo, which lasts half an hour. */
function undo({ messages, details, query }: ContentProps, token: string): Html {
  const { question, button: label, note } = messages.undo;
  const step = { action: "undo", token } as const;
  return html`<div class="undo">
<p>${question}</p>
${stepForm({ path: details.path, query, step, label, quiet: "button" })}
<p class="note">${note}</p>
</div>`;
}
