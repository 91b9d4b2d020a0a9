/**
 * The checks of the doctor on answers as Cloudflare's own pages and a zone's rules write them. One row is one fault. What
 * takes a connection is in test/e2e/doctor.test.ts.
 */

import { describe, expect, it } from "vitest";

import { checkExchanges } from "../../cli/doctor/examine.ts";
import type { Answer, Lost } from "../../cli/doctor/exchange.ts";
import { type Finding, fitToHost, MARKS } from "../../cli/doctor/finding.ts";
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
const LATE: Lost = { ...LOST, why: "timeout" };
const CSP = "content-security-policy";

const answer = (status: number, headers: Answer["headers"] = {}, body = ""): Answer => {
  return { kind: "answer", status, headers, body, ms: 10 };
};

const HTML = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "x-content-type-options": "nosniff",
  [CSP]: "default-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
};
const COOKIES = answer(200, { ...HTML, "set-cookie": ["sid=2", "=3"] });
const OTHER_PAGE = answer(200, HTML, '<form method="post" action="/x">');

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
async function findingsOf(
  fault: Fault,
  {
    origin = SENDER.origin,
    isResendWell = false,
  }: { origin?: string; isResendWell?: boolean } = {},
): Promise<Finding[]> {
  const meet = (request: PlannedRequest): Exchange => {
    return { request, outcome: fault(request, healthy(request)) ?? healthy(request) };
  };
  const exchanges = (await planRequests({ ...SENDER, origin })).map(meet);
  const findings = checkExchanges(meet(HEALTH_REQUEST), exchanges, { origin, isResendWell });
  return fitToHost(findings, origin).filter(({ status }) => status !== "ok");
}

/** `✗ check | found | remedy`, for each finding that has a remedy. */
const causesIn = (findings: readonly Finding[]) =>
  findings
    .filter(({ remedy }) => remedy !== undefined)
    .map((one) => [`${MARKS[one.status].mark} ${one.check}`, one.found, one.remedy]);

const all = (outcome: Answer) => () => outcome;
/** A page of Cloudflare's. An answer to HEAD has no body. */
const blocked =
  (status: number, body: string): Fault =>
  ({ method }) =>
    answer(status, {}, method === "HEAD" ? "" : body);
const only = (group: string, outcome: Answer | Lost): Fault => {
  return (request) => (request.group === group ? outcome : undefined);
};
const health = (body: string) => only("health", answer(200, {}, body));
const faulty = (...settings: string[]) => {
  const faults = settings.map((setting) => ({ setting, problem: "is odd" }));
  return health(JSON.stringify({ status: "faulty", faults }));
};
const named = (name: string, outcome: Answer | Lost): Fault => {
  return (request) => (request.name === name ? outcome : undefined);
};
const pages = (change: (page: Answer) => Answer): Fault => {
  return ({ method, group }, page) =>
    method === "GET" && group !== "forged" && group !== "health" ? change(page) : undefined;
};
const withHeader = (name: string, value: string | undefined) =>
  pages((page) => ({ ...page, headers: { ...page.headers, [name]: value } }));
const withBody = (added: string) => pages((page) => ({ ...page, body: page.body + added }));
const redirect = (location?: string) => all(answer(301, { location }));
const posts = (...statuses: number[]): Fault => {
  let index = 0;
  return ({ group }, { headers }) =>
    group === "one-click" || group === "user-agents"
      ? answer(statuses[index++ % statuses.length] ?? 0, headers)
      : undefined;
};

/** Cloudflare Access in place of pages; an answer to HEAD has no body that tells. */
const loginPage: Fault = ({ group }) =>
  group === "head" || group === "signed-link"
    ? answer(200, {}, group === "head" ? "" : "<title>Cloudflare Access")
    : undefined;
/** The page once more, which a cache answers. */
const cachedPage: Fault = ({ group }, page) =>
  group === "secrets" ? { ...page, headers: { ...HTML, "cf-cache-status": "HIT" } } : undefined;

it("plans one link of a contact that does not exist, for all POSTs but the forged ones", async () => {
  const requests = await planRequests(SENDER);
  const asking = requests.filter(({ method, group }) => method === "POST" && group !== "forged");
  expect(asking).toHaveLength(13);
  expect(new Set(asking.map(({ path }) => path))).toEqual(new Set([asking[0]?.linkPath]));
  const [again] = await planRequests(SENDER);
  expect(again?.path).not.toBe(requests[0]?.path);
});

