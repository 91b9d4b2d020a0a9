/** What the doctor finds in what a Broadcast would print. One row is one fault. */

import { beforeEach, describe, expect, it } from "vitest";

import { checkBroadcast } from "../../cli/doctor/checks/broadcast.ts";
import type { Send } from "../../cli/doctor/exchange.ts";
import { MARKS } from "../../cli/doctor/finding.ts";
import { connectResend } from "../../cli/resend.ts";
import { leaveUrl } from "../../src/links/index.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { OTHER_SECRET, SECRET } from "./run.ts";

const SENDER = { origin: "https://acme.com", list: "weekly" };
const LINK = { ...SENDER, contact: MIRA, secret: SECRET };

describe("a test contact for Broadcasts", () => {
  const standIn = runningStandIn();
  const PROPERTY = "leave_weekly";
  const LISTS = new Map([["weekly", { ...SAMPLE_LISTS.weekly, property: PROPERTY }]]);

  /** A Worker that answers every link with its page, or none. */
  const worker =
    (status: number): Send =>
    ({ path }) => {
      const body = `<form method="post" action="${path}">`;
      return Promise.resolve({ kind: "answer", status, headers: {}, body, ms: 1 });
    };

  async function findings({
    contact = "mira@example.com",
    lists = LISTS,
    status = 200,
    baseUrl = standIn.url,
  } = {}) {
    const connection = connectResend({ apiKey: API_KEY, baseUrl });
    const sender = { ...SENDER, secrets: [SECRET, OTHER_SECRET] as const, lists, connection };
    const found = await checkBroadcast(contact, sender, worker(status));
    return found.map((one) => `${MARKS[one.status].mark} ${one.found}`);
  }

  const hold = (value: string) =>
    standIn.resend.contacts.update({ id: MIRA, properties: { [PROPERTY]: value } });

  beforeEach(() => standIn.resend.contactProperties.create({ key: PROPERTY, type: "string" }));

  it("is in order with its own link, and nothing changes at Resend", async () => {
    await hold(await leaveUrl(LINK));
    expect(await findings()).toEqual([
      "✓ The contact is in the list's segment, and gets Broadcasts.",
      "✓ It holds the contact's own link.",
      "✓ It opens.",
    ]);
    const changes = (await standIn.server.requests()).filter(({ method }) => method !== "GET");
    expect(changes.filter(({ url }) => /segments|broadcasts/.test(url))).toEqual([]);
  });

  it.each<[finding: string, link: Partial<typeof LINK> | string]>([
    ["✗ The property is empty.", ""],
    ["✗ It holds no link to this origin.", "unsubscribe"],
    ["✗ It holds a link that does not open.", "https://acme.com/leave/weekly"],
    ["✗ It holds no link to this origin.", { origin: "https://old.acme.com" }],
    ["✗ It holds a link of another contact or list.", { list: "product-news" }],
    ["✗ It holds a link of another contact or list.", { contact: "mira@example.com" }],
    ["✗ It holds a link that does not open.", { secret: `${SECRET}-old` }],
    ["! It holds a link that an older secret has signed.", { secret: OTHER_SECRET }],
  ])("%s The value: %j", async (finding, link) => {
    await hold(typeof link === "string" ? link : await leaveUrl({ ...LINK, ...link }));
    expect((await findings())[1]).toBe(finding);
  });

  it.each<[finding: string, given: Parameters<typeof findings>[0]]>([
    ["✗ Resend has no such contact.", { contact: "x@example.com" }],
    ["✗ The contact has opted out of every Broadcast.", { contact: "kit.larsen@example.net" }],
    ["! The contact is not in the list's segment.", { contact: "zoe@blüten.example.org" }],
    ["– LISTS.weekly has no segment and property.", { lists: new Map() }],
    ["✗ Resend did not answer.", { baseUrl: "http://127.0.0.1:1" }],
  ])("%s Given: %j", async (finding, given) => {
    expect((await findings(given))[0]).toBe(finding);
  });

  it("may have a link that the Worker does not open", async () => {
    await hold(await leaveUrl(LINK));
    expect((await findings({ status: 404 })).at(-1)).toBe("✗ It does not open.");
  });
});
