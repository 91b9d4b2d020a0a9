/** Prints findings: for people, with colour where the terminal has it, or as JSON. */

import { stripVTControlCharacters, styleText } from "node:util";
import type { Writable } from "node:stream";

import { type Cause, CAUSES, type Finding, type Verdict } from "./finding.ts";

export interface Report {
  origin: string;
  list: string;
  findings: readonly Finding[];
}

const MARKS: Record<Verdict, { mark: string; tone: "green" | "yellow" | "red" | "dim" }> = {
  ok: { mark: "✓", tone: "green" },
  warning: { mark: "!", tone: "yellow" },
  failure: { mark: "✗", tone: "red" },
  skipped: { mark: "–", tone: "dim" },
};

const COLUMNS = 100;
const TITLE_COLUMNS = 28;

/** As one JSON object, with a line feed at its end. */
export function reportJson({ origin, list, findings }: Report): string {
  return `${JSON.stringify({ origin, list, healthy: isHealthy(findings), findings }, null, 2)}\n`;
}

export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== "failure");
}

/**
 * @param quiet whether to leave out what is ok, and what was skipped
 * @param stream where it will be written
 */
export function reportText(
  { origin, list, findings }: Report,
  quiet: boolean,
  stream: Writable,
): string {
  const paint = (tone: Parameters<typeof styleText>[0], text: string) =>
    styleText(tone, text, { stream });
  const told = findings.filter(
    ({ verdict }) => !quiet || verdict === "warning" || verdict === "failure",
  );
  const blocks = told.map(({ verdict, title, saw, remedy, because = [] }) => {
    const { mark, tone } = MARKS[verdict];
    const head = `  ${paint(tone, mark)} ${paint("bold", title.padEnd(TITLE_COLUMNS))}`;
    const lines = wrap(oneLine(saw + seen(because)), COLUMNS - TITLE_COLUMNS - 4);
    const indent = " ".repeat(TITLE_COLUMNS + 4);
    const remedies = remedy === undefined ? [] : wrap(oneLine(remedy), COLUMNS - 8);
    return [
      head + (lines[0] ?? ""),
      ...lines.slice(1).map((line) => indent + line),
      ...remedies.map((line, index) => `      ${index === 0 ? paint(tone, "→") : " "} ${line}`),
    ].join("\n");
  });
  const title = paint("bold", origin);
  const head = `  ${title} ${paint("dim", `· list ${list}`)}`;
  const parts = [head, ...(blocks.length > 0 ? [blocks.join("\n")] : []), `  ${summary(findings)}`];
  return `\n${parts.join("\n\n")}\n`;
}

function summary(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((one) => one.verdict === verdict).length;
  const skipped = count("skipped") > 0 ? `, ${count("skipped")} skipped` : "";
  return `${count("ok")} ok, ${plural(count("warning"), "warning")}, ${plural(count("failure"), "failure")}${skipped}`;
}

function seen(because: readonly Cause[]): string {
  return because.length === 0 ? "" : ` See ${because.map((cause) => CAUSES[cause]).join(", ")}.`;
}

function plural(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}

/** What came over the wire writes no control characters into a terminal. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, " ");
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
