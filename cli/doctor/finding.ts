/** What one check has found, for a person and for a program. No finding holds a ticket, a secret or an address. */

/** `warning` costs nobody a leave; a `failure` does, or will. */
export type Verdict = "ok" | "warning" | "failure" | "skipped";

export interface Finding {
  /** A stable name, such as `one-click`. */
  check: string;
  /** What people read. */
  title: string;
  verdict: Verdict;
  /** What was seen; or why the check was skipped. */
  saw: string;
  /** What to do, and where. */
  remedy?: string;
  /** The checks whose findings explain this one, and have the remedy. */
  because?: readonly Cause[];
}

/** Checks that explain what others find, with the titles that people read. */
export const CAUSES = {
  health: "Health",
  redirects: "Redirects",
  challenges: "Challenges and blocks",
  speed: "Speed",
  page: "The page behind a link",
} as const;

export type Cause = keyof typeof CAUSES;

/** What to do: a remedy of its own, or that of the checks which explain it. */
export type WayOut = string | readonly Cause[];

/** Makes the findings of one check. */
export function findingsOf(check: string, title: string) {
  const about = { check, title };
  return {
    ok: (saw: string): Finding => ({ ...about, verdict: "ok", saw }),
    warning: (saw: string, wayOut: WayOut): Finding => ({
      ...about,
      verdict: "warning",
      saw,
      ...shown(wayOut),
    }),
    failure: (saw: string, wayOut: WayOut): Finding => ({
      ...about,
      verdict: "failure",
      saw,
      ...shown(wayOut),
    }),
    skipped: (why: string): Finding => ({ ...about, verdict: "skipped", saw: why }),
  };
}

/** Makes the findings of a check that others may name. */
export function findingsOfCause(cause: Cause) {
  return findingsOf(cause, CAUSES[cause]);
}

function shown(wayOut: WayOut): Pick<Finding, "remedy" | "because"> {
  return typeof wayOut === "string" ? { remedy: wayOut } : { because: wayOut };
}
