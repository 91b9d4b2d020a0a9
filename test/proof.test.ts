import { describe, expect, it } from "vitest";

import { openProof, signProof } from "../src/link.ts";

const SECRET = "correct-horse-battery-staple-0123456789";
const OTHER_SECRET = "another-secret-of-enough-characters-42";
const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
const MINUTE_MS = 60_000;

const subject = { list: "weekly", contact: "a@example.com" };
const proof = { undo: "leave", grant: "restore" } as const;

const sign = (claim: Parameters<typeof signProof>[0] = proof) =>
  signProof(claim, subject, SECRET, NOW);
const open = (text: string, about = subject, nowMs = NOW) =>
  openProof(text, about, [SECRET], nowMs);

describe("a proof", () => {
  it("says what may be undone", async () => {
    expect(await open(await sign())).toEqual(proof);
    const cancel = { undo: "everything", grant: "cancel" } as const;
    expect(await open(await sign(cancel))).toEqual(cancel);
  });

  it("holds for thirty minutes, and no longer", async () => {
    const text = await sign();
    expect(await open(text, subject, NOW + 30 * MINUTE_MS)).toEqual(proof);
    expect(await open(text, subject, NOW + 30 * MINUTE_MS + 1)).toBeUndefined();
  });

  it("cannot be stretched, widened or turned to another use", async () => {
    const text = await sign({ undo: "leave", grant: "cancel" });
    const [undo, grant, expiresAt, mac] = text.split(".");
    expect(await open([undo, grant, Number(expiresAt) + 1, mac].join("."))).toBeUndefined();
    expect(await open([undo, "restore", expiresAt, mac].join("."))).toBeUndefined();
    expect(await open(["everything", grant, expiresAt, mac].join("."))).toBeUndefined();
  });

  it("is about one person on one list", async () => {
    const text = await sign();
    expect(await open(text, { ...subject, contact: "b@example.com" })).toBeUndefined();
    expect(await open(text, { ...subject, list: "product-news" })).toBeUndefined();
  });

  it("survives a rotation of the secret, and nothing else", async () => {
    const text = await sign();
    expect(await openProof(text, subject, [OTHER_SECRET, SECRET], NOW)).toEqual(proof);
    expect(await openProof(text, subject, [OTHER_SECRET], NOW)).toBeUndefined();
  });

  it("is refused in any other form", async () => {
    const text = await sign();
    for (const other of ["", "leave", `${text}a`, ` ${text}`, text.toUpperCase(), `${text}.`]) {
      expect(await open(other), other).toBeUndefined();
    }
  });
});
