/**
 * The mailbox over HTTP: the page, its style and script, what its buttons do, and a stream that
 * says when something changed. Every button is a form, and ends on the page again.
 */

import { readFileSync } from "node:fs";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { isFault, NO_FAULT } from "../faults.ts";
import type { World } from "../world.ts";
import { broadcastRoutes } from "./broadcast-routes.ts";
import type { LedgerWatch } from "./ledger-watch.ts";
import type { Letter } from "./letters.ts";
import { mailtoOf, sendMail } from "./mail.ts";
import { sendOneClick } from "./one-click.ts";
import { mailboxPage } from "./page.ts";

const STYLE = readFileSync(new URL("mailbox.css", import.meta.url), "utf8");
const SCRIPT = readFileSync(new URL("live.js", import.meta.url), "utf8");

const HEARTBEAT_MS = 15_000;

/** What is in the mailbox from the start. */
export interface MailboxContents {
  letters: readonly Letter[];
  /** The contact property that holds the links, if there is a Broadcast to send. */
  property: string | undefined;
}

export function mailbox(world: World, { letters, property }: MailboxContents, watch: LedgerWatch) {
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(async (c, next) => {
    c.header("cache-control", "no-store");
    await next();
  });

  app.get("/", async (c) => {
    const wanted = c.req.query("message");
    const all = [...letters, ...world.sent.letters];
    const open = all.find(({ id }) => id === wanted) ?? letters[0];
    const ledger = await watch.view();
    return c.html(mailboxPage({ world, letters, open, ledger, property, now: Date.now() }));
  });

  app.get("/mailbox/mailbox.css", (c) => c.body(STYLE, 200, { "content-type": "text/css" }));
  app.get("/mailbox/live.js", (c) => c.body(SCRIPT, 200, { "content-type": "text/javascript" }));

  app.post("/mailbox/:letter/unsubscribe", async (c) => {
    const letter = letters.find(({ id }) => id === c.req.param("letter"));
    if (letter === undefined) return c.text("There is no such letter.", 404);
    world.answers.set(letter.id, await sendOneClick(letter));
    await watch.ask();
    world.ring();
    return c.redirect(`/?message=${letter.id}#reading`, 303);
  });

  app.post("/mailbox/:letter/mail", async (c) => {
    const letter = letters.find(({ id }) => id === c.req.param("letter"));
    const address = letter && mailtoOf(letter);
    if (letter === undefined || address === undefined)
      return c.text("There is no such address.", 404);
    world.answers.set(letter.id, await sendMail(letter, address, new URL(letter.url).origin));
    await watch.ask();
    world.ring();
    return c.redirect(`/?message=${letter.id}#reading`, 303);
  });

  if (property !== undefined) app.route("/", broadcastRoutes(world, property));

  app.post("/mailbox/fault", async (c) => {
    const { fault } = await c.req.parseBody();
    if (!isFault(fault)) return c.text("There is no such fault.", 400);
    world.fault = { ...NO_FAULT, kind: fault };
    world.ring();
    return c.redirect("/#faults", 303);
  });

  app.post("/mailbox/retry", async (c) => {
    await watch.retry();
    world.ring();
    return c.redirect("/#ledger-title", 303);
  });

  app.post("/mailbox/reset", (c) => {
    world.reset();
    world.ring();
    return c.redirect("/", 303);
  });

  app.get("/mailbox/changes", (c) =>
    streamSSE(c, async (stream) => {
      const beat = () => stream.writeSSE({ event: "heartbeat", data: "" });
      const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
      const stop = world.onRing(() => void stream.writeSSE({ data: "changed" }));
      const leave = watch.attend();
      await beat();
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(heartbeat);
      stop();
      leave();
    }),
  );

  return app;
}
