/** Mail to a ticket, as real mail programs write it, through the e-mail endpoint of a running Worker. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { until } from "../../sandbox/ledger.ts";
import { runningSandbox } from "../../sandbox/running.ts";

const sandbox = runningSandbox();

const FOLDER = fileURLToPath(new URL("../mail/", import.meta.url));
const MESSAGES = readdirSync(FOLDER).filter((file) => file.endsWith(".eml"));

/** The `mailto:` address behind a link. */
function addressOf(link: string): string {
  const [, , list, ticket] = new URL(link).pathname.split("/");
  return `${list}.${ticket}@leave.example.com`;
}

/** Hands a message to the Worker as Email Routing would. */
async function send(file: string, to: string): Promise<{ status: number; body: string }> {
  const query = new URLSearchParams({ from: "mira@example.com", to }).toString();
  const response = await fetch(`${sandbox.worker.url}/cdn-cgi/handler/email?${query}`, {
    method: "POST",
    body: readFileSync(FOLDER + file),
  });
  return { status: response.status, body: await response.text() };
}

describe("a message to a ticket", () => {
  it.each(MESSAGES)("takes one person off the list, once: %s", async (file) => {
    const member = await sandbox.member();
    const { status } = await send(file, addressOf(member.linkById));
    expect(status).toBe(200);
    expect(await sandbox.isMember(member)).toBe(false);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
  });

  it("is stored while Resend is down, and done afterwards; the log says how it came", async () => {
    const member = await sandbox.member();
    await sandbox.standIn.fault("503");
    const lines = await sandbox.logged(async () => {
      expect((await send("plain.eml", addressOf(member.linkById))).status).toBe(200);
    });
    expect(lines.find(({ line }) => line["event"] === "leave")?.line).toMatchObject({
      channel: "mailto",
      outcome: "queued",
    });
    await sandbox.standIn.fault("none");
    await until("the leave is done", async () => !(await sandbox.isMember(member)), 70_000);
  });
});

describe("any other message", () => {
  it("is rejected with a reason that helps, and changes nobody", async () => {
    const member = await sandbox.member();
    const [local = ""] = addressOf(member.linkById).split("@");
    for (const other of ["weekly", "postmaster", `${local.slice(0, -1)}z`]) {
      const { status, body } = await send("plain.eml", `${other}@leave.example.com`);
      expect(status, other).toBeGreaterThanOrEqual(400);
      expect(body).toContain("Please use the unsubscribe link in the email");
    }
    expect(await sandbox.isMember(member)).toBe(true);
    expect(await sandbox.standIn.requests()).toEqual([]);
  });
});
