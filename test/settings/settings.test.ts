import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { readEnv, type UncheckedEnv } from "../../src/settings/env.ts";
import {
  checkSettings,
  fingerprints,
  SETTING_NAMES,
  type UncheckedVars,
} from "../../src/settings/settings.ts";
import bad from "../bad-inputs.json";
import { NEWS, WEEKLY as SEGMENT } from "../scripted.ts";
import { SECRET } from "../worker.ts";

const OTHER_SECRET = "another-secret-of-enough-characters-42";
const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const TOPIC = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e";
const TOPIC_ONLY = { topic: TOPIC, keepOut: false, record: true };
const LONGEST = "Leave_weekly_2".padEnd(50, "x");

const good = {
  RESEND_API_KEY: "re_key",
  LINK_SECRETS: SECRET,
  LISTS: { weekly: { segment: SEGMENT, name: "Weekly digest" } },
  ORIGIN: "https://acme.com",
};

/** The checked settings, with these changed. */
function configOf(change: UncheckedVars) {
  const settings = checkSettings({ ...good, ...change });
  if (settings.kind === "faulty") throw new Error(JSON.stringify(settings.faults));
  return settings.config;
}

/** What is wrong with the settings when these are changed: problems by setting. */
function faultsOf(change: UncheckedVars): Record<string, string> {
  const settings = checkSettings({ ...good, ...change });
  const faults = settings.kind === "faulty" ? settings.faults : settings.brandFaults;
  return Object.fromEntries(faults.map(({ setting, problem }) => [setting, problem]));
}

/** One list, with these parts changed. */
const weekly = (change: object) => ({ weekly: { segment: SEGMENT, ...change } });
const topicOnly = (change: object) => ({ weekly: { topic: TOPIC, ...change } });

