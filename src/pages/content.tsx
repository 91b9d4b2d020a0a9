/** What stands in the card below the heading: one arrangement for each state. */

import type { Messages } from "../messages/index.ts";
import { EverythingLabel, StepForm, Undo } from "./forms.tsx";
import { nameIn } from "./list-name.ts";
import { maskContact } from "./mask.ts";
import type { Brand, Page, Subject } from "./page.ts";
import { words } from "./words.ts";

interface ContentProps {
  page: Page;
  messages: Messages;
  language: string;
  brand: Brand;
  /** `?lang=…`, where the link asks for a language. */
  query: string;
}

export function Content(props: ContentProps) {
  const { page, messages, brand } = props;
  const text = <p>{words(page.state, messages).text}</p>;
  switch (page.state) {
    case "asking":
      return (
        <>
          <SubjectBox {...props} subject={page.subject} />
          {text}
          <StepForm {...props} {...page} step={LEAVE} label={messages.asking.button} />
          {page.offerEverything && <Everything {...props} subject={page.subject} />}
          <p class="note">{messages.asking.note}</p>
        </>
      );
    case "left":
    case "leaving":
    case "stopped":
      return (
        <>
          {page.state !== "stopped" && <SubjectBox {...props} subject={page.subject} />}
          {text}
          {page.undo && <Undo {...props} subject={page.subject} step={page.undo} />}
          {"offerEverything" in page && page.offerEverything && (
            <Everything {...props} subject={page.subject} />
          )}
        </>
      );
    case "rejoined":
    case "resumed":
    case "cancelled":
    case "expired":
    case "too-late":
      return (
        <>
          <SubjectBox {...props} subject={page.subject} />
          {text}
        </>
      );
    case "try-again":
    case "too-many":
      return (
        <>
          <SubjectBox {...props} subject={page.subject} />
          {text}
          <StepForm
            {...props}
            {...page}
            label={messages.tryAgain.button}
            quiet={page.state === "too-many" ? "button" : undefined}
          />
        </>
      );
    case "bad-link":
      return (
        <>
          {text}
          <ul>
            {messages.badLink.hints.map((hint) => (
              <li>{hint}</li>
            ))}
          </ul>
          <Help messages={messages} support={brand.support} />
        </>
      );
    case "out-of-order":
      return (
        <>
          {text}
          <a class="button" href="">
            {messages.tryAgain.button}
          </a>
        </>
      );
  }
}

const LEAVE = { action: "leave" } as const;
const EVERYTHING = { action: "everything" } as const;

function Everything(props: ContentProps & { subject: Subject }) {
  const label = <EverythingLabel {...props} />;
  return (
    <StepForm
      subject={props.subject}
      step={EVERYTHING}
      label={label}
      query={props.query}
      quiet="link"
    />
  );
}

function SubjectBox({ subject, language }: { subject: Subject; language: string }) {
  const listName = nameIn(language, subject.listName);
  const masked = maskContact(subject.contact);
  if (listName === undefined && masked === undefined) return null;
  return (
    <p class="subject">
      {listName && (
        <b>
          <bdi>{listName}</bdi>
        </b>
      )}
      {masked && <bdi>{masked}</bdi>}
    </p>
  );
}

function Help({ messages, support }: { messages: Messages; support: string | undefined }) {
  const { write, reply } = messages.help;
  if (support === undefined) return <p>{reply}</p>;
  return (
    <p>
      {write}{" "}
      <a href={`mailto:${encodeURIComponent(support).replace(/%40(?!.*%40)/, "@")}`}>
        <bdi>{support}</bdi>
      </a>
    </p>
  );
}
