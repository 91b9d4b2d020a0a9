/** `npm run test:examples`: the functions of the nine languages in `examples/`; `-- -t php` runs one language. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { CASES } from "./cases.ts";
import { END, LANGUAGES, run } from "./languages.ts";

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
