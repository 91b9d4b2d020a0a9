/** What stands in the card below the heading: one arrangement for each state. */

import type { Messages } from "../messages/index.ts";
import { everythingLabel, stepForm, undo } from "./forms.ts";
import { html, type Html } from "./html.ts";
import type { Brand, Page } from "./page.ts";
import type { Shown } from "./shown.ts";
import { words } from "./words.ts";

interface ContentProps {
  messages: Messages;
  shown: Shown;
  brand: Brand;
  /** `?lang=…`, where the link asks for a language. */
  query: string;
}

/** A page's content. */
export function content(page: Page, props: ContentProps): Html {
  const { messages, shown, brand, query } = props;
  const { path } = shown;
  const text = html`<p>${words(page.state, messages).text}</p>`;
  switch (page.state) {
    case "asking": {
      const { button, note } = messages.asking;
      return html`${subjectBox(shown)}${text}
${stepForm({ path, query, step: { action: "leave" }, label: button })}
${page.offerEverything && everything(props)}
<p class="note">${note}</p>`;
    }
    case "left":
    case "leaving": {
      const { undo: step, offerEverything } = page;
      return html`${subjectBox(shown)}${text}
${step && undo({ path, messages, query, step })}
${offerEverything && everything(props)}`;
    }
    case "stopped": {
      const { undo: step } = page;
      return html`${text}${step && undo({ path, messages, query, step })}`;
    }
    case "rejoined":
    case "resumed":
    case "cancelled":
    case "expired":
    case "too-late":
      return html`${subjectBox(shown)}${text}`;
    case "try-again":
    case "too-many": {
      const quiet = page.state === "too-many" && ({ quiet: "button" } as const);
      return html`${subjectBox(shown)}${text}
${stepForm({ path, query, step: page.step, label: messages.tryAgain.button, ...quiet })}`;
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

function everything({ messages, shown: { path }, brand, query }: ContentProps): Html {
  const label = everythingLabel(messages, brand);
  return stepForm({ path, query, label, step: { action: "everything" }, quiet: "link" });
}

function subjectBox({ name, who }: Shown): Html | undefined {
  if (name === undefined && who === undefined) return undefined;
  return html`<p class="subject">${name && html`<b><bdi>${name}</bdi></b>`}${
    who && html`<bdi>${who}</bdi>`
  }</p>`;
}

function help({ help: { write, reply } }: Messages, support: string | undefined): Html {
  if (support === undefined) return html`<p>${reply}</p>`;
  const address = encodeURIComponent(support).replace(/%40(?!.*%40)/, "@");
  return html`<p>${write} <a href="mailto:${address}"><bdi>${support}</bdi></a></p>`;
}
