/**
 * The mailbox over HTTP: the page, its style and script, what its buttons do, and a stream that says when something
 * changed. Every button is a form, and ends on the page again.
 */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { Hono } from "hono";
import { streamSSE } from "hono/streaming";

import { isFault, NO_FAULT } from "../switches.ts";
import type { WorkerLinks } from "../samples.ts";
import type { World } from "../world.ts";
import { addContact, sendSample } from "./broadcast.ts";
import { writeLetters } from "./letters.ts";
import { mailboxPage } from "./page.ts";
import { ledgerView, mailtoOf, retryDeadLetters, sendMail, sendOneClick } from "./worker.ts";

const STYLE = readFileSync(new URL("mailbox.css", import.meta.url), "utf8");
const SCRIPT = readFileSync(new URL("live.js", import.meta.url), "utf8");

const POLL_MS = 1_000;

/** @param worker the Worker whose links are in the letters; without it there are none */
export async function mailbox(world: World, worker: WorkerLinks | undefined): Promise<Hono> {
  const app = new Hono();
  const letters = worker === undefined ? [] : await writeLetters(worker);
  const property = worker?.property;

  app.use(async (c, next) => {
    c.header("cache-control", "no-store");
    await next();
  });

  app.get("/", async (c) => {
    const wanted = c.req.query("message");
    const open = [...letters, ...world.letters].find(({ id }) => id === wanted) ?? letters[0];
    const ledger = await ledgerView(worker);
    return c.html(mailboxPage({ world, letters, open, ledger, property }));
  });

  app.get("/mailbox/mailbox.css", (c) => c.body(STYLE, 200, { "content-type": "text/css" }));
  app.get("/mailbox/live.js", (c) => c.body(SCRIPT, 200, { "content-type": "text/javascript" }));

  app.post("/mailbox/:letter/:by{unsubscribe|mail}", async (c) => {
    const letter = letters.find(({ id }) => id === c.req.param("letter"));
    if (letter === undefined) return c.notFound();
    const address = mailtoOf(letter);
    if (c.req.param("by") === "unsubscribe") {
      world.answers.set(letter.id, await sendOneClick(letter));
    } else if (address !== undefined) {
      world.answers.set(letter.id, await sendMail(letter, address));
    } else return c.notFound();
    world.announce();
    return c.redirect(`/?message=${letter.id}#reading`, 303);
  });

  if (property !== undefined) {
    app.post("/mailbox/people", async (c) => {
      const { email, firstName } = await c.req.parseBody();
      if (!addContact(world, email, firstName)) return c.text("This is not an email address.", 400);
      world.announce();
      return c.redirect("/#broadcast-title", 303);
    });

    app.post("/mailbox/broadcast", (c) => {
      const newest = sendSample(world, property);
      world.announce();
      return c.redirect(newest === undefined ? "/" : `/?message=${newest.id}#reading`, 303);
    });
  }

  app.post("/mailbox/fault", async (c) => {
    const { fault } = await c.req.parseBody();
    if (!isFault(fault)) return c.text("There is no such fault.", 400);
    world.fault = { ...NO_FAULT, kind: fault };
    world.announce();
    return c.redirect("/#faults", 303);
  });

  app.post("/mailbox/retry", async (c) => {
    await retryDeadLetters(worker);
    world.announce();
    return c.redirect("/#ledger-title", 303);
  });

  app.post("/mailbox/reset", (c) => {
    world.reset();
    world.announce();
    return c.redirect("/", 303);
  });

  // What the Worker has queued changes without a request to Resend, so an open page asks for it once a second.
  app.get("/mailbox/changes", (c) =>
    streamSSE(c, async (stream) => {
      const stop = world.onChange(() => void stream.writeSSE({ data: "changed" }));
      let before = "";
      while (!stream.aborted) {
        const ledger = JSON.stringify(await ledgerView(worker));
        const event = ledger === before ? { event: "heartbeat", data: "" } : { data: "changed" };
        await stream.writeSSE(event);
        before = ledger;
        await sleep(POLL_MS, undefined, { ref: false });
      }
      stop();
    }),
  );

  return app;
}
