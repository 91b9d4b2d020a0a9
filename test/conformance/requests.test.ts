import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { MIRA, SAMPLE_LISTS, SAMPLES } from "../../sandbox/resend/samples.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import {
  earlyInAMinute,
  exchange,
  FORM,
  ONE_CLICK_BODY,
  oneClick,
  type RawAnswer,
} from "../e2e/exchange.ts";
import { leave } from "../e2e/reader.ts";

const sandbox = runningSandbox();

const PRODUCT_NEWS = SAMPLE_LISTS["product-news"].segment;

const request = (method: string, path: string) =>
  exchange({ origin: sandbox.worker.url, method, path, headers: FORM, body: ONE_CLICK_BODY });

const nobodyKnocked = async () => expect(await sandbox.standIn.requests()).toEqual([]);

describe("reading a link", () => {
  it.each(["GET", "HEAD"])("with %s changes nothing and never calls Resend", async (method) => {
    const before = await sandbox.standIn.state();
    const path = new URL(await sandbox.link(MIRA)).pathname;
    const shouted = path.replace("weekly", "WEEKLY");
    for (const suffix of ["", ".", "?utm_source=news", "/undo", "/everything"]) {
      for (const target of [path + suffix, shouted + suffix]) {
        const answer = await exchange({ origin: sandbox.worker.url, method, path: target });
        expect(answer.status, target).toBe(200);
      }
    }
    expect(await sandbox.standIn.state()).toEqual(before);
    await nobodyKnocked();
  });
});

describe("reading a receipt", () => {
  it.each(["GET", "HEAD"])("with %s changes nothing and never calls Resend", async (method) => {
    const member = await sandbox.member();
    const receipt = await leave(member.linkById);
    expect(receipt.heading).toBe("You have left this list");
    await sandbox.standIn.forget();
    const before = await sandbox.standIn.state();
    const path = new URL(receipt.url).pathname;
    for (const target of [path, `${path}?lang=de`, path.replace("/receipt", "%2FRECEIPT")]) {
      const answer = await exchange({ origin: sandbox.worker.url, method, path: target });
      expect(answer.status, target).toBe(200);
    }
    expect(await sandbox.standIn.state()).toEqual(before);
    await nobodyKnocked();
  });

  it("is all that can be done with it: a POST is nobody's leave", async () => {
    const member = await sandbox.member();
    const path = `${new URL(member.linkById).pathname}/receipt/${"0".repeat(32)}`;
    expect((await request("GET", path)).status).toBe(404);
    expect((await request("POST", path)).status).toBe(404);
    expect(await sandbox.isMember(member)).toBe(true);
    await nobodyKnocked();
  });
});

describe("a link that proves nothing", () => {
  const TICKET = "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";

  it.each([
    ["signed for another list", `/leave/product-news/${TICKET}`],
    ["a digit of the contact changed", `/leave/weekly/c5${TICKET.slice(2)}`],
    ["a digit of the signature changed", `/leave/weekly/${TICKET.slice(0, -2)}ry`],
    ["cut short", `/leave/weekly/${TICKET.slice(0, -1)}`],
    ["a path out of the API", `/leave/weekly/..%2f..%2fcontacts%2f${MIRA}`],
    ["broken percent-encoding", "/leave/weekly/%ff%00%zz"],
    ["eight thousand digits", `/leave/weekly/e${"a".repeat(8000)}`],
  ])("reaches nobody: %s", async (_, path) => {
    for (const method of ["GET", "POST"]) {
      expect((await request(method, path)).status, method).toBe(404);
    }
    await nobodyKnocked();
  });

  it.each(["/leave/weekly", "/leave/weekly/", "/leave/nobody-knows-this-list"])(
    "gets the general page where there is no ticket, and reaches nobody: %s",
    async (path) => {
      expect((await request("GET", path)).status).toBe(200);
      expect((await request("POST", path)).status).toBe(404);
      await nobodyKnocked();
    },
  );

  it("is what the right link is to a Worker with another secret", async () => {
    const link = await sandbox.link(MIRA);
    expect((await request("POST", new URL(link).pathname)).status).toBe(200);
    const stranger = await leaveUrl({
      origin: sandbox.worker.url,
      list: "weekly",
      contact: MIRA,
      secret: "another-secret-of-at-least-thirty-two-characters",
    });
    expect((await request("POST", new URL(stranger).pathname)).status).toBe(404);
  });
});

