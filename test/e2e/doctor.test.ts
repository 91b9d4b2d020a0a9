/** The doctor against the sandbox: in health it finds nothing, and of each fault it names the cause. */

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { CASES } from "../../sandbox/doctor-cases.ts";
import { asProcess, runCase } from "../../sandbox/doctor.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { transcriptSection } from "../../sandbox/transcript-section.ts";

const sandbox = runningSandbox();

const DOCUMENT = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");

/** What must be named with a remedy, by the case's title; all else that fails must point there. */
const CAUSES: Record<string, readonly string[]> = {
  "In good health": [],
  "In good health, with a message": [],
  "Redirect to https": ["✗ Redirects"],
  "Redirect to www": ["✗ Redirects"],
  "Redirect to another host": ["✗ Redirects"],
  "Redirect for a trailing slash": ["✗ Redirects"],
  "Challenge, by its header": ["✗ Challenges and blocks"],
  "Bot Fight Mode": ["✗ Challenges and blocks", "✗ Cookies"],
  "Browser Integrity Check": ["✗ Challenges and blocks"],
  "Under Attack mode": ["✗ Challenges and blocks"],
  "Access, by redirect": ["✗ Challenges and blocks"],
  "Access, by its page": ["✗ Challenges and blocks"],
  "A security rule blocks multipart": ["✗ Challenges and blocks"],
  "A rate limiting rule": ["✗ Challenges and blocks"],
  "Library user agents are blocked": ["✗ One-click POSTs", "✗ Odd and missing agents"],
  "The body of POSTs is stripped": ["✗ The POST's body arrives"],
  "Cookies are set": ["✗ Cookies"],
  "Pages are cached": ["✗ Headers of the page"],
  "Headers are stripped": ["! Headers of the page"],
  "A script is added": ["! Nothing added to the page"],
  "HEAD is refused": ["✗ HEAD"],
  "The path is put into lower case": [],
  "The path is put into upper case": [],
  "The path is cut": ["✗ The page behind a link"],
  "Odd paths are refused": ["✗ Links with junk on them", "✗ One-click POSTs"],
  "A forged link is accepted": ["✗ Forged links"],
  Slow: ["! Speed"],
  "POSTs are dropped": ["✗ Speed"],
  "Another site answers": ["✗ Health"],
  "Self-signed certificate": ["✗ HTTPS and certificate"],
  "Expired certificate": ["✗ HTTPS and certificate"],
  "Certificate of another host": ["✗ HTTPS and certificate"],
  "Another link secret": ["✗ The page behind a link"],
  "Faulty settings": ["✗ Health"],
  "Resend is down": ["! The Worker reaches Resend", "! Resend's API key"],
  "The key is wrong": ["✗ Resend's API key"],
  "A segment that does not exist": ["✗ Segments of the lists"],
  "Message: click tracking": ["✗ The link in the header", "! The link in the body"],
  "Message: headers not covered by DKIM": ["✗ Covered by DKIM"],
  "Message: headers missing": [
    "✗ List-Unsubscribe",
    "✗ List-Unsubscribe-Post",
    "✗ Covered by DKIM",
  ],
  "Message: encoded header": ["✗ List-Unsubscribe"],
  "Message: DKIM of another domain": ["! Covered by DKIM", "✗ DKIM domain"],
};

/** The findings that have a remedy of their own. */
function causesIn(transcript: string): string[] {
  const blocks = transcript.matchAll(/^ {2}([✗!] .{28})(?:.*)\n(?: {32}.*\n)* {6}→/gmu);
  return Array.from(blocks, ([, head = ""]) => head.trim());
}

describe("the doctor", () => {
  it("is tried on every case that has an expectation, and on no other", () => {
    expect(CASES.map(({ title }) => title)).toEqual(Object.keys(CAUSES));
  });

  it("is the same as a process of its own", async () => {
    const [healthy] = CASES;
    if (healthy === undefined) throw new Error("there are no cases");
    const surroundings = { workerUrl: sandbox.worker.url, standIn: sandbox.standIn };
    const { exitCode, transcript } = await runCase(healthy, surroundings, asProcess);
    expect(exitCode).toBe(0);
    expect(DOCUMENT).toContain(transcriptSection(healthy, transcript));
  });

  it.each(CASES)("names the cause, as docs/doctor.md shows it: $title", async (one) => {
    const before = await sandbox.standIn.state();

    const { exitCode, transcript } = await runCase(one, {
      workerUrl: sandbox.worker.url,
      standIn: sandbox.standIn,
    });

    const causes = CAUSES[one.title] ?? [];
    expect(causesIn(transcript)).toEqual(causes);
    expect(exitCode).toBe(causes.some((cause) => cause.startsWith("✗")) ? 1 : 0);
    expect(DOCUMENT, "run `npm run transcripts`").toContain(transcriptSection(one, transcript));
    expect(transcript).not.toMatch(/[ce][a-z2-7]{40}|correct-horse|re_sandbox/i);
    expect(await sandbox.standIn.state()).toEqual(before);
  });
});
