/** Workers as processes, each with a folder of its own. What still runs ends with the scope. */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "../sandbox/ports.ts";
import type { Bundle } from "./bundle.ts";
import { writeWorkerd } from "./capnp.ts";
import type { WorkerSettings } from "./worker-settings.ts";
import { startWorkerd, type Workerd } from "./workerd.ts";

/** What can be started: a bundle with its settings. */
export interface Ready {
  bundle: Bundle;
  settings: WorkerSettings;
  /** A path that it answers with 200. */
  path: string;
}

export interface StartOptions {
  inspectorPort?: number;
  /** As `startWorkerd` takes it. */
  under?: readonly string[];
}

export interface Processes {
  /** Makes an empty folder. */
  folder(): string;
  /** Starts a process, and waits until it answers. */
  start(ready: Ready, options?: StartOptions): Promise<Workerd>;
}

/** @param scope ends what has been started, and removes all folders */
export function processesIn(scope: AsyncDisposableStack): Processes {
  const root = mkdtempSync(join(tmpdir(), "leave-this-list-bench-"));
  const remove = () => rmSync(root, { recursive: true, force: true });
  process.once("exit", remove);
  scope.defer(() => {
    process.off("exit", remove);
    remove();
  });
  let folders = 0;
  const folder = () => {
    const made = join(root, `${folders++}`);
    mkdirSync(made);
    return made;
  };
  return {
    folder,
    async start({ bundle, settings, path }, options = {}) {
      const port = await freePort();
      const config = writeWorkerd({
        folder: folder(),
        script: bundle.file,
        settings,
        port,
      });
      const started = await startWorkerd({ config, port, path, ...options });
      scope.defer(() => started.stop());
      return started;
    },
  };
}
