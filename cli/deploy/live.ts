/** The Worker once it is deployed: where it is, and whether it answers. */

import { setTimeout as sleep } from "node:timers/promises";

import { Interrupted } from "./interrupted.ts";

/** `unverified`: Resend has not shown every list yet. `deaf`: nothing answers as the Worker would. */
export type Health =
  | { kind: "well" }
  | { kind: "unverified" }
  | { kind: "faulty"; settings: readonly string[] }
  | { kind: "deaf" };

/** A name under workers.dev that is new takes a while until all the world knows it. */
const LIVE_WITHIN_MS = 90_000;

/** So long may the version before this one still answer. */
const SETTLED_AFTER_MS = 10_000;

const POLL_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;

/** As wrangler lists them, in the order in which a sender would prefer them in links. */
const TARGETS = [
  /^([a-z0-9.-]+) \(custom domain/i,
  /^(?:https?:\/\/)?([a-z0-9.-]+)\/\S*\*(?: \(zone .*\))?$/i,
  /^https:\/\/([a-z0-9.-]+)$/i,
];

/**
 * Where a deployment put the Worker.
 *
 * @param targets what wrangler says it deployed to
 * @returns such as `https://acme.com`; `undefined` when no target names one host
 */
export function originIn(targets: readonly string[]): string | undefined {
  const hosts = TARGETS.flatMap((form) => targets.map((target) => form.exec(target)?.[1]));
  const host = hosts.find((found) => found !== undefined);
  return host === undefined ? undefined : `https://${host}`;
}

/** Waits until the Worker is well there, or it is certain that it is not. */
export async function awaitHealth(origin: string, signal: AbortSignal): Promise<Health> {
  const start = Date.now();
  for (;;) {
    const health = await readHealth(origin, signal);
    if (signal.aborted) throw new Interrupted(signal.reason);
    const patienceMs = health.kind === "deaf" ? LIVE_WITHIN_MS : SETTLED_AFTER_MS;
    if (health.kind === "well" || Date.now() - start >= patienceMs) return health;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function readHealth(origin: string, signal: AbortSignal): Promise<Health> {
  const deaf = { kind: "deaf" } as const;
  try {
    const response = await fetch(`${origin}/leave/-/health`, {
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    const body = (await response.json()) as { status?: unknown; faults?: unknown };
    if (body.status === "ok") return { kind: "well" };
    if (body.status === "unverified") return { kind: "unverified" };
    return Array.isArray(body.faults) ? { kind: "faulty", settings: body.faults.map(told) } : deaf;
  } catch {
    return deaf;
  }
}

function told(fault: unknown): string {
  const { setting, problem } = fault as { setting?: unknown; problem?: unknown };
  return `${String(setting)}: ${String(problem)}`;
}
