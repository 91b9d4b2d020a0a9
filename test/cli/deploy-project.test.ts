/** What `deploy` reads out of a `wrangler.toml`, and what it finds wrong with it. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { checkLists, checkSettings, readProject } from "../../cli/deploy/project.ts";

const SEGMENT = "4e1b7f0a-2b54-4c39-9d1f-1b5c0f6f1d22";
const SAMPLE = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

const BINDINGS = `
[[ratelimits]]
name = "LEAVE_LIMIT"
[[durable_objects.bindings]]
name = "LEDGER"
`;

function project(toml: string) {
  const root = mkdtempSync(join(tmpdir(), "project-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "wrangler.toml"), toml);
  return readProject(root);
}

describe("readProject", () => {
  it("knows the samples among the lists, whatever they are called", () => {
    const own = `[vars.LISTS.own]\nsegment = "${SEGMENT}"\n`;
    const { lists, samples } = project(
      `name = "x"\n${own}[vars.LISTS.mine]\nsegment = "${SAMPLE}"\n`,
    );
    expect([Object.keys(lists), samples]).toEqual([["own", "mine"], ["mine"]]);
  });

  it("can do without lists, variables and bindings", () => {
    const { vars, lists, samples, bindings } = project('name = "x"\n');
    expect([vars, lists, samples, [...bindings]]).toEqual([{}, {}, [], []]);
  });

  it("names the line that is no TOML", () => {
    expect(() => project('name = "x"\n[vars\n')).toThrow(/^wrangler\.toml: line 2: /);
  });

  it("wants a name", () => {
    expect(() => project("main = 1\n")).toThrow(
      "wrangler.toml: has no `name`; give the Worker one",
    );
  });
});

describe("checkSettings", () => {
  const held = ["RESEND_API_KEY", "LINK_SECRETS", "OPERATOR_TOKEN"];
  const none = { lists: {}, secrets: {} };

  it("takes secrets that Cloudflare holds for good ones, and bindings for what the file declares", () => {
    expect(checkSettings(project(`name = "x"\n${BINDINGS}`), { ...none, held })).toEqual([]);
    expect(checkSettings(project('name = "x"\n'), { ...none, held })).toEqual([
      "LEDGER: is not bound; declare it under `durable_objects.bindings` in the Wrangler configuration file",
      "LEAVE_LIMIT: is not bound; declare it under `ratelimits` in the Wrangler configuration file",
    ]);
  });

  it("misses what a secret asks for that Cloudflare holds", () => {
    const withWebhook = [...held, "RESEND_WEBHOOK_SECRET"];
    expect(
      checkSettings(project(`name = "x"\n${BINDINGS}`), { ...none, held: withWebhook }),
    ).toEqual([expect.stringMatching(/^ORIGIN: is missing/)]);
  });

  it("finds what the Worker would find", () => {
    const toml = `name = "x"\n${BINDINGS}[vars]\nMAILTO_DOMAIN = "no domain"\n`;
    const secrets = { RESEND_API_KEY: "re with blanks", LINK_SECRETS: "short" };
    const lists = { Weekly: { segment: SEGMENT } };
    const faults = checkSettings(project(toml), { lists, secrets, held: [] });
    expect(faults.map((fault) => fault.split(":")[0])).toEqual([
      "RESEND_API_KEY",
      "LINK_SECRETS",
      "LISTS.Weekly",
      "MAILTO_DOMAIN",
    ]);
    expect(faults.join()).not.toMatch(/blanks|short|no domain/);
  });
});

describe("checkLists", () => {
  const lists = { weekly: { segment: SEGMENT }, gone: { segment: SAMPLE }, broken: { segment: 1 } };

  it("names the lists whose segment the account does not have", () => {
    const [fault, ...others] = checkLists(lists, [{ id: SEGMENT, name: "Weekly" }]);
    expect([fault, others]).toEqual([
      expect.stringMatching(/^LISTS\.gone\.segment: .* no such segment/),
      [],
    ]);
  });

  it("says nothing of an account that nobody knows", () => {
    expect(checkLists(lists, undefined)).toEqual([]);
  });
});
