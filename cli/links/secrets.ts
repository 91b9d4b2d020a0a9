/** Reads `LINK_SECRETS` as the Worker does. No error repeats a secret. */

import { MIN_SECRET_LENGTH, splitSecrets } from "../../src/links/ticket.ts";
import { Unusable } from "../terminal.ts";

/** The secrets: the first signs, all verify. */
export function readSecrets(
  linkSecrets: string | undefined,
): readonly [string, ...(readonly string[])] {
  const [first, ...others] = splitSecrets(linkSecrets ?? "");
  if (first === undefined) {
    throw new Unusable(
      "LINK_SECRETS: is missing; put the Worker's secrets into this environment variable (`npm run --silent secret` prints a fresh one)",
    );
  }
  const secrets = [first, ...others] as const;
  const short = secrets.findIndex((secret) => secret.length < MIN_SECRET_LENGTH);
  if (short !== -1) {
    throw new Unusable(
      `LINK_SECRETS: secret ${short + 1} of ${secrets.length} has ${secrets[short]?.length} characters, must have at least ${MIN_SECRET_LENGTH} (commas and spaces separate secrets; \`npm run --silent secret\` prints a fresh one)`,
    );
  }
  return secrets;
}
