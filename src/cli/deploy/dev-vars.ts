/** `.dev.vars`: where this checkout keeps its secrets. Git ignores it, and only its owner reads it. */

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

export const DEV_VARS = ".dev.vars";

/** What is in it; nothing when there is none. */
export function readDevVars(root: string): Record<string, string | undefined> {
  return parseEnv(textOf(root));
}

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
