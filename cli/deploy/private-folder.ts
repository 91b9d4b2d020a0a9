/** A folder for secrets on their way: nobody else can open it, and it does not outlive the process. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PrivateFolder {
  path: string;
  /** Writes a file that only this user can read. */
  put(name: string, text: string): string;
  /** Removes it with all that is in it. */
  remove(): void;
}

/** Makes the folder, with mode 0700. Whatever ends this process, save SIGKILL, removes it. */
export function privateFolder(): PrivateFolder {
  const path = mkdtempSync(join(tmpdir(), "leave-this-list-deploy-"));
  const remove = () => {
    rmSync(path, { recursive: true, force: true });
    process.off("exit", remove);
  };
  process.on("exit", remove);
  return {
    path,
    remove,
    put(name, text) {
      const file = join(path, name);
      writeFileSync(file, text, { mode: 0o600, flag: "wx" });
      return file;
    },
  };
}
