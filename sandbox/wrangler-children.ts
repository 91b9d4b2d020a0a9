/**
 * Loaded into Wrangler (`node --import`), and alone for that. When a signal from outside has ended one of Wrangler's
 * children, such as workerd, Wrangler ends as well, where it would start another one. Its own way to end them is SIGKILL.
 */

import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

subscribe("child_process", (message) => {
  const { process: child } = message as { process: ChildProcess };
  child.once("exit", (_code, signal) => {
    if (signal !== null && signal !== "SIGKILL") process.kill(process.pid, "SIGTERM");
  });
});