/** Parts of what the one finding with a remedy says, and of the remedy. */
const FAULTS: readonly (readonly [cause: string, fault: Fault])[] = [
  ["! health | not found every list | in a minute", health('{"status":"unverified"}')],
  ["! health | BRAND.name is odd. | Correct", faulty("BRAND.name")],
  ["✗ health | BRAND.name is odd; LISTS is odd. | Correct", faulty("BRAND.name", "LISTS")],
  ["✗ health | Something other | proxied", health('{"status":"faulty","faults":[null]}')],
  ["✗ health | Something other than the Worker | proxied", health("null")],
  ["✗ challenges | challenged (403) | Skip", all(answer(403, { "cf-mitigated": "challenge" }))],
  ["✗ challenges | challenged (403) | Skip", blocked(403, "<title>Just a moment...</title>")],
  ["✗ challenges | challenged (503) | Skip", blocked(503, "window._cf_chl_opt={}")],
  ["✗ challenges | challenged (503) | Skip", blocked(503, '<div class="cf-browser-verification">')],
  ["✗ challenges | error 1010 | Integ", blocked(403, "error code: 1010")],
  ["✗ challenges | error 1010 | Integ", blocked(403, "banned your access based on your browser")],
  ["✗ challenges | error 1015 | few addresses", blocked(429, "error code: 1015")],
  ["✗ challenges | error 1015 | few addresses", blocked(429, "You are being rate limited")],
  ["✗ challenges | security rule (403) | then Skip", blocked(403, "Sorry, you have been blocked")],
  ["✗ challenges | security rule (403) | then Skip", blocked(403, "error code: 1020")],
  ["✗ challenges | a Cloudflare error (530) | 1xxx errors", blocked(530, "error code: 1016")],
  ["✗ challenges | Cloudflare Access (200): the page | Bypass policy", loginPage],
  ["✗ redirects | to plain http (301) | Find the rule", redirect("http://acme.com/x")],
  ["✗ redirects | to another path (301) | check the Worker's routes", redirect("/home")],
  ["✗ redirects | redirected nowhere (301) | check the Worker's routes", redirect()],
  ["✗ redirects | redirected nowhere (301) | check the Worker's routes", redirect("https://[")],
  ["✗ cookies | 1 of 30 answers set sid, one without a name. | turn off", only("body", COOKIES)],
  [`! headers | ${CSP} is changed. | header transform`, withHeader(CSP, "default-src 'none'")],
  ["✗ headers | cache-control is missing. | cache rule", withHeader("cache-control", undefined)],
  ["✗ headers | the page came from a cache. | cache rule", withHeader("age", "0")],
  ["✗ headers | the page came from a cache. | cache rule", cachedPage],
  ["! page-content | a script | Rocket Loader", withBody('<script src="rocket-loader.min.js">')],
  ["! page-content | an obfuscated address | Email", withBody("/cdn-cgi/l/email-protection#1")],
  ["✗ signed-link | 200, and its page did not | LINK_SECRETS", only("signed-link", OTHER_PAGE)],
  [
    "✗ secrets | 1 of 2 answered with status 404: secret 2. | Add this",
    named("secret 2", answer(404)),
  ],
  ["✗ one-click | 6 of 6 answered with status 200. | Security", only("one-click", answer(200))],
  ["✗ user-agents | 6 of 6 answered with | Security", only("user-agents", answer(200, HTML))],
  ["✗ one-click | 6 of 6 answered with status 503. | nor store", only("one-click", answer(503))],
  ["✗ body | 1 of 1 answered with status 429. | Sec", only("body", answer(429))],
  ["! forged | 3 of 3 answered with status 500. | Security", only("forged", answer(500))],
  ["✗ speed | 1 of 30 not answered within 15 s: curl. | tail", named("curl", LATE)],
  ["! worker-to-resend | 8 of 12 POSTs were queued (202) | Nothing is", posts(200, 202, 202)],
  ["! worker-to-resend | 12 of 12 POSTs were queued (202) | Nothing is", posts(202)],
];

