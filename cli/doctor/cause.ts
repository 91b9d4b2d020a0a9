/** Tells what explains an exchange that went wrong, so that one fault is explained once. Pure. */

import type { Cause, WayOut } from "./finding.ts";
import { obstacleIn } from "./obstacle.ts";
import type { Exchange } from "./probes.ts";

/** What is known of the endpoint as a whole. */
export interface Context {
  /** The Worker answers, and its settings are in order. */
  isHealthy: boolean;
  /** A link that the secret at hand has signed is refused. */
  isLinkRefused: boolean;
}

/** The causes of what went wrong where they explain all of it, else a remedy of its own. */
export function wayOutOf(bad: readonly Exchange[], context: Context, remedy: string): WayOut {
  const causes = bad.map((exchange) => causeOf(exchange, context));
  const known = causes.filter((cause) => cause !== undefined);
  return known.length === causes.length ? [...new Set(known)] : remedy;
}

/** Whether something other than this check explains all of it. */
export function isExplained(bad: readonly Exchange[], context: Context): boolean {
  return bad.every((exchange) => causeOf(exchange, context) !== undefined);
}

function causeOf({ outcome }: Exchange, context: Context): Cause | undefined {
  if (outcome.kind === "lost") return "speed";
  const obstacle = obstacleIn(outcome);
  if (obstacle?.name === "redirect") return "redirects";
  if (obstacle !== undefined) return "challenges";
  if (!context.isHealthy) return "health";
  return context.isLinkRefused && outcome.status === 404 ? "page" : undefined;
}
