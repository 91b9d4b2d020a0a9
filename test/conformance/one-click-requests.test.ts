import { describe, expect, it } from "vitest";

import shapes from "../one-click-requests.json" with { type: "json" };
import { runningSandbox, WEEKLY } from "../../sandbox/running.ts";
import { exchange } from "../e2e/exchange.ts";

const sandbox = runningSandbox();

/** Puts list and ticket into a path of `one-click-requests.json`. */
function fill(path: string, link: string): string {
  const { pathname } = new URL(link);
  const [, , list = "", ticket = ""] = pathname.split("/");
  return path
    .replace("{path}", pathname)
    .replace("{LIST}", list.toUpperCase())
    .replace("{TICKET}", ticket.toUpperCase());
}

describe.each(["linkById", "linkByAddress"] as const)("a request of the wild, to a %s", (kind) => {
  it.each(shapes.requests)("removes one person, once: $name", async (shape) => {
    const member = await sandbox.member();
    const others = (await sandbox.standIn.members(WEEKLY)).filter(
      (email) => email !== member.email,
    );

    const answer = await exchange({
      ...shape,
      origin: sandbox.worker.url,
      path: fill(shape.path, member[kind]),
      headers: shape.headers as Record<string, string>,
    });

    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty("location");
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(answer.body).toMatch(/^Weekly digest: You have left this list\. /);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 200 }]);
    expect(await sandbox.standIn.members(WEEKLY)).toEqual(others);
  });
});
