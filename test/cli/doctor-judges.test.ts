/** What the answers of an endpoint are judged as, by hand-made answers. */

import { PassThrough } from "node:stream";

import { describe, expect, it } from "vitest";

import type { Answer, Lost } from "../../cli/doctor/exchange.ts";
import { judgeHeaders } from "../../cli/doctor/judge/headers.ts";
import { judgeHealth } from "../../cli/doctor/judge/health.ts";
import { judgeChallenges, judgeCookies } from "../../cli/doctor/judge/in-front.ts";
import { judgeBody, judgeForged, judgeOneClick } from "../../cli/doctor/judge/one-click.ts";
import { judgeContent, judgeHead, judgePage, judgeSecrets } from "../../cli/doctor/judge/page.ts";
import { redirectRemedy, redirectWords } from "../../cli/doctor/judge/redirect.ts";
import { judgeSpeed, judgeUpstream } from "../../cli/doctor/judge/service.ts";
import type { Exchange } from "../../cli/doctor/probes.ts";
import { reportText } from "../../cli/doctor/report.ts";
import { tally } from "../../cli/doctor/tally.ts";

const LINK_PATH = "/leave/weekly/c4fu2";
const FORM = `<form method="post" action="${LINK_PATH}">`;
const PLAIN = { "content-type": "text/plain; charset=utf-8" };
const HTML = { "content-type": "text/html" };
const WELL = { isHealthy: true, isLinkRefused: false };
const LOST: Lost = { kind: "lost", why: "ECONNRESET", ms: 7 };

function answer(status: number, headers: Answer["headers"] = {}, body = ""): Answer {
  return { kind: "answer", status, headers, body, ms: 10 };
}

function met(outcome: Answer | Lost, name = "it"): Exchange {
  const request = { method: "GET", path: LINK_PATH } as const;
  const about = {
    group: "page",
    name,
    request,
    linkPath: LINK_PATH,
    reachesResend: false,
  } as const;
  return { probe: about, outcome };
}

const OPENS = met(answer(200, HTML, FORM));

describe("the page", () => {
  it("asks for this very link", () => {
    expect(judgePage(OPENS, WELL).verdict).toBe("ok");
    const other = met(answer(200, HTML, '<form method="post" action="/leave/weekly/other">'));
    expect(judgePage(other, WELL)).toMatchObject({
      verdict: "failure",
      saw: "A link was answered 200, and did not ask.",
    });
  });

  it.each([
    ["refused", answer(404), WELL, { remedy: expect.stringMatching(/LINK_SECRETS/) }],
    [
      "refused by an unhealthy Worker",
      answer(404),
      { ...WELL, isHealthy: false },
      { because: ["health"] },
    ],
    ["lost", LOST, WELL, { because: ["speed"] }],
    ["redirected", answer(301, { location: "/" }), WELL, { because: ["redirects"] }],
    ["challenged", answer(403, { "cf-mitigated": "challenge" }), WELL, { because: ["challenges"] }],
  ])("that is %s has one explanation", (_, outcome, context, wayOut) => {
    expect(judgePage(met(outcome), context)).toMatchObject({ verdict: "failure", ...wayOut });
  });

  it.each([
    ["one", [OPENS], WELL, "ok", "There is one.", {}],
    ["two", [OPENS, OPENS], WELL, "ok", "All 2 open.", {}],
    [
      "an older one that is gone",
      [OPENS, met(answer(404), "secret 2")],
      WELL,
      "failure",
      "1 of 2 do not open (secret 2).",
      { remedy: expect.stringMatching(/put it back/) },
    ],
    [
      "none that opens, as the page has told already",
      [met(answer(404), "secret 1")],
      { ...WELL, isLinkRefused: true },
      "failure",
      "1 of 1 do not open (secret 1).",
      { because: ["page"] },
    ],
  ])("opens with every secret: %s", (_, exchanges, context, verdict, saw, wayOut) => {
    expect(judgeSecrets(exchanges, context)).toMatchObject({ verdict, saw, ...wayOut });
  });

  it.each([
    ["nothing", FORM, "ok", "No script, no obfuscated address."],
    [
      "both",
      `${FORM}<SCRIPT src=x></script><a href="/cdn-cgi/l/email-protection#1">`,
      "warning",
      "The page has a script and an obfuscated address that the Worker did not put there.",
    ],
    [
      "an address",
      `${FORM}/cdn-cgi/l/email-protection`,
      "warning",
      "The page has an obfuscated address that the Worker did not put there.",
    ],
    ["no page", "", "skipped", "There was no page."],
  ])("has %s added to it", (_, body, verdict, saw) => {
    expect(judgeContent(met(answer(200, HTML, body)))).toMatchObject({ verdict, saw });
  });

  it.each([
    [answer(200), "ok", "Is answered as GET is."],
    [answer(405), "failure", "Was answered 405."],
    [LOST, "failure", "Was lost on the way (ECONNRESET)."],
    [
      answer(200, {}, "<title>Sign in ・ Cloudflare Access"),
      "failure",
      "Was shown the login of Cloudflare Access (200).",
    ],
  ])("is there for HEAD", (outcome, verdict, saw) => {
    expect(judgeHead(met(outcome), WELL)).toMatchObject({ verdict, saw });
  });
});

