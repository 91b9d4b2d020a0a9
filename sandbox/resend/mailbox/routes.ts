/**
 * The mailbox over HTTP: the page, its style and script, what its buttons do, and a stream that says when something
 * changed. Every button is a form, and ends on the page again.
 */

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { domainToASCII } from "node:url";

import { Hono } from "hono";
import { streamSSE } from "hono/streaming";

import type { RecordItem } from "../../../src/ledger/record.ts";
import { OPERATOR_TOKEN, SAMPLE_LISTS, SAMPLES } from "../../settings.ts";
import { type ApiEnv, isAddress, textOf } from "../api/request.ts";
import { BLANK } from "../store.ts";
import { isFault, NO_FAULT } from "../api/gate.ts";
import type { Answer, SentLetter, World } from "../world.ts";
import { sendSample, writeLetters } from "./letters.ts";
import { isOff, mailboxPage, mailtoOf } from "./page.ts";

const STYLE = readFileSync(new URL("mailbox.css", import.meta.url), "utf8");
const SCRIPT = readFileSync(new URL("live.js", import.meta.url), "utf8");

/** @param worker the origin of the Worker whose links are in the letters */
export async function mailbox(world: World, worker: string): Promise<Hono<ApiEnv>> {
  const app = new Hono<ApiEnv>();
  const letters = await writeLetters(worker);

  world.on("change", () => {
    for (const letter of letters) {
      const answer = world.answers.get(letter.id);
      if (answer !== undefined && isOff(letter, world)) answer.isDone = true;
    }
  });

  app.use(async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    if (c.req.method === "POST") world.emit("change");
  });

  app.get("/", async (c) => {
    const wanted = c.req.query("message");
    const open = [...letters, ...world.letters].find(({ id }) => id === wanted) ?? letters[0];
    const record = await operate(worker, "GET", "record?limit=1000");
    const left = ((record?.["data"] ?? []) as RecordItem[]).toReversed();
    return c.html(mailboxPage({ world, letters, open, left }));
  });

  app.get("/mailbox/mailbox.css", (c) => c.body(STYLE, 200, { "content-type": "text/css" }));
  app.get("/mailbox/live.js", (c) => c.body(SCRIPT, 200, { "content-type": "text/javascript" }));

  app.post("/mailbox/:letter/:by{unsubscribe|mail}", async (c) => {
    const letter = letters.find(({ id }) => id === c.req.param("letter"));
    if (letter === undefined) return c.notFound();
    const sent = c.req.param("by") === "mail" ? mailTo(letter) : oneClick(letter);
    world.answers.set(letter.id, { ...(await exchange(...sent)), isDone: isOff(letter, world) });
    return c.redirect(`/?message=${letter.id}#reading`, 303);
  });

  app.post("/mailbox/people", async (c) => {
    const { email, firstName } = await c.req.parseBody();
    if (!isAddress(email)) return c.text("This is not an email address.", 400);
    const before = world.store.contact(email) ?? BLANK;
    const first_name = textOf(firstName) ?? before.first_name;
    world.upsertContact({ ...before, email, first_name }, [SAMPLE_LISTS.weekly.segment]);
    return c.redirect("/#broadcast-title", 303);
  });

  // As from a CSV: everyone is on their lists again, and no event says so. The audit finds out, at once instead of today.
  app.post("/mailbox/import", async (c) => {
    for (const { email, segments } of SAMPLES.contacts) {
      const before = world.store.contact(email) ?? BLANK;
      world.upsertContact({ ...before, email }, [...segments], "without an event");
    }
    await operate(worker, "POST", "ledger/audit");
    return c.redirect("/#people-title", 303);
  });

  app.post("/mailbox/broadcast", (c) => {
    const newest = sendSample(world);
    return c.redirect(newest === undefined ? "/" : `/?message=${newest.id}#reading`, 303);
  });

  app.post("/mailbox/fault", async (c) => {
    const { fault } = await c.req.parseBody();
    if (!isFault(fault)) return c.text("There is no such fault.", 400);
    world.fault = { ...NO_FAULT, kind: fault };
    const { search } = new URL(c.req.header("referer") ?? "/", c.req.url);
    return c.redirect(`/${search}#faults-title`, 303);
  });

  app.post("/mailbox/reset", (c) => {
    world.reset();
    return c.redirect("/", 303);
  });

  app.get("/mailbox/changes", (c) =>
    streamSSE(c, async (stream) => {
      const tell = () => void stream.writeSSE({ data: "changed" });
      world.on("change", tell);
      tell();
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      world.off("change", tell);
    }),
  );

  return app;
}

/** The page does not wait longer for a Worker that hangs. */
const OPERATE_MS = 2_000;

/** Asks the Worker as its operator; `undefined` if it does not answer. */
async function operate(worker: string, method: string, route: string) {
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
  const signal = AbortSignal.timeout(OPERATE_MS);
  const asked = fetch(`${worker}/leave/-/${route}`, { method, headers, signal });
  const response = await asked.catch(() => undefined);
  return response?.ok ? ((await response.json()) as Record<string, unknown>) : undefined;
}

type Post = [url: string, request: Pick<RequestInit, "headers" | "body">];

/** The request of a mailbox provider's Unsubscribe button (RFC 8058 section 3.2): no cookies. */
function oneClick({ headers }: SentLetter): Post {
  const [, url = ""] = /<(https?:[^>]*)>/.exec(headers["List-Unsubscribe"] ?? "") ?? [];
  const type = { "content-type": "application/x-www-form-urlencoded", "user-agent": "mailbox/1.0" };
  return [url, { headers: type, body: headers["List-Unsubscribe-Post"] ?? "" }];
}

/** An email to the `mailto:` as Apple Mail sends it, through wrangler's local stand-in for Email Routing. */
function mailTo(letter: SentLetter & { url: string }): Post {
  const to = mailtoOf(letter) ?? "";
  // An envelope without SMTPUTF8 takes ASCII only.
  const [local = "", domain = ""] = letter.to.split("@");
  const from = `${local}@${domainToASCII(domain)}`;
  const body = [
    `From: ${from}`,
    `To: ${to}`,
    `Message-ID: <${randomUUID()}@example.com>`,
    `Date: ${new Date().toUTCString()}`,
    "Subject: ",
    "X-Mailer: Apple Mail",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "",
  ].join("\r\n");
  const query = new URLSearchParams({ from, to }).toString();
  return [`${new URL(letter.url).origin}/cdn-cgi/handler/email?${query}`, { body }];
}

const TIMEOUT_MS = 30_000;

/** Sends a POST, and measures how long the answer took. Follows no redirect, and never throws. */
async function exchange(...[url, request]: Post): Promise<Omit<Answer, "isDone">> {
  const startedAt = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAt);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...request, method: "POST", redirect: "manual", signal });
    return { status: response.status, body: await response.text(), tookMs: tookMs() };
  } catch (error) {
    return { status: "No answer", body: String(error), tookMs: tookMs() };
  }
}
