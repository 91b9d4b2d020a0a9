/**
 * Runs a script beside itself, and takes the whole process group down when whoever started it has
 * gone, however that came about: its end of standard input closes. `process-group.ts` starts it.
 */

import { spawn } from "node:child_process";

const child = spawn(process.execPath, process.argv.slice(2), {
  stdio: ["ignore", "inherit", "inherit"],
});
child.once("exit", (code) => process.exit(code ?? 1));

// The group is told as one; this process waits for the script.
process.on("SIGINT", () => undefined);

process.stdin.resume().once("close", () => process.kill(-process.pid, "SIGKILL"));