describe("the page's headers", () => {
  const ALL = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
    "content-security-policy":
      "default-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
  };
  const { "content-security-policy": _, ...withoutPolicy } = ALL;
  const { "cache-control": __, ...withoutControl } = ALL;

  it.each<[string, Answer["headers"], string, string]>([
    ["all there", ALL, "ok", "All there; nothing is cached."],
    ["no policy", withoutPolicy, "warning", "content-security-policy is missing."],
    [
      "a weaker policy",
      { ...ALL, "content-security-policy": "default-src 'none'" },
      "warning",
      "content-security-policy is changed.",
    ],
    ["no cache-control", withoutControl, "failure", "cache-control is missing."],
    [
      "a public one",
      { ...ALL, "cache-control": "public, max-age=60" },
      "failure",
      "cache-control is changed.",
    ],
    ["a hit", { ...ALL, "cf-cache-status": "HIT" }, "failure", "it came from a cache."],
    ["an age", { ...ALL, age: "0" }, "failure", "it came from a cache."],
    ["a miss", { ...ALL, "cf-cache-status": "DYNAMIC" }, "ok", "All there; nothing is cached."],
  ])("are judged by what they keep out: %s", (_name, headers, verdict, saw) => {
    expect(judgeHeaders(met(answer(200, headers, FORM)))).toMatchObject({ verdict, saw });
  });

  it("are nobody's where there is no page", () => {
    expect(judgeHeaders(met(LOST)).verdict).toBe("skipped");
  });
});

describe("POSTs", () => {
  it.each([
    ["done", answer(200, PLAIN), "ok", "1 of 1 shapes taken."],
    ["stored", answer(202, PLAIN), "ok", "1 of 1 shapes taken."],
    ["answered without a type", answer(200), "failure", "1 of 1 answered 200."],
    ["answered with a page", answer(200, HTML), "failure", "1 of 1 answered 200."],
  ])("of a mail program are %s", (_, outcome, verdict, saw) => {
    expect(judgeOneClick([met(outcome)], WELL)).toMatchObject({ verdict, saw });
  });

  it("that the Worker can neither do nor store are the Worker's to mend", () => {
    const { remedy } = judgeOneClick([met(answer(503)), met(LOST)], WELL);
    expect(remedy).toMatch(/^The Worker could neither do it nor store it/);
  });

  it.each([
    ["a page", answer(200, HTML), "ok", /with a page/],
    ["a bare line", answer(200, PLAIN), "failure", /its body was lost/],
    ["no type", answer(200), "failure", /was answered 200/],
    ["nothing", LOST, "failure", /was lost on the way/],
  ])("of the page's button get %s", (_, outcome, verdict, saw) => {
    expect(judgeBody(met(outcome), WELL)).toMatchObject({
      verdict,
      saw: expect.stringMatching(saw),
    });
  });

  it.each([
    ["refused", [answer(404), answer(404)], "ok", "2 of 2 refused (404)."],
    [
      "taken",
      [answer(404), answer(200)],
      "failure",
      "1 of 2 answered 200: it. It looks as if they had worked.",
    ],
    ["lost", [LOST, answer(404)], "skipped", "They did not reach the Worker."],
    ["odd", [answer(500)], "warning", "1 of 1 answered 500. The Worker answers 404."],
  ])("of forged links are %s", (_, outcomes, verdict, saw) => {
    const exchanges = outcomes.map((outcome) => met(outcome));
    expect(judgeForged(exchanges, WELL)).toMatchObject({ verdict, saw });
  });
});

