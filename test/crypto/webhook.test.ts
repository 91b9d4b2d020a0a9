import { describe, expect, it } from "vitest";

import { createDeliveryCheck } from "../../src/crypto/hmac.ts";
import { WEBHOOK_SECRET } from "../svix.ts";

/** Made with Python's `hmac`; the first is the example of Svix's documentation. */
const EXAMPLE = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: "1614265330",
  signatures: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  body: new TextEncoder().encode('{"test": 2432232314}'),
};
const EXAMPLE_MS = 1_614_265_330_000;
const BYTES = {
  id: "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj",
  timestamp: "1795435200",
  signatures: "v1,8uFX2B9LeMvA+Hg/Bn0ZAC0bmqozi5BMNoXSZPffuTU=",
  body: Uint8Array.of(0xff, 0xfe, 0x00, 0xc3),
};
const MINUTE_MS = 60_000;

describe("a delivery's signature", () => {
  const check = createDeliveryCheck(WEBHOOK_SECRET);

  it("holds over the body's very bytes, whatever they are", async () => {
    expect(await check(EXAMPLE, EXAMPLE_MS)).toBe("genuine");
    expect(await check(BYTES, 1_795_435_200_000)).toBe("genuine");
  });

  it.each([
    ["the timestamp is another", { timestamp: "1614265331" }],
    ["it has no version", { signatures: EXAMPLE.signatures.slice(3) }],
    ["its version is unknown", { signatures: EXAMPLE.signatures.replace("v1", "v2") }],
    ["it lost its padding", { signatures: EXAMPLE.signatures.slice(0, -1) }],
    ["it is in another case", { signatures: EXAMPLE.signatures.toUpperCase() }],
  ])("is forged where %s", async (_, change) => {
    expect(await check({ ...EXAMPLE, ...change }, EXAMPLE_MS)).toBe("forged");
  });

  it("may be one of several, of which the others are unknown or false", async () => {
    const signatures = `v1a,AAAA v1,Zm9yZ2Vk ${EXAMPLE.signatures} v2,BBBB`;
    expect(await check({ ...EXAMPLE, signatures }, EXAMPLE_MS)).toBe("genuine");
  });

  it.each([
    ["five minutes old", 5 * MINUTE_MS, "genuine"],
    ["older than that", 5 * MINUTE_MS + 1, "stale"],
    ["five minutes ahead", -5 * MINUTE_MS, "genuine"],
    ["further ahead", -5 * MINUTE_MS - 1, "stale"],
  ])("%s: after %i ms it is %s", async (_, laterMs, verdict) => {
    expect(await check(EXAMPLE, EXAMPLE_MS + laterMs)).toBe(verdict);
  });

  it.each([
    { id: "" },
    { timestamp: undefined },
    { timestamp: "1614265330.5" },
    { timestamp: "16142653300000" },
    { signatures: "" },
  ])("is malformed with %j", async (change) => {
    expect(await check({ ...EXAMPLE, ...change }, EXAMPLE_MS)).toBe("malformed");
  });
});
