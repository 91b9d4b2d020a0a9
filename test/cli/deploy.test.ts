/** What `deploy` decides by itself: which secrets to bring, where the Worker is, what an error means. */

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { listNameFrom } from "../../cli/deploy/ask.ts";
import { keepLinkSecrets } from "../../cli/deploy/dev-vars.ts";
import { originIn } from "../../cli/deploy/live.ts";
import { secretsAtHand, secretsToBring } from "../../cli/deploy/secrets.ts";
import { readTask } from "../../cli/deploy/task.ts";
import { failure } from "../../cli/deploy/wrangler-outcome.ts";
import { collector } from "./run.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "dev-vars-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function task(...args: string[]) {
  const [stdout, stderr] = [collector(), collector()];
  const read = readTask(args, { stdout: stdout.stream, stderr: stderr.stream });
  return { read, stdout: stdout.text(), stderr: stderr.text() };
}

describe("the secrets to bring", () => {
  it("are those that Cloudflare does not hold, and those that shall be replaced", () => {
    expect(secretsToBring([], [])).toEqual(["RESEND_API_KEY", "LINK_SECRETS"]);
    expect(secretsToBring(["LINK_SECRETS", "OPERATOR_TOKEN"], [])).toEqual(["RESEND_API_KEY"]);
    expect(secretsToBring(["LINK_SECRETS", "RESEND_API_KEY"], [])).toEqual([]);
    expect(secretsToBring(["LINK_SECRETS", "RESEND_API_KEY"], ["LINK_SECRETS"])).toEqual([
      "LINK_SECRETS",
    ]);
  });

  it("are not blank, and not the sample key", () => {
    const variables = { RESEND_API_KEY: " re_shell\n", LINK_SECRETS: "  ", OTHER: "x" };
    expect(secretsAtHand(variables)).toEqual({ RESEND_API_KEY: "re_shell" });
    expect(secretsAtHand({ RESEND_API_KEY: "re_xxxxxxxxx" })).toEqual({});
  });
});

describe(".dev.vars", () => {
  it("keeps link secrets in a file for this user alone", () => {
    const root = folder();
    keepLinkSecrets(root, "fresh");
    expect(readFileSync(join(root, ".dev.vars"), "utf8")).toBe("LINK_SECRETS=fresh\n");
    expect(statSync(join(root, ".dev.vars")).mode & 0o777).toBe(0o600);
  });

  it.each([
    [
      "an empty line",
      "# mine\nRESEND_API_KEY=re_x\nLINK_SECRETS=\nB=1\n",
      "# mine\nRESEND_API_KEY=re_x\nLINK_SECRETS=fresh\nB=1\n",
    ],
    ["no line", "RESEND_API_KEY=re_x", "RESEND_API_KEY=re_x\nLINK_SECRETS=fresh\n"],
    [
      "a line that is only talked about",
      "# LINK_SECRETS=\n",
      "# LINK_SECRETS=\nLINK_SECRETS=fresh\n",
    ],
  ])("fills %s, and leaves the rest", (_, before, after) => {
    const root = folder();
    writeFileSync(join(root, ".dev.vars"), before, { mode: 0o644 });
    keepLinkSecrets(root, "fresh");
    expect(readFileSync(join(root, ".dev.vars"), "utf8")).toBe(after);
    expect(statSync(join(root, ".dev.vars")).mode & 0o777).toBe(0o600);
  });
});

describe("where the Worker is", () => {
  const WORKERS_DEV = "https://leave-this-list.acme.workers.dev";

  it.each([
    [[WORKERS_DEV, "schedule: */5 * * * *"], WORKERS_DEV],
    [[WORKERS_DEV, "acme.com/leave/* (zone name: acme.com)"], "https://acme.com"],
    [["acme.com/leave/*", "leave.acme.com (custom domain)"], "https://leave.acme.com"],
    [
      ["leave.acme.com (custom domain - zone id: 12) [production: enabled]"],
      "https://leave.acme.com",
    ],
    [["https://acme.com/leave/* (zone id: 12)"], "https://acme.com"],
    [["*.acme.com/leave/*"], undefined],
    [["schedule: */5 * * * *"], undefined],
    [[], undefined],
  ])("%j is %s", (targets, origin) => {
    expect(originIn(targets)).toBe(origin);
  });
});

describe("an error of wrangler's", () => {
  it.each([
    [9109, "Cloudflare refuses the login (code 9109)"],
    [10000, "Cloudflare refuses the login (code 10000)"],
    [10089, "switch it on in Cloudflare's dashboard"],
    [10013, "A request failed. (code 10013)"],
  ])("with Cloudflare's code %i becomes “%s”", (code, words) => {
    expect(failure({ kind: "failed", code, message: "A request failed." })).toContain(words);
  });

  it("without a login says how to log in", () => {
    const message =
      "In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN";
    expect(failure({ kind: "failed", code: undefined, message })).toMatch(
      /npx wrangler login.*CLOUDFLARE_API_TOKEN/,
    );
  });
});

describe("a list's name in links", () => {
  it.each([
    ["Weekly Digest 📬", "weekly-digest"],
    ["Wöchentlich", "wochentlich"],
    ["  --News & Offers!  ", "news-offers"],
    ["週刊", ""],
    ["x".repeat(60), "x".repeat(40)],
  ])("is made out of “%s”", (title, name) => {
    expect(listNameFrom(title)).toBe(name);
  });
});

describe("the flags", () => {
  it("add up to a task", () => {
    const args = ["--yes", `--list=weekly=${SEGMENT}=A=B`, `--list=news=${SEGMENT}`, "--no-doctor"];
    expect(task(...args, "--replace=LINK_SECRETS", "--origin=https://acme.com/").read).toEqual({
      kind: "deploy",
      dryRun: false,
      mayAsk: false,
      lists: { weekly: { segment: SEGMENT, name: "A=B" }, news: { segment: SEGMENT } },
      replace: ["LINK_SECRETS"],
      origin: "https://acme.com",
      doctor: false,
    });
    expect(task().read).toMatchObject({
      dryRun: false,
      mayAsk: true,
      lists: {},
      replace: [],
      doctor: true,
    });
  });

  it.each([
    ["--list=Weekly=x", "A list's name has a-z, 0-9 and dashes"],
    ["--list=weekly", "the ID of a Resend segment"],
    [`--list=weekly=${SEGMENT.toUpperCase()}`, "the ID of a Resend segment"],
    ["--replace=OPERATOR_TOKEN", "RESEND_API_KEY, LINK_SECRETS"],
    ["--origin=http://acme.com", "such as https://acme.com"],
    ["--origin=https://acme.com/leave", "such as https://acme.com"],
    ["--nonsense", "--help shows"],
    ["stray", "--help shows"],
  ])("refuse %s", (flag, words) => {
    const { read, stdout, stderr } = task(flag);
    expect([read, stdout]).toEqual([{ kind: "said", exitCode: 2 }, ""]);
    expect(stderr).toContain(words);
  });

  it("explain themselves", () => {
    const { read, stdout } = task("--help");
    expect([read, stdout]).toEqual([
      { kind: "said", exitCode: 0 },
      expect.stringContaining("--dry-run"),
    ]);
  });
});
