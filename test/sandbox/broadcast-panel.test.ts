import { beforeEach, describe, expect, it } from "vitest";
import { runningStandIn } from "../../sandbox/running.ts";
import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { receivingWebhooks } from "../../sandbox/resend/webhook/receiving.ts";

/** Mira's ticket for the weekly list, from the test vectors of the link format. */
const TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";
const LINK = `http://127.0.0.1:1/leave/weekly/${TICKET}`;
const WEEKLY = SAMPLE_LISTS.weekly.segment;

const worker = {
  origin: "http://127.0.0.1:1",
  secret: "correct-horse-battery-staple-0123456789",
  property: "leave_weekly",
};
const standIn = runningStandIn({ worker });
const endpoint = receivingWebhooks();

const page = async (path = "/") => (await fetch(standIn.url + path)).text();

const press = (path: string, fields: Record<string, string> = {}) =>
  fetch(standIn.url + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

const add = (email: string, firstName = "") => press("/mailbox/people", { email, firstName });
const propertiesOf = async (email: string) =>
  (await standIn.resend.contacts.get({ email })).data?.properties;

describe("the sample people", () => {
  it("carry their links already, as link sync would have it", async () => {
    expect(await propertiesOf("mira@example.com")).toEqual({
      leave_weekly: { type: "string", value: LINK },
    });
    expect(await propertiesOf("zoe@blüten.example.org")).toEqual({});
    const { data } = await standIn.resend.contactProperties.list();
    expect(data?.data).toMatchObject([
      { key: "leave_weekly", fallbackValue: "http://127.0.0.1:1/leave/weekly" },
    ]);
  });
});

describe("somebody who is added", () => {
  beforeEach(() =>
    standIn.control("PUT", "webhook", {
      url: endpoint.url,
      secret: "whsec_c3RhbmQtaW4gd2ViaG9vayBzZWNyZXQ=",
    }),
  );

  it("is on the list, and the webhook hears of it", async () => {
    expect((await add("ida@example.com", "Ida")).status).toBe(303);
    await expect.poll(() => endpoint.received.length).toBe(1);
    expect(JSON.parse(endpoint.received[0]?.body ?? "")).toMatchObject({
      type: "contact.created",
      data: { email: "ida@example.com", first_name: "Ida", segment_ids: [WEEKLY] },
    });
  });

  it("is shown without a link, and with it once there is one", async () => {
    await add("ida@example.com", "Ida");
    expect(await page()).toMatch(/<b>Ida<\/b> ida<wbr \/>@example\.com[^]*?no link yet/);

    const href = "https://acme.com/leave/weekly/ticket";
    const properties = { leave_weekly: href };
    await standIn.resend.contacts.update({ email: "ida@example.com", properties });
    const text = await page();
    expect(text).toContain(`href="${href}"`);
    expect(text).not.toContain("no link yet");
  });

  it("needs an address, and is escaped wherever they show", async () => {
    expect((await add("nobody")).status).toBe(400);
    await add("<script>@example.com", "<script>alert(1)</script>");
    await press("/mailbox/broadcast");
    expect(await page()).not.toContain("<script>alert");
  });
});

describe("the Broadcast of the mailbox", () => {
  it("puts a letter into the mailbox for everybody, and opens the newest member's", async () => {
    await add("ida@example.com", "Ida");
    const response = await press("/mailbox/broadcast");
    expect(response.headers.get("location")).toMatch(/^\/\?message=[0-9a-f-]{36}#reading$/);

    const text = await page(response.headers.get("location")?.replace("#reading", ""));
    expect(text).toContain("<h2>Ida, a desk by the window</h2>");
    expect(text.match(/>Broadcast</g)).toHaveLength(5);
    expect(text).toContain("List-Unsubscribe</dt>");
    expect(text).toContain("&lt;https://unsubscribe.resend.com/");
  });

  it("prints everybody's own link, and the general page's for who has none", async () => {
    await add("ida@example.com", "Ida");
    await press("/mailbox/broadcast");
    const { body } = await standIn.control("GET", "letters");
    const htmlOf = (to: string): string =>
      body.letters.find((letter: { to: string }) => letter.to === to).html;

    expect(htmlOf("mira@example.com")).toContain(`<a href="${LINK}">Leave this list</a>`);
    expect(htmlOf("ida@example.com")).toContain(`href="http://127.0.0.1:1/leave/weekly">Leave`);
  });

  it("shows a letter in a frame without scripts", async () => {
    await press("/mailbox/broadcast");
    const { body } = await standIn.control("GET", "letters");
    const text = await page(`/?message=${body.letters[0].id}`);
    expect(text).toMatch(/sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"/);
    expect(text).toContain("Hello Pavel, turn your desk");
  });
});

describe("a mailbox whose Worker has no property", () => {
  const plain = runningStandIn({ worker: { origin: worker.origin, secret: worker.secret } });

  it("has no Broadcast to send", async () => {
    expect(await (await fetch(plain.url)).text()).not.toContain("Broadcast");
    expect((await fetch(`${plain.url}/mailbox/broadcast`, { method: "POST" })).status).toBe(404);
  });
});
