import { describe, expect, it } from "vitest";

import { WEEKLY } from "./scripted.ts";
import { DOWN, REMOVED } from "./upstream.ts";
import { ID, ledgerOf, LIMITED, signedPath, SILENT, startWorker } from "./worker.ts";

const NOT_STORED = /could not be stored, and was not carried out/;

/** The local part of a person's `mailto:`. */
async function localPart(given: { contact?: string; list?: string } = {}): Promise<string> {
  return (await signedPath(given)).replace(/^\/leave\//, "").replace("/", ".");
}

describe("an email to a ticket", () => {
  it("is the same leave, by its recipient alone", async () => {
    const worker = await startWorker();
    const local = await localPart({ contact: ID });
    expect(local).toHaveLength(60);
    // RFC 5321 section 4.5.5: who sent it does not matter.
    const to = `${local.toUpperCase()}+a.tag+2@LEAVE.ACME.COM`;
    expect(await worker.mail(to, "")).toBeUndefined();
    const removal = { method: "DELETE", path: `/contacts/${ID}/segments/${WEEKLY}` };
    expect(worker.resend.seen()).toMatchObject([removal]);
    expect(worker.waits).toEqual([]);
  });

  it.each([
    ["after a subaddress", (local: string) => `first.last+${local}@acme.com`],
    ["with a fold in it, quoted", (local: string) => `"${local.replace(/.{30}/, "$& ")}"@acme.com`],
    [
      "with an encoded fold in it",
      (local: string) => `${local.replace(/.{30}/, "$&%20")}@acme.com`,
    ],
    ["after an encoded plus sign", (local: string) => `u%2B${local}@acme.com`],
    ["after a subaddress and with a tag", (local: string) => `u+${local}+2@acme.com`],
  ])("is read %s", async (_, addressOf) => {
    const worker = await startWorker();
    expect(await worker.mail(addressOf(await localPart()))).toBeUndefined();
    expect(worker.resend.seen()).toHaveLength(1);
  });

  it("is taken when it is stored", async () => {
    const worker = await startWorker([DOWN]);
    expect(await worker.mail(`${await localPart()}@leave.acme.com`)).toBeUndefined();
    expect(worker.log).toMatchObject([{ line: { outcome: "queued", channel: "mailto" } }]);
  });

  it("is asked for again, as the same request, and in the end sent back to be sent again", async () => {
    const ids: string[] = [];
    const unsubscribe = async ({ id }: { id: string }) => {
      ids.push(id);
      return { kind: "try-again", retryAfterSeconds: 60 };
    };
    const worker = await startWorker([], ledgerOf({ unsubscribe }));
    expect(await worker.mail(`${await localPart()}@leave.acme.com`)).toMatch(NOT_STORED);
    expect(worker.waits).toEqual([1_000, 5_000, 20_000]);
    expect(ids).toEqual(Array(4).fill(ids[0]));
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ["has no answer", SILENT],
    ["has too many of them", LIMITED],
  ])("is sent back, and never thrown, where the Worker %s", async (_, change) => {
    const worker = await startWorker([], change);
    expect(await worker.mail(`${await localPart()}@leave.acme.com`)).toMatch(NOT_STORED);
    expect(worker.resend.all).toEqual([]);
  });

  it("is taken as soon as one attempt is stored", async () => {
    let tries = 0;
    const limit = async () => ({ success: (tries += 1) === 3 });
    const worker = await startWorker([REMOVED], { LEAVE_LIMIT: { limit } });
    expect(await worker.mail(`${await localPart()}@leave.acme.com`)).toBeUndefined();
    expect(worker.waits).toEqual([1_000, 5_000]);
    expect(worker.resend.seen()).toHaveLength(1);
  });
});

describe("any other email", () => {
  const ticket = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";

  it.each([
    "postmaster@leave.acme.com",
    `weekly.${ticket.slice(0, -1)}z@leave.acme.com`,
    `weekly.${ticket}/undo@leave.acme.com`,
    `weekly.${ticket}%2fundo@leave.acme.com`,
    ...["", "weekly-", "xweekly.", "other.weekly.", "product-news."].map(
      (before) => `${before}${ticket}@leave.acme.com`,
    ),
    "a.b.c@leave.acme.com",
    "",
  ])("is rejected with what happened and what to do, and asks no one: %s", async (to) => {
    const worker = await startWorker([], ledgerOf({}));
    expect(await worker.mail(to)).toMatch(
      /^No one was unsubscribed, .* Please use the unsubscribe link in the email\.$/,
    );
    expect(worker.resend.all).toEqual([]);
    expect(worker.log).toEqual([{ level: "info", line: { event: "mail-refused" } }]);
  });
});
