/** What a link secret must be, and how `LINK_SECRETS` holds several. Pure; no error repeats a secret. */

/** Characters that a link secret must have at least. */
export const MIN_SECRET_LENGTH = 32;

/** The secrets in a `LINK_SECRETS`: separated by commas or white space, the first one signs. */
export function splitSecrets(linkSecrets: string): string[] {
  return linkSecrets.split(/[\s,]+/).filter(Boolean);
}

/** @throws TypeError when the Worker could never hold this secret, and so never open what it signs */
export function checkSecret(secret: string): void {
  if (typeof secret !== "string" || secret === "") {
    throw new TypeError("secret: is missing; use the first of the Worker's LINK_SECRETS");
  }
  if (/[\s,]/.test(secret)) {
    throw new TypeError(
      "secret: has a comma or white space in it, and so looks like several; use the first of the Worker's LINK_SECRETS alone",
    );
  }
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new TypeError(
      `secret: has ${secret.length} characters, must have at least ${MIN_SECRET_LENGTH}; use the first of the Worker's LINK_SECRETS`,
    );
  }
}
