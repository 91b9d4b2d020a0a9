/** RFC 2369, "The Use of URLs as Meta-Syntax for Core Mail List Commands", for the one field that this project makes. */

import { describe, expect, it } from "vitest";

import { leaveHeaders } from "../../src/links/index.ts";
import { LINK_SECRET } from "../../sandbox/settings.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { oneClick } from "../e2e/exchange.ts";

const sandbox = runningSandbox();

/** RFC 5322 section 2.1.1: the longest line of a message. */
const MAX_LINE_LENGTH = 998;

const mint = async (contact: string, list = "weekly", origin = "https://acme.com") => {
  const headers = await leaveHeaders({ origin, list, contact, secret: LINK_SECRET });
  return headers["List-Unsubscribe"];
};

/** Contacts whose characters would break a header field if they were in it. */
const CONTACTS = [
  "e169aa45-1ecf-4183-9955-b1499d5701d3",
  "mira@example.com",
  "zoe@blüten.example.org",
  "who/are%you?#1@example.com",
  `${"x".repeat(240)}@example.com`,
];

describe("List-Unsubscribe", () => {
  it.each(CONTACTS)(
    "RFC 2369 §2: is one URL in angle brackets, without white space: %s",
    async (contact) => {
      const field = await mint(contact);
      expect(field).toMatch(/^<https:\/\/acme\.com\/leave\/[a-z0-9-]+\/[a-z2-7]+>$/);
      expect(`<${new URL(field.slice(1, -1)).href}>`).toBe(field);
    },
  );

  it("RFC 2369 §2: fits a line of a message, even the longest", async () => {
    const address = `${"x".repeat(242)}@example.com`;
    const host = `https://${"label-of-thirty-one-characters.".repeat(8)}example`;
    const value = await mint(address, "l".repeat(40), host);
    expect(`List-Unsubscribe: ${value}`.length).toBeLessThanOrEqual(MAX_LINE_LENGTH);
  });

  it("RFC 2369 §3.2: names the command that directly removes the reader from the list", async () => {
    const subscriber = await sandbox.subscriber();
    const url = (await mint(subscriber.id, "weekly", sandbox.worker.url)).slice(1, -1);
    expect((await fetch(url)).status).toBe(200);
    expect((await oneClick(url)).status).toBe(200);
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);
  });
});
