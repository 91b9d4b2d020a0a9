/**
 * A newsletter as it arrives in a mailbox through Resend: signed for the sender's domain and for Amazon SES. The
 * signatures are not genuine.
 */

import { leaveHeaders, leaveUrl } from "../../src/links/index.ts";

type Sent = Parameters<typeof leaveHeaders>[0];

const COVERED =
  "list-unsubscribe:list-unsubscribe-post:from:to:subject:date:message-id:mime-version:content-type";

/** As long as that of a key of 1,024 bits. */
const NOT_GENUINE = Buffer.alloc(128, "not genuine ").toString("base64");

/** Writes the source of the message. */
export async function sentMessage(sent: Sent): Promise<string> {
  const link = await leaveUrl(sent);
  const headers = await leaveHeaders(sent);
  // Long lines are folded on their way.
  const folded = headers["List-Unsubscribe"].replace(">, <", ">,\r\n <");
  const lines = [
    "Return-Path: <0100018f@send.news.acme.com>",
    "Authentication-Results: mx.example.com; dkim=pass header.d=news.acme.com;",
    " dkim=pass header.d=amazonses.com; spf=pass; dmarc=pass header.from=news.acme.com",
    signature("news.acme.com"),
    signature("amazonses.com"),
    "From: Acme <weekly@news.acme.com>",
    "To: Mira Holm <mira@example.com>",
    "Subject: The case for one empty drawer",
    "Date: Mon, 23 Nov 2026 09:00:00 +0000",
    "Message-ID: <0100018f@email.amazonses.com>",
    "List-Id: Weekly digest <weekly.acme.com>",
    `List-Unsubscribe: ${folded}`,
    `List-Unsubscribe-Post: ${headers["List-Unsubscribe-Post"]}`,
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

function signature(domain: string): string {
  return [
    `DKIM-Signature: v=1; a=rsa-sha256; q=dns/txt; c=relaxed/simple; s=resend;`,
    ` d=${domain}; t=1795424400; h=${COVERED.replaceAll(":", ":\r\n  ")};`,
    ` bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=${NOT_GENUINE}`,
  ].join("\r\n");
}
