/**
 * Random and hostile requests. Whatever comes: no 5xx, no change without a signed link, no call to Resend from a GET, the
 * promised headers, nothing repeated, no one in the log.
 */

import * as fc from "fast-check";
import { describe, expect, inject, it, vi } from "vitest";

import { answerFault, type Allowed, CANARY, logFault } from "../fuzz/promises.ts";
import { WEEKLY } from "../scripted.ts";
import { WEBHOOK_SECRET } from "../svix.ts";
import { ORIGIN, signedPath, startWorker, type TestWorker } from "../worker.ts";

const SETTINGS = { ORIGIN, OPERATOR_TOKEN: "token", RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET };
const CANARY_IN_URL = encodeURIComponent(CANARY).replaceAll("'", "%27");

interface Sent {
  method: string;
  /** Path and query. */
  target: string;
  headers: [name: string, value: string][];
  body: string;
}

/** All but POST. */
const otherMethods = fc.constantFrom("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS");
const methods = fc.oneof(fc.constantFrom("GET", "POST"), otherMethods);

const values = fc.oneof(
  fc.constantFrom(CANARY, "POST", "Bearer", "Bearer x", "Basic Og==", "multipart/form-data", ""),
  fc.constantFrom("application/x-www-form-urlencoded", "application/json; charset=utf-7", "////"),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replace(/[^ -~]/g, "")),
  fc.nat({ max: 900 }).map((times) => Array.from({ length: times }, () => "zh-Hant;q=0.1").join()),
);
const names = fc.constantFrom(
  ..."accept accept-language authorization content-type cookie if-none-match origin".split(" "),
  ..."range referer user-agent x-forwarded-for x-forwarded-host".split(" "),
  ..."x-http-method-override x-original-url x-rewrite-url".split(" "),
);
const bodies = fc.oneof(
  fc.constantFrom("", "List-Unsubscribe=One-Click", "confirm=page", "confirm=%70age&%76iew=%"),
  fc.constantFrom(`confirm=page&view=${CANARY}`, `confirm=page&view=${"0".repeat(32)}`),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.nat({ max: 20_000 }).map((size) => `confirm=page&x=${"y".repeat(size)}`),
);

/** Everything but the target. */
const requestsBy = (method: fc.Arbitrary<string>): fc.Arbitrary<Omit<Sent, "target">> =>
  fc.record({
    method,
    headers: fc.array(fc.tuple(names, values), { maxLength: 6 }),
    body: bodies,
  });

/** What clients glue to the end of a link, and what strangers put there. */
const tails = fc.oneof(
  fc.constantFrom("", ".", ">", ")", "/", "/.", "&amp;utm_source=news", "%3E", "-", "#fragment"),
  fc.constantFrom(`/${CANARY_IN_URL}`, `?lang=${CANARY_IN_URL}`, `?${CANARY_IN_URL}`),
  fc.constantFrom("?lang=de&lang=fr", "?lang=%0d%0aX-Fuzz:%201", "?lang=../../x"),
  fc.stringMatching(/^[.,;)>_=-][!-~]{0,12}$/),
);

/** Anything but a link. */
const strays = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 80 }).map((text) => `/leave/${text}`),
    fc.string({ unit: "binary", maxLength: 80 }).map((text) => `/leave/weekly/${text}`),
    fc.webPath().map((path) => path || "/"),
    fc.stringMatching(/^\/leave\/-\/(?:ledger|record|webhook)?[a-z0-9/%.-]{0,30}$/),
    fc.constantFrom("/", "/robots.txt", "/favicon.ico", "/leave", "/%", "/%00", "/leave/-/health"),
    fc.constantFrom(`/${CANARY_IN_URL}`, "/leave/weekly/%0d%0aX-Fuzz:%201%0d%0a%0d%0a"),
    fc.nat({ max: 12_000 }).map((length) => `/leave/weekly/e${"a".repeat(length)}`),
  )
  .filter((target) => URL.canParse(ORIGIN + target));

const percentEncoded = (text: string) =>
  text.replace(/.{7}/g, (seven) => `${seven.slice(0, 6)}%${seven.charCodeAt(6).toString(16)}`);

/** The same link to `weekly` in another spelling: it still says who leaves what. */
const respelled: fc.Arbitrary<(ticket: string, action?: string) => string> = fc
  .tuple(
    fc.constantFrom<(ticket: string) => string>(
      (ticket) => `/leave/weekly/${ticket}`,
      (ticket) => `/leave/WEEKLY/${ticket.toUpperCase()}`,
      (ticket) => `/leave/weekly/${percentEncoded(ticket)}`,
      (ticket) => `/nowhere/../leave/./weekly/${ticket}`,
    ),
    tails,
  )
  .map(([respell, tail]) => {
    return (ticket, action = "") => respell(ticket + action) + tail;
  });

