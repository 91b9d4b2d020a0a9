/** What stands in the card below the heading: one arrangement for each state. */

import type { Messages } from "../messages/index.ts";
import { everythingLabel, stepForm, undo } from "./forms.ts";
import { html, type Html } from "./html.ts";
import { nameIn } from "./list-name.ts";
import { maskContact } from "./mask.ts";
import type { Brand, Page, Subject } from "./page.ts";
import { words } from "./words.ts";

interface ContentProps {
  messages: Messages;
  language: string;
  brand: Brand;
  /** `?lang=…`, where the link asks for a language. */
  query: string;
}

/** A page's content. */
export function content(page: Page, props: ContentProps): Html {
  const { messages, brand, query } = props;
  const text = html`<p>${words(page.state, messages).text}</p>`;
  switch (page.state) {
    case "asking": {
      const { subject, offerEverything } = page;
      const { button, note } = messages.asking;
      return html`${subjectBox(subject, props)}${text}
${stepForm({ subject, query, step: { action: "leave" }, label: button })}
${offerEverything && everything(subject, props)}
<p class="note">${note}</p>`;
    }
    case "left":
    case "leaving": {
      const { subject, undo: step, offerEverything } = page;
      return html`${subjectBox(subject, props)}${text}
${step && undo({ subject, messages, query, step })}
${offerEverything && everything(subject, props)}`;
    }
    case "stopped": {
      const { subject, undo: step } = page;
      return html`${text}${step && undo({ subject, messages, query, step })}`;
    }
    case "rejoined":
    case "resumed":
    case "cancelled":
    case "expired":
    case "too-late":
      return html`${subjectBox(page.subject, props)}${text}`;
    case "try-again":
    case "too-many": {
      const { subject, step } = page;
      const quiet = page.state === "too-many" && ({ quiet: "button" } as const);
      return html`${subjectBox(subject, props)}${text}
${stepForm({ subject, query, step, label: messages.tryAgain.button, ...quiet })}`;
    }
    case "no-reader":
      return html`${text}${help(messages, brand.support)}`;
    case "bad-link":
      return html`${text}
<ul>${messages.badLink.hints.map((hint) => html`<li>${hint}</li>`)}</ul>
${help(messages, brand.support)}`;
    case "out-of-order":
      return html`${text}<a class="button" href="">${messages.tryAgain.button}</a>`;
  }
}

function everything(subject: Subject, { messages, brand, query }: ContentProps): Html {
  const label = everythingLabel(messages, brand);
  return stepForm({ subject, query, label, step: { action: "everything" }, quiet: "link" });
}

function subjectBox({ listName, contact }: Subject, { language }: ContentProps): Html | undefined {
  const name = nameIn(language, listName);
  const masked = maskContact(contact);
  if (name === undefined && masked === undefined) return undefined;
  return html`<p class="subject">${name && html`<b><bdi>${name}</bdi></b>`}${
    masked && html`<bdi>${masked}</bdi>`
  }</p>`;
}

function help({ help: { write, reply } }: Messages, support: string | undefined): Html {
  if (support === undefined) return html`<p>${reply}</p>`;
  const address = encodeURIComponent(support).replace(/%40(?!.*%40)/, "@");
  return html`<p>${write} <a href="mailto:${address}"><bdi>${support}</bdi></a></p>`;
}
