/** Runs the doctor on one case, and makes a transcript of it that is the same every time. */

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { fileURLToPath } from "node:url";

import { runDoctor } from "../cli/doctor/run.ts";
import { MIRA, SAMPLE_LISTS } from "./resend/samples.ts";
import type { DoctorCase } from "./doctor-cases.ts";
import { API_KEY, LINK_SECRET } from "./settings.ts";
import { FAULTS } from "./proxy-faults.ts";
import { startProxy } from "./proxy.ts";
import { sentMessage } from "./sent-message.ts";
import type { StandInProcess } from "./stand-in-process.ts";
import { startWorker } from "./worker-process.ts";

export interface Surroundings {
  workerUrl: string;
  standIn: StandInProcess;
}

export interface Examined {
  exitCode: number;
  /** The command and what it printed, as it stands in `docs/doctor.md`. */
  transcript: string;
}

const DOCTOR = fileURLToPath(new URL("../cli/doctor.ts", import.meta.url));
const AUTHORITY = fileURLToPath(new URL("tls/authority.pem", import.meta.url));

/** The stand-in takes a thousand requests a second. */
const POSTS_PER_SECOND = "--posts-per-second=500";

/** Examines the sandbox with what is wrong in this case. */
export async function runCase(
  one: DoctorCase,
  surroundings: Surroundings,
  doctor: Doctor = inThisProcess,
): Promise<Examined> {
  const { standIn } = surroundings;
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  const own =
    one.workerVars && (await startWorker({ resendBaseUrl: standIn.url, vars: one.workerVars }));
  const fault = one.proxy === undefined ? {} : FAULTS[one.proxy]();
  const proxy = await startProxy(own?.url ?? surroundings.workerUrl, fault, one.certificate);
  try {
    await standIn.fault(one.resend ?? "none");
    const args = await writeFiles(one, proxy.url, folder);
    const { exitCode, stdout } = await doctor([proxy.url, ...args], {
      LINK_SECRETS: LINK_SECRET,
      RESEND_API_KEY: API_KEY,
      RESEND_BASE_URL: standIn.url,
      ...one.env,
    });
    return { exitCode, transcript: transcript(one, proxy.url, stdout) };
  } finally {
    await Promise.all([proxy.close(), own?.stop(), standIn.fault("none")]);
    rmSync(folder, { recursive: true });
  }
}

/** Writes the message and the settings that a case needs, and names them as flags. */
async function writeFiles(one: DoctorCase, origin: string, folder: string): Promise<string[]> {
  const { segment = SAMPLE_LISTS.weekly.segment, message, full } = one;
  const config = join(folder, "wrangler.toml");
  const segments = { weekly: segment, "product-news": SAMPLE_LISTS["product-news"].segment };
  const tables = Object.entries(segments).map(
    ([list, id]) => `[vars.LISTS.${list}]\nsegment = "${id}"\n`,
  );
  writeFileSync(config, tables.join("\n"));
  const flags = [`--config=${config}`, POSTS_PER_SECOND, ...(full === true ? [] : ["--quiet"])];
  if (message === undefined) return flags;
  const sent = { origin, list: "weekly", contact: MIRA, secret: LINK_SECRET };
  const file = join(folder, "newsletter.eml");
  writeFileSync(file, await sentMessage({ ...sent, mailtoDomain: "leave.acme.com" }, message));
  return [...flags, `--message=${file}`];
}

/** How a case runs the doctor: arguments and environment in, its exit code and what it printed out. */
export type Doctor = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<{ exitCode: number; stdout: string }>;

/** In this process, where its coverage is counted. */
export const inThisProcess: Doctor = async (args, env) => {
  setDefaultCACertificates([...getCACertificates("bundled"), readFileSync(AUTHORITY, "utf8")]);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const exitCode = await runDoctor(args, { env, stdout, stderr });
  const [printed, complaint] = await Promise.all([text(stdout.end()), text(stderr.end())]);
  if (complaint !== "") throw new Error(`The doctor did not run: ${complaint}`);
  return { exitCode, stdout: printed };
};

/** As `npm run doctor` does. */
export const asProcess: Doctor = (args, given) => {
  const env = {
    PATH: process.env["PATH"],
    NO_COLOR: "1",
    NODE_EXTRA_CA_CERTS: AUTHORITY,
    ...given,
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [DOCTOR, ...args], { env }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === "number" && stderr === "") resolve({ exitCode, stdout });
      else reject(new Error(`The doctor did not run: ${stderr}`, { cause: error }));
    });
  });
};

/** Ports, and how long things took, differ from run to run. */
function transcript({ full, message }: DoctorCase, origin: string, stdout: string): string {
  const shown = origin.replace(/\d+$/, "8787");
  const flags = [
    ...(full === true ? [] : ["--quiet"]),
    ...(message === undefined ? [] : ["--message newsletter.eml"]),
  ];
  const host = new URL(origin).host;
  const printed = stdout
    .replaceAll(host, new URL(shown).host)
    .replaceAll(
      /Half within \d+ ms, the slowest took (\d+) ms/g,
      (_, ms: string) =>
        `Half within 20 ms, the slowest took ${Number(ms) < 1000 ? "90" : "3200"} ms`,
    );
  return [`$ npm run doctor -- ${[shown, ...flags].join(" ")}`, printed.trimEnd()].join("\n");
}
