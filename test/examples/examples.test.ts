/**
 * `npm run test:examples`: the functions of the nine languages in `examples/`, and the sends that need no more than this
 * machine has. `-- -t php` runs one language.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";

import { beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { CASES, SAMPLE } from "./cases.ts";
import { LANGUAGES, ROOT, run } from "./languages.ts";
import { END } from "./runners.ts";

/** Crates have to be compiled. */
const PREPARED_WITHIN_MS = 5 * 60_000;

describe.each(LANGUAGES)("$name", (language) => {
  const { name } = language;
  const cases = CASES.filter(({ notIn }) => notIn !== name);
  let lines: string[] = [];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), `example-${name}-`));
    try {
      const fields = cases.flatMap(({ input }) => Object.values(input));
      const command = await language.prepare(folder);
      const output = await run(command, {}, fields.map((field) => field + END).join(""));
      lines = output.trimEnd().split("\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, PREPARED_WITHIN_MS);

  it("answers each case", () => expect(lines).toHaveLength(cases.length));

  it.each(cases.map(({ name: what, expected }, index) => [what, index, expected] as const))(
    "%s",
    (_, index, expected) => expect(lines[index]).toEqual(expected),
  );
});

describe.each([
  ["node", [process.execPath, "examples/node/send.mjs"]],
  ["curl", ["bash", "examples/curl/send.sh"]],
] as const)("%s", (_, command) => {
  it("sends one email with the link and both headers", async () => {
    const arrived: unknown[] = [];
    const server = createServer(async (request, response) => {
      const { method, url, headers } = request;
      arrived.push({ method, url, key: headers.authorization, body: await json(request) });
      response.setHeader("Content-Type", "application/json");
      response.end('{"id":"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => server.close().closeAllConnections());
    const { port } = server.address() as AddressInfo;
    const env = {
      ...process.env,
      RESEND_BASE_URL: `http://127.0.0.1:${port}`,
      RESEND_API_KEY: "re_examples",
      LINK_SECRET: SAMPLE.secret,
    };
    await run(command, { cwd: ROOT, env });
    const html = expect.stringContaining(`href="${SAMPLE.url}"`) as string;
    expect(arrived).toMatchObject([
      {
        method: "POST",
        url: "/emails",
        key: "Bearer re_examples",
        body: { headers: SAMPLE.headers, html },
      },
    ]);
  });
});
