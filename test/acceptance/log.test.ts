import { describe, expect, it } from "vitest";

import { API_KEY, LINK_SECRET } from "../sandbox/keys.ts";
import { runningSandbox } from "../sandbox/running.ts";
import { exchange, FORM, ONE_CLICK_BODY, oneClick } from "./exchange.ts";

const sandbox = runningSandbox();

const post = (link: string, body: string) =>
  exchange({
    origin: sandbox.worker.url,
    method: "POST",
    path: new URL(link).pathname,
    headers: FORM,
    body,
  });

describe("the operator's log", () => {
  it("has one structured line for each leave", async () => {
    const { linkById } = await sandbox.member();
    const lines = await sandbox.logged(async () => {
      await post(linkById, ONE_CLICK_BODY);
      await post(linkById, "confirm=page");
      await post(linkById, "");
    });
    expect(lines.map(({ line }) => line["channel"])).toEqual(["one-click", "page", "other"]);
    const [first] = lines;
    expect(first).toEqual({
      level: "info",
      line: {
        event: "leave",
        scope: "list",
        list: "weekly",
        channel: "one-click",
        outcome: "done",
        entry: expect.any(Number),
        ms: expect.any(Number),
        hash: expect.stringMatching(/^[a-z2-7]{10}$/),
      },
    });
  });

  it("gives one membership one hash, however its link is spelled, and another another", async () => {
    const [one, other] = [await sandbox.member(), await sandbox.member()];
    const lines = await sandbox.logged(async () => {
      await oneClick(one.linkById);
      await oneClick(one.linkById.replace("weekly", "WEEKLY"));
      await oneClick(other.linkById);
    });
    const [a, b, c] = lines.map(({ line }) => line["hash"]);
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });

  it("has no line for a page that is only looked at, and none for a forged link", async () => {
    const { linkById } = await sandbox.member();
    const lines = await sandbox.logged(async () => {
      await fetch(linkById);
      await oneClick(`${linkById.slice(0, -2)}aa`);
    });
    expect(lines).toEqual([]);
  });

  it("never holds an address, a contact ID, a ticket, a key or a secret, whatever goes wrong", async () => {
    const { id, email, linkById, linkByAddress } = await sandbox.member();
    const lines = await sandbox.logged(async () => {
      for (const fault of ["none", "500", "drop", "revoked-key"] as const) {
        await sandbox.standIn.fault(fault);
        await oneClick(linkById);
        await oneClick(linkByAddress);
      }
    });
    expect(lines.filter(({ line }) => line["event"] === "leave")).toHaveLength(8);
    const text = JSON.stringify(lines);
    const tickets = [linkById, linkByAddress].map((link) => link.slice(link.lastIndexOf("/") + 1));
    for (const secret of [id, email, "@", "%40", ...tickets, API_KEY, LINK_SECRET]) {
      expect(text).not.toContain(secret);
    }
  });
});