describe("a setting", () => {
  const lists = (change: object) =>
    new Map(Object.entries(weekly({ keepOut: false, record: true, ...change })));
  const brand = { name: "Acme", logo: "https://cdn.acme.com/logo.svg", color: "#0a7c4a" };

  it.each<[keyof UncheckedVars, unknown, object]>([
    // A pipe leaves a line break.
    ["RESEND_API_KEY", "re_key\n", { resend: { apiKey: "re_key" } }],
    ["LINK_SECRETS", ` ${SECRET} ,\n${OTHER_SECRET},`, { linkSecrets: [SECRET, OTHER_SECRET] }],
    ["LINK_SECRET", "an-old-one", { linkSecrets: [SECRET] }],
    ["RESEND_BASE_URL", "", { resend: { baseUrl: "https://api.resend.com" } }],
    ["RESEND_BASE_URL", "https://eu.a.b/", { resend: { baseUrl: "https://eu.a.b" } }],
    ["RESEND_BASE_URL", "http://[::1]:1/resend/", { resend: { baseUrl: "http://[::1]:1/resend" } }],
    ["LISTS", undefined, { lists: new Map() }],
    ["LISTS", JSON.stringify(weekly({})), { lists: lists({}) }],
    ["LISTS", weekly({ segment: SEGMENT.toUpperCase() }), { lists: lists({}) }],
    ["LISTS", weekly({ property: "" }), { lists: lists({}) }],
    ["LISTS", weekly({ topic: TOPIC.toUpperCase() }), { lists: lists({ topic: TOPIC }) }],
    ["LISTS", weekly({ keepOut: true, record: "" }), { lists: lists({ keepOut: true }) }],
    ["LISTS", weekly({ keepOut: "false", record: "false" }), { lists: lists({ record: false }) }],
    ["LISTS", weekly({ segment: "", topic: TOPIC }), { lists: new Map([["weekly", TOPIC_ONLY]]) }],
    ["LISTS", weekly({ property: LONGEST }), { lists: lists({ property: LONGEST }) }],
    [
      "LISTS",
      weekly({ name: { "de-AT": " Neu " } }),
      { lists: lists({ name: { "de-AT": "Neu" } }) },
    ],
    ["OPERATOR_TOKEN", " kX7/-._~+== ", { operatorToken: "kX7/-._~+==" }],
    ["LEDGER_JURISDICTION", " eu ", { ledgerJurisdiction: "eu" }],
    ["ORIGIN", "", { origin: undefined }],
    ["ORIGIN", " https://Leave.Acme.com:8443/ ", { origin: "https://leave.acme.com:8443" }],
    ["RESEND_WEBHOOK_SECRET", "", { webhookSecret: undefined }],
    ["RESEND_WEBHOOK_SECRET", WEBHOOK_SECRET, { webhookSecret: WEBHOOK_SECRET }],
    ["RESEND_WEBHOOK_SECRET", `whsec_${"A".repeat(26)}==`, {}],
    ["RESEND_WEBHOOK_SECRET", `whsec_${"A".repeat(26)}`, {}],
    ["RESEND_WEBHOOK_SECRET", `whsec_${"A".repeat(27)}=`, {}],
    ["OFFER_EVERYTHING", undefined, { offerEverything: true }],
    ["OFFER_EVERYTHING", "true", { offerEverything: true }],
    ["OFFER_EVERYTHING", false, { offerEverything: false }],
    ["OFFER_EVERYTHING", "false", { offerEverything: false }],
    ["MAILTO_DOMAIN", "leave.acme.com", {}],
    ["MAILTO_DOMAIN", "", {}],
    ["BRAND", brand, { brand }],
    ["BRAND", { address: "Acme\r\n 1 Main St" }, { brand: { address: "Acme\n1 Main St" } }],
    ["BRAND", { color: "#FA0", support: "" }, { brand: { color: "#ffaa00" } }],
  ])("is read: %s %j", (setting, value, config) => {
    expect(faultsOf({ [setting]: value })).toEqual({});
    expect(configOf({ [setting]: value })).toMatchObject(config);
  });

  it.each<[keyof UncheckedVars, unknown, string]>([
    ["RESEND_API_KEY", undefined, "(for `npm run dev`: in .dev.vars)"],
    ["RESEND_API_KEY", "  ", "RESEND_API_KEY: is missing"],
    ["RESEND_API_KEY", "re_key with-space", "RESEND_API_KEY: has white space"],
    ["LINK_SECRETS", " , ", "LINK_SECRETS: is missing"],
    ["LINK_SECRETS", `${SECRET},${"x".repeat(31)}`, "LINK_SECRETS: secret 2 of 2 has 31"],
    ["RESEND_API_KEY", "'re_key'", "RESEND_API_KEY: has white space, quotes"],
    ["RESEND_BASE_URL", "http://api.resend.com", "RESEND_BASE_URL: must be an https URL"],
    ["RESEND_BASE_URL", "https://u:p@a.b", "RESEND_BASE_URL: must be an https URL"],
    ["RESEND_BASE_URL", "https://a.b?c", "RESEND_BASE_URL: must be an https URL"],
    ["RESEND_BASE_URL", "https://a.b#c", "RESEND_BASE_URL: must be an https URL"],
    ["LISTS", 7, "LISTS: is not a table"],
    ["LISTS", "[]", "LISTS: is not a table"],
    ["LISTS", "{", "LISTS: is not valid JSON; check its quotes, commas, and brackets"],
    ["LISTS", '{"weekly": {"segment": "x",}}', "and brackets near character 28"],
    ["LISTS", "{'weekly': {}}", "and brackets near character 2"],
    ["LISTS", [], "LISTS: is not a table"],
    ["LISTS", { "Bad Name": { segment: SEGMENT } }, "LISTS.Bad Name: is not a valid list name"],
    ["LISTS", { [SEGMENT]: { segment: SEGMENT } }, `LISTS.${SEGMENT}: is not a valid list name`],
    ["LISTS", { weekly: SEGMENT }, "LISTS.weekly: is not a table"],
    ["LISTS", { weekly: {} }, "LISTS.weekly: has neither `segment` nor `topic`"],
    ["LISTS", weekly({ segment: "x" }), "LISTS.weekly.segment: is not a Resend segment ID"],
    ["LISTS", weekly({ segment: 7, topic: TOPIC }), "LISTS.weekly.segment: is not a Resend"],
    ["LISTS", weekly({ topic: "news" }), "LISTS.weekly.topic: is not a Resend topic ID"],
    ["LISTS", weekly({ keepOut: "yes" }), "LISTS.weekly.keepOut: must be true or false"],
    ["LISTS", weekly({ record: 0 }), "LISTS.weekly.record: must be true or false"],
    ["LISTS", topicOnly({ keepOut: true }), "LISTS.weekly.keepOut: needs a `segment`"],
    ["LISTS", topicOnly({ property: "leave" }), "LISTS.weekly.property: needs a `segment`"],
    ["LISTS", weekly({ name: 7 }), "LISTS.weekly.name: must be text, or a table"],
    ["LISTS", weekly({ name: {} }), "LISTS.weekly.name: must be text, or a table"],
    ["LISTS", weekly({ name: { en: "" } }), "LISTS.weekly.name: must be text, or a table"],
    ["LISTS", weekly({ name: { "not a tag": "x" } }), "LISTS.weekly.name: must be text"],
    ["LISTS", weekly({ name: "" }), "LISTS.weekly.name: must be text, or a table"],
    ["LISTS", weekly({ property: "leave-weekly" }), "LISTS.weekly.property: is not a valid key"],
    ["LISTS", weekly({ property: "löschen" }), "LISTS.weekly.property: is not a valid key"],
    ["LISTS", weekly({ property: "x".repeat(51) }), "LISTS.weekly.property: is not a valid key"],
    ["LISTS", weekly({ property: "  " }), "LISTS.weekly.property: is not a valid key"],
    ["OPERATOR_TOKEN", "two words", "OPERATOR_TOKEN: has characters"],
    ["LEDGER_JURISDICTION", "EU", "LEDGER_JURISDICTION: must be eu"],
    ["ORIGIN", "http://acme.com", "ORIGIN: must be https and a host alone"],
    ["ORIGIN", "https://acme.com/leave", "ORIGIN: must be https and a host alone"],
    ["ORIGIN", "https://u:p@acme.com", "ORIGIN: must be https and a host alone"],
    ["RESEND_WEBHOOK_SECRET", WEBHOOK_SECRET.slice(6), "RESEND_WEBHOOK_SECRET: is not whsec_"],
    ["RESEND_WEBHOOK_SECRET", "whsec_c2hvcnQ=", "RESEND_WEBHOOK_SECRET: is not whsec_"],
    ["RESEND_WEBHOOK_SECRET", `${WEBHOOK_SECRET}A`, "RESEND_WEBHOOK_SECRET: is not whsec_"],
    ["OFFER_EVERYTHING", "no", "OFFER_EVERYTHING: must be true or false"],
    ["BRAND", 7, "BRAND: is not a table"],
    ["BRAND", "Acme", "BRAND: is not valid JSON"],
    ["BRAND", { name: "x".repeat(81) }, "BRAND.name: must be text of at most 80 characters"],
    ["BRAND", { name: "Acme", url: "javascript:alert(1)" }, "BRAND.url: is not an https URL"],
    ["BRAND", { url: "http://localhost" }, "BRAND.url: is not an https URL"],
    ["BRAND", { logo: "https://a;sandbox/x.png" }, "BRAND.logo: is not an https URL"],
    ["BRAND", { color: "red;}*{display:none" }, "BRAND.color: is not a color"],
    ["BRAND", { address: "x\n".repeat(9) }, "BRAND.address: "],
    ["BRAND", { support: "help" }, "BRAND.support: is not an email address"],
    ["BRAND", { colour: "#fff" }, "BRAND.colour: is not a setting"],
    ["BRAND", { constructor: "x" }, "BRAND.constructor: is not a setting"],
    ["LINK_SECRETS", `"${SECRET}"`, 'LINK_SECRETS: has " in it'],
    ["MAILTO_DOMAIN", "acme", "MAILTO_DOMAIN: is not a domain"],
  ])("is a single fault: %s %j", (setting, value, fault) => {
    const faults = Object.entries(faultsOf({ [setting]: value }));
    expect(faults.map((one) => one.join(": "))).toEqual([expect.stringContaining(fault)]);
  });
});

