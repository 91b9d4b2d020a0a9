/**
 * What a sender writes in half an hour: Hono, a JSON Web Token in the link, Resend's own SDK. It asks on GET and
 * unsubscribes on POST. It has one language, no record, no retry, no limit, no undo.
 */

import { Hono } from "hono";
import { html } from "hono/html";
import { jwtVerify } from "jose";
import { Resend } from "resend";

interface Env {
  LINK_SECRETS: string;
  RESEND_API_KEY: string;
  RESEND_BASE_URL: string;
}

interface Claims {
  contactId: string;
  segmentId: string;
  listName: string;
}

const app = new Hono<{ Bindings: Env; Variables: { claims: Claims } }>();

app.use("/leave/:token", async (c, next) => {
  try {
    const secret = new TextEncoder().encode(c.env.LINK_SECRETS);
    const { payload } = await jwtVerify<Claims>(c.req.param("token"), secret);
    c.set("claims", payload);
  } catch {
    return c.html(page("This link does not work", html`<p>Copy the whole link.</p>`), 404);
  }
  return next();
});

app.get("/leave/:token", (c) => {
  const form = html`<p>You get “${c.get("claims").listName}”.</p>
    <form method="post"><button>Unsubscribe</button></form>`;
  return c.html(page("Leave this list?", form));
});

app.post("/leave/:token", async (c) => {
  const resend = new Resend(c.env.RESEND_API_KEY, { baseUrl: c.env.RESEND_BASE_URL });
  const { contactId, segmentId } = c.get("claims");
  const { error } = await resend.contacts.segments.remove({ contactId, segmentId });
  if (error) return c.html(page("Try again", html`<p>That did not work.</p>`), 503);
  return c.html(page("You are unsubscribed", html`<p>You will get no more of these emails.</p>`));
});

const STYLE = `body { font: 1rem/1.5 system-ui; max-width: 32rem; margin: 10vh auto; padding: 0 1rem }
  button { font: inherit; padding: 0.75rem 1.5rem }`;

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <style>
        ${STYLE}
      </style>
      <h1>${title}</h1>
      ${content}
    </html>`;
}

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default app;
