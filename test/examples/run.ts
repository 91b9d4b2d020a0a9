/**
 * `npm run test:examples`: asks the nine examples everything, and says which ran and what they got
 * wrong. Ends with 1 if one failed or could not run, with 2 if it was asked wrongly.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paintFor } from "../../sandbox/worker-log.ts";
import { type Answer, type Case, casesFor } from "./cases.ts";
import { command } from "./command.ts";
import { type Language, RECIPES } from "./languages.ts";
import { HELP, parseExampleArguments } from "./options.ts";
import { hasSend, sendFault } from "./sends.ts";
import { debianInstaller, type Installer } from "./toolchains.ts";

interface Result {
  language: Language;
  ran: boolean;
  passed: number;
  /** Each in a sentence. */
  faults: string[];
  seconds: number;
}

const FAILED = 1;
const ASKED_WRONGLY = 2;

const parsed = parseExampleArguments(process.argv.slice(2), process.env["CI"] === "true");
switch (parsed.kind) {
  case "help":
    console.log(HELP);
    break;
  case "wrong":
    console.error(`${parsed.why}\n\n${HELP}`);
    process.exitCode = ASKED_WRONGLY;
    break;
  case "run":
    process.exitCode = await run(parsed.languages);
}

/** @returns the exit code */
async function run(languages: readonly Language[]): Promise<number> {
  const installer = debianInstaller();
  const results: Result[] = [];
  for (const language of languages) results.push(await resultOf(language, installer));
  printTable(results);
  const passed = sum(results.map((result) => result.passed));
  const failed = sum(results.map((result) => result.faults.length));
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : FAILED;
}

async function resultOf(language: Language, installer: Installer): Promise<Result> {
  const recipe = RECIPES[language];
  const toolchain = await installer.provide(recipe.needs, (what) => {
    console.log(`${language}: ${what}`);
  });
  const startedAt = performance.now();
  const result: Result = { language, ran: false, passed: 0, faults: [], seconds: 0 };
  if (toolchain.kind === "missing") {
    result.faults.push(`cannot run: ${toolchain.why}`);
    return result;
  }
  const folder = await mkdtemp(join(tmpdir(), `example-${language}-`));
  try {
    const cases = casesFor(language);
    const line = await recipe.prepare(folder);
    const answers = parseAnswers(await command(line, { input: inputOf(cases) }));
    if (answers.length !== cases.length) {
      throw new Error(`${answers.length} answers to ${cases.length} cases`);
    }
    result.ran = true;
    for (const [index, answer] of answers.entries()) {
      const asked = cases[index];
      const fault = asked?.fault(answer);
      if (fault === undefined) result.passed++;
      else result.faults.push(`${asked?.name}: ${fault}`);
    }
    if (hasSend(language)) {
      const fault = await sendFault(language);
      if (fault === undefined) result.passed++;
      else result.faults.push(`send: ${fault}`);
    }
  } catch (error) {
    result.faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  result.seconds = (performance.now() - startedAt) / 1000;
  return result;
}

/** Runners read the fields one after the other, each ended by a NUL: the one byte that none may hold. */
function inputOf(cases: readonly Case[]): string {
  return cases
    .flatMap(({ input }) => [
      input.origin,
      input.list,
      input.contact,
      input.secret,
      input.mailtoDomain,
    ])
    .map((field) => `${field}\0`)
    .join("");
}

/** Runners answer with one line each, its fields separated by tabs. */
function parseAnswers(output: string): Answer[] {
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [kind, ...fields] = line.split("\t");
      if (kind === "refused") return { kind, message: fields.join("\t") };
      const [url, listUnsubscribe, listUnsubscribePost, ...rest] = fields;
      if (
        kind !== "made" ||
        url === undefined ||
        listUnsubscribe === undefined ||
        listUnsubscribePost === undefined ||
        rest.length > 0
      ) {
        throw new Error(`not an answer: ${line}`);
      }
      return { kind, url, listUnsubscribe, listUnsubscribePost };
    });
}

function printTable(results: readonly Result[]): void {
  const paint = paintFor(process.stdout);
  console.log("\nlanguage  ran  passed  failed  send      seconds");
  for (const { language, ran, passed, faults, seconds } of results) {
    const cells = [
      language.padEnd(10),
      (ran ? "yes" : "no").padEnd(5),
      String(passed).padStart(6),
      String(faults.length).padStart(8),
      `  ${hasSend(language) ? "run" : "not run"}`.padEnd(11),
      seconds.toFixed(1).padStart(8),
    ];
    console.log(paint(faults.length === 0 ? "green" : "red", cells.join("")));
  }
  for (const { language, faults } of results) {
    for (const fault of faults) console.log(paint("red", `${language}: ${fault}`));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
