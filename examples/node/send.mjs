// Sends one email with one-click unsubscribe. Run by `npm run test:sdks`.
// npm install resend leave-this-list

import { Resend } from "resend";
import { leaveLink } from "./leave-link.mjs";

const { url, headers } = await leaveLink({
  origin: "https://acme.com",
  list: "weekly",
  contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
  secret: process.env.LINK_SECRET,
  mailtoDomain: "leave.acme.com",
});

const resend = new Resend(process.env.RESEND_API_KEY);
const { error } = await resend.emails.send({
  from: "Acme <weekly@news.acme.com>",
  to: "reader@example.com",
  subject: "The case for one empty drawer",
  html: `<p>…</p><p><a href="${url}">Unsubscribe</a></p>`,
  headers,
});
if (error) throw new Error(error.message);
