/** Ports of the loopback interface: the one that is wanted when nobody has it, else a free one. */

import { createServer } from "node:net";

/** Both are asked: what listens on one of them alone would still answer for `localhost`. */
const LOOPBACKS = ["127.0.0.1", "::1"];

/**
 * Finds a port that nobody listens on.
 *
 * @param wanted the port to prefer
 * @param taken ports that are promised to somebody else
 */
export async function freePort(wanted?: number, taken: readonly number[] = []): Promise<number> {
  if (wanted !== undefined && !taken.includes(wanted) && (await isFree(wanted))) return wanted;
  for (;;) {
    const port = await anyPort();
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const listened = await Promise.all(LOOPBACKS.map((host) => tryToListen(port, host)));
  return listened.every((result) => result !== "taken");
}

async function anyPort(): Promise<number> {
  const port = await tryToListen(0, "127.0.0.1");
  if (typeof port !== "number") throw new Error("no port of 127.0.0.1 can be listened on");
  return port;
}

/** Listens for a moment. A machine without IPv6 has nobody listening there. */
function tryToListen(port: number, host: string): Promise<number | "taken" | "no-such-address"> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve("taken");
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT")
        resolve("no-such-address");
      else reject(error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      const got = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}
