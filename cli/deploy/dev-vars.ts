/** Keeps a fresh link secret in `.dev.vars`, which git ignores and only its owner reads. */

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DEV_VARS = ".dev.vars";

/** Keeps the link secrets in it, in place of an empty line of theirs, and leaves the rest as it is. */
export function keepLinkSecrets(root: string, secrets: string): void {
  const line = `LINK_SECRETS=${secrets}`;
  const before = textOf(root);
  const pattern = /^[ \t]*(?:export[ \t]+)?LINK_SECRETS[ \t]*=.*$/m;
  const after = pattern.test(before)
    ? before.replace(pattern, () => line)
    : `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${line}\n`;
  const file = join(root, DEV_VARS);
  writeFileSync(file, after, { mode: 0o600 });
  // The mode above is for a new file only.
  chmodSync(file, 0o600);
}

function textOf(root: string): string {
  try {
    return readFileSync(join(root, DEV_VARS), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
