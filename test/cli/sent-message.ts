/**
 * A newsletter as it arrives in a mailbox through Resend: signed for the sender's domain and for Amazon SES. The
 * signatures are not genuine.
 */

import { leaveHeaders, leaveUrl } from "../../src/links/index.ts";

/** What is wrong with it. */
export type MessageFault = "none" | "tracked" | "uncovered" | "bare";

type Sent = Parameters<typeof leaveHeaders>[0];

const UNCOVERED = "from:to:subject:date:message-id:mime-version:content-type";
const COVERED = `list-unsubscribe:list-unsubscribe-post:${UNCOVERED}`;

/** As long as that of a key of 1,024 bits. */
const NOT_GENUINE = Buffer.alloc(128, "not genuine ").toString("base64");

/** Writes the source of the message. */
export async function sentMessage(sent: Sent, fault: MessageFault = "none"): Promise<string> {
  const headers = fault === "bare" ? {} : await headersOf(sent, fault);
  const link =
    fault === "tracked" ? "https://links.news.acme.com/CL0/abc123/1" : await leaveUrl(sent);
  const covered = fault === "uncovered" || fault === "bare" ? UNCOVERED : COVERED;
  const lines = [
    "Return-Path: <0100018f@send.news.acme.com>",
    "Authentication-Results: mx.example.com; dkim=pass header.d=news.acme.com;",
    " dkim=pass header.d=amazonses.com; spf=pass; dmarc=pass header.from=news.acme.com",
    signature("news.acme.com", covered),
    signature("amazonses.com", covered),
    "From: Acme <weekly@news.acme.com>",
    "To: Mira Holm <mira@example.com>",
    "Subject: The case for one empty drawer",
    "Date: Mon, 23 Nov 2026 09:00:00 +0000",
    "Message-ID: <0100018f@email.amazonses.com>",
    "List-Id: Weekly digest <weekly.acme.com>",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "MIME-Version: 1.0",
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    `<p>Hello.</p><p><a href=3D"${link}">Unsubscribe</a></p>`,
    "<p>Acme, 1 Drawer Lane, Springfield, IL 62701</p>",
    "",
  ];
  return lines.join("\r\n");
}

async function headersOf(sent: Sent, fault: MessageFault): Promise<Record<string, string>> {
  const headers = await leaveHeaders(sent);
  if (fault === "tracked") {
    return { ...headers, "List-Unsubscribe": "<https://links.news.acme.com/CL0/abc123/2>" };
  }
  // Long lines are folded on their way.
  const folded = headers["List-Unsubscribe"].replace(">, <", ">,\r\n <");
  return { ...headers, "List-Unsubscribe": folded };
}

function signature(domain: string, covered: string): string {
  return [
    `DKIM-Signature: v=1; a=rsa-sha256; q=dns/txt; c=relaxed/simple; s=resend;`,
    ` d=${domain}; t=1795424400; h=${covered.replaceAll(":", ":\r\n  ")};`,
    ` bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=${NOT_GENUINE}`,
  ].join("\r\n");
}
