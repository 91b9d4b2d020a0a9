import { beforeEach, describe, expect, it } from "vitest";
import { NOBODY, runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

const WEEKLY = SAMPLE_LISTS.weekly.segment;
const LINK = "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const FALLBACK = "https://acme.com/leave/weekly";

const BROADCAST = {
  name: "March",
  segmentId: WEEKLY,
  from: "Acme Weekly <weekly@news.example.com>",
  subject: "Hello {{{contact.first_name|there}}}",
  html: '<p>Hi {{{FIRST_NAME|there}}}</p><a href="{{{contact.leave_weekly}}}">Leave this list</a>',
  text: "Leave this list: {{{contact.leave_weekly}}}",
};

interface Letter {
  to: string;
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
}

/** What lies in people's mailboxes, by address. */
async function letters(): Promise<Map<string, Letter>> {
  const { body } = await standIn.control("GET", "letters");
  return new Map(body.letters.map((letter: Letter) => [letter.to, letter]));
}

/** Sends a Broadcast with this body, and returns Mira's copy. */
async function printed(html: string) {
  const { broadcasts } = standIn.resend;
  const { data } = await broadcasts.create({ ...BROADCAST, html });
  await broadcasts.send(data?.id ?? "");
  return (await letters()).get("mira@example.com")?.html;
}

beforeEach(async () => {
  const { contactProperties, contacts } = standIn.resend;
  await contactProperties.create({ key: "leave_weekly", type: "string", fallbackValue: FALLBACK });
  await contacts.update({ id: MIRA, properties: { leave_weekly: LINK } });
});

describe("a Broadcast", () => {
  it("is a draft until it is sent", async () => {
    const { broadcasts } = standIn.resend;
    const { data } = await broadcasts.create(BROADCAST);
    const id = data?.id ?? "";
    expect(await letters()).toEqual(new Map());
    expect((await broadcasts.get(id)).data).toMatchObject({
      object: "broadcast",
      segment_id: WEEKLY,
      status: "draft",
      sent_at: null,
      html: BROADCAST.html,
    });

    expect((await broadcasts.send(id)).data).toEqual({ id });
    expect((await broadcasts.list()).data?.data).toMatchObject([
      { id, status: "sent", sent_at: expect.stringMatching(/Z$/) },
    ]);
    expect((await broadcasts.send(id)).error).toMatchObject({ statusCode: 422 });
    expect((await broadcasts.remove(id)).error).toMatchObject({ statusCode: 422 });
  });

  it("is created and sent in one call", async () => {
    await standIn.resend.broadcasts.create({ ...BROADCAST, send: true });
    expect((await letters()).size).toBe(4);
  });

  it("goes to the segment's members who have not opted out of everything", async () => {
    await standIn.resend.broadcasts.create({ ...BROADCAST, send: true });
    expect([...(await letters()).keys()].toSorted()).toEqual([
      "jonas.feld+news@example.net",
      "mira@example.com",
      "noor.castell@example.org",
      "pavel@example.com",
    ]);
  });

  it("prints each contact's own link, and the property's fallback for who has none", async () => {
    await standIn.resend.broadcasts.create({ ...BROADCAST, send: true });
    const sent = await letters();
    expect(sent.get("mira@example.com")).toMatchObject({
      subject: "Hello Mira",
      html: `<p>Hi Mira</p><a href="${LINK}">Leave this list</a>`,
      text: `Leave this list: ${LINK}`,
    });
    expect(sent.get("pavel@example.com")?.text).toBe(`Leave this list: ${FALLBACK}`);
  });

  it("carries Resend's unsubscribe headers, not the sender's", async () => {
    const html = '<a href="{{{RESEND_UNSUBSCRIBE_URL}}}">Unsubscribe</a>';
    const body = await printed(html);
    const { headers } = (await letters()).get("mira@example.com") ?? {};
    const [, url] = /^<(https:\/\/unsubscribe\.resend\.com\/[^>]+)>$/.exec(
      headers?.["List-Unsubscribe"] ?? "",
    ) ?? [""];
    expect(body).toBe(`<a href="${url}">Unsubscribe</a>`);
    expect(headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  });

  it("can be deleted while it is a draft", async () => {
    const { broadcasts } = standIn.resend;
    const { data } = await broadcasts.create(BROADCAST);
    expect((await broadcasts.remove(data?.id ?? "")).data).toMatchObject({ deleted: true });
    expect((await broadcasts.get(data?.id ?? "")).error).toMatchObject({ statusCode: 404 });
  });

  it.each(["from", "subject", "segmentId"])("cannot be without “%s”", async (field) => {
    const { error } = await standIn.resend.broadcasts.create({ ...BROADCAST, [field]: undefined });
    expect(error).toMatchObject({ statusCode: 422, name: "missing_required_field" });
  });

  it("cannot go to a segment that does not exist", async () => {
    const { error } = await standIn.resend.broadcasts.create({ ...BROADCAST, segmentId: NOBODY });
    expect(error).toMatchObject({ statusCode: 404 });
  });
});

describe("a placeholder", () => {
  it.each([
    ["{{{contact.first_name|there}}} {{{ contact.last_name }}}", "Mira Holm"],
    ["{{{FIRST_NAME}}} {{{LAST_NAME}}} {{{EMAIL}}}", "Mira Holm mira@example.com"],
    ["{{{leave_weekly}}}", LINK],
    ["{{{contact.leave_weekly|https://acme.com}}}", LINK],
    ["{{{contact.LEAVE_WEEKLY|none}}}", "none"],
    ["{{{contact.gone}}}", ""],
    [
      "{{contact.first_name}} {{{contact.first_name",
      "{{contact.first_name}} {{{contact.first_name",
    ],
  ])("%s is printed as %s", async (template, expected) => {
    expect(await printed(template)).toBe(expected);
  });

  it("takes its own fallback before the property's", async () => {
    await standIn.resend.contacts.update({ id: MIRA, properties: { leave_weekly: null } });
    expect(await printed("{{{contact.leave_weekly|https://acme.com/bye}}}")).toBe(
      "https://acme.com/bye",
    );
  });

  it("is filled as it is: three braces escape nothing, and what comes in is not filled again", async () => {
    await standIn.resend.contacts.update({ id: MIRA, firstName: "<b>&$1{{{EMAIL}}}</b>" });
    expect(await printed("{{{contact.first_name}}}")).toBe("<b>&$1{{{EMAIL}}}</b>");
  });
});
