/** The fuzz's own proof: a server that breaks one promise at a time, and the fault that is found. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { soundAttempt } from "./attempt.ts";
import { authorityOf } from "./authority.ts";
import { brokenPromise } from "./census.ts";
import { groupPeople, personOf, VIEWS } from "./people.ts";
import { Permits } from "./permits.ts";
import { Tally } from "./tally.ts";
import { type Round, volley } from "./volley.ts";
import { exchangeBytes } from "./wire.ts";

const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const SEGMENT = SAMPLE_LISTS.weekly.segment;
const TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const LINK = `/leave/weekly/${TICKET}`;
const FORGED = `/leave/weekly/${TICKET.slice(0, -1)}z`;

const REMOVAL = `DELETE /contacts/${ID}/segments/${SEGMENT}`;

const PROMISED = {
  "content-type": "text/html; charset=UTF-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
  "x-content-type-options": "nosniff",
  "content-security-policy":
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

const RECEIPT = `${LINK}/receipt/${VIEWS[0]}`;
const FORM = `view=${VIEWS[0]}&confirm=page`;
const LATER = { "retry-after": "60" };

interface Fake {
  status?: number;
  headers?: Record<string, string | undefined>;
  body?: string;
  /** Calls to Resend that it makes meanwhile. */
  calls?: string[];
  /** What stands in its log. */
  complaints?: string[];
}

/** Sends one request to such a server. @returns what the fuzz finds wrong; `undefined` for nothing */
async function findings(
  method: string,
  target: string,
  fake: Fake,
  sent = "",
): Promise<string | undefined> {
  const { status = 404, headers = {}, body = "<p>Sorry</p>", calls = [], complaints = [] } = fake;
  const server = createServer((_: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries({ ...PROMISED, ...headers })) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.sendDate = false;
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const round: Round = {
    target: {
      send: ({ bytes, hangsUp }) => exchangeBytes({ port, bytes, hangsUp, methods: [method] }),
      mail: () => Promise.reject(new Error("no mail here")),
      takeCalls: () => Promise.resolve(calls),
      takeComplaints: () => complaints,
      census: () => Promise.resolve({ segments: [], contacts: [] }),
      drained: () => Promise.resolve(undefined),
    },
    people: groupPeople([personOf(ID, "mira@example.com")], []),
    permits: new Permits(),
    tally: new Tally(),
  };
  const parts = { method, target, headers: [], body: sent, framing: "length" } as const;
  return volley([soundAttempt("test", parts)], round).then(
    () => undefined,
    (error: Error) => error.message.split("\n")[0],
  );
}

describe("the fuzz", () => {
  it("finds nothing wrong with an honest Worker", async () => {
    expect(await findings("GET", FORGED, {})).toBeUndefined();
    expect(await findings("GET", LINK, { status: 200 })).toBeUndefined();
    expect(await findings("POST", LINK, { status: 200, calls: [REMOVAL] })).toBeUndefined();
    expect(await findings("POST", `${LINK}.`, { status: 200, calls: [REMOVAL] })).toBeUndefined();
    expect(await findings("POST", LINK, { status: 503, headers: LATER })).toBeUndefined();
    const sentOn = { status: 303, headers: { location: RECEIPT } };
    expect(await findings("POST", LINK, sentOn, FORM)).toBeUndefined();
  });

  it.each([
    ["elsewhere", `https://evil.example${RECEIPT}`],
    ["to another link", `${FORGED}/receipt/${VIEWS[0]}`],
    ["with more behind it", `${RECEIPT}?next=x`],
  ])("finds a form that is sent %s", async (_, location) => {
    const fake = { status: 303, headers: { location } };
    expect(await findings("POST", LINK, fake, FORM)).toBe("a redirect: 303");
  });

  it("finds a promise that is not kept", () => {
    const people = groupPeople([personOf(ID, "mira@example.com")], []);
    const mira = { id: ID, email: "mira@example.com", unsubscribed: false, properties: {} };
    const state = { contacts: [mira], segments: [{ id: SEGMENT, name: "", contacts: [mira] }] };
    const permits = new Permits();
    const request = { method: "POST", target: LINK, body: "" };
    expect(brokenPromise(state, people, permits)).toBeUndefined();
    permits.accept(authorityOf(request, people));
    expect(brokenPromise(state, people, permits)).toContain("is still on the list");
    expect(brokenPromise({ ...state, segments: [] }, people, permits)).toBeUndefined();
    const undo = { method: "POST", target: `${LINK}/undo`, body: `token=${VIEWS[0]}` };
    permits.grant([authorityOf(undo, people)]);
    expect(brokenPromise(state, people, permits)).toBeUndefined();
  });

  it.each<[string, string, string, Fake, string]>([
    ["a GET that acts", "GET", LINK, { status: 200, calls: [REMOVAL] }, "without a ticket"],
    ["a forged link that acts", "POST", FORGED, { calls: [REMOVAL] }, "without a ticket"],
    [
      "a link that acts on another list",
      "POST",
      LINK,
      { status: 200, calls: [REMOVAL.replace(SEGMENT, SAMPLE_LISTS["product-news"].segment)] },
      "without a ticket",
    ],
    [
      "a link that acts on somebody else",
      "POST",
      LINK,
      { status: 200, calls: [REMOVAL.replace("e169", "f169")] },
      "without a ticket",
    ],
    [
      "an undo without a token",
      "POST",
      `${LINK}/undo`,
      { status: 409, calls: [REMOVAL.replace("DELETE", "POST")] },
      "without a ticket",
    ],
    ["a forged link that claims", "POST", FORGED, { status: 200 }, "200 for a request that proves"],
    ["a PUT that claims", "PUT", LINK, { status: 200 }, "200 for a request that proves"],
    ["an exception", "GET", FORGED, { status: 503 }, "answered 503"],
    ["an exception in the log", "GET", FORGED, { complaints: ["logged: x"] }, "logged: x"],
    ["a 503 for a forged link", "POST", FORGED, { status: 503, headers: LATER }, "answered 503"],
    ["a redirect", "GET", FORGED, { status: 302 }, "a redirect: 302"],
    [
      "a mail program sent on",
      "POST",
      LINK,
      { status: 303, headers: { location: RECEIPT } },
      "a redirect: 303",
    ],
    ["a cookie", "GET", FORGED, { headers: { "set-cookie": "a=b" } }, "set-cookie"],
    [
      "an answer for caches",
      "GET",
      FORGED,
      { headers: { "cache-control": undefined } },
      "cache-control is missing",
    ],
    [
      "a page for frames",
      "GET",
      FORGED,
      { headers: { "content-security-policy": "default-src 'none'" } },
      "the policy lacks frame-ancestors 'none'",
    ],
    [
      "an answer by somebody else",
      "GET",
      FORGED,
      { headers: { "x-robots-tag": undefined } },
      "not with the Worker's headers",
    ],
    ["what was sent", "GET", FORGED, { body: "<p>fuzz</p>" }, "the body repeats what was sent"],
    ["a script", "GET", FORGED, { body: "<script>1</script>" }, "a stray element: <script>"],
    ["a handler", "GET", FORGED, { body: '<p onclick="x">' }, "a stray attribute"],
    ["a way elsewhere", "GET", FORGED, { body: '<a href="//evil.example">' }, "a stray address"],
  ])("finds %s", async (_, method, target, fake, fault) => {
    expect(await findings(method, target, fake)).toContain(fault);
  });
});
