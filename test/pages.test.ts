import { describe, expect, it } from "vitest";

import { maskContact } from "../src/pages/mask.ts";
import { type Page, renderPage, renderText } from "../src/pages/index.tsx";

const subject = {
  listName: "Weekly <b>digest</b> & more",
  contact: "<script>@example.com",
  leavePath: "/leave/weekly/e77",
};
const PAGES: Page[] = [
  { state: "asking", subject },
  { state: "left", subject },
  { state: "try-again", subject },
  { state: "too-many", subject },
  { state: "bad-link" },
  { state: "out-of-order" },
];
const brand = { name: "Acme & Söhne", url: "https://acme.com/?a=1&b=2", support: "help@acme.com" };

describe.each(PAGES)("the page $state", (page) => {
  const html = renderPage(page, { brand, nonce: "n0nce" });

  it("is a whole document with one heading that its title repeats", () => {
    expect(html).toMatch(
      /^<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"\/>/,
    );
    expect(html).toMatch(/<\/main><\/body><\/html>$/);
    const headings = [...html.matchAll(/<h1>(.*?)<\/h1>/g)].map(([, text]) => text);
    expect(headings).toHaveLength(1);
    expect(html).toContain(`<title>${headings[0]} · Acme &amp; Söhne</title>`);
  });

  it("weighs less than 6 KB and asks nobody for anything", () => {
    expect(new TextEncoder().encode(html).length).toBeLessThan(6 * 1024);
    expect(html).not.toMatch(/<(script|link|img|iframe)|\ssrc=|url\(|@import/);
  });

  it("escapes what settings and links carry", () => {
    expect(html).not.toContain("<b>digest");
    expect(html).not.toContain("<script>");
    expect(html).toContain("https://acme.com/?a=1&amp;b=2");
  });
});

describe("a page that can be acted on", () => {
  it("posts to the link's own path", () => {
    for (const state of ["asking", "try-again", "too-many"] as const) {
      const html = renderPage({ state, subject }, { brand: {}, nonce: "" });
      expect(html).toContain('<form method="post" action="/leave/weekly/e77">');
      expect(html).toMatch(/<button class="button" name="confirm" value="page">/);
    }
    expect(renderPage({ state: "left", subject }, { brand: {}, nonce: "" })).not.toContain("<form");
  });
});

describe("a page without a brand, a name or an address", () => {
  it("leaves nothing empty behind", () => {
    const bare = { listName: undefined, contact: crypto.randomUUID(), leavePath: "/leave/a/c" };
    const html = renderPage({ state: "asking", subject: bare }, { brand: {}, nonce: "" });
    expect(html).toContain("<title>Leave this list?</title>");
    expect(html).not.toContain('class="brand"');
    expect(html).not.toContain('class="subject"');
    expect(html).not.toContain("undefined");
  });
});

describe("renderText", () => {
  it("says the same in one line", () => {
    expect(renderText({ state: "left", subject })).toMatch(
      /^Weekly <b>digest<\/b> & more: You have left\. .+\n$/,
    );
    expect(renderText({ state: "bad-link" })).toMatch(/^This link does not work\. .+\n$/);
  });
});

describe("maskContact", () => {
  it.each([
    ["steve.wozniak@gmail.com", "s•••@gmail.com"],
    ["a@b", "a•••@b"],
    ["ü@bücher.example", "ü•••@bücher.example"],
    ["\u{1F600}smile@example.com", "\u{1F600}•••@example.com"],
    ["a@b@example.com", "a•••@example.com"],
  ])("shows %s as %s", (address, masked) => {
    expect(maskContact(address)).toBe(masked);
  });

  it("shows nothing of a contact ID", () => {
    expect(maskContact("e169aa45-1ecf-4183-9955-b1499d5701d3")).toBeUndefined();
  });
});
