/**
 * Random and hostile requests, deliveries and mails. Whatever comes: no 5xx, no change without a signed link, no call
 * to Resend from a GET, the promised headers, nothing repeated, no one in the log.
 */

import * as fc from "fast-check";
import { describe, expect, inject, it, vi } from "vitest";

import { newAskingId } from "../../src/ledger/asking.ts";
import { answerFault, type Allowed, CANARY, logFault } from "../fuzz/promises.ts";
import {
  damaged,
  headers,
  methods,
  otherMethods,
  requestsBy,
  respelled,
  type Sent,
  strayTargets,
} from "../fuzz/requests.ts";
import { NEWS, WEEKLY } from "../scripted.ts";
import { contactEvent, svixHeaders, WEBHOOK_SECRET } from "../svix.ts";
import { ORIGIN, signedPath, startWorker, type TestWorker } from "../worker.ts";

const SETTINGS = {
  ORIGIN,
  OPERATOR_TOKEN: "operator-token",
  RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
};
const RUNS = 100;
const NOT_ALLOWED: Allowed = { mayClaim: false };

/** What anyone may read: the page at `/`, robots, health, and the general page of a list. */
const PUBLIC = /^\/(?:robots\.txt|leave\/-\/health|leave\/[^/]+\/?)?$/i;

/** Someone new for each run, so that no run finds what another has left. */
const people = fc
  .constantFrom<(id: string) => string>(
    (id) => id,
    (id) => `${id}@example.com`,
    (id) => `who?are/you#1&${id}@example.com`,
  )
  .map((contactOf) => async () => {
    const contact = contactOf(crypto.randomUUID());
    const ticket = (await signedPath({ contact })).split("/").at(-1) ?? "";
    return { contact, ticket, link: `/leave/weekly/${ticket}` };
  });

/** Sends one request, and checks all that holds whatever was sent. @returns its status and its calls to Resend */
async function send(
  worker: TestWorker,
  { method, target, headers: given, body }: Sent,
  allowed: Allowed,
) {
  const before = worker.resend.all.length;
  const response = await worker.fetch(ORIGIN + target, {
    method,
    headers: given,
    ...(!isRead({ method }) && { body }),
  });
  const { status, headers: answered } = response;
  const calls = worker.resend.all.slice(before).map((call) => `${call.method} ${call.path}`);
  const answer = { status, headers: answered, body: await response.text() };
  expect(answerFault(answer, allowed)).toBeUndefined();
  expect(worker.log.splice(0).map(({ line }) => logFault(line))).not.toContainEqual(
    expect.any(String),
  );
  return { status, calls };
}

function hold<Args extends [unknown, ...unknown[]]>(
  arbitraries: { [At in keyof Args]: fc.Arbitrary<Args[At]> },
  predicate: (...args: Args) => Promise<void>,
): Promise<void> {
  const { seed } = inject("model");
  const property = fc.asyncProperty(...arbitraries, predicate);
  return fc.assert(property, { numRuns: RUNS, ...(seed !== undefined && { seed }) });
}

const isRead = ({ method }: Pick<Sent, "method">) => method === "GET" || method === "HEAD";

/** What a request may be answered that carries no signed link. */
function unsigned({ method, target }: Pick<Sent, "method" | "target">): Allowed {
  return { mayClaim: isRead({ method }) && PUBLIC.test(new URL(ORIGIN + target).pathname) };
}

const changing = (calls: readonly string[]) => calls.filter((call) => !call.startsWith("GET "));

/** Of a machine that has much else to do. */
vi.setConfig({ testTimeout: 60_000 });

describe("any request", () => {
  it("is answered with the promised headers and nothing from the request, and changes nothing", async () => {
    const worker = await startWorker(undefined, SETTINGS);
    await hold([requestsBy(methods), strayTargets], async (rest, target) => {
      const sent = { ...rest, target };
      expect((await send(worker, sent, unsigned(sent))).calls).toEqual([]);
    });
  });

  it("changes nothing with a damaged link, or with a ticket in the wrong place", async () => {
    const worker = await startWorker(undefined, SETTINGS);
    await hold([people, damaged, requestsBy(methods)], async (newPerson, damage, rest) => {
      const { ticket } = await newPerson();
      const sent = { ...rest, target: damage(ticket) };
      expect((await send(worker, sent, unsigned(sent))).calls).toEqual([]);
      const misplaced: Sent["headers"] = [["x-original-url", `/leave/weekly/${ticket}`]];
      const place = { target: "/leave/weekly/", headers: misplaced, body: `ticket=${ticket}` };
      const { calls } = await send(worker, { method: "POST", ...place }, NOT_ALLOWED);
      expect(calls).toEqual([]);
    });
  });
});