describe("a fault", () => {
  it.each(FAULTS)("is explained once: %s", async (cause, fault) => {
    const causes = causesIn(await findingsOf(fault));
    expect(causes).toEqual([cause.split(" | ").map((part) => expect.stringContaining(part))]);
    expect(JSON.stringify(causes)).not.toMatch(/[ce][a-z2-7]{40}/i);
  });

  it.each(FAULTS)("on workers.dev has a remedy that exists there: %s", async (_, fault) => {
    const found = await findingsOf(fault, { origin: "https://leave.acme.workers.dev" });
    expect(found.map(({ remedy = "" }) => remedy).join(" ")).not.toMatch(
      /proxied|routes|Rules > |Security > |Configuration Rule|custom domain|Zero Trust/,
    );
  });

  it.each<[origin: string, fault: Fault, remedy: string]>([
    ["https://leave.acme.workers.dev", health("null"), "enabled, without Cloudflare Access"],
    ["https://leave.acme.workers.dev", only("signed-link", answer(404)), "use the same one here"],
    ["http://localhost:8787", health("null"), "Start the Worker with `npx wrangler dev`"],
    ["https://acme.com", health("null"), "the hostname's DNS record is proxied"],
  ])("at %s is looked for where it can be", async (origin, fault, remedy) => {
    const [found] = await findingsOf(fault, { origin });
    expect(found?.remedy).toContain(remedy);
  });

  const queued = (setting: string): Fault => {
    const [report, leaves] = [faulty(setting), posts(202)];
    return (request, given) => report(request, given) ?? leaves(request, given);
  };

  it.each<[cause: string, fault: Fault]>([
    ["✗ worker-to-resend | All 12 POSTs were queued | another key is deployed", posts(202)],
    ["! worker-to-resend | 8 of 12 POSTs were queued | Nothing is", posts(200, 202, 202)],
    ["✗ health | RESEND_API_KEY is odd. | another key is deployed", queued("RESEND_API_KEY")],
    ["✗ health | LISTS.weekly.topic is odd. | other LISTS are", queued("LISTS.weekly.topic")],
  ])("of the deployed key is named while Resend is well: %s", async (cause, fault) => {
    const found = await findingsOf(fault, { isResendWell: true });
    const parts = cause.split(" | ").map((part) => expect.stringContaining(part));
    expect(causesIn(found)).toEqual([parts]);
  });

  it("of a list does not hide that links have another secret", async () => {
    const [report, page] = [faulty("LISTS.weekly.segment"), only("signed-link", answer(404))];
    const found = await findingsOf(
      (request, given) => report(request, given) ?? page(request, given),
    );
    expect(causesIn(found).map(([check]) => check)).toEqual(["✗ health", "✗ signed-link"]);
  });

  it("of the edge hides the Worker's health, which then explains nothing", async () => {
    const found = await findingsOf(({ group }) =>
      group === "health" ? answer(403, {}, "error code: 1020") : answer(404, HTML),
    );
    expect(causesIn(found).map(([check]) => check)).toEqual(["✗ challenges", "✗ signed-link"]);
  });

  it.each<[origin: string, location: string, found: string]>([
    ["https://www.acme.com", "https://acme.com/x", "redirected to acme.com (301)"],
    ["https://acme.com", "https://shop.acme.com/", "to another host, shop.acme.com (301)"],
    ["http://127.0.0.1:8787", "https://127.0.0.1:8787/x", "redirected to https (301)"],
  ])("is a redirect from %s to %s", async (origin, location, found) => {
    const findings = await findingsOf(redirect(location), { origin });
    expect(findings.find(({ check }) => check === "redirects")?.found).toContain(found);
  });

  it.each<[check: string, found: string, fault: Fault]>([
    ["page-content", "There was no page.", only("signed-link", LOST)],
    ["forged", "They did not reach the Worker. See Speed.", only("forged", LOST)],
    ["worker-to-resend", "No POST was accepted.", posts(404)],
  ])("leaves out the check %s: %s", async (check, found, fault) => {
    const findings = await findingsOf(fault);
    expect(findings).toContainEqual(expect.objectContaining({ check, found, status: "skipped" }));
  });

  it.each<[name: string, fault: Fault]>([
    ["what the Worker answers", () => undefined],
    ["Cloudflare's script in a page", withBody('<a href="/cdn-cgi/challenge-platform/x">')],
    ["a cache that was asked and did not have it", withHeader("cf-cache-status", "DYNAMIC")],
    ["a button whose request was queued", only("body", answer(202, HTML))],
  ])("is not: %s", async (_, fault) => {
    expect(await findingsOf(fault)).toEqual([]);
  });
});
