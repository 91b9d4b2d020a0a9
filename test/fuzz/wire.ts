/**
 * Bytes over a connection of their own, and the answers that come back. Nothing is tidied: what goes
 * out is what the attempt says.
 */

import { connect } from "node:net";

import { type Answer, readAnswers } from "./answers.ts";
import type { MailAttempt } from "./attempt.ts";

export interface Wire {
  port: number;
  bytes: string;
  /** The methods of the requests that are to be answered, in this order. */
  methods: readonly string[];
  /** Whether to go away once all is sent. */
  hangsUp: boolean;
}

/** Longer than the Worker waits for a body, and than Resend may take. */
const PATIENCE_MS = 20_000;

/** @returns the answers that came: none after hanging up, fewer than asked for when the server has ended it */
export function exchangeBytes({ port, bytes, methods, hangsUp }: Wire): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const answers = (ended: boolean) => readAnswers(Buffer.concat(chunks), methods, ended);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (answers(false).length >= methods.length) socket.destroy();
    });
    // Who answers before all is sent may end the connection under it.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") reject(error);
    });
    socket.on("close", () => resolve(answers(true)));
    socket.write(Buffer.from(bytes, "latin1"), () => hangsUp && socket.destroy());
  });
}

/** Hands over a mail as Email Routing would. */
export async function handOver(
  port: number,
  { from, to, message }: MailAttempt,
): Promise<Pick<Answer, "status" | "body">> {
  const query = new URLSearchParams({ from, to }).toString();
  const response = await fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/email?${query}`, {
    method: "POST",
    body: message,
  });
  return { status: response.status, body: await response.text() };
}
