/** A link in a Broadcast, from end to end: a contact joins, link sync writes their link, the Broadcast prints it, they unsubscribe. */

import { Resend } from "resend";
import { describe, expect, it } from "vitest";

import { API_KEY, LINK_SECRET, PROPERTY } from "../../sandbox/settings.ts";
import { runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import { OTHER_SECRET, run } from "../cli/run.ts";
import { configOf } from "../cli/sync-links-setup.ts";
import { ticketFor } from "../fuzz/signing.ts";
import { oneClick } from "./exchange.ts";

const sandbox = runningSandbox({ broadcasts: true });

const SYNCED_WITHIN_MS = 15_000;

let joined = 0;

/** The sender's side: the official SDK. */
const resend = () => new Resend(API_KEY, { baseUrl: sandbox.standIn.url });

/** Adds a new contact to the list, as a sender's sign-up form does. */
async function join(): Promise<{ id: string; email: string }> {
  joined += 1;
  const email = `reader-${joined}@example.com`;
  const segments = [{ id: WEEKLY }];
  const { data } = await resend().contacts.create({ email, firstName: "Ida", segments });
  return { id: data?.id ?? "", email };
}

async function linkOf(id: string): Promise<unknown> {
  const { data } = await resend().contacts.get({ id });
  return data?.properties[PROPERTY]?.value;
}

/** Waits until the Worker has written the contact's link. */
async function syncedLink(id: string): Promise<string> {
  await expect.poll(() => linkOf(id), { timeout: SYNCED_WITHIN_MS }).toBeTypeOf("string");
  return String(await linkOf(id));
}

/** Sends a Broadcast to the list, and returns the link in one reader's copy. */
async function broadcastLink(email: string): Promise<string> {
  await resend().broadcasts.create({
    name: "March",
    segmentId: WEEKLY,
    from: "Acme Weekly <weekly@news.example.com>",
    subject: "A desk by the window",
    html: `<p>Hello!</p><a href="{{{contact.${PROPERTY}}}}">Unsubscribe</a>`,
    send: true,
  });
  const copy = (await sandbox.standIn.letters()).find(({ to }) => to === email);
  return /href="([^"]*)"/.exec(copy?.html ?? "")?.[1] ?? "";
}

/** Waits until nothing more happens: every event is taken, and no call has come for a while. */
async function settled(): Promise<void> {
  let before = -1;
  const calls = async () => {
    const { deliveries } = await sandbox.standIn.webhook();
    const now = (await sandbox.standIn.requests()).length;
    const quiet = now === before && deliveries.every(({ status }) => status === "success");
    before = now;
    return quiet;
  };
  await expect.poll(calls, { timeout: SYNCED_WITHIN_MS, interval: 1_500 }).toBe(true);
}

describe("a link in a Broadcast", () => {
  it("unsubscribes a contact who joined and clicked", async () => {
    const { id, email } = await join();
    const link = await syncedLink(id);

    expect(link).toBe(`${sandbox.worker.url}/leave/weekly/${ticketFor(id, "weekly", LINK_SECRET)}`);
    expect(await broadcastLink(email)).toBe(link);
    expect(await sandbox.isSubscribed({ email })).toBe(true);

    const page = await fetch(link);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Weekly digest");
    expect(await sandbox.isSubscribed({ email })).toBe(true);

    expect((await oneClick(link)).status).toBe(200);
    expect(await sandbox.isSubscribed({ email })).toBe(false);
  });

  it("is the list's general page for a contact without one yet, and that changes nothing", async () => {
    await sandbox.standIn.holdEvents();
    const { email } = await join();
    const link = await broadcastLink(email);

    expect(link).toBe(`${sandbox.worker.url}/leave/weekly`);
    await fetch(link);
    expect(await sandbox.isSubscribed({ email })).toBe(true);
  });
});

it("sync-links writes what the deployed Worker opens, and nothing that another secret has signed", async () => {
  const { worker, standIn } = sandbox;
  await join();
  await settled();
  const LISTS = { weekly: { segment: WEEKLY, property: PROPERTY } };
  const config = configOf({ ORIGIN: worker.url, RESEND_BASE_URL: standIn.url, LISTS });
  const sync = (secret: string) =>
    run(["sync-links", "--quiet", "--config", config], {
      env: { RESEND_API_KEY: API_KEY, LINK_SECRETS: secret },
    });
  const before = await standIn.contacts();
  const other = await sync(OTHER_SECRET);
  expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining("status 404")]);
  expect(await standIn.contacts()).toEqual(before);
  expect(await sync(LINK_SECRET)).toMatchObject({ exitCode: 0, stderr: "" });
});

it("link sync comes to rest: the event of its own update finds nothing left to do", async () => {
  await settled();
  await sandbox.standIn.forget();
  const { id } = await join();
  await syncedLink(id);
  await settled();

  const calls = await sandbox.standIn.requests();
  expect(calls.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  const { deliveries } = await sandbox.standIn.webhook();
  const types = deliveries.filter(({ contactId }) => contactId === id).map(({ type }) => type);
  expect(types).toEqual(["contact.created", "contact.updated"]);
});
