/**
 * Files with secrets: temporary ones for Wrangler, and `.dev.vars`. No other user can read them. A separate file, so that
 * nothing else in the commands writes a secret.
 */

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes a temporary folder with mode 0700, and removes it with its content after use. It is also removed if the process
 * ends earlier, except by SIGKILL.
 */
export async function withPrivateFolder<Result>(use: (folder: string) => Promise<Result>) {
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-deploy-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  try {
    return await use(folder);
  } finally {
    remove();
    process.off("exit", remove);
  }
}

/** Sets `LINK_SECRETS` in `.dev.vars`, and keeps the rest of the file, with its line ends. */
export function saveLinkSecrets(file: string, secrets: string): void {
  const line = `LINK_SECRETS=${secrets}`;
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const pattern = /^[ \t]*(?:export[ \t]+)?LINK_SECRETS[ \t]*=.*$/m;
  const eol = before.includes("\r\n") ? "\r\n" : "\n";
  const after = pattern.test(before)
    ? before.replace(pattern, () => line)
    : `${before}${before === "" || before.endsWith("\n") ? "" : eol}${line}${eol}`;
  writeFileSync(file, after, { mode: 0o600 });
  // The mode above is for a new file only.
  chmodSync(file, 0o600);
}
