/** How long a comparison of MACs takes must not tell how much of a forged one is right. */

import { expect, it } from "vitest";

import { sameMac } from "../../src/crypto/hmac.ts";

it.each([0, 15])("sameMac reads every byte, wherever the first one differs: at %i", (differsAt) => {
  const good = new Uint8Array(16).fill(7);
  let reads = 0;
  const watched = new Proxy(good.with(differsAt, 8), {
    get(bytes, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(bytes, key, bytes) as unknown;
    },
  });
  expect(sameMac(good, watched)).toBe(false);
  expect(reads).toBe(16);
});
