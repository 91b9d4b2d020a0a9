import { describe, expect, it } from "vitest";

import { isNoise, isWranglerError, parseLogLine } from "../../sandbox/worker-log.ts";

const WARNING =
  '\u001b[33m▲ \u001b[43;33m[\u001b[43;30mWARNING\u001b[43;33m]\u001b[0m \u001b[1m{"event":"leave","status":null}\u001b[0m';
const ERROR =
  '\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1m{"event":"settings","faults":[]}\u001b[0m';

describe("parseLogLine", () => {
  it("reads what the Worker wrote at each level", () => {
    expect(parseLogLine('{"event":"leave","ms":3}')).toEqual({
      level: "info",
      line: { event: "leave", ms: 3 },
    });
    expect(parseLogLine(WARNING)).toEqual({
      level: "warn",
      line: { event: "leave", status: null },
    });
    expect(parseLogLine(ERROR)).toEqual({
      level: "error",
      line: { event: "settings", faults: [] },
    });
  });

  it.each(["[wrangler:info] Ready on http://127.0.0.1:8787", "", "{", '{"no":"event"}', "[]"])(
    "knows that the Worker did not write: %j",
    (printed) => {
      expect(parseLogLine(printed)).toBeUndefined();
    },
  );
});

describe("isNoise", () => {
  it("is what wrangler says all day", () => {
    expect(isNoise("[wrangler:info] POST /leave/weekly/c4fu2 200 OK (9ms)")).toBe(true);
    expect(isNoise("⎔ Reloading local server...")).toBe(true);
    expect(isNoise("\u001b[2m\u001b[0m")).toBe(true);
  });

  it("is no error", () => {
    expect(isNoise("✘ [ERROR] Address already in use (127.0.0.1:8787).")).toBe(false);
    expect(isNoise("    at fetch (src/index.ts:27:5)")).toBe(false);
  });
});

describe("isWranglerError", () => {
  it("is wrangler's own failure, not a line that the Worker logs as an error", () => {
    expect(isWranglerError("✘ [ERROR] Build failed with 1 error:")).toBe(true);
    expect(isWranglerError(ERROR)).toBe(false);
    expect(isWranglerError(WARNING)).toBe(false);
  });
});
