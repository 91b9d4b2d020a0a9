/** What the API key at hand says: whether it has full access, which segments exist, how fast Resend may be asked. */

import { createTransport } from "../../src/resend/transport.ts";
import { type Finding, findingsOf } from "./finding.ts";

const key = findingsOf("resend-key", "Resend's API key");
const segments = findingsOf("segments", "Segments of the lists");
const limit = findingsOf("rate-limit", "Resend's rate limit");

export interface Account {
  apiKey: string;
  baseUrl: string;
}

/** What Resend has told. */
export type AccountReport =
  | { kind: "no-key" }
  /** `name` is Resend's own, of its error. */
  | { kind: "refused"; status: number | null; name: string }
  | { kind: "listed"; segments: readonly string[]; limitPerSecond: number | undefined };

const PAGE_SIZE = 100;
const MAX_PAGES = 20;
const TIMEOUT_MS = 15_000;

/** Reads the account's segments: one request tells of the key, the limit and a hundred segments. */
export async function readAccount(account: Account): Promise<AccountReport> {
  const send = createTransport({ ...account, now: () => Date.now(), timeoutMs: TIMEOUT_MS });
  const found: string[] = [];
  let limitPerSecond: number | undefined;
  for (let page = 1, cursor = ""; page <= MAX_PAGES; page++) {
    const {
      status,
      body,
      limitPerSecond: told,
    } = await send("GET", `/segments?limit=${PAGE_SIZE}${cursor}`);
    limitPerSecond = told ?? limitPerSecond;
    const { data, has_more: more, name } = fields(body);
    if (status !== 200 || !Array.isArray(data)) {
      return { kind: "refused", status, name: text(name) };
    }
    const ids = data.map((segment) => text(fields(segment)["id"]));
    found.push(...ids);
    if (more !== true || ids.length === 0) break;
    cursor = `&after=${encodeURIComponent(ids.at(-1) ?? "")}`;
  }
  return { kind: "listed", segments: found, limitPerSecond };
}

/**
 * Judges the account. Pure.
 *
 * @param lists the segment behind each list's name
 */
export function judgeAccount(
  report: AccountReport,
  lists: ReadonlyMap<string, string>,
): readonly Finding[] {
  switch (report.kind) {
    case "no-key": {
      const why = "No RESEND_API_KEY in the environment or in .dev.vars.";
      return [key.skipped(why), segments.skipped(why), limit.skipped(why)];
    }
    case "refused": {
      const why = "The key could not be used.";
      return [judgeRefusal(report), segments.skipped(why), limit.skipped(why)];
    }
    case "listed":
      return [
        key.ok("Active, with full access."),
        judgeSegments(report.segments, lists),
        report.limitPerSecond === undefined
          ? limit.warning(
              "Resend did not say.",
              "RESEND_BASE_URL may lead to something other than Resend.",
            )
          : limit.ok(
              `${report.limitPerSecond} requests a second for the whole team; queued requests take half of it at most.`,
            ),
      ];
  }
}

function judgeRefusal({ status, name }: AccountReport & { kind: "refused" }): Finding {
  const remedy =
    "Make a full-access key on Resend's API Keys page, and set it with `npx wrangler secret put RESEND_API_KEY`.";
  if (name === "restricted_api_key") return key.failure("The key may only send e-mails.", remedy);
  // Nothing else can be wrong with this request: a 400 is about the key, whatever it says.
  if (status === 400 || status === 401 || status === 403) {
    return key.failure(`Resend refuses the key (${status}): wrong, deleted or suspended.`, remedy);
  }
  const saw = status === null ? "Resend did not answer." : `Resend answered ${status}.`;
  return key.warning(
    saw,
    "Try again later; see https://resend-status.com. RESEND_BASE_URL may be wrong.",
  );
}

function judgeSegments(known: readonly string[], lists: ReadonlyMap<string, string>): Finding {
  const missing = [...lists].filter(([, segment]) => !known.includes(segment));
  if (lists.size === 0) return segments.skipped("LISTS is empty, or was not read.");
  if (missing.length === 0) {
    return segments.ok(`${lists.size} of ${lists.size} lists have a segment that exists.`);
  }
  const names = missing.map(([name]) => `LISTS.${name}.segment`).join(", ");
  return segments.failure(
    `Not in this account: ${names}.`,
    "Copy the ID from Resend's Segments page into wrangler.toml, and deploy. Requests about that list are queued until then.",
  );
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