describe("checkSettings", () => {
  it("reports every fault at once, by name and without a value", () => {
    const faults = faultsOf(Object.fromEntries(SETTING_NAMES.map((name) => [name, "hush hush"])));
    expect(Object.keys(faults).toSorted()).toEqual(SETTING_NAMES.toSorted());
    expect(JSON.stringify(faults)).not.toContain("hush");
  });

  it.each([
    ["LINK_SECRETS", bad.refused.secret],
    ["MAILTO_DOMAIN", bad.refused.mailtoDomain],
    ["ORIGIN", bad.refused.origin],
  ])("refuses in %s what the library refuses", (setting, kinds) => {
    // Settings are trimmed, and LINK_SECRETS is split.
    const values = Object.values(kinds)
      .flat()
      .filter((value) => !/^[\s,]|[\s,]$|^$|0123456789[, ]/.test(value));
    expect(values.length).toBeGreaterThan(4);
    for (const value of values)
      expect(Object.keys(faultsOf({ [setting]: value })), value).toEqual([setting]);
  });

  it("names LINK_SECRET, and the setting that is meant", () => {
    expect(faultsOf({ LINK_SECRETS: undefined, LINK_SECRET: SECRET })).toEqual({
      LINK_SECRET: "is not a setting. Did you mean `LINK_SECRETS`?",
      LINK_SECRETS: expect.stringContaining("is missing"),
    });
  });

  it("requires a property of its own for each list", () => {
    const faults = (daily: string) =>
      faultsOf({
        LISTS: { ...weekly({ property: "leave" }), daily: { segment: NEWS, property: daily } },
      });
    expect(faults("leave")).toEqual({
      "LISTS.daily.property": "is also the property of LISTS.weekly; give each list its own",
    });
    expect(faults("Leave")).toEqual({});
  });

  it("needs the origin that written links lead to, and only for them", () => {
    const faults = (change: object) => faultsOf({ ...change, ORIGIN: undefined });
    expect(faults({ LISTS: weekly({ property: "leave" }) })).toEqual({
      ORIGIN: expect.stringContaining("is missing"),
    });
    expect(faults({ RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET })).toEqual({});
  });
});

