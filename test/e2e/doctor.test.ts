/**
 * The doctor against the real Worker, behind a proxy that does what a zone's settings can do: it names the cause of
 * each fault and the remedy, finds nothing in good health, and changes nothing.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

import { beforeAll, describe, expect, it } from "vitest";

import { type Finding, MARKS } from "../../cli/doctor/finding.ts";
import { until } from "../../sandbox/processes.ts";
import { API_KEY, LINK_SECRET, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { type Certificate, type FaultName, FAULTS, startProxy } from "../../sandbox/proxy.ts";
import type { Fault } from "../../sandbox/resend/api/gate.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { sentMessage } from "../cli/sent-message.ts";
import { startWorker } from "../../sandbox/worker-process.ts";
import { OTHER_SECRET, run } from "../cli/run.ts";

const sandbox = runningSandbox();

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const NO_SEGMENT = "00000000-0000-4000-8000-000000000000";

const OTHER_LISTS = JSON.stringify({ weekly: { segment: NO_SEGMENT, name: "Weekly" } });

interface Case {
  proxy?: FaultName;
  /** With it, the proxy speaks TLS. */
  certificate?: Certificate;
  /** What the stand-in for Resend does. */
  resend?: Fault;
  /** The doctor's environment, in place of the sandbox's own. */
  env?: Readonly<Record<string, string>>;
  /** A Worker of its own, with these variables. */
  worker?: Readonly<Record<string, string>>;
  /** A sent message is checked too. */
  message?: boolean;
  now?: string;
  /** The segment of the list `weekly` in the doctor's own settings. */
  segment?: string;
}

async function doctor(given: Case, options: readonly string[]) {
  const { segment = SAMPLE_LISTS.weekly.segment, message, now = "2026-11-23" } = given;
  const { standIn } = sandbox;
  const root = mkdtempSync(join(tmpdir(), "doctor-"));
  const worker =
    given.worker && (await startWorker({ resendBaseUrl: standIn.url, vars: given.worker }));
  const isFaulty = async () => (await fetch(`${worker?.url}/leave/-/health`)).status === 500;
  if (worker) await until("its health shows the fault", isFaulty, 10_000);
  const fault = given.proxy === undefined ? {} : FAULTS[given.proxy]();
  const proxy = await startProxy(worker?.url ?? sandbox.worker.url, fault, given.certificate);
  try {
    await standIn.fault(given.resend ?? "none");
    writeFileSync(join(root, "wrangler.toml"), `[vars.LISTS.weekly]\nsegment = "${segment}"\n`);
    if (message) {
      const link = { origin: proxy.url, list: "weekly", contact: MIRA, secret: LINK_SECRET };
      const source = await sentMessage({ ...link, mailtoDomain: "leave.acme.com" });
      writeFileSync(join(root, "newsletter.eml"), source);
    }
    const own = {
      LINK_SECRETS: LINK_SECRET,
      RESEND_API_KEY: API_KEY,
      RESEND_BASE_URL: standIn.url,
    };
    const files = message ? ["--message", "newsletter.eml"] : [];
    const args = ["doctor", proxy.url, ...files, ...options];
    const ended = await run(args, { env: { ...own, ...given.env }, root, now: Date.parse(now) });
    expect(ended.stderr).toBe("");
    expect(ended.stdout).not.toMatch(/[ce][a-z2-7]{40}|correct-horse|re_sandbox/i);
    return { ...ended, host: new URL(proxy.url).host };
  } finally {
    await Promise.all([proxy.close(), worker?.stop(), standIn.fault("none")]);
    rmSync(root, { recursive: true });
  }
}

const TLS: Case = { certificate: "good" };