describe("the service", () => {
  const took = (ms: number) => met({ ...answer(200), ms });

  it.each([
    ["nobody was asked", [], "ok", "Half within 0 ms, the slowest took 0 ms."],
    [
      "all are fast",
      [took(9), took(100), took(20)],
      "ok",
      "Half within 20 ms, the slowest took 100 ms.",
    ],
    [
      "one takes three seconds",
      [took(3000), took(20), took(30)],
      "warning",
      "Half within 30 ms, the slowest took 3000 ms. 1 of 3 took 3 s or more.",
    ],
    [
      "one is lost",
      [took(1), met(LOST, "HEAD")],
      "failure",
      "1 of 2 lost on the way (ECONNRESET): HEAD.",
    ],
  ])("is judged by its speed where %s", (_, exchanges, verdict, saw) => {
    expect(judgeSpeed(exchanges)).toMatchObject({ verdict, saw });
  });

  it.each([
    [[404], "skipped", /^No POST was taken/],
    [[200, 200, 404], "ok", /^2 of 2 requests were done at once/],
    [[200, 202, 202], "warning", /^2 of 3 requests were queued \(202\)/],
  ])("reaches Resend by %j", (statuses, verdict, saw) => {
    const posts = statuses.map((status) => met(answer(status)));
    expect(judgeUpstream(posts)).toMatchObject({ verdict, saw: expect.stringMatching(saw) });
  });
});

describe("health", () => {
  const faulty = (...settings: string[]) => {
    const faults = settings.map((setting) => ({ setting, problem: "is odd" }));
    return answer(500, {}, JSON.stringify({ status: "faulty", faults }));
  };

  it.each<[string, Answer | Lost, object]>([
    ["in order", answer(200, {}, '{"status":"ok"}'), { verdict: "ok" }],
    ["unverified", answer(200, {}, '{"status":"unverified"}'), { verdict: "warning" }],
    ["a faulty brand", faulty("BRAND.name"), { verdict: "warning" }],
    [
      "a faulty brand and lists",
      faulty("BRAND.name", "LISTS"),
      { verdict: "failure", saw: "Settings are faulty: BRAND.name is odd; LISTS is odd." },
    ],
    [
      "faults that are none",
      answer(500, {}, '{"status":"faulty","faults":[null]}'),
      { verdict: "failure", saw: expect.stringMatching(/^Something other/) },
    ],
    ["null", answer(200, {}, "null"), { saw: expect.stringMatching(/: status 200\.$/) }],
    ["no JSON", answer(200, {}, "<html>"), { saw: expect.stringMatching(/^Something other/) }],
    ["a redirect", answer(308, { location: "/x" }), { because: ["redirects"] }],
    [
      "a login",
      answer(302, { location: "https://a.cloudflareaccess.com/x" }),
      { because: ["challenges"] },
    ],
    ["silence", { ...LOST, why: "timeout" }, { saw: "Was not answered in 15 s." }],
  ])("is told by the answer: %s", (_, outcome, expected) => {
    expect(judgeHealth(outcome)).toMatchObject(expected);
  });
});

