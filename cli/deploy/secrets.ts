/** The two secrets that the Worker requires: which ones a deployment must bring, and from where. Pure. */

export const SECRET_NAMES = ["RESEND_API_KEY", "LINK_SECRETS"] as const;

export type SecretName = (typeof SECRET_NAMES)[number];

export type Secrets = { readonly [name in SecretName]?: string };

/** As `.dev.vars.example` has it. */
const SAMPLE_KEY = /^re_x+$/;

/** The secrets that variables hold: blanks and the sample key are none. */
export function secretsAtHand(variables: Readonly<Record<string, string | undefined>>): Secrets {
  const found = SECRET_NAMES.map((name) => [name, variables[name]?.trim() ?? ""] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== "" && !SAMPLE_KEY.test(value)));
}

/**
 * The secrets to bring: what Cloudflare does not hold yet, and what shall be replaced. What it holds
 * stays otherwise: another `LINK_SECRETS` would break every link that was ever sent.
 */
export function secretsToBring(
  held: readonly string[],
  replace: readonly SecretName[],
): readonly SecretName[] {
  return SECRET_NAMES.filter((name) => !held.includes(name) || replace.includes(name));
}