/** A part of what a finding says, and a part of its remedy: `✗ check | found | remedy`. */
const FAULTY: [given: Case, ...causes: string[]][] = [
  [{ proxy: "to-https" }, "✗ redirects | to https (301) | Use the https origin"],
  [{ proxy: "trailing-slash" }, "✗ redirects | for a slash at the end (308) | Find the rule"],
  [{ proxy: "access-redirect" }, "✗ challenges | login of Cloudflare Access (302) | Bypass policy"],
  [{ proxy: "strips-body" }, "✗ body | the body of the POST was lost | removes the body"],
  [{ proxy: "caches" }, "✗ headers | the page came from a cache | cache rule"],
  [{ proxy: "cuts-path" }, "✗ signed-link | refused (404) | a URL rewrite changes the path"],
  [{ proxy: "accepts-forged" }, "✗ forged | Forged links seem to work | into a success"],
  [{ proxy: "slow" }, "! speed | took 3 s or longer | If Resend is slow"],
  [{ proxy: "drops-posts" }, "✗ speed | dropped without an answer (ECONNRESET) | wrangler tail"],
  [{ certificate: "self-signed" }, "✗ certificate | is self-signed | Edge Certificates"],
  [{ certificate: "expired" }, "✗ certificate | has expired | Edge Certificates"],
  [{ ...TLS, now: "2125-12-25" }, "! certificate | on 2126-01-01, in 7 days | probably failed"],
  [{ certificate: "other-host" }, "✗ certificate | for another hostname | Edge Certificates"],
  [{ env: { LINK_SECRETS: OTHER_SECRET } }, "✗ signed-link | refused (404) | is not the deployed"],
  [
    { resend: "503" },
    "! worker-to-resend | 12 of 12 POSTs were queued (202) | Nothing is lost",
    "! resend-key | answered with status 503 | Try again later",
  ],
  [{ worker: { RESEND_API_KEY: "re_y" } }, "✗ health | RESEND_API_KEY is refused | another key is"],
  [{ worker: { LISTS: OTHER_LISTS } }, "✗ health | weekly.segment is not known | other LISTS are"],
  [{ env: { RESEND_API_KEY: "re_x" } }, "✗ resend-key | refuses the key | full-access key"],
  [{ segment: NO_SEGMENT }, "✗ segments | LISTS.weekly.segment | Resend's Segments page"],
];

beforeAll(() => {
  setDefaultCACertificates([...getCACertificates("bundled"), read("sandbox/tls/authority.pem")]);
});

describe("the doctor", () => {
  it.each(FAULTY)("names the cause and the remedy: %j", async (given, ...causes) => {
    const before = await sandbox.standIn.contacts();
    const { exitCode, stdout } = await doctor(given, ["--json"]);
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };

    const named = findings.filter(({ remedy }) => remedy !== undefined);
    const told = named.map((one) => [
      `${MARKS[one.status].mark} ${one.check}`,
      one.found,
      one.remedy,
    ]);
    const parts = causes.map((cause) => cause.split(" | "));
    expect(told).toEqual(parts.map((some) => some.map((part) => expect.stringContaining(part))));
    // What else fails points there.
    expect(findings.filter(({ status, remedy }) => status === "failure" && !remedy)).toEqual([]);
    expect(exitCode).toBe(causes.some((cause) => cause.startsWith("✗")) ? 1 : 0);
    expect(await sandbox.standIn.contacts()).toEqual(before);
  });

  it.each(["lower-case", "upper-case"] as const)("allows paths in %s", async (proxy) => {
    expect(await doctor({ proxy }, [])).toMatchObject({ exitCode: 0 });
  });

  it("unsubscribes no one, and costs one question about a contact that does not exist", async () => {
    const before = await sandbox.standIn.contacts();
    await sandbox.standIn.forget();
    await doctor({}, []);
    const requests = await sandbox.standIn.requests();
    const about = requests.filter(({ url }) => url.startsWith("/contacts/"));
    expect(about).toMatchObject([{ method: "GET", status: 404 }]);
    expect(await sandbox.standIn.contacts()).toEqual(before);
  });
});

describe("docs/doctor.md shows what the doctor prints", () => {
  const transcripts = Array.from(
    read("docs/doctor.md").matchAll(/```console\n(.*?)\n```/gs),
    ([, one]) => one,
  );

  it.each<[number, Case, string[], string]>([
    [0, { ...TLS, message: true }, [], " --message newsletter.eml"],
    [1, { ...TLS, proxy: "bot-fight-mode" }, ["--quiet"], " --quiet"],
  ])("transcript %i", async (index, given, options, shown) => {
    const { stdout, host } = await doctor(given, options);
    const printed = stdout
      .replaceAll(host, "acme.com")
      .replace(/Median \d+ ms, slowest \d+ ms/, "Median 40 ms, slowest 210 ms");
    expect(`$ npm run doctor -- https://acme.com${shown}\n${printed.trimEnd()}`).toBe(
      transcripts[index],
    );
  });
});