describe("a signed link", () => {
  it("calls Resend only for a POST, whatever else is in the request", async () => {
    const worker = await startWorker(undefined, SETTINGS);
    await hold([people, respelled, requestsBy(otherMethods)], async (newPerson, respell, rest) => {
      const { ticket } = await newPerson();
      const sent = { ...rest, target: respell(ticket) };
      expect((await send(worker, sent, { mayClaim: isRead(rest) })).calls).toEqual([]);
    });
  });

  it("removes its person from its list and no one else, however it is spelled", async () => {
    const worker = await startWorker(undefined, SETTINGS);
    const posts = requestsBy(fc.constant("POST"));
    const actions = fc.constantFrom("", "/everything");
    const given = fc.tuple(actions, posts);
    await hold([people, respelled, given], async (newPerson, respell, [action, rest]) => {
      const { contact, ticket, link } = await newPerson();
      const isFromPage = /(?:^|&)confirm=(?:page|%70age)(?:&|$)/.test(rest.body);
      const receipt = isFromPage && { receipt: `${link}/receipt/` };
      const sent = { ...rest, target: respell(ticket, action) };
      const { status, calls } = await send(worker, sent, { mayClaim: true, ...receipt });
      expect([200, 303]).toContain(status);
      const path = `/contacts/${encodeURIComponent(contact)}`;
      const call = action === "" ? `DELETE ${path}/segments/${WEEKLY}` : `PATCH ${path}`;
      expect(changing(calls)).toEqual([call]);
    });
  });

  it("undoes nothing without the token from its receipt", async () => {
    const worker = await startWorker(undefined, SETTINGS);
    const tokens = fc.oneof(
      fc.stringMatching(/^[0-9a-f]{32}$/),
      fc.stringMatching(/^[0-9a-zA-Z.]{0,40}$/),
      fc.constantFrom(CANARY, "0".repeat(4000)),
    );
    const endings = fc.constantFrom("", "&confirm=page");
    await hold([people, tokens, endings], async (newPerson, token, ending) => {
      const { link } = await newPerson();
      const receipt = { mayClaim: true, receipt: `${link}/receipt/` };
      const form: Sent["headers"] = [["content-type", "application/x-www-form-urlencoded"]];
      const body = `view=${newAskingId()}&confirm=page`;
      const leave = { method: "POST", target: link, headers: form, body };
      expect((await send(worker, leave, receipt)).status).toBe(303);
      const undo = { ...leave, target: `${link}/undo`, body: `token=${token}${ending}` };
      expect(changing((await send(worker, undo, NOT_ALLOWED)).calls)).toEqual([]);
    });
  });
});

describe("a delivery to the webhook", () => {
  it("changes nothing unless it is signed, recent, and complete", async () => {
    const worker = await startWorker(undefined, SETTINGS);
    const flaws = fc.constantFrom("unsigned", "secret", "stale", "early", "body", "cut");
    await hold([fc.uuid(), flaws, headers], async (contact, flaw, others) => {
      const body = contactEvent(contact, [WEEKLY, NEWS]);
      const minutes = flaw === "stale" ? -10 : flaw === "early" ? 10 : 0;
      const at = Date.now() + minutes * 60_000;
      const other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
      const secret = flaw === "secret" ? other : WEBHOOK_SECRET;
      const signed = Object.entries(await svixHeaders(body, { at, secret }));
      const given = signed.map(([name, value]): [string, string] => [
        name,
        flaw === "cut" && name === "svix-signature" ? value.slice(0, -1) : value,
      ]);
      const sent = {
        method: "POST",
        target: "/leave/-/webhook",
        headers: flaw === "unsigned" ? others : [...others, ...given],
        body: flaw === "body" ? `${body} ` : body,
      };
      expect((await send(worker, sent, NOT_ALLOWED)).calls).toEqual([]);
    });
  });
});

describe("an email", () => {
  it("removes the person whose ticket is in its address, and otherwise changes nothing", async () => {
    const worker = await startWorker(undefined, SETTINGS);
    const locals = fc.constantFrom<(ticket: string) => string>(
      (ticket) => ticket,
      (ticket) => `weekly-${ticket}`,
      (ticket) => `xweekly.${ticket}`,
      (ticket) => `weekly.${ticket.slice(0, 40)}`,
      (ticket) => `other.weekly.${ticket}`,
      (ticket) => `product-news.${ticket}`,
      () => CANARY,
    );
    const tags = fc.constantFrom("", "+news", "+a.tag+2");
    const froms = fc.constantFrom("", "reader@example.com", "MAILER-DAEMON@example.net", CANARY);
    await hold([people, locals, tags, froms], async (newPerson, damage, tag, from) => {
      const { contact, ticket } = await newPerson();
      const before = worker.resend.all.length;
      expect(await worker.mail(`${damage(ticket)}${tag}@acme.com`, from)).not.toMatch(/fuzz/i);
      expect(worker.resend.all).toHaveLength(before);
      expect(await worker.mail(`weekly.${ticket}${tag}@acme.com`, from)).toBeUndefined();
      const calls = worker.resend.all.slice(before).filter(({ method }) => method !== "GET");
      const path = `/contacts/${encodeURIComponent(contact)}/segments/${WEEKLY}`;
      expect(calls).toMatchObject([{ method: "DELETE", path }]);
      expect(worker.log.splice(0).some(({ line }) => logFault(line) !== undefined)).toBe(false);
    });
  });
});
