/** Checks the endpoint itself: its certificate, its health, and how fast it answers. */

import type { Fault } from "../../../src/settings/fault.ts";
import type { Answer, Lost } from "../exchange.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { interferenceIn, lostBecause, tally } from "./edge.ts";
import { type Exchange, HEALTH_REQUEST } from "../requests.ts";

const certificate = findingsOf("certificate", "Certificate");
const health = findingsOf("health", "Health");
const speed = findingsOf("speed", "Speed");

export const LOOK_AT_LOG =
  "`npx wrangler tail` shows the Worker's log; the field `fault` says why (docs/resend.md).";

const DAY_MS = 86_400_000;
const MIN_DAYS_LEFT = 14;
const SLOW_MS = 3_000;

const CERTIFICATE_FAULTS = new Map([
  ["CERT_HAS_EXPIRED", "has expired"],
  ["CERT_NOT_YET_VALID", "is not valid yet"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "is self-signed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "was issued by an unknown authority"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "was issued by an unknown authority"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "comes without its chain, or from an unknown authority"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "is for another hostname"],
]);

const EDGE_CERTIFICATES =
  "Look at SSL/TLS > Edge Certificates in Cloudflare's dashboard. Universal SSL does not cover a hostname two levels down, such as a.b.acme.com; a custom domain on the Worker gets its own certificate.";

const ROUTE =
  "Check that the hostname's DNS record is proxied (orange cloud), and that a route such as \"acme.com/leave/*\" or a custom domain leads to the Worker: `routes` in Wrangler's file, or Workers & Pages > the Worker > Domains.";

/** Mailbox providers accept only a valid certificate. @param now milliseconds since 1970 */
export function checkCertificate(origin: string, outcome: Answer | Lost, now: number): Finding {
  if (origin.startsWith("http:")) {
    return certificate.skipped("This is plain http on your own machine.");
  }
  if (outcome.kind === "lost" && /SSL|EPROTO/.test(outcome.why)) {
    const found = `The TLS handshake was ${lostBecause(outcome.why)}.`;
    return certificate.failure(found, EDGE_CERTIFICATES);
  }
  if (outcome.kind === "lost" || outcome.certificate === undefined) {
    return certificate.skipped("The origin does not answer.");
  }
  const { fault, validUntil, protocol } = outcome.certificate;
  if (fault !== undefined) {
    const found = `The certificate ${CERTIFICATE_FAULTS.get(fault) ?? `is invalid (${fault})`}.`;
    return certificate.failure(found, EDGE_CERTIFICATES);
  }
  const until = validUntil.toISOString().slice(0, 10);
  const daysLeft = Math.floor((validUntil.getTime() - now) / DAY_MS);
  if (daysLeft >= MIN_DAYS_LEFT) {
    return certificate.ok(`The certificate is valid until ${until} (${protocol}).`);
  }
  return certificate.warning(
    `The certificate expires on ${until}, in ${daysLeft} days.`,
    `Cloudflare renews certificates weeks before that, so the renewal has probably failed. ${EDGE_CERTIFICATES}`,
  );
}

/** The faults that another API key than the doctor's can explain. */
const OF_THE_KEY = /^RESEND_API_KEY$|^LISTS\.[^.]+\.(?:segment|topic)$/;

export const OTHER_KEY =
  "Your own RESEND_API_KEY works, and reads the segments of your LISTS. So another key is deployed, which Resend refuses or which belongs to another team: set yours with `npx wrangler secret put RESEND_API_KEY`. Or other LISTS are deployed: run `npm run deploy`.";

/** Reads the answer of `/leave/-/health`. @param isResendWell as in `Context` */
export function checkHealth(outcome: Answer | Lost, isResendWell = false): Finding {
  const { path } = HEALTH_REQUEST;
  if (outcome.kind === "lost") {
    return health.failure(`${path} was ${lostBecause(outcome.why)}.`, ROUTE);
  }
  const interference = interferenceIn(outcome);
  // What explains it has the remedy.
  if (interference !== undefined) return health.skipped(`${path} was ${interference.what}.`);
  const { status, faults } = readReport(outcome.body);
  if (outcome.status === 200 && status === "ok") {
    return health.ok("The Worker answers, and its settings are in order.");
  }
  if (outcome.status === 200 && status === "unverified") {
    return health.warning(
      "The Worker answers, but has not found every list at Resend yet.",
      `Run the doctor again in a minute. If this stays, Resend does not answer the Worker. ${LOOK_AT_LOG}`,
    );
  }
  if (status !== "faulty" || faults.length === 0) {
    const found = `Something other than the Worker answers ${path}, with status ${outcome.status}.`;
    return health.failure(found, ROUTE);
  }
  const found = `The Worker reports faults: ${faults.map(({ setting, problem }) => `${setting} ${problem}`).join("; ")}.`;
  const isOfKey = isResendWell && faults.some(({ setting }) => OF_THE_KEY.test(setting));
  const remedy = `Correct each setting in Wrangler's file or with \`npx wrangler secret put\`, then deploy.${isOfKey ? ` ${OTHER_KEY}` : ""}`;
  // Faults in `BRAND` only remove the brand from the pages.
  return faults.every(({ setting }) => setting.startsWith("BRAND"))
    ? health.warning(found, remedy)
    : health.failure(found, remedy);
}

/** Reads the body of `/leave/-/health`; `status` is `undefined` if it is not the Worker's report. */
export function readReport(body: string): { status?: unknown; faults: Fault[] } {
  try {
    const { status, faults } = Object(JSON.parse(body)) as Record<string, unknown>;
    return { status, faults: Array.isArray(faults) ? faults.filter(isFault) : [] };
  } catch {
    return { faults: [] };
  }
}

function isFault(value: unknown): value is Fault {
  const { setting, problem } = Object(value) as Record<string, unknown>;
  return typeof setting === "string" && typeof problem === "string";
}

/** Mailbox providers do not say how long they wait; three seconds are safe. */
export function checkSpeed(exchanges: readonly Exchange[]): Finding {
  const lost = exchanges.filter(({ outcome }) => outcome.kind === "lost");
  if (lost.length > 0) {
    return speed.failure(
      tally(lost, exchanges),
      "Either something in front of the Worker drops the requests, or the Worker does not answer in time. `npx wrangler tail` shows whether they arrive.",
    );
  }
  const times = exchanges.map(({ outcome }) => outcome.ms).toSorted((a, b) => a - b);
  const found = `Median ${times[Math.floor(times.length / 2)] ?? 0} ms, slowest ${times.at(-1) ?? 0} ms.`;
  const slow = times.filter((ms) => ms >= SLOW_MS);
  if (slow.length === 0) return speed.ok(found);
  return speed.warning(
    `${found} ${slow.length} of ${times.length} answers took ${SLOW_MS / 1000} s or longer.`,
    `The Worker waits at most five seconds for Resend, then queues the request. If Resend is slow, run the doctor again later. ${LOOK_AT_LOG}`,
  );
}
