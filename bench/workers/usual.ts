/**
 * What a sender writes in half an hour: Hono, a JSON Web Token in the link, Resend's own SDK. It asks on GET and
 * unsubscribes on POST. It has one language, no record, no retry, no limit, no undo.
 */

import { Hono } from "hono";
import { html } from "hono/html";
import { jwtVerify } from "jose";
import { Resend } from "resend";

type Env = Record<"LINK_SECRETS" | "RESEND_API_KEY" | "RESEND_BASE_URL", string>;
type Claims = Record<"contactId" | "segmentId" | "listName", string>;

const app = new Hono<{ Bindings: Env; Variables: { claims: Claims } }>();

app.use("/leave/:token", async (c, next) => {
  const secret = new TextEncoder().encode(c.env.LINK_SECRETS);
  const verified = await jwtVerify<Claims>(c.req.param("token"), secret).catch(() => undefined);
  if (verified === undefined) return c.html(page("This link does not work", html``), 404);
  c.set("claims", verified.payload);
  return next();
});

app.get("/leave/:token", (c) => {
  const form = html`<form method="post"><button>Unsubscribe</button></form>`;
  return c.html(page(`Leave “${c.get("claims").listName}”?`, form));
});

app.post("/leave/:token", async (c) => {
  const resend = new Resend(c.env.RESEND_API_KEY, { baseUrl: c.env.RESEND_BASE_URL });
  const { contactId, segmentId } = c.get("claims");
  const { error } = await resend.contacts.segments.remove({ contactId, segmentId });
  return error ? c.html(page("Try again", html``), 503) : c.html(page("You have left", html``));
});

const page = (title: string, content: ReturnType<typeof html>) =>
  html`<!doctype html>
    <html lang="en" style="font: 1rem/1.5 system-ui; max-width: 32rem; margin: 10vh auto">
      <meta name="viewport" content="width=device-width" />
      <title>${title}</title>
      <h1>${title}</h1>
      ${content}
    </html>`;

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default app;
