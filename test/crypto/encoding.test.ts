import { describe, expect, it } from "vitest";

import { decodeBase32, encodeBase32 } from "../../src/crypto/encoding.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

it("RFC 4648 §10: encodeBase32 writes the RFC's test vectors, in lower case and without padding", () => {
  expect(
    ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map((text) => encodeBase32(bytes(text))),
  ).toEqual(["", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"]);
});

describe("decodeBase32", () => {
  it("refuses lengths that no bytes encode to", () => {
    expect(["m", "mzx", "mzxw6y"].map(decodeBase32)).toEqual([undefined, undefined, undefined]);
    expect(["a", "aaa", "aaaaaa"].map(decodeBase32)).toEqual([undefined, undefined, undefined]);
  });

  it("refuses every character outside the alphabet", () => {
    for (const character of ["0", "1", "8", "9", "=", "-", " ", "ö", "ſ", "\u212A", "\u{1F600}"]) {
      expect(decodeBase32(`${character}zxw6ytboi`), character).toBeUndefined();
    }
  });
});
