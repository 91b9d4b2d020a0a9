/**
 * The checks of the doctor on answers made by hand: the faults that the proxy of test/e2e/doctor.test.ts does not
 * cause. One row is one fault.
 */

import { describe, expect, it } from "vitest";

import { checkExchanges } from "../../cli/doctor/examine.ts";
import type { Answer, Lost } from "../../cli/doctor/exchange.ts";
import type { Finding } from "../../cli/doctor/finding.ts";
import {
  type Exchange,
  HEALTH_REQUEST,
  type PlannedRequest,
  planRequests,
} from "../../cli/doctor/requests.ts";
import { OTHER_SECRET, SECRET } from "./run.ts";

const SENDER = {
  origin: "https://acme.com",
  list: "weekly",
  secrets: [SECRET, OTHER_SECRET],
} as const;
const LOST: Lost = { kind: "lost", why: "ECONNRESET", ms: 7 };
const LATE: Lost = { kind: "lost", why: "timeout", ms: 15_000 };

function answer(status: number, headers: Answer["headers"] = {}, body = ""): Answer {
  return { kind: "answer", status, headers, body, ms: 10 };
}

const HTML = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
  "content-security-policy":
    "default-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
};

/** What the Worker answers. */
function healthy({ group, method, linkPath }: PlannedRequest): Answer {
  if (group === "forged") return answer(404, HTML);
  if (group === "health") return answer(200, {}, '{"status":"ok"}');
  if (group === "body") return answer(200, HTML);
  if (method === "POST") return answer(200, { "content-type": "text/plain; charset=utf-8" });
  return answer(200, HTML, method === "GET" ? `<form method="post" action="${linkPath}">` : "");
}

/** What happens to a request instead; `undefined` lets it pass. */
type Fault = (request: PlannedRequest, answer: Answer) => Answer | Lost | undefined;

/** What is not in order. */
async function findingsOf(fault: Fault, origin: string = SENDER.origin): Promise<Finding[]> {
  const meet = (request: PlannedRequest): Exchange => {
    return { request, outcome: fault(request, healthy(request)) ?? healthy(request) };
  };
  const exchanges = (await planRequests({ ...SENDER, origin })).map(meet);
  const findings = checkExchanges(meet(HEALTH_REQUEST), exchanges, origin);
  return findings.filter(({ status }) => status !== "ok");
}

const all =
  (...given: Parameters<typeof answer>): Fault =>
  () =>
    answer(...given);
const named = (findings: readonly Finding[]) => {
  const marks = { ok: "✓", warning: "!", failure: "✗", skipped: "–" };
  const causes = findings.filter(({ remedy }) => remedy !== undefined);
  return causes.map((one) => [`${marks[one.status]} ${one.check}`, one.found, one.remedy]);
};
const only = (group: string, outcome: Answer | Lost): Fault => {
  return (request) => (request.group === group ? outcome : undefined);
};
const pages = (change: (page: Answer) => Answer): Fault => {
  return ({ method, group }, page) =>
    method === "GET" && group !== "forged" && group !== "health" ? change(page) : undefined;
};
const withHeader = (name: string, value: string | undefined) =>
  pages((page) => ({ ...page, headers: { ...page.headers, [name]: value } }));
const withBody = (added: string) => pages((page) => ({ ...page, body: page.body + added }));
const redirect = (location?: string) => all(301, location === undefined ? {} : { location });
const posts = (...statuses: number[]): Fault => {
  let index = 0;
  return ({ group }, { headers }) =>
    group === "one-click" || group === "user-agents"
      ? answer(statuses[index++ % statuses.length] ?? 0, headers)
      : undefined;
};

describe("what the doctor plans", () => {
  it("is one link of a contact that does not exist, for all POSTs but the forged ones", async () => {
    const requests = await planRequests(SENDER);
    const asking = requests.filter(({ method, group }) => method === "POST" && group !== "forged");
    expect(asking).toHaveLength(13);
    expect(new Set(asking.map(({ path }) => path))).toEqual(new Set([asking[0]?.linkPath]));
    const [again] = await planRequests(SENDER);
    expect(again?.path).not.toBe(requests[0]?.path);
  });

  it("finds nothing when the Worker answers everything", async () => {
    expect(await findingsOf(() => undefined)).toEqual([]);
  });
});

