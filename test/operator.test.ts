import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { refusal } from "./upstream.ts";
import { ONE_CLICK, signedPath, startWorker } from "./worker.ts";

const OUTBOX = "/leave/-/outbox";
const TOKEN = "operator-token";
const AUTHORIZED = { headers: { authorization: `Bearer ${TOKEN}` } };

describe("the operator's routes", () => {
  it("do not exist without a token", async () => {
    const worker = await startWorker();
    expect((await worker.fetch(OUTBOX, AUTHORIZED)).status).toBe(404);
    expect((await worker.fetch(`${OUTBOX}/retry`, { ...AUTHORIZED, method: "POST" })).status).toBe(
      404,
    );
  });

  it.each([
    {},
    { authorization: "" },
    { authorization: TOKEN },
    { authorization: "Bearer" },
    { authorization: "Bearer operator-toke" },
    { authorization: "Bearer operator-token2" },
    { authorization: "Basic operator-token" },
  ])("are shut to %j", async (headers) => {
    const worker = await startWorker([], { OUTBOX_TOKEN: TOKEN });
    const response = await worker.fetch(OUTBOX, { headers });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("tell what waits and what was set aside, put it back, and drop it", async () => {
    const answers = [refusal(503, "application_error", ""), refusal(422, "validation_error", "")];
    const worker = await startWorker(answers, { OUTBOX_TOKEN: TOKEN });
    const contact = crypto.randomUUID();
    await worker.fetch(await signedPath(), ONE_CLICK);
    await worker.fetch(await signedPath({ contact }), ONE_CLICK);

    const report = await worker.fetch(OUTBOX, AUTHORIZED);
    expect(report.status).toBe(200);
    expect(await report.json()).toMatchObject({
      waiting: 1,
      waitingByList: { weekly: 1 },
      setAside: [{ row: 2, list: "weekly", contact, fault: "rejected" }],
    });

    const retry = await worker.fetch(`${OUTBOX}/retry`, { ...AUTHORIZED, method: "POST" });
    expect(await retry.json()).toEqual({ retried: 1 });
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 2 });

    const drop = () => worker.fetch(`${OUTBOX}/2`, { ...AUTHORIZED, method: "DELETE" });
    const [first, second] = [await drop(), await drop()];
    expect([first.status, await first.json()]).toEqual([200, { dropped: true }]);
    expect([second.status, await second.json()]).toEqual([404, { dropped: false }]);
  });
});