describe("what stands in front", () => {
  it("sets cookies, with names that are known, odd or missing", () => {
    const set = ["__cf_bm=1; path=/", "sid=2", "=3"];
    expect(judgeCookies([met(answer(200, { "set-cookie": set })), met(LOST)])).toMatchObject({
      verdict: "failure",
      saw: "1 of 2 answers set __cf_bm (Bot Fight Mode or another bot product), sid, one without a name.",
    });
  });

  it("stops those who are no browsers", () => {
    const blocked = met(answer(403, {}, "error code: 1010"), "curl");
    const post = { ...blocked, probe: { ...blocked.probe, group: "user-agents" as const } };
    expect(judgeChallenges([post, OPENS]).saw).toMatch(/What looks like a browser got through\.$/);
    expect(judgeChallenges([blocked, OPENS]).saw).not.toMatch(/browser got through/);
  });

  it.each([
    ["https://acme.com/x", "http://acme.com", "to https", /^Give the https origin/],
    ["http://acme.com/x", "https://acme.com", "to plain http", /^Redirects are made under/],
    ["https://www.acme.com/", "https://acme.com", "to www.acme.com", /^Sign the links for www/],
    ["https://other.example/", "https://acme.com", "to another host, other.example", /routes\.$/],
    [`${LINK_PATH}/`, "https://acme.com", "for a slash at the path's end", /routes\.$/],
    ["/LEAVE/weekly/c4fu2", "https://acme.com", "to the same path in another case", /routes\.$/],
    ["/", "https://acme.com", "to another path", /routes\.$/],
    ["https://[", "https://acme.com", "to nowhere", /without a Location/],
    [undefined, "https://acme.com", "to nowhere", /without a Location/],
  ])("redirects to %s from %s", (location, origin, where, remedy) => {
    const exchange = met(answer(301, location === undefined ? {} : { location }));
    expect(redirectWords(exchange, origin)).toBe(`redirected ${where} (301)`);
    expect(redirectRemedy(exchange, origin)).toMatch(remedy);
  });

  it("redirects nobody who got no answer", () => {
    expect(redirectWords(met(LOST), "https://acme.com")).toBe("redirected to nowhere (0)");
  });
});

describe("words", () => {
  it("name four at most, and count the rest", () => {
    const bad = ["a", "b", "c", "d", "e", "f"].map((name) => met(answer(500), name));
    expect(tally(bad, [...bad, OPENS])).toBe("6 of 7 answered 500: a; b; c; d; 2 more.");
    expect(tally(bad, bad)).toBe("6 of 6 answered 500.");
  });

  it("are told in one report, quietly without what is ok", () => {
    const findings = [
      { check: "a", title: "A", verdict: "ok", saw: "" },
      {
        check: "b",
        title: "B",
        verdict: "warning",
        saw: "Odd.",
        remedy: `Mend ${"it ".repeat(40)}.`,
      },
      { check: "c", title: "C", verdict: "failure", saw: "Bad.", because: ["health", "page"] },
      { check: "d", title: "D", verdict: "skipped", saw: "Not asked." },
    ] as const;
    const report = { origin: "https://acme.com", list: "weekly", findings };
    const loud = reportText(report, false, new PassThrough());
    expect(loud).toContain("Bad. See Health, The page behind a link.");
    expect(loud).toContain("Not asked.");
    expect(loud).toMatch(/\n {2}1 ok, 1 warning, 1 failure, 1 skipped\n$/);
    expect(Math.max(...loud.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(reportText(report, true, new PassThrough())).not.toContain("Not asked.");
    const none = reportText({ ...report, findings: [] }, true, new PassThrough());
    expect(none).toMatch(/\n\n {2}0 ok, 0 warnings, 0 failures\n$/);
  });
});