/** A link whose own letters were tampered with, or that stands where it does not belong. */
const damaged: fc.Arbitrary<(ticket: string) => string> = fc
  .tuple(
    fc.constantFrom<(ticket: string, at: number, digit: string) => string>(
      (ticket, at, digit) =>
        `/leave/weekly/${ticket.slice(0, at)}${ticket[at] === digit ? "" : digit}${ticket.slice(at + 1)}`,
      (ticket, at) => `/leave/weekly/${ticket.slice(0, at)}`,
      (ticket, _, digit) => `/leave/weekly/${digit}${ticket}`,
      (ticket) => `/leave/weekly/${Array.from(ticket).toReversed().join("")}`,
      (ticket) => `/leave/weekly/${ticket.startsWith("c") ? "e" : "c"}${ticket.slice(1)}`,
      (ticket) => `/leave/product-news/${ticket}`,
      // The Kelvin sign, which folds onto the letter k.
      (ticket) => `/leave/wee%E2%84%AAly/${ticket}`,
      (ticket) => `/leave/${ticket}`,
      (ticket) => `/x/leave/weekly/${ticket}`,
      (ticket) => `/leave/weekly/?${ticket}`,
      (ticket) => `/leave/weekly/#/leave/weekly/${ticket}`,
      (ticket) => `/leave/weekly;${ticket}/x`,
    ),
    fc.nat(),
    fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz234567")),
    fc.constantFrom("", "/everything", "/undo", `/receipt/${"0".repeat(32)}`),
  )
  .map(([damage, place, digit, action]) => (ticket) => {
    return damage(ticket, place % ticket.length, digit) + action;
  });

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

const isRead = (method: string) => method === "GET" || method === "HEAD";

/** Sends one request, and checks all that holds whatever was sent. @returns its status and its calls to Resend */
async function send(worker: TestWorker, { method, target, headers, body }: Sent, allowed: Allowed) {
  const before = worker.resend.all.length;
  const init = { method, headers, ...(!isRead(method) && { body }) };
  const response = await worker.fetch(ORIGIN + target, init);
  const { status } = response;
  const answer = { status, headers: response.headers, body: await response.text() };
  expect(answerFault(answer, allowed)).toBeUndefined();
  const faults = worker.log.splice(0).map(({ line }) => logFault(line));
  expect(faults.filter(Boolean)).toEqual([]);
  const calls = worker.resend.all.slice(before).map((call) => `${call.method} ${call.path}`);
  return { status, calls };
}

/** What anyone may read: the page at `/`, robots, health, and the general page of a list. */
const PUBLIC = /^\/(?:robots\.txt|leave\/-\/health|leave\/[^/]+\/?)?$/i;

/** Sends a request that carries no signed link. @returns its calls to Resend */
async function sendUnsigned(worker: TestWorker, sent: Sent): Promise<string[]> {
  const isPublic = PUBLIC.test(new URL(ORIGIN + sent.target).pathname);
  return (await send(worker, sent, { mayClaim: isRead(sent.method) && isPublic })).calls;
}

/** Holds a promise of a Worker's for random requests. */
async function hold<Given extends [unknown, ...unknown[]]>(
  arbitraries: { [At in keyof Given]: fc.Arbitrary<Given[At]> },
  predicate: (worker: TestWorker, ...given: Given) => Promise<void>,
): Promise<void> {
  const worker = await startWorker(undefined, SETTINGS);
  const { seed } = inject("model");
  const property = fc.asyncProperty(...arbitraries, (...given: Given) =>
    predicate(worker, ...given),
  );
  return fc.assert(property, { numRuns: 100, ...(seed !== undefined && { seed }) });
}

/** Of a machine that has much else to do. */
vi.setConfig({ testTimeout: 60_000 });

describe("any request", () => {
  it("is answered with the promised headers and nothing from the request, and changes nothing", () =>
    hold([requestsBy(methods), strays], async (worker, rest, target) => {
      expect(await sendUnsigned(worker, { ...rest, target })).toEqual([]);
    }));

  it("changes nothing with a damaged link, or with a ticket in the wrong place", () =>
    hold([people, damaged, requestsBy(methods)], async (worker, newPerson, damage, rest) => {
      const { ticket, link } = await newPerson();
      expect(await sendUnsigned(worker, { ...rest, target: damage(ticket) })).toEqual([]);
      const headers: Sent["headers"] = [["x-original-url", link]];
      const misplaced = {
        method: "POST",
        target: "/leave/weekly/",
        headers,
        body: `ticket=${ticket}`,
      };
      expect(await sendUnsigned(worker, misplaced)).toEqual([]);
    }));
});

describe("a signed link", () => {
  it("calls Resend only for a POST, whatever else is in the request", () =>
    hold(
      [people, respelled, requestsBy(otherMethods)],
      async (worker, newPerson, respell, rest) => {
        const sent = { ...rest, target: respell((await newPerson()).ticket) };
        expect((await send(worker, sent, { mayClaim: isRead(rest.method) })).calls).toEqual([]);
      },
    ));

  it("removes its person from its list and no one else, however it is spelled", () => {
    const given = fc.tuple(fc.constantFrom("", "/everything"), requestsBy(fc.constant("POST")));
    return hold([people, respelled, given], async (worker, newPerson, respell, [action, rest]) => {
      const { contact, ticket, link } = await newPerson();
      const isFromPage = /(?:^|&)confirm=(?:page|%70age)(?:&|$)/.test(rest.body);
      const receipt = isFromPage && { receipt: `${link}/receipt/` };
      const sent = { ...rest, target: respell(ticket, action) };
      const { status, calls } = await send(worker, sent, { mayClaim: true, ...receipt });
      expect([200, 303]).toContain(status);
      const path = `/contacts/${encodeURIComponent(contact)}`;
      const call = action === "" ? `DELETE ${path}/segments/${WEEKLY}` : `PATCH ${path}`;
      expect(calls.filter((one) => !one.startsWith("GET "))).toEqual([call]);
    });
  });
});
