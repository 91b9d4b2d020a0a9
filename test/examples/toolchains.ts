/** Finds the tools that an example needs, and installs what is missing where Debian's packages are at hand. */

import { existsSync, globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { command } from "./command.ts";
import type { Recipe } from "./languages.ts";

export type Toolchain = { kind: "there" } | { kind: "missing"; why: string };

export interface Installer {
  /** Sees to it that everything is there. */
  provide(needs: Recipe["needs"], say: (what: string) => void): Promise<Toolchain>;
}

const APT = { environment: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" } };

export function debianInstaller(): Installer {
  let updated: Promise<unknown> | undefined;
  return {
    async provide(needs, say) {
      const missing = missingPackages(needs);
      if (missing.length === 0) return { kind: "there" };
      const names = missing.join(", ");
      if (!existsSync("/etc/debian_version")) {
        return { kind: "missing", why: `${names}: not a Debian machine, nothing installed` };
      }
      if (process.getuid?.() !== 0) {
        return { kind: "missing", why: `${names}: only root can install Debian's packages` };
      }
      say(`installing ${names}`);
      try {
        updated ??= command(["apt-get", "update", "-qq"], APT);
        await updated;
        await command(
          [
            "apt-get",
            "install",
            "--yes",
            "-qq",
            "--no-install-recommends",
            "--option=DPkg::Lock::Timeout=300",
            ...missing,
          ],
          APT,
        );
      } catch (error) {
        return { kind: "missing", why: error instanceof Error ? error.message : String(error) };
      }
      const still = missingPackages(needs);
      return still.length === 0
        ? { kind: "there" }
        : { kind: "missing", why: `${still.join(", ")}: installed, but not found` };
    },
  };
}

function missingPackages(needs: Recipe["needs"]): string[] {
  return needs
    .filter(
      ({ program, file }) =>
        (program !== undefined && !isOnPath(program)) ||
        (file !== undefined && globSync(file).length === 0),
    )
    .map((need) => need.package);
}

function isOnPath(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => folder !== "" && existsSync(join(folder, program)));
}
