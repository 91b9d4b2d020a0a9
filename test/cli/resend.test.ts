/** How a command asks Resend: again and again while Resend is down, but not forever. */

import { describe, expect, it } from "vitest";

import { Interrupted } from "../../cli/command.ts";
import { connectResend } from "../../cli/resend.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";

const standIn = runningStandIn();

const DOWN = { kind: "transient" } as const;
const DONE = { kind: "done" } as const;
const MINUTE_MS = 60_000;

/** A connection whose clock goes on whenever it waits. */
function connect(signal?: AbortSignal) {
  const lines: string[] = [];
  const report = (line: string) => void lines.push(line);
  let now = 0;
  const sleep = async (ms: number) => {
    signal?.throwIfAborted();
    now += ms;
  };
  const account = { apiKey: API_KEY, baseUrl: standIn.url };
  const clock = { now: () => now, sleep };
  const connection = connectResend(account, { clock, report, ...(signal && { signal }) });
  return { ...connection, ...clock, lines };
}

describe("retry", () => {
  it.each([
    ["succeeds once Resend is back after ten minutes", 10, DONE],
    ["fails when Resend does nothing for 15 minutes", 60, DOWN],
  ])("%s", async (_, minutes, expected) => {
    const { retry, now, silentMs } = connect();
    const attempt = async () => (now() < minutes * MINUTE_MS ? DOWN : DONE);
    expect(await retry(attempt, 15 * MINUTE_MS)).toBe(expected);
    expect(now()).toBeLessThan(17 * MINUTE_MS);
    expect(silentMs() > 15 * MINUTE_MS).toBe(expected === DOWN);
  });

  it("says until when it tries, each minute, and then that Resend is back", async () => {
    const { retry, now, lines, resend } = connect();
    const attempt = async () => (now() < 2.5 * MINUTE_MS ? DOWN : resend.listSegments());
    await retry(attempt, 15 * MINUTE_MS);
    await resend.listSegments();
    const until = new Date(15 * MINUTE_MS).toTimeString().slice(0, 5);
    const silent = new RegExp(
      `^Resend does not answer, .* for (\\d+) s\\. Trying until ${until}\\.$`,
    );
    const seconds = lines.slice(0, -1).map((line) => Number(silent.exec(line)?.[1]));
    expect(seconds[0]).toBeLessThan(3);
    const gaps = seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(0);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(59);
    expect(lines.at(-1)).toBe("Resend accepts requests again.");
  });

  it("says nothing of a single failure", async () => {
    const { retry, lines, resend, sleep } = connect();
    await sleep(MINUTE_MS);
    let failures = 0;
    await retry(async () => (failures++ === 0 ? DOWN : resend.listSegments()), MINUTE_MS);
    expect(lines).toEqual([]);
  });

  it("fails after eight attempts while Resend does others well", async () => {
    const { retry, now, resend } = connect();
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      expect(await resend.listSegments()).toMatchObject({ kind: "found" });
      return DOWN;
    };
    expect(await retry(attempt, 15 * MINUTE_MS)).toBe(DOWN);
    expect(attempts).toBe(8);
    expect(now()).toBeLessThan(MINUTE_MS);
  });

  it("ends when it is interrupted, and so does a request", async () => {
    const interrupt = new AbortController();
    const { retry, resend, requests } = connect(interrupt.signal);
    interrupt.abort();
    await expect(retry(async () => DOWN, MINUTE_MS)).rejects.toThrow(Interrupted);
    await expect(resend.listSegments()).rejects.toThrow(Interrupted);
    expect(requests()).toBe(0);
  });
});

it("starts no request while Resend asks to wait", async () => {
  const { resend, now } = connect();
  await standIn.server.fault("429", { retryAfter: "20" });
  expect(await resend.listSegments()).toMatchObject({ kind: "transient", fault: "rate-limited" });
  const refusedAt = now();
  await standIn.server.fault("none");
  expect(await resend.listSegments()).toMatchObject({ kind: "found" });
  expect(now() - refusedAt).toBeGreaterThanOrEqual(20_000);
});

it("starts at most half of the team's limit, and little less", async () => {
  const { resend, now } = connect();
  await standIn.server.rateLimit(50);
  await resend.listSegments();
  const startedAt = now();
  for (let starts = 1; starts <= 20; starts++) {
    expect(await resend.listSegments()).toMatchObject({ kind: "found" });
    expect(now() - startedAt).toBeGreaterThanOrEqual((starts * 1000) / 25);
  }
  expect(now() - startedAt).toBeLessThan((20 * 1000) / 20);
});
