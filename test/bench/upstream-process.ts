/** The stub of Resend as a process. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Upstream {
  url: string;
  pid: number;
  stop(): void;
}

/** Starts it. It ends by itself when this process has gone. */
export async function startUpstream(): Promise<Upstream> {
  const script = fileURLToPath(new URL("upstream.ts", import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const { pid } = child;
  const { value: port } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  if (pid === undefined || !/^\d+$/.test(String(port))) throw new Error("the stub did not start");
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    pid,
    stop() {
      child.kill();
    },
  };
}