describe("a fault", () => {
  const OTHER = "Something other than the Worker answers /leave/-/health, with status 200.";
  const health = (body: string) => only("health", answer(200, {}, body));
  const faulty = (...settings: string[]) => {
    const faults = settings.map((setting) => ({ setting, problem: "is odd" }));
    return JSON.stringify({ status: "faulty", faults });
  };

  /** A part of what the one finding with a remedy says, and a part of the remedy: `✗ check | found | remedy`. */
  it.each<[name: string, fault: Fault, cause: string]>([
    [
      "unverified lists",
      health('{"status":"unverified"}'),
      "! health | not found every list | in a minute",
    ],
    ["a faulty brand", health(faulty("BRAND.name")), "! health | BRAND.name is odd. | Correct"],
    [
      "a faulty brand and list",
      health(faulty("BRAND.name", "LISTS")),
      "✗ health | BRAND.name is odd; LISTS is odd. | Correct",
    ],
    [
      "faults without a setting",
      health('{"status":"faulty","faults":[null]}'),
      `✗ health | ${OTHER} | proxied`,
    ],
    ["health that is null", health("null"), `✗ health | ${OTHER} | proxied`],
    ["health that is a page", health("<html>"), `✗ health | ${OTHER} | proxied`],
    [
      "challenge: header",
      all(403, { "cf-mitigated": "challenge" }),
      "✗ challenges | challenged (403) | Bot Fight Mode",
    ],
    [
      "challenge: title",
      all(403, {}, "<title>Just a moment...</title>"),
      "✗ challenges | challenged (403) | Bot Fight Mode",
    ],
    [
      "challenge: script",
      all(503, {}, "window._cf_chl_opt={}"),
      "✗ challenges | challenged (503) | Bot Fight Mode",
    ],
    [
      "error 1010, as a page",
      all(403, {}, "has banned your access based on your browser's signature"),
      "✗ challenges | error 1010 | Browser Integrity Check",
    ],
    [
      "error 1015, as a page",
      all(429, {}, "You are being rate limited"),
      "✗ challenges | error 1015 | few addresses",
    ],
    [
      "error 1020",
      all(403, {}, "error code: 1020"),
      "✗ challenges | security rule (403) | then Skip",
    ],
    [
      "another Cloudflare error",
      all(530, {}, "error code: 1016"),
      "✗ challenges | a Cloudflare error (530) | 1xxx errors",
    ],
    [
      "Access on GET and HEAD",
      ({ group }) =>
        ["head", "signed-link"].includes(group)
          ? answer(200, {}, group === "head" ? "" : "<title>Cloudflare Access")
          : undefined,
      "✗ challenges | login of Cloudflare Access (200): the page | Bypass policy",
    ],
    [
      "redirect to plain http",
      redirect("http://acme.com/x"),
      "✗ redirects | to plain http (301) | Find the rule",
    ],
    [
      "redirect in capitals",
      ({ path }) => answer(301, { location: path.toUpperCase() }),
      "✗ redirects | to the path in another case (301) | check the Worker's routes",
    ],
    [
      "redirect to another path",
      redirect("/home"),
      "✗ redirects | to another path (301) | check the Worker's routes",
    ],
    [
      "redirect to nowhere",
      redirect(),
      "✗ redirects | redirected nowhere (301) | check the Worker's routes",
    ],
    [
      "redirect to what is not a URL",
      redirect("https://["),
      "✗ redirects | redirected nowhere (301) | check the Worker's routes",
    ],
    [
      "cookies with odd names",
      only("body", answer(200, { ...HTML, "set-cookie": ["sid=2", "=3"] })),
      "✗ cookies | 1 of 30 answers set sid, one without a name. | turn off the feature",
    ],
    [
      "a weaker policy",
      withHeader("content-security-policy", "default-src 'none'"),
      "! headers | content-security-policy is changed. | header transform",
    ],
    [
      "no cache-control",
      withHeader("cache-control", undefined),
      "✗ headers | cache-control is missing. | cache rule",
    ],
    [
      "a cache, by the page's age",
      withHeader("age", "0"),
      "✗ headers | the page came from a cache. | cache rule",
    ],
    [
      "a cache, on the second request",
      ({ group }, page) =>
        group === "secrets"
          ? { ...page, headers: { ...HTML, "cf-cache-status": "HIT" } }
          : undefined,
      "✗ headers | the page came from a cache. | cache rule",
    ],
    [
      "an obfuscated address",
      withBody("/cdn-cgi/l/email-protection#1"),
      "! page-content | has added an obfuscated address | Email Obfuscation",
    ],
    [
      "a page of another link",
      only("signed-link", answer(200, HTML, '<form method="post" action="/x">')),
      "✗ signed-link | answered with status 200, and its page did not appear | LINK_SECRETS",
    ],
    [
      "an older secret that is gone",
      ({ name }) => (name === "secret 2" ? answer(404) : undefined),
      "✗ secrets | Links of 1 of 2 do not open (secret 2). | Add this secret back",
    ],
    [
      "POSTs answered without a type",
      only("one-click", answer(200)),
      "✗ one-click | 6 of 6 answered with status 200. | Security rules",
    ],
    [
      "POSTs answered with a page",
      only("user-agents", answer(200, HTML)),
      "✗ user-agents | 6 of 6 answered with status 200. | Security rules",
    ],
    [
      "POSTs that the Worker cannot store",
      only("one-click", answer(503)),
      "✗ one-click | 6 of 6 answered with status 503. | neither carry out nor store",
    ],
    [
      "the Worker's own limit",
      only("body", answer(429, { "retry-after": "60" })),
      "✗ body | The page's button was answered with status 429. | Security rules",
    ],
    [
      "forged links answered oddly",
      only("forged", answer(500)),
      "! forged | 3 of 3 answered with status 500. The Worker answers 404. | Security rules",
    ],
    [
      "requests that time out",
      ({ name }) => (name === "curl" ? LATE : undefined),
      "✗ speed | 1 of 30 not answered within 15 s: curl. | wrangler tail",
    ],
    [
      "some POSTs queued",
      posts(200, 202, 202),
      "! worker-to-resend | 8 of 12 POSTs were queued (202) | Nothing is lost",
    ],
  ])("is explained once: %s", async (_, fault, cause) => {
    const told = named(await findingsOf(fault));
    expect(told).toEqual([cause.split(" | ").map((part) => expect.stringContaining(part))]);
    expect(JSON.stringify(told)).not.toMatch(/[ce][a-z2-7]{40}/i);
  });

  it("of the edge hides the Worker's health, which then explains nothing", async () => {
    const told = await findingsOf(({ group }) =>
      group === "health" ? answer(403, {}, "error code: 1020") : answer(404, HTML),
    );
    expect(named(told).map(([check]) => check)).toEqual(["✗ challenges", "✗ signed-link"]);
  });

  it.each<[name: string, origin: string, location: string, found: string]>([
    [
      "from www to the bare host",
      "https://www.acme.com",
      "https://acme.com/x",
      "redirected to acme.com (301)",
    ],
    [
      "to another port's https",
      "http://127.0.0.1:8787",
      "https://127.0.0.1:8787/x",
      "redirected to https (301)",
    ],
  ])("is a redirect %s", async (_, origin, location, found) => {
    const findings = await findingsOf(redirect(location), origin);
    expect(findings.find(({ check }) => check === "redirects")?.found).toContain(found);
  });

  it.each<[name: string, fault: Fault, check: string, found: string]>([
    ["no page to check", only("signed-link", LOST), "page-content", "There was no page."],
    [
      "forged links that are dropped",
      only("forged", LOST),
      "forged",
      "They did not reach the Worker.",
    ],
    ["no POST accepted", posts(404), "worker-to-resend", "No POST was accepted."],
  ])("leaves a check out: %s", async (_, fault, check, found) => {
    const findings = await findingsOf(fault);
    expect(findings).toContainEqual(expect.objectContaining({ check, found, status: "skipped" }));
  });

  it.each<[name: string, fault: Fault]>([
    ["Cloudflare's script in a page", withBody('<a href="/cdn-cgi/challenge-platform/x">')],
    ["a cache that was asked and did not have it", withHeader("cf-cache-status", "DYNAMIC")],
    [
      "everything queued, which costs nothing",
      ({ group }, page) => (group === "body" ? { ...page, status: 202 } : undefined),
    ],
  ])("is not: %s", async (_, fault) => {
    expect(await findingsOf(fault)).toEqual([]);
  });
});
