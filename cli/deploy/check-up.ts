/** The check-up after a deployment: the Worker's own health, then the doctor. */

import { join } from "node:path";

import { EXIT_BAD, EXIT_OK, type Terminal } from "../terminal.ts";
import { runChild } from "./child.ts";
import { awaitHealth, originIn } from "./live.ts";
import type { Plan } from "./prepare.ts";
import type { Project } from "./project.ts";

export interface CheckUp {
  root: string;
  terminal: Pick<Terminal, "env" | "stdout" | "stderr">;
  /** Whether somebody is at the terminal. */
  asks: boolean;
  say: (text: string) => void;
  signal: AbortSignal;
}

/** Where readers reach the Worker: as its own settings say, or else as wrangler does. */
export function originOf(
  { vars }: Pick<Project, "vars">,
  targets: readonly string[],
): string | undefined {
  const own = vars["ORIGIN"];
  return typeof own === "string" && own !== "" ? own : originIn(targets);
}

/** Waits for the Worker, and has the doctor look at it. @returns an exit code */
export async function checkUp(
  origin: string | undefined,
  { known, lists, segments }: Pick<Plan, "known" | "lists" | "segments">,
  { root, terminal, asks, say, signal }: CheckUp,
): Promise<number> {
  if (origin === undefined) {
    say("Deployed. Its routes name no single host: `npm run doctor -- <url>` checks one of them.");
    return EXIT_OK;
  }
  say(`Deployed: ${origin}\nWaiting until it answers there …`);
  const health = await awaitHealth(origin, signal);
  if (health.kind === "faulty") {
    say(`It answers, and these settings are wrong:\n  ${health.settings.join("\n  ")}`);
    return EXIT_BAD;
  }
  if (health.kind === "deaf") {
    say(`Nothing answers at ${origin}/leave/-/health as the Worker would.`);
  }
  if (health.kind === "unverified") {
    say(
      "It answers, and has not yet seen every list at Resend: nobody is told that they have left before it has.",
    );
  }
  const list = doctorsList(lists, segments);
  if (known.LINK_SECRETS === undefined || list === "none") {
    const missing = "LINK_SECRETS in the environment or .dev.vars, and a list in wrangler.toml";
    say(`With ${missing}, the doctor would look closer: npm run doctor -- ${origin}`);
    return health.kind === "deaf" ? EXIT_BAD : EXIT_OK;
  }
  const { code } = await runChild({
    script: join(root, "cli/doctor.ts"),
    args: [origin, ...list],
    cwd: root,
    env: { ...terminal.env, ...known },
    how: asks ? "asking" : "shown",
    terminal,
    signal,
  });
  return code === EXIT_OK ? EXIT_OK : EXIT_BAD;
}

/** The doctor takes the first of the lists; where there is none, any segment will do. */
function doctorsList(
  lists: Plan["lists"],
  segments: Plan["segments"],
): readonly ["--list", string] | readonly [] | "none" {
  if (Object.keys(lists).length > 0) return [];
  const [segment] = segments ?? [];
  return segment === undefined ? "none" : ["--list", segment.id];
}
