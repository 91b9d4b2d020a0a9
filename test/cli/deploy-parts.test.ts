/** The parts of `deploy`, where a file, a child, an answer or a person is not as expected. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { readAccount } from "../../cli/deploy/account.ts";
import { createAsker } from "../../cli/deploy/ask.ts";
import { type How, runChild } from "../../cli/deploy/child.ts";
import { keepLinkSecrets } from "../../cli/deploy/dev-vars.ts";
import { gatherLedgerPlace } from "../../cli/deploy/gather.ts";
import { Interrupted } from "../../cli/deploy/interrupted.ts";
import { listTables, putLists } from "../../cli/deploy/put-lists.ts";
import { awaitHealth } from "../../cli/deploy/live.ts";
import { readTask } from "../../cli/deploy/task.ts";
import { collector, SECRET } from "./run.ts";
import { KEYS, typist } from "./typist.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "deploy-parts-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe("readAccount", () => {
  /** Gives these answers, one after the other; `undefined` hangs up. */
  async function answering(...answers: (readonly [status: number, body: object] | undefined)[]) {
    const server = createServer((request, response) => {
      const answer = answers.shift();
      if (answer === undefined) return void request.socket.destroy();
      response.writeHead(answer[0], { "content-type": "application/json" });
      response.end(JSON.stringify(answer[1]));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("tries again after a second where Resend does not say when", { timeout: 10_000 }, async () => {
    const segments = [{ id: SEGMENT, name: "Weekly" }];
    const url = await answering([503, {}], [200, { data: segments }]);
    const begun = performance.now();
    expect(await readAccount("re_key", url)).toEqual({ kind: "open", segments });
    expect(performance.now() - begun).toBeGreaterThan(900);
  });

  it("knows nothing where nobody answers", { timeout: 10_000 }, async () => {
    const account = await readAccount("re_key", await answering());
    expect(account).toEqual({ kind: "silent", problem: "Resend does not answer" });
  });
});

describe("runChild", () => {
  async function ended(how: How) {
    const cwd = folder();
    const script = join(cwd, "child.js");
    writeFileSync(script, "console.log('out'); console.error('err')");
    const [stdout, stderr] = [collector(), collector()];
    const terminal = { stdout: stdout.stream, stderr: stderr.stream };
    const { signal } = new AbortController();
    const end = await runChild({ script, args: [], cwd, env: {}, how, terminal, signal });
    return { end, shown: stdout.text() + stderr.text() };
  }

  it("keeps what a child says that is heard, and shows nothing of it", async () => {
    expect(await ended("heard")).toEqual({ end: { code: 0, stdout: "out\n" }, shown: "" });
  });

  it("keeps nothing of what a child says that is shown", async () => {
    const { end, shown } = await ended("shown");
    expect(end).toEqual({ code: 0, stdout: "" });
    expect(shown).toBe("out\nerr\n");
  });
});

describe("createAsker", () => {
  const { enter, down } = KEYS;
  const asker = (terminal: ReturnType<typeof typist>) =>
    createAsker(terminal, new AbortController().signal);

  it("asks again for a list's name that is left empty", async () => {
    const terminal = typist(
      ["The ID of a Resend segment", `${SEGMENT}${enter}`],
      [`to leave “${SEGMENT}”`, enter],
      ["Use a-z, 0-9 and dashes", `weekly${enter}`],
      ["readers see", enter],
      ["The ID of a Resend segment", enter],
    );
    expect(await asker(terminal).lists([])).toEqual({
      weekly: { segment: SEGMENT, name: "weekly" },
    });
  });

  it("asks again for link secrets that are left empty", async () => {
    const terminal = typist(
      ["The secret that signs links", `${down}${enter}`],
      ["the first signs", enter],
      ["Each has at least", `${SECRET}${enter}`],
    );
    expect(await asker(terminal).linkSecrets()).toBe(SECRET);
  });
});

describe("gatherLedgerPlace", () => {
  const THERE = { kind: "worker", secrets: [] } as const;

  async function place(vars: object, there: typeof THERE | { kind: "nothing" }, asks = true) {
    const first: string[] = [];
    const asker = createAsker(typist(), new AbortController().signal);
    const answering = {
      ...asker,
      ledgerPlace: async (value: "" | "eu") => (first.push(value), "eu" as const),
    };
    const desk = { asker: asks ? answering : undefined, say: () => undefined, missing: [] };
    return [await gatherLedgerPlace({ vars: { ...vars } }, there, desk), ...first];
  }

  it.each([
    ["asks at the first deployment", {}, { kind: "nothing" } as const, ["eu", ""]],
    [
      "asks with what wrangler.toml has marked",
      { LEDGER_JURISDICTION: "eu" },
      { kind: "nothing" } as const,
      ["eu", "eu"],
    ],
    ["asks where wrangler.toml does not say", {}, THERE, ["eu", ""]],
    ["keeps what was answered", { LEDGER_JURISDICTION: "" }, THERE, [undefined]],
  ])("%s", async (_, vars, there, expected) => {
    expect(await place(vars, there)).toEqual(expected);
  });

  it("keeps what wrangler.toml has where nobody can answer", async () => {
    expect(await place({}, { kind: "nothing" }, false)).toEqual([undefined]);
  });
});

describe("awaitHealth", () => {
  it("waits until the Worker has seen its lists at Resend", { timeout: 10_000 }, async () => {
    const said = ["unverified", "ok"];
    const server = createServer((_, response) =>
      response.end(JSON.stringify({ status: said.shift() })),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await awaitHealth(origin, new AbortController().signal)).toEqual({ kind: "well" });
    expect(said).toEqual([]);
  });
});

describe("putLists", () => {
  it("does not mend a file that is not TOML, even where the new list would", () => {
    const toml = 'name = "x"\n\n[vars.LISTS.weekly]\nsegment =\n';
    expect(putLists(toml, [], { weekly: { segment: SEGMENT } })).toBeUndefined();
  });

  it("shows lists as a person would write them", () => {
    expect(listTables({ weekly: { segment: SEGMENT, name: "Weekly" }, news: { segment: SEGMENT } }))
      .toBe(`[vars.LISTS.weekly]
segment = "${SEGMENT}"
name = "Weekly"

[vars.LISTS.news]
segment = "${SEGMENT}"`);
    expect(listTables({})).toBe("");
  });
});

describe("keepLinkSecrets", () => {
  it("does not hide that .dev.vars cannot be read", () => {
    const root = folder();
    mkdirSync(join(root, ".dev.vars"));
    expect(() => keepLinkSecrets(root, SECRET)).toThrow(
      expect.objectContaining({ code: "EISDIR" }),
    );
  });

  it("begins a line of its own behind a last line without an end", () => {
    const root = folder();
    writeFileSync(join(root, ".dev.vars"), "A=1");
    keepLinkSecrets(root, SECRET);
    expect(readFileSync(join(root, ".dev.vars"), "utf8")).toBe(`A=1\nLINK_SECRETS=${SECRET}\n`);
  });
});

describe("Interrupted", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["toString", 130],
    [undefined, 130],
    [new Error("anything"), 130],
  ])("ends with a shell's exit code: %s", (reason, exitCode) => {
    expect(new Interrupted(reason).exitCode).toBe(exitCode);
  });
});

describe("readTask", () => {
  it.each([
    ["weekly", "After the list's name comes ="],
    ["weekly=", "After the list's name comes ="],
    ["", "A list's name has a-z, 0-9 and dashes"],
  ])("refuses --list %j", (list, problem) => {
    const [stdout, stderr] = [collector(), collector()];
    const terminal = { stdout: stdout.stream, stderr: stderr.stream };
    expect(readTask([`--list=${list}`], terminal)).toEqual({ kind: "said", exitCode: 2 });
    expect(stderr.text()).toContain(problem);
  });
});