describe("readEnv", () => {
  const bindings = { LEAVE_LIMIT: env.LEAVE_LIMIT, LEDGER: env.LEDGER };
  const at = (place: string) => ({ getByName: (name: string) => ({ place, name }) });
  const LEDGER = { ...at("anywhere"), jurisdiction: (place: string) => at(place) };

  const readyOf = (change: UncheckedEnv) => {
    const ready = readEnv({ ...good, ...bindings, ...change });
    if (ready.kind === "faulty") throw new Error(JSON.stringify(ready.faults));
    return ready;
  };

  it("reports missing bindings with the other faults", () => {
    const { faults } = readEnv({ ...good, LEDGER: "x", BRAND: 7 }) as { faults: unknown };
    expect(faults).toMatchObject([
      { setting: "LEDGER", problem: expect.stringContaining("`durable_objects.bindings`") },
      { setting: "LEAVE_LIMIT", problem: expect.stringContaining("`ratelimits`") },
      { setting: "BRAND" },
    ]);
  });

  it.each([
    [undefined, "anywhere", "eu"],
    ["eu", "eu", "anywhere"],
  ])("finds the one Ledger, and the place where it must not be: %j", (place, here, elsewhere) => {
    const ready = readyOf({ LEDGER, LEDGER_JURISDICTION: place });
    expect(ready.ledger()).toEqual({ place: here, name: "ledger" });
    expect(ready.otherLedger()).toEqual({ place: elsewhere, name: "ledger" });
  });

  it.each([undefined, "eu"])("has one place in local development: %j", (place) => {
    const ready = readyOf({ LEDGER_JURISDICTION: place });
    expect(ready.ledger()).toHaveProperty("name", "ledger");
    expect(ready.otherLedger()).toBeUndefined();
  });

  it("hides no other failure of the binding", () => {
    const jurisdiction = () => JSON.parse("nonsense") as never;
    expect(readyOf({ LEDGER: { ...LEDGER, jurisdiction } }).otherLedger).toThrow(SyntaxError);
  });
});

it("fingerprints change with everything that decides where a removal goes, and with nothing else", async () => {
  const changes: UncheckedVars[] = [
    {},
    { RESEND_API_KEY: "re_other" },
    { RESEND_BASE_URL: "https://eu.resend.example" },
    { LISTS: { weekly: { segment: NEWS } } },
    { LISTS: weekly({ topic: TOPIC }) },
  ];
  const prints = await Promise.all(changes.map((change) => fingerprints(configOf(change))));
  expect(new Set(prints.map(({ settings }) => settings)).size).toBe(5);
  // What a key has shown holds for any lists.
  expect(new Set(prints.map(({ key }) => key)).size).toBe(3);
  expect(await fingerprints(configOf({ BRAND: { name: "Acme" } }))).toEqual(prints[0]);
  expect(JSON.stringify(prints)).not.toContain("re_");
});
