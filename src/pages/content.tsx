/** What stands in the card: one component for each kind of page. */

import type { Messages } from "../messages/index.ts";
import { maskContact } from "./mask.ts";
import type { Page, Subject } from "./page.ts";

interface ContentProps {
  page: Page;
  messages: Messages;
  /** The e-mail address that answers readers. */
  support: string | undefined;
}

export function Content({ page, messages, support }: ContentProps) {
  switch (page.state) {
    case "asking":
      return (
        <>
          <SubjectBox subject={page.subject} />
          <p>{messages.asking.text}</p>
          <LeaveForm subject={page.subject} button={messages.asking.button} />
          <p class="note">{messages.asking.note}</p>
        </>
      );
    case "left":
    case "leaving":
      return (
        <>
          <SubjectBox subject={page.subject} />
          <p>{words(page, messages).text}</p>
        </>
      );
    case "try-again":
    case "too-many":
      return (
        <>
          <SubjectBox subject={page.subject} />
          <p>{words(page, messages).text}</p>
          <LeaveForm subject={page.subject} button={messages.tryAgain.button} />
        </>
      );
    case "bad-link":
      return <BadLink messages={messages} support={support} />;
    case "out-of-order":
      return (
        <>
          <p>{messages.outOfOrder.text}</p>
          <a class="button" href="">
            {messages.tryAgain.button}
          </a>
        </>
      );
  }
}

/** The heading and the sentence that say what happened. */
export function words({ state }: Page, messages: Messages): { title: string; text: string } {
  switch (state) {
    case "asking":
      return messages.asking;
    case "left":
      return messages.left;
    case "leaving":
      return messages.leaving;
    case "try-again":
      return messages.tryAgain;
    case "too-many":
      return messages.tooMany;
    case "bad-link":
      return messages.badLink;
    case "out-of-order":
      return messages.outOfOrder;
  }
}

function SubjectBox({ subject }: { subject: Subject }) {
  const masked = maskContact(subject.contact);
  if (subject.listName === undefined && masked === undefined) return null;
  return (
    <p class="subject">
      {subject.listName && (
        <b>
          <bdi>{subject.listName}</bdi>
        </b>
      )}
      {masked && (
        <span>
          <bdi>{masked}</bdi>
        </span>
      )}
    </p>
  );
}

function LeaveForm({ subject, button }: { subject: Subject; button: string }) {
  return (
    <form method="post" action={subject.leavePath}>
      <button class="button" name="confirm" value="page">
        {button}
      </button>
    </form>
  );
}

function BadLink({ messages, support }: Omit<ContentProps, "page">) {
  const { text, hints, support: writeTo, noSupport } = messages.badLink;
  return (
    <>
      <p>{text}</p>
      <ul>
        {hints.map((hint) => (
          <li>{hint}</li>
        ))}
      </ul>
      {support ? (
        <p>
          {writeTo} <a href={`mailto:${encodeURIComponent(support)}`}>{support}</a>
        </p>
      ) : (
        <p>{noSupport}</p>
      )}
    </>
  );
}
