/** Messages as real mail programs write them, through the email handler of a running Worker. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { runningSandbox } from "../../sandbox/running.ts";

const sandbox = runningSandbox();

const FOLDER = fileURLToPath(new URL("../mail/", import.meta.url));
const MESSAGES = readdirSync(FOLDER).filter((file) => file.endsWith(".eml"));

/** Hands a message to the Worker as Email Routing would. */
function send(file: string, localPart: string): Promise<Response> {
  const to = `${localPart}@leave.example.com`;
  const query = new URLSearchParams({ from: "mira@example.com", to }).toString();
  const body = readFileSync(FOLDER + file);
  return fetch(`${sandbox.worker.url}/cdn-cgi/handler/email?${query}`, { method: "POST", body });
}

it.each(MESSAGES)(
  "unsubscribes one contact, once, and not if the ticket is damaged: %s",
  async (file) => {
    const subscriber = await sandbox.subscriber();
    const [, , list, ticket = ""] = new URL(subscriber.linkById).pathname.split("/");
    const rejected = await send(file, `${list}.${ticket.slice(0, -1)}z`);
    expect(rejected.status).toBeGreaterThanOrEqual(400);
    expect(await rejected.text()).toContain("Please use the unsubscribe link in the email");
    expect(await sandbox.standIn.requests()).toEqual([]);

    expect((await send(file, `${list}.${ticket}`)).status).toBe(200);
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
  },
);
