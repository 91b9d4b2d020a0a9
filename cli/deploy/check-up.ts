/** Checks the Worker after its deployment: waits until it answers, reads its health, and runs the doctor. */

import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Fault } from "../../src/settings/fault.ts";
import { Interrupted, type Terminal } from "../command.ts";
import { readReport } from "../doctor/checks/endpoint.ts";
import { faultText, listOf, type Project } from "../project.ts";
import { durationText } from "../sync-links/report.ts";
import type { Plan } from "./plan.ts";
import { showWhile } from "./prompts.ts";
import { runChild, type Session } from "./wrangler.ts";

/**
 * `unverified`: Resend has not shown every list yet. `silent`: the Worker does not answer. `unresolved`: its name is not in
 * DNS.
 */
type HealthKind = "ok" | "unverified" | "faulty" | "silent" | "unresolved";

interface Health {
  kind: HealthKind;
  /** What the Worker finds wrong with its settings. */
  faults: readonly Fault[];
}

/**
 * How long to wait for something better, in milliseconds. A new name under workers.dev takes a while to be known everywhere,
 * and the previous version may answer for a moment.
 */
const PATIENCE_MS: Readonly<Record<HealthKind, number>> = {
  ok: 0,
  unverified: 10_000,
  faulty: 10_000,
  silent: 90_000,
  unresolved: 300_000,
};

/** The resolver knows no such name, or does not answer. */
const UNRESOLVED = new Set(["ENOTFOUND", "EAI_AGAIN"]);

const POLL_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Where people reach the Worker: `ORIGIN`, or a custom domain, or a route's host, or its name under workers.dev.
 *
 * @param targets what Wrangler says it deployed to
 * @returns such as `https://acme.com`; `undefined` if no single host is named
 */
export function findOrigin(
  { config, vars }: Pick<Project, "config" | "vars">,
  targets: readonly string[],
): string | undefined {
  if (typeof vars["ORIGIN"] === "string" && vars["ORIGIN"] !== "") return vars["ORIGIN"];
  const routes = [config["route"], config["routes"]].flat();
  const domains = listOf(routes).filter((route) => route["custom_domain"] === true);
  const patterns = [...domains, ...listOf(routes)].map(({ pattern }) => pattern);
  const hosts = [...patterns, ...routes].flatMap((pattern) => {
    if (typeof pattern !== "string") return [];
    const [host = ""] = pattern.replace(/^https?:\/\//, "").split("/");
    return host === "" || host.includes("*") ? [] : [host];
  });
  if (hosts[0] !== undefined) return `https://${hosts[0]}`;
  // The one target that is the URL of a host, and nothing else.
  return targets.find((target) => URL.parse(target)?.origin === target);
}

export interface Doctor {
  /** Its options for the same project. */
  args: readonly string[];
  /** The command line that runs it later. */
  later: string;
}

/** @returns whether the checks found no problem */
export async function checkUp(
  origin: string,
  { known, lists, segments }: Pick<Plan, "known" | "lists" | "segments">,
  doctor: Doctor,
  session: Session,
): Promise<boolean> {
  const { terminal, say, signal } = session;
  say("Waiting for the Worker to answer …");
  const health = await awaitHealth(origin, terminal.stderr, signal);
  if (health.kind === "unresolved") {
    say(
      `The Worker is deployed, but ${new URL(origin).host} does not resolve here yet. A new name usually takes a few minutes, and up to an hour where a resolver remembers that there was none. There is no need to deploy again. Later, run: ${doctor.later}`,
    );
    return false;
  }
  if (health.kind === "faulty") {
    const faults = health.faults.map((fault) => `\n  ${faultText(fault)}`);
    say(`The Worker answers, but these settings are wrong:${faults.join("")}`);
    return false;
  }
  if (health.kind === "silent") say(`No Worker answers at ${origin}/leave/-/health.`);
  if (health.kind === "unverified") {
    say(
      "The Worker answers, but Resend has not shown it every list yet. Until then, it tells no one that they have left.",
    );
  }
  // The doctor takes the first of the lists. Without lists, any segment will do.
  const segment = Object.keys(lists).length > 0 ? undefined : (segments?.[0]?.id ?? "none");
  if (known.LINK_SECRETS === undefined || segment === "none") {
    const where = `the environment or ${session.project.devVars}`;
    say(`For all checks, set LINK_SECRETS in ${where}, configure a list, and run: ${doctor.later}`);
    return health.kind !== "silent";
  }
  const { root, env } = terminal;
  const list = segment === undefined ? [] : ["--list", segment];
  const child = {
    script: join(root, "cli/main.ts"),
    args: ["doctor", origin, ...list, ...doctor.args],
    cwd: root,
    env: { ...env, ...known },
    output: session.output,
  };
  const { exitCode } = await runChild(child, session);
  return exitCode === 0;
}

/**
 * Waits until the Worker is healthy, or has had enough time.
 *
 * @param stream where it counts down
 * @throws Interrupted
 */
export async function awaitHealth(
  origin: string,
  stream: Terminal["stderr"],
  signal: AbortSignal,
): Promise<Health> {
  const { host } = new URL(origin);
  let health: Health = { kind: "silent", faults: [] };
  let since = Date.now();
  const leftMs = () => since + PATIENCE_MS[health.kind] - Date.now();
  const text = () => {
    const what = health.kind === "unresolved" ? "does not resolve yet" : "is not ready yet";
    return `${host} ${what}: ${durationText(Math.max(0, leftMs()) / 1000)} left`;
  };
  return showWhile(text, stream, async () => {
    for (;;) {
      const next = await readHealth(origin, signal);
      if (signal.aborted) throw new Interrupted(signal.reason);
      if (next.kind !== health.kind) since = Date.now();
      health = next;
      if (leftMs() <= 0) return health;
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  });
}

async function readHealth(origin: string, signal: AbortSignal): Promise<Health> {
  try {
    const response = await fetch(`${origin}/leave/-/health`, {
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    const { status, faults } = readReport(await response.text());
    if (status === "ok" || status === "unverified") return { kind: status, faults };
    return { kind: status === "faulty" ? status : "silent", faults };
  } catch (error) {
    const { code } = Object((error as Error).cause) as { code?: string };
    return { kind: UNRESOLVED.has(code ?? "") ? "unresolved" : "silent", faults: [] };
  }
}
