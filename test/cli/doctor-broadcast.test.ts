/** What a Broadcast would print for one contact, against the stand-in for Resend. */

import { beforeEach, describe, expect, it } from "vitest";

import { examineBroadcast } from "../../cli/doctor/broadcast.ts";
import type { Ask } from "../../cli/doctor/exchange.ts";
import { examineMessage } from "../../cli/doctor/message.ts";
import { leaveUrl } from "../../src/links/index.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { sentMessage } from "../../sandbox/sent-message.ts";
import { OTHER_SECRET, SECRET } from "./run.ts";

const standIn = runningStandIn();

const SENDER = {
  origin: "https://acme.com",
  list: "weekly",
  secrets: [SECRET, OTHER_SECRET],
} as const;
const LINK = { origin: "https://acme.com", list: "weekly", contact: MIRA, secret: SECRET };
const PROPERTY = "leave_weekly";

/** A Worker whose every page asks. */
const asks: Ask = ({ path }) =>
  Promise.resolve({
    kind: "answer",
    status: 200,
    headers: {},
    body: `<form method="post" action="${path}">`,
    ms: 1,
  });

interface Given {
  contact?: string;
  property?: string | undefined;
  sendFrom?: string;
  ask?: Ask;
}

async function examined({
  contact = "mira@example.com",
  sendFrom,
  ask = asks,
  ...given
}: Given = {}) {
  const property = "property" in given ? given.property : PROPERTY;
  const account = { apiKey: API_KEY, baseUrl: standIn.url };
  const segment = SAMPLE_LISTS.weekly.segment;
  const test = { contact, account, segment, property, sendFrom };
  const findings = await examineBroadcast(test, SENDER, ask);
  return findings.map(({ check, verdict }) => [check.replace("broadcast-", ""), verdict]);
}

const stamp = (value: string) =>
  standIn.resend.contacts.update({ id: MIRA, properties: { [PROPERTY]: value } });

beforeEach(() => standIn.resend.contactProperties.create({ key: PROPERTY, type: "string" }));

describe("a test contact", () => {
  it("whose property holds its own link is in order, and nothing is created", async () => {
    await stamp(await leaveUrl(LINK));
    expect(await examined()).toEqual([
      ["contact", "ok"],
      ["property", "ok"],
      ["link", "ok"],
    ]);
    const { body } = await standIn.control("GET", "requests");
    const changes = body.requests.filter(
      ({ method, url }: Record<string, string>) =>
        method !== "GET" && /segments|broadcasts/.test(url ?? ""),
    );
    expect(changes).toEqual([]);
  });

  it.each([
    ["nothing", () => Promise.resolve(""), "failure"],
    ["the general page", () => Promise.resolve("https://acme.com/leave/weekly"), "failure"],
    [
      "another origin's link",
      () => leaveUrl({ ...LINK, origin: "https://old.acme.com" }),
      "failure",
    ],
    ["another list's link", () => leaveUrl({ ...LINK, list: "product-news" }), "failure"],
    ["somebody else's link", () => leaveUrl({ ...LINK, contact: "mira@example.com" }), "failure"],
    [
      "a link of a secret that is gone",
      () => leaveUrl({ ...LINK, secret: `${SECRET}-old` }),
      "failure",
    ],
    ["a link of an older secret", () => leaveUrl({ ...LINK, secret: OTHER_SECRET }), "warning"],
  ] as const)("whose property holds %s", async (_, value, verdict) => {
    await stamp(await value());
    expect((await examined())[1]).toEqual(["property", verdict]);
  });

  it("that nobody knows, has opted out, or is not in the segment", async () => {
    expect(await examined({ contact: "nobody@example.com" })).toEqual([["contact", "failure"]]);
    expect((await examined({ contact: "kit.larsen@example.net" }))[0]).toEqual([
      "contact",
      "failure",
    ]);
    expect((await examined({ contact: "zoe@blüten.example.org" }))[0]).toEqual([
      "contact",
      "warning",
    ]);
  });

  it("whose link does not open", async () => {
    await stamp(await leaveUrl(LINK));
    const refuses: Ask = () =>
      Promise.resolve({ kind: "answer", status: 404, headers: {}, body: "", ms: 1 });
    expect((await examined({ ask: refuses })).at(-1)).toEqual(["link", "failure"]);
  });

  it("cannot be examined where the list names no property", async () => {
    expect(await examined({ property: undefined })).toEqual([["property", "skipped"]]);
  });
});

describe("a Broadcast of one", () => {
  const sendFrom = "Acme <news@acme.com>";

  it("goes to a segment of its own, with that contact alone", async () => {
    await stamp(await leaveUrl(LINK));
    expect((await examined({ sendFrom })).at(-1)).toEqual(["sent", "ok"]);
    const { data: list } = await standIn.resend.broadcasts.list();
    const [broadcast] = list?.data ?? [];
    expect(broadcast).toMatchObject({ status: "sent" });
    const { body } = await standIn.control("GET", "state");
    const segment = body.segments.find(
      ({ id }: { id: string }) => id === (broadcast as { segment_id?: string }).segment_id,
    );
    expect(segment.contacts).toMatchObject([{ id: MIRA }]);
    expect(segment.name).toMatch(/^leave-this-list doctor 20/);
  });

  it("does not go out where the contact's link is not in order", async () => {
    expect((await examined({ sendFrom })).map(([check]) => check)).not.toContain("sent");
    expect((await standIn.resend.broadcasts.list()).data?.data).toEqual([]);
  });

  it("is told of where Resend refuses it", async () => {
    await stamp(await leaveUrl(LINK));
    expect((await examined({ sendFrom: "" })).at(-1)).toEqual(["sent", "failure"]);
  });

  it("that has arrived is examined by its body: its headers are Resend's own", async () => {
    const message = await sentMessage(LINK, "bare");
    const findings = await examineMessage(Buffer.from(message), SENDER, "broadcast");
    expect(findings).toMatchObject([{ check: "message-body", verdict: "ok" }]);
  });
});
