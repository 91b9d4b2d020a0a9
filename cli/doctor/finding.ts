/** The findings of the checks, and the report about them. No finding contains a ticket, a secret, or an address. */

import { stripVTControlCharacters, styleText } from "node:util";
import type { Writable } from "node:stream";

import { Help } from "commander";

/**
 * With a `warning`, every request to unsubscribe still arrives; with a `failure`, some do not or will not. A `note` is not
 * about the requests.
 */
type Status = "ok" | "note" | "warning" | "failure" | "skipped";

export interface Finding {
  /** A stable name, such as `one-click`. */
  check: string;
  title: string;
  /** The message's file, if several messages are checked. */
  message?: string;
  status: Status;
  /** What happened; or why the check was skipped. */
  found: string;
  /** What to do, and where. A finding that another one explains refers to it, and has none. */
  remedy?: string;
}

/** Makes the findings of one check. */
export function findingsOf(check: string, title: string) {
  const fault =
    (status: Status) =>
    (found: string, remedy: string): Finding => ({ check, title, status, found, remedy });
  return {
    ok: (found: string): Finding => ({ check, title, status: "ok", found }),
    note: fault("note"),
    warning: fault("warning"),
    failure: fault("failure"),
    skipped: (why: string): Finding => ({ check, title, status: "skipped", found: why }),
  };
}

/** What a remedy names that only a zone of the sender's own has. */
const IN_ZONE =
  /DNS record|the Worker's routes|Rules > |Security > |SSL\/TLS > |Zero Trust > |Configuration Rule/;
const REMEDIES = {
  "workers.dev":
    "On workers.dev, no DNS record, rule, or route of yours applies. Compare the address with the one that `npx wrangler deploy` prints, and look at Workers & Pages > the Worker > Domains: the workers.dev address must be enabled, without Cloudflare Access.",
  local:
    "Start the Worker with `npx wrangler dev`, and give the address that it prints, with its port.",
};

/** Gives each finding a remedy that exists for this kind of host: not everyone has a zone with DNS records and rules. */
export function fitToHost(findings: readonly Finding[], origin: string): Finding[] {
  const { hostname, protocol } = new URL(origin);
  const [isLocal, isWorkersDev] = [protocol === "http:", hostname.endsWith(".workers.dev")];
  return findings.map((finding) => {
    const { remedy = "", check } = finding;
    if (!IN_ZONE.test(remedy)) return finding;
    const [secrets] = /^LINK_SECRETS[^.]*\./.exec(remedy) ?? [];
    if (isWorkersDev) return { ...finding, remedy: secrets ?? REMEDIES["workers.dev"] };
    // Whatever else is wrong on this machine, a proxy does it, as a zone would.
    return isLocal && check === "health" ? { ...finding, remedy: REMEDIES.local } : finding;
  });
}

export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ status }) => status !== "failure");
}

export const MARKS: Record<
  Status,
  { mark: string; color: "green" | "cyan" | "yellow" | "red" | "dim" }
> = {
  ok: { mark: "✓", color: "green" },
  note: { mark: "i", color: "cyan" },
  warning: { mark: "!", color: "yellow" },
  failure: { mark: "✗", color: "red" },
  skipped: { mark: "–", color: "dim" },
};

const COLUMNS = 100;
const TITLE_COLUMNS = 28;

/**
 * The report for people, 100 columns wide.
 *
 * @param quiet whether to leave out what is in order, skipped, or a note
 * @param stream where the report will be written; it decides whether there are colors
 */
export function reportText(
  [origin, list]: readonly [string, string],
  findings: readonly Finding[],
  quiet: boolean,
  stream: Writable,
): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    styleText(format, text, { stream });
  const shown = findings.filter(
    ({ status }) => !quiet || status === "warning" || status === "failure",
  );
  const blocks = shown.map(({ status, title, message, found, remedy }, index) => {
    const { mark, color } = MARKS[status];
    const [first = "", ...lines] = wrap(found, COLUMNS - TITLE_COLUMNS - 4);
    const remedies = remedy === undefined ? [] : wrap(remedy, COLUMNS - 8);
    const isNext = message !== undefined && message !== shown[index - 1]?.message;
    return [
      ...(isNext ? [`\n  ${paint("bold", stripped(message))}\n`] : []),
      `  ${paint(color, mark)} ${paint("bold", title.padEnd(TITLE_COLUMNS))}${first}`,
      ...lines.map((line) => " ".repeat(TITLE_COLUMNS + 4) + line),
      ...remedies.map((line, row) => `      ${row === 0 ? paint(color, "→") : " "} ${line}`),
    ].join("\n");
  });
  const head = `  ${paint("bold", origin)} ${paint("dim", `· list ${list}`)}`;
  const parts = [head, ...(blocks.length > 0 ? [blocks.join("\n")] : []), `  ${summary(findings)}`];
  return `\n${parts.join("\n\n")}\n`;
}

function summary(findings: readonly Finding[]): string {
  const count = (status: Status) => findings.filter((one) => one.status === status).length;
  const plural = (status: Status) => `${count(status)} ${status}${count(status) === 1 ? "" : "s"}`;
  const notes = count("note") > 0 ? `, ${plural("note")}` : "";
  const skipped = count("skipped") > 0 ? `, ${count("skipped")} skipped` : "";
  return `${count("ok")} ok, ${plural("warning")}, ${plural("failure")}${notes}${skipped}`;
}

/** Breaks a text into lines, without the control characters that an answer or a message may have brought in. */
export function wrap(text: string, columns: number): string[] {
  return new Help().boxWrap(stripped(text), columns).split("\n");
}

function stripped(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, " ");
}
