/** What a reader can do. Each choice is a form of its own with its own address; none needs a script. */

import type { Messages } from "../messages/index.ts";
import { html, type Html } from "./html.ts";
import type { Brand, Scope, Step } from "./page.ts";
import type { Shown } from "./shown.ts";

interface StepFormProps {
  /** The link's own. */
  path: Shown["path"];
  step: Step;
  label: string | Html;
  /** Quieter than the page's main choice: a button with an edge alone, or no more than a link. */
  quiet?: "button" | "link";
  /** `?lang=…`, where the link asks for a language. */
  query: string;
}

const CLASSES = { loud: "button", button: "button quiet", link: "button quiet link" };

/** One button that posts one step. */
export function stepForm({ path, step, label, quiet, query }: StepFormProps): Html {
  const action = step.action === "leave" ? path : html`${path}/${step.action}`;
  const [name, value] = step.action === "undo" ? ["token", step.token] : ["view", step.view];
  return html`<form method="post" action="${action}${query}">
<input type="hidden" name="${name}" value="${value}">
<button class="${CLASSES[quiet ?? "loud"]}" name="confirm" value="page">${label}</button>
</form>`;
}

/** Names the second choice: nothing from this sender any more. */
export function everythingLabel(messages: Messages, brand: Brand): string | Html {
  const { button, buttonUnnamed } = messages.everything;
  if (brand.name === undefined) return buttonUnnamed;
  const [before, after] = button.split("{brand}");
  return html`${before}<bdi>${brand.name}</bdi>${after}`;
}

/** The way back, for half an hour. */
export function undo(props: {
  path: Shown["path"];
  token: string;
  scope: Scope;
  messages: Messages;
  query: string;
}): Html {
  const { question, rejoin, resume, note } = props.messages.undo;
  const step: Step = { action: "undo", token: props.token };
  const label = props.scope === "everything" ? resume : rejoin;
  return html`<div class="undo">
<p>${question}</p>
${stepForm({ ...props, step, label, quiet: "button" })}
<p class="note">${note}</p>
</div>`;
}
