/**
 * The other way to unsubscribe: an e-mail to the `mailto:` of `List-Unsubscribe`, as Apple Mail sends
 * it, with an empty subject and nothing in it. It goes to wrangler's local stand-in for Email Routing.
 */

import { randomUUID } from "node:crypto";

import type { Letter } from "./letters.ts";
import { type Answer, exchange } from "./one-click.ts";

/** Where the mail goes; `undefined` when the letter's header names no address. */
export function mailtoOf({ headers }: Pick<Letter, "headers">): string | undefined {
  return /<mailto:([^>]*)>/.exec(headers["List-Unsubscribe"])?.[1];
}

/** Sends the mail. @param origin the Worker's, such as `http://localhost:8787` */
export function sendMail(letter: Letter, address: string, origin: string): Promise<Answer> {
  const from = letter.to.address;
  const query = new URLSearchParams({ from: asciiAddress(from), to: address }).toString();
  const message = [
    `From: ${asciiAddress(from)}`,
    `To: ${address}`,
    `Message-ID: <${randomUUID()}@example.com>`,
    `Date: ${new Date().toUTCString()}`,
    "Subject: ",
    "X-Mailer: Apple Mail",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "",
  ].join("\r\n");
  return exchange("mail", `${origin}/cdn-cgi/handler/email?${query}`, { body: message });
}

/** What may stand in an envelope without SMTPUTF8. */
function asciiAddress(address: string): string {
  const [local = "", domain = ""] = address.split("@");
  return `${local}@${new URL(`http://${domain}`).hostname}`;
}
