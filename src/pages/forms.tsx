/** What a reader can do. Each choice is a form of its own with its own address; none needs a script. */

import type { Child } from "hono/jsx";

import type { Messages } from "../messages/index.ts";
import type { Brand, Step, Subject } from "./page.ts";

interface StepFormProps {
  subject: Subject;
  step: Step;
  label: Child;
  /** Quieter than the page's main choice: a button with an edge alone, or no more than a link. */
  quiet?: "button" | "link" | undefined;
  /** `?lang=…`, where the link asks for a language. */
  query: string;
}

const CLASSES = { loud: "button", button: "button quiet", link: "button quiet link" };

export function StepForm({ subject, step, label, quiet, query }: StepFormProps) {
  const path = step.action === "leave" ? subject.path : `${subject.path}/${step.action}`;
  return (
    <form method="post" action={path + query}>
      {step.action === "rejoin" && <input type="hidden" name="proof" value={step.proof} />}
      <button class={CLASSES[quiet ?? "loud"]} name="confirm" value="page">
        {label}
      </button>
    </form>
  );
}

/** Names the second choice: nothing from this sender any more. */
export function EverythingLabel({ messages, brand }: { messages: Messages; brand: Brand }) {
  const { button, buttonUnnamed } = messages.everything;
  if (brand.name === undefined) return <>{buttonUnnamed}</>;
  const [before, after] = button.split("{brand}");
  return (
    <>
      {before}
      <bdi>{brand.name}</bdi>
      {after}
    </>
  );
}

/** The way back, for half an hour. */
export function Undo(props: { subject: Subject; step: Step; messages: Messages; query: string }) {
  const { undo } = props.messages;
  const everything = props.step.action === "rejoin" && props.step.undoes === "everything";
  return (
    <div class="undo">
      <p>{undo.question}</p>
      <StepForm
        subject={props.subject}
        step={props.step}
        label={everything ? undo.resume : undo.rejoin}
        query={props.query}
        quiet="button"
      />
      <p class="note">{undo.note}</p>
    </div>
  );
}