describe("a body", () => {
  const post = (link: string, bytes: number) =>
    exchange({
      origin: sandbox.worker.url,
      method: "POST",
      path: new URL(link).pathname,
      headers: { "content-type": "application/octet-stream" },
      body: Buffer.alloc(bytes, "x"),
    });

  it("of 1 MB does not get in the way", async () => {
    const member = await sandbox.member();
    expect((await post(member.linkById, 1_000_000)).status).toBe(200);
    expect(await sandbox.isMember(member)).toBe(false);
  });

  it("of 5 MB removes one person, once", async () => {
    const member = await sandbox.member();
    // The local runtime may hang up on a request that nobody reads to its end, with the answer under way.
    await post(member.linkById, 5_000_000).catch(() => undefined);
    expect(await sandbox.isMember(member)).toBe(false);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
  });

  it.each([
    ["says how long it will be", { "content-length": "26" }],
    ["does not say how long it will be", {}],
  ])("that comes slowly and %s does not get in the way", async (_, length) => {
    async function* slowly() {
      for (const part of ["List-Unsub", "scribe=On", "e-Click"]) {
        yield part;
        await sleep(300);
      }
    }
    const member = await sandbox.member();
    const path = new URL(member.linkById).pathname;
    const headers = { ...FORM, ...length };
    const raw = { origin: sandbox.worker.url, method: "POST", path, headers };
    const [line] = await sandbox.logged(async () => {
      expect((await exchange({ ...raw, body: slowly() })).status).toBe(200);
    });
    expect(line).toMatchObject({ line: { channel: "one-click" } });
    expect(await sandbox.isMember(member)).toBe(false);
  });
});

describe("an address", () => {
  it.each(SAMPLES.contacts.map(({ email, segments }) => ({ email, segments })))(
    "as people have them leaves one list and no other: $email",
    async ({ email, segments }) => {
      for (const [list, { segment }] of Object.entries(SAMPLE_LISTS)) {
        await sandbox.standIn.reset();
        if (!segments.includes(segment)) continue;
        expect((await oneClick(await sandbox.link(email, list))).status).toBe(200);
        for (const other of [WEEKLY, PRODUCT_NEWS]) {
          const stays = other !== segment && segments.includes(other);
          expect((await sandbox.standIn.members(other)).includes(email)).toBe(stays);
        }
      }
    },
  );

  it.each(["who?are/you#1%@example.com", "../../segments/x@example.com", "a%2f..%2fb@example.com"])(
    "that would be another path reaches one endpoint, the right one: %s",
    async (email) => {
      await fetch(`${sandbox.standIn.url}/contacts`, {
        method: "POST",
        headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
        body: JSON.stringify({ email, segments: [{ id: WEEKLY }] }),
      });
      expect(await sandbox.isMember({ email })).toBe(true);
      await sandbox.standIn.forget();

      expect((await oneClick(await sandbox.link(email))).status).toBe(200);

      expect(await sandbox.isMember({ email })).toBe(false);
      const path = `/contacts/${encodeURIComponent(email)}`;
      expect(await sandbox.standIn.requests()).toMatchObject([
        { method: "GET", url: path },
        { method: "DELETE", url: `${path}/segments/${WEEKLY}` },
      ]);
    },
  );
});

describe("the 31st POST of one link within a minute", () => {
  it("is 429 with Retry-After, however the link is spelled; Resend hears of one removal", async () => {
    const { linkById, id } = await sandbox.member();
    const path = new URL(linkById).pathname;
    const spellings = [path, `${path}.`, path.replace("weekly", "WEEKLY"), `${path}?utm_id=1`];
    await earlyInAMinute();
    const statuses = [];
    let last: RawAnswer | undefined;
    for (let sent = 0; sent < 34; sent++) {
      last = await request("POST", spellings[sent % spellings.length] ?? path);
      statuses.push(last.status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(200), ...Array<number>(4).fill(429)]);
    expect(last?.headers["retry-after"]).toBe("60");
    expect(await sandbox.standIn.changes()).toMatchObject([
      { method: "DELETE", url: `/contacts/${id}/segments/${WEEKLY}` },
    ]);
  });

  it("costs nobody else their leave", async () => {
    const { linkById } = await sandbox.member();
    await earlyInAMinute();
    for (let sent = 0; sent < 30; sent++) await oneClick(linkById);
    expect((await oneClick(linkById)).status).toBe(429);
    const other = await sandbox.member();
    expect((await oneClick(other.linkById)).status).toBe(200);
  });
});
