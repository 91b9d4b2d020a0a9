/**
 * The Broadcast that the mailbox sends: an issue of Acme's weekly, as a sender would write it for
 * Resend, with the one line in it that this project is about.
 */

import { randomUUID } from "node:crypto";
import { SAMPLE_LISTS } from "../samples.ts";
import type { Broadcast } from "../store.ts";
import { LINKED_LIST } from "./linked-samples.ts";

/** The line that puts each reader's own link into a Broadcast. */
export function leaveLine(property: string): string {
  return `<a href="{{{contact.${property}}}}">Leave this list</a>`;
}

const STYLE = `
  :root { color-scheme: light dark; }
  body { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem 1.5rem;
    font: 1.0625rem/1.65 Charter, "Bitstream Charter", Georgia, serif; }
  h1 { margin: 0 0 1rem; font-size: 1.4375rem; font-weight: 400; line-height: 1.4; }
  footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid #8886;
    font: 0.8125rem/1.6 system-ui, sans-serif; }
  body { color: #22252b; } a { color: #2f5bd0; }
  @media (prefers-color-scheme: dark) { body { color: #e7e6e2; } a { color: #9db8ff; } }
`;

/** @param property the contact property that holds the links */
export function sampleBroadcast(property: string, now: Date): Broadcast {
  const { name, segment } = SAMPLE_LISTS[LINKED_LIST];
  return {
    id: randomUUID(),
    name,
    segmentId: segment,
    from: "Acme Weekly <weekly@news.example.com>",
    subject: "{{{contact.first_name|Reader}}}, a desk by the window",
    html: `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><style>${STYLE}</style></head>
  <body>
    <h1>Hello {{{contact.first_name|there}}}, turn your desk by a quarter.</h1>
    <p>Light from the side is kinder than light from behind: no glare, no shadow of your own hand,
      and something to look at that is farther away than the wall.</p>
    <p>Also in this issue: what a lamp should cost, and a drawer that closes by itself.</p>
    <footer>You get this because you signed up for ${name}. ${leaveLine(property)}</footer>
  </body>
</html>`,
    text: `Hello {{{contact.first_name|there}}}, turn your desk by a quarter.\n\nLeave this list: {{{contact.${property}}}}\n`,
    replyTo: null,
    previewText: null,
    status: "draft",
    createdAt: now.toISOString(),
    sentAt: null,
  };
}
