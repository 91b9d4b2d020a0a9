import { createServer } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { freePort } from "../../sandbox/ports.ts";

async function occupy(port: number, host: string) {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  onTestFinished(() => void server.close());
}

describe("freePort", () => {
  it("gives the wanted port when nobody has it", async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);
  });

  it.each(["127.0.0.1", "::1"])("gives another when somebody listens on %s", async (host) => {
    const port = await freePort();
    await occupy(port, host);
    const other = await freePort(port);
    expect(other).not.toBe(port);
    await occupy(other, "127.0.0.1");
  });

  it("gives another when the wanted one is promised to somebody else", async () => {
    const port = await freePort();
    expect(await freePort(port, [port])).not.toBe(port);
  });
});
