/** What stands in the card below the heading: one arrangement for each state. */

import type { Messages } from "../messages/index.ts";
import { everythingLabel, stepForm, undo } from "./forms.ts";
import { html, type Html } from "./html.ts";
import type { Brand, Page } from "./page.ts";
import type { Shown } from "./shown.ts";
import type { Text } from "./words.ts";

interface ContentProps {
  messages: Messages;
  /** The sentence that says what happened. */
  text: Text;
  shown: Shown;
  brand: Brand;
  /** `?lang=…`, where the link asks for a language. */
  query: string;
}

/** A page's content. */
export function content(page: Page, props: ContentProps): Html {
  const { messages, shown, brand, query } = props;
  const { path } = shown;
  const text = html`<p${props.text.attributes}>${props.text.text}</p>`;
  switch (page.state) {
    case "asking": {
      const { button, note } = messages.asking;
      return html`${subjectBox(shown)}${text}
${stepForm({ path, query, step: { action: "leave", view: shown.view }, label: button })}
${everything(props)}
<p class="note">${note}</p>`;
    }
    case "left":
    case "queued":
    case "no-contact":
    case "dead-letter": {
      const { state, scope, undo: token } = page;
      return html`${subjectBox(shown)}${text}
${state === "dead-letter" && help(messages, brand.support)}
${token !== undefined && undo({ path, messages, query, token, scope })}
${everything(props)}`;
    }
    case "undone":
    case "canceled":
    case "undoing":
    case "asked-again":
    case "others-stand":
    case "expired":
      return html`${subjectBox(shown)}${text}`;
    case "out-of-date":
      return html`${subjectBox(shown)}${text}
<a class="button quiet" href="${path}${query}">${messages.asking.title}</a>`;
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

/** The second choice, where it is offered. */
function everything({ messages, shown, brand, query }: ContentProps): Html | undefined {
  const { path, everythingView: view } = shown;
  if (view === undefined) return undefined;
  const label = everythingLabel(messages, brand);
  return stepForm({ path, query, label, step: { action: "everything", view }, quiet: "link" });
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
