/** The stub of Resend as a process. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A base URL below which a removal of somebody who never was is answered with 404. */
export const PROOF = "/proof";

/** Where it says how often it was asked. */
export const CALLS = "/-/calls";

export interface Upstream {
  url: string;
  pid: number;
  /** How often it was asked so far. */
  calls(): Promise<number>;
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
    async calls() {
      return Number(await (await fetch(url + CALLS)).text());
    },
    stop() {
      child.kill();
    },
  };
}
