import { describe, expect, it } from "vitest";

import { refusal, REMOVED } from "./upstream.ts";
import { ID, signedPath, startWorker } from "./worker.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const BROKEN_OUTBOX = {
  getByName: () => ({ accept: () => Promise.reject(new Error("disk full")) }),
};

/** The local part of somebody's `mailto:`. */
async function localPart(given: { contact?: string; list?: string } = {}): Promise<string> {
  return (await signedPath(given)).replace(/^\/leave\//, "").replace("/", ".");
}

describe("mail to a ticket", () => {
  it("is the same leave, by its recipient alone", async () => {
    const worker = await startWorker();
    const local = await localPart({ contact: ID });
    expect(local).toHaveLength(60);
    expect(await worker.mail(`${local}@leave.acme.com`)).toBeUndefined();
    expect(await worker.resend.seen()).toMatchObject([
      { method: "DELETE", path: `/contacts/${ID}/segments/${SEGMENT}` },
    ]);
    expect(worker.log).toMatchObject([
      {
        level: "info",
        line: { event: "leave", list: "weekly", channel: "mailto", outcome: "left" },
      },
    ]);
  });

  it("is read in any case, and without the mail program's own tag", async () => {
    const worker = await startWorker();
    expect(
      await worker.mail(`${(await localPart()).toUpperCase()}@LEAVE.ACME.COM`),
    ).toBeUndefined();
    expect(await worker.mail(`${await localPart()}+a.tag+2@leave.acme.com`)).toBeUndefined();
    expect(await worker.resend.seen()).toHaveLength(2);
  });

  it("is taken from the null sender too (RFC 5321 §4.5.5): who sent it does not matter", async () => {
    const worker = await startWorker();
    expect(await worker.mail(`${await localPart()}@leave.acme.com`, "")).toBeUndefined();
    expect(worker.log).toMatchObject([{ line: { outcome: "left" } }]);
  });

  it("is stored while Resend is down", async () => {
    const worker = await startWorker([refusal(503, "application_error", "")]);
    expect(await worker.mail(`${await localPart()}@leave.acme.com`)).toBeUndefined();
    expect(worker.log).toMatchObject([{ line: { outcome: "leaving", channel: "mailto" } }]);
  });

  it("is left with the sender's server when it can be neither done nor stored", async () => {
    const worker = await startWorker([refusal(503, "application_error", "")], {
      OUTBOX: BROKEN_OUTBOX,
    });
    await expect(worker.mail(`${await localPart()}@leave.acme.com`)).rejects.toThrow("try-again");
  });

  it("is left with the sender's server when there is too much of it", async () => {
    const limiter = { limit: async () => ({ success: false }) };
    const worker = await startWorker([REMOVED], { LEAVE_LIMIT: limiter });
    await expect(worker.mail(`${await localPart()}@leave.acme.com`)).rejects.toThrow("too-many");
    expect(await worker.resend.seen()).toEqual([]);
  });
});

describe("other mail", () => {
  it.each([
    "postmaster@leave.acme.com",
    "weekly@leave.acme.com",
    "weekly.c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqz@leave.acme.com",
    "product-news.c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy@leave.acme.com",
    "weekly.c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy/rejoin@leave.acme.com",
    "a.b.c@leave.acme.com",
    "@",
    "",
  ])("is rejected with a reason, and changes nothing: %s", async (to) => {
    const worker = await startWorker();
    expect(await worker.mail(to)).toMatch(/unsubscribe link in the e-mail/);
    expect(await worker.resend.seen()).toEqual([]);
    expect(worker.log).toMatchObject([{ line: { event: "mail-refused" } }]);
    expect(JSON.stringify(worker.log)).not.toContain("@");
  });
});
