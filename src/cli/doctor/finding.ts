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
}

/** Makes the findings of one check. */
export function findingsOf(check: string, title: string) {
  const about = { check, title };
  return {
    ok: (saw: string): Finding => ({ ...about, verdict: "ok", saw }),
    warning: (saw: string, remedy: string): Finding => ({
      ...about,
      verdict: "warning",
      saw,
      remedy,
    }),
    failure: (saw: string, remedy: string): Finding => ({
      ...about,
      verdict: "failure",
      saw,
      remedy,
    }),
    skipped: (why: string): Finding => ({ ...about, verdict: "skipped", saw: why }),
  };
}
