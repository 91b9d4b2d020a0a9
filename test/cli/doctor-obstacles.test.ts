import { describe, expect, it } from "vitest";

import type { Answer } from "../../cli/doctor/exchange.ts";
import { judgeCookies, judgeRedirects } from "../../cli/doctor/judge/in-front.ts";
import { obstacleIn } from "../../cli/doctor/obstacle.ts";
import type { Exchange } from "../../cli/doctor/probes.ts";

const ORIGIN = "https://acme.com";
const PATH = "/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy";

const answer = (status: number, headers: Answer["headers"] = {}, body = ""): Answer => ({
  kind: "answer",
  status,
  headers,
  body,
  ms: 1,
});
const exchanged = (outcome: Answer, path = PATH): Exchange => ({
  probe: {
    group: "one-click",
    name: "a POST",
    request: { method: "POST", path },
    linkPath: PATH,
    reachesResend: true,
  },
  outcome,
});
const redirected = (location: string, path = PATH) =>
  judgeRedirects([exchanged(answer(301, { location }), path)], ORIGIN);

describe("an answer in the Worker's place", () => {
  it.each([
    ["a challenge, by its header", answer(403, { "cf-mitigated": "challenge" }), "challenge"],
    ["a challenge, by its title", answer(403, {}, "<title>Just a moment...</title>"), "challenge"],
    ["a challenge, by its script", answer(503, {}, "window._cf_chl_opt={}"), "challenge"],
    ["error 1010 as text", answer(403, {}, "error code: 1010"), "browser-integrity-check"],
    [
      "error 1010 as a page",
      answer(
        403,
        {},
        "The owner of this website (acme.com) has banned your access based on your browser's signature (4e5c-ua24).",
      ),
      "browser-integrity-check",
    ],
    ["error 1015", answer(429, {}, "error code: 1015"), "rate-limit-rule"],
    ["error 1020", answer(403, {}, "error code: 1020"), "firewall-rule"],
    [
      "a block page",
      answer(403, {}, "<title>Attention Required! | Cloudflare</title>"),
      "firewall-rule",
    ],
    ["another of Cloudflare's errors", answer(530, {}, "error code: 1016"), "cloudflare-error"],
    [
      "Access, by redirect",
      answer(302, { location: "https://acme.cloudflareaccess.com/cdn-cgi/access/login/acme.com" }),
      "login",
    ],
    [
      "Access, by its page",
      answer(200, {}, "<title>Sign in ・ Cloudflare Access</title>"),
      "login",
    ],
    ["any other redirect", answer(307, { location: "/" }), "redirect"],
  ] as const)("is recognised: %s", (_, given, name) => {
    expect(obstacleIn(given)?.name).toBe(name);
  });

  it.each([
    ["a leave", answer(200, {}, "Weekly digest: You have left this list.")],
    ["a bad link", answer(404, {}, "This link does not work")],
    ["the Worker's own limit", answer(429, { "retry-after": "60" }, "A moment, please")],
    [
      "a page with Cloudflare's script in it",
      answer(200, {}, '<script src="/cdn-cgi/challenge-platform/x">'),
    ],
  ] as const)("is not taken for one: %s", (_, given) => {
    expect(obstacleIn(given)).toBeUndefined();
  });
});

describe("a redirect", () => {
  it.each([
    ["to www", `https://www.acme.com${PATH}`, /redirected to www\.acme\.com/],
    ["to another host", `https://shop.acme.com${PATH}`, /to another host, shop\.acme\.com/],
    ["to plain http", `http://acme.com${PATH}`, /to plain http/],
    ["for a slash", `${PATH}/`, /for a slash at the path's end/],
    ["in another case", PATH.toUpperCase(), /to the same path in another case/],
    ["to another path", "/home", /to another path/],
  ])("is told by where it leads, and tells no ticket: %s", (_, location, words) => {
    const { verdict, saw, remedy } = redirected(location);
    expect([verdict, saw]).toEqual(["failure", expect.stringMatching(words)]);
    expect(`${saw} ${remedy}`).not.toMatch(/c4fu2/i);
  });

  it("away from www is told as one to the bare host", () => {
    const { saw } = judgeRedirects(
      [exchanged(answer(301, { location: `https://acme.com${PATH}` }))],
      "https://www.acme.com",
    );
    expect(saw).toMatch(/redirected to acme\.com/);
  });

  it("that takes a slash away is about the slash, too", () => {
    expect(redirected(PATH, `${PATH}/`).saw).toMatch(/for a slash/);
  });

  it("without a Location leads nowhere", () => {
    const { saw } = judgeRedirects([exchanged(answer(301))], ORIGIN);
    expect(saw).toMatch(/to nowhere/);
  });
});

describe("a cookie", () => {
  it("is told by its name and who sets it, never by its value", () => {
    const cookies = ["__cf_bm=s3cret; path=/", "PHPSESSID=s3cret"];
    const { verdict, saw } = judgeCookies([exchanged(answer(200, { "set-cookie": cookies }))]);
    expect(verdict).toBe("failure");
    expect(saw).toMatch(/__cf_bm \(Bot Fight Mode or another bot product\), PHPSESSID/);
    expect(saw).not.toMatch(/s3cret/);
  });
});
