import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { readEnv, type UncheckedEnv } from "../../src/settings/env.ts";
import { fingerprints, segmentOf } from "../../src/settings/settings.ts";
import { NEWS, WEEKLY as SEGMENT } from "../scripted.ts";
import { SECRET } from "../worker.ts";

const good: UncheckedEnv = {
  RESEND_API_KEY: "re_key",
  LINK_SECRETS: SECRET,
  LISTS: { weekly: { segment: SEGMENT, name: "Weekly digest" } },
  LEAVE_LIMIT: env.LEAVE_LIMIT,
  LEDGER: env.LEDGER,
};

/** Anything may stand among the variables. */
type AnyEnv = UncheckedEnv & Readonly<Record<string, unknown>>;

function configOf(change: UncheckedEnv) {
  const settings = readEnv({ ...good, ...change });
  if (settings.kind === "faulty") throw new Error(JSON.stringify(settings.faults));
  return settings.config;
}

function faultsOf(change: AnyEnv): Record<string, string> {
  const settings = readEnv({ ...good, ...change });
  const faults = settings.kind === "faulty" ? settings.faults : [];
  return Object.fromEntries(faults.map(({ setting, problem }) => [setting, problem]));
}

describe("readEnv", () => {
  it("gives Resend's own address when none is set", () => {
    expect(configOf({}).resend).toEqual({ apiKey: "re_key", baseUrl: "https://api.resend.com" });
  });

  it("reads the settings of wrangler.toml as the runtime hands them over", () => {
    const settings = readEnv(env);
    expect(settings).toMatchObject({ kind: "ready", brandFaults: [] });
    expect(settings.kind === "ready" && settings.config.lists.get("weekly")).toEqual({
      segment: SEGMENT,
      name: "Weekly digest",
    });
  });

  it("reports every fault at once, by name and without a value", () => {
    const settings = readEnv({
      RESEND_API_KEY: "re_key with-a-space",
      LINK_SECRETS: "tooshortsecret",
      RESEND_BASE_URL: "ftp://secret-host",
      LISTS: { weekly: { segment: "not-a-segment" }, "Bad Name": { segment: SEGMENT } },
    });
    expect(settings).toMatchObject({
      faults: [
        { setting: "LEDGER" },
        { setting: "LEAVE_LIMIT" },
        { setting: "RESEND_API_KEY" },
        { setting: "RESEND_BASE_URL" },
        { setting: "LINK_SECRETS" },
        { setting: "LISTS.weekly.segment" },
        { setting: "LISTS.Bad Name" },
      ],
    });
    expect(JSON.stringify(settings)).not.toMatch(
      /with-a-space|tooshortsecret|secret-host|not-a-segment/,
    );
  });
});

describe("RESEND_API_KEY", () => {
  it("loses the line break that a pipe left behind", () => {
    expect(configOf({ RESEND_API_KEY: "re_key\n" }).resend.apiKey).toBe("re_key");
  });

  it("is missing when it is unset, empty or no text", () => {
    for (const value of [undefined, "", "  ", 7]) {
      expect(faultsOf({ RESEND_API_KEY: value })["RESEND_API_KEY"]).toContain("is missing");
    }
  });
});

describe("LINK_SECRETS", () => {
  const second = "another-secret-of-enough-characters-42";

  it.each([`${SECRET},${second}`, `${SECRET} ${second}`, ` ${SECRET} ,\n${second},`])(
    "separates secrets in %j",
    (value) => {
      expect(configOf({ LINK_SECRETS: value }).linkSecrets).toEqual([SECRET, second]);
    },
  );

  it("must all be long enough, and there is no default", () => {
    expect(faultsOf({ LINK_SECRETS: `${SECRET},${"x".repeat(31)}` })).toHaveProperty(
      "LINK_SECRETS",
    );
    expect(faultsOf({ LINK_SECRETS: undefined })["LINK_SECRETS"]).toContain("is missing");
    expect(faultsOf({ LINK_SECRETS: " , " })["LINK_SECRETS"]).toContain("is missing");
  });
});

describe("OPERATOR_TOKEN", () => {
  it("is optional, and must fit into a header", () => {
    expect(configOf({}).operatorToken).toBeUndefined();
    expect(configOf({ OPERATOR_TOKEN: " kX7/-._~+== " }).operatorToken).toBe("kX7/-._~+==");
    expect(faultsOf({ OPERATOR_TOKEN: "two words" })).toHaveProperty("OPERATOR_TOKEN");
    expect(faultsOf({ OPERATOR_TOKEN: "wörter" })).toHaveProperty("OPERATOR_TOKEN");
  });
});

describe("LEDGER and LEDGER_JURISDICTION", () => {
  const at = (place: string) => ({ getByName: (name: string) => ({ place, name }) });
  const LEDGER = { ...at("anywhere"), jurisdiction: (place: string) => at(place) };

  it.each([
    [undefined, "anywhere", "eu"],
    ["", "anywhere", "eu"],
    [" eu ", "eu", "anywhere"],
  ])("%j: there is one Ledger, and one place where it is not", (value, here, elsewhere) => {
    const settings = readEnv({ ...good, LEDGER, LEDGER_JURISDICTION: value });
    const ready = settings.kind === "ready" ? settings : undefined;
    expect(ready?.ledger()).toEqual({ place: here, name: "ledger" });
    expect(ready?.otherLedger()).toEqual({ place: elsewhere, name: "ledger" });
  });

  it.each([undefined, "eu"])("%j: on a developer's machine all places are one", (value) => {
    const settings = readEnv({ ...good, LEDGER_JURISDICTION: value });
    const ready = settings.kind === "ready" ? settings : undefined;
    expect(ready?.ledger()).toHaveProperty("name", "ledger");
    expect(ready?.otherLedger()).toBeUndefined();
  });

  it("hides no other failure of the binding", () => {
    const jurisdiction = () => JSON.parse("nonsense") as never;
    const settings = readEnv({ ...good, LEDGER: { ...LEDGER, jurisdiction } });
    expect(() => settings.kind === "ready" && settings.otherLedger()).toThrow(SyntaxError);
  });

  it.each(["EU", "us", "fedramp"])("refuses the jurisdiction %s", (value) => {
    expect(faultsOf({ LEDGER_JURISDICTION: value })).toEqual({
      LEDGER_JURISDICTION: "is not eu; set it to eu or leave it out",
    });
  });
});

describe("fingerprints", () => {
  it("change with everything that decides where a removal goes, and with nothing else", async () => {
    const changes: UncheckedEnv[] = [
      {},
      { RESEND_API_KEY: "re_other" },
      { RESEND_BASE_URL: "https://eu.resend.example" },
      { LISTS: { weekly: { segment: NEWS } } },
    ];
    const prints = await Promise.all(changes.map((change) => fingerprints(configOf(change))));
    expect(new Set(prints.map(({ settings }) => settings)).size).toBe(4);
    // What a key has shown holds whatever the lists are.
    expect(new Set(prints.map(({ key }) => key)).size).toBe(3);
    expect(await fingerprints(configOf({ BRAND: { name: "Acme" } }))).toEqual(prints[0]);
    expect(JSON.stringify(prints)).not.toContain("re_");
  });
});

describe("segmentOf", () => {
  it("is the list's own, or the one that the link names itself", () => {
    const config = configOf({});
    expect([segmentOf("weekly", config), segmentOf(NEWS, config)]).toEqual([SEGMENT, NEWS]);
    expect(segmentOf("forgotten", config)).toBeUndefined();
  });
});

describe("RESEND_BASE_URL", () => {
  it.each([
    ["https://eu.resend.example/", "https://eu.resend.example"],
    ["http://localhost:8788", "http://localhost:8788"],
    ["http://[::1]:8788/resend/", "http://[::1]:8788/resend"],
  ])("takes %s", (value, baseUrl) => {
    expect(configOf({ RESEND_BASE_URL: value }).resend.baseUrl).toBe(baseUrl);
  });

  it.each([
    "http://api.resend.com",
    "api.resend.com",
    "https://u:p@a.b",
    "https://a.b?c",
    "https://a.b#c",
  ])("refuses %s", (value) => {
    expect(faultsOf({ RESEND_BASE_URL: value })).toHaveProperty("RESEND_BASE_URL");
  });
});

describe("LISTS", () => {
  it("may be absent, or the JSON of a table", () => {
    expect(configOf({ LISTS: undefined }).lists.size).toBe(0);
    const lists = configOf({ LISTS: JSON.stringify({ weekly: { segment: SEGMENT } }) }).lists;
    expect(lists.get("weekly")).toEqual({ segment: SEGMENT });
  });

  it("takes a segment ID in any case", () => {
    const lists = configOf({ LISTS: { weekly: { segment: SEGMENT.toUpperCase() } } }).lists;
    expect(lists.get("weekly")?.segment).toBe(SEGMENT);
  });

  it.each([
    ["no table", "LISTS", 7],
    ["broken JSON", "LISTS", "{"],
    ["an array", "LISTS", []],
    ["a name shaped like a segment ID", `LISTS.${SEGMENT}`, { [SEGMENT]: { segment: SEGMENT } }],
    ["a list that is no table", "LISTS.weekly", { weekly: SEGMENT }],
    ["a list without a segment", "LISTS.weekly.segment", { weekly: {} }],
    ["a name that is no text", "LISTS.weekly.name", { weekly: { segment: SEGMENT, name: 7 } }],
  ])("names the fault: %s", (_, setting, value) => {
    expect(Object.keys(faultsOf({ LISTS: value }))).toEqual([setting]);
  });
});

describe("a list's name", () => {
  it("may be given by language", () => {
    const name = { en: "Weekly digest", "pt-BR": " Resumo " };
    const lists = configOf({ LISTS: { weekly: { segment: SEGMENT, name } } }).lists;
    expect(lists.get("weekly")?.name).toEqual({ en: "Weekly digest", "pt-BR": "Resumo" });
  });

  it.each([[{}], [{ en: "" }], [{ "not a tag": "x" }], [{ en: 7 }], [[]], [""]])(
    "is refused: %j",
    (name) => {
      const faults = faultsOf({ LISTS: { weekly: { segment: SEGMENT, name } } });
      expect(Object.keys(faults)).toEqual(["LISTS.weekly.name"]);
    },
  );
});

describe("a list's property", () => {
  const faults = (weekly: unknown, daily?: unknown) =>
    faultsOf({
      ORIGIN: "https://acme.com",
      LISTS: {
        weekly: { segment: SEGMENT, property: weekly },
        daily: { segment: SEGMENT, property: daily },
      },
    });

  it("is a contact property's key", () => {
    const property = "Leave_weekly_2";
    const LISTS = { weekly: { segment: SEGMENT, property }, daily: { segment: SEGMENT } };
    const { lists } = configOf({ ORIGIN: "https://acme.com", LISTS });
    expect(lists.get("weekly")).toEqual({ segment: SEGMENT, property });
    expect(lists.get("daily")).toEqual({ segment: SEGMENT });
    expect(faults("x".repeat(50), "")).toEqual({});
  });

  it.each(["leave-weekly", "leave weekly", "löschen", "x".repeat(51), "  ", 7, {}])(
    "is refused: %j",
    (property) => {
      expect(Object.keys(faults(property))).toEqual(["LISTS.weekly.property"]);
    },
  );

  it("belongs to one list alone", () => {
    expect(faults("leave", "leave")).toEqual({
      "LISTS.daily.property": "is also the property of LISTS.weekly; give each list its own",
    });
    expect(faults("leave", "Leave")).toEqual({});
  });

  it("needs the origin that its links lead to", () => {
    const LISTS = { weekly: { segment: SEGMENT, property: "leave_weekly" } };
    expect(faultsOf({ LISTS })["ORIGIN"]).toContain("is missing");
  });
});

describe("ORIGIN", () => {
  it("is optional where no link is written", () => {
    expect(configOf({}).origin).toBeUndefined();
    expect(configOf({ ORIGIN: "" }).origin).toBeUndefined();
  });

  it.each([
    ["https://acme.com", "https://acme.com"],
    [" https://Leave.Acme.com:8443/ ", "https://leave.acme.com:8443"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
  ])("takes %j", (value, origin) => {
    expect(configOf({ ORIGIN: value }).origin).toBe(origin);
  });

  it.each([
    "http://acme.com",
    "acme.com",
    "https://acme.com/leave",
    "https://acme.com/?a",
    "https://u:p@acme.com",
  ])("refuses %s", (value) => {
    expect(Object.keys(faultsOf({ ORIGIN: value }))).toEqual(["ORIGIN"]);
  });
});

describe("RESEND_WEBHOOK_SECRET", () => {
  const secretOf = (value: unknown) =>
    faultsOf({ ORIGIN: "https://acme.com", RESEND_WEBHOOK_SECRET: value });

  it("is optional, and needs the origin", () => {
    const RESEND_WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    expect(configOf({}).webhookSecret).toBeUndefined();
    const { webhookSecret } = configOf({ ORIGIN: "https://acme.com", RESEND_WEBHOOK_SECRET });
    expect(webhookSecret).toBe(RESEND_WEBHOOK_SECRET);
    expect(faultsOf({ RESEND_WEBHOOK_SECRET })["ORIGIN"]).toContain("is missing");
  });

  it.each([
    "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAA==",
    "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAA",
    "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ])("may be padded or not: %s", (value) => {
    expect(secretOf(value)).toEqual({});
  });

  it.each([
    ["no prefix", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    ["nothing behind the prefix", "whsec_"],
    ["a short key", "whsec_c2hvcnQ="],
    ["another alphabet", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-"],
    ["a lost character", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwA"],
  ])("is refused with %s", (_, value) => {
    expect(Object.keys(secretOf(value))).toEqual(["RESEND_WEBHOOK_SECRET"]);
    expect(JSON.stringify(secretOf(value))).not.toContain("MfKQ");
  });
});

describe("OFFER_EVERYTHING", () => {
  it("is on unless it is switched off", () => {
    const offered = [undefined, "", true, "true", false, "false"].map(
      (value) => configOf({ OFFER_EVERYTHING: value }).offerEverything,
    );
    expect(offered).toEqual([true, true, true, true, false, false]);
    expect(faultsOf({ OFFER_EVERYTHING: "no" })).toHaveProperty("OFFER_EVERYTHING");
  });
});

describe("MAILTO_DOMAIN", () => {
  it("is optional, and must be a domain", () => {
    expect(faultsOf({ MAILTO_DOMAIN: "leave.acme.com" })).toEqual({});
    expect(faultsOf({ MAILTO_DOMAIN: "" })).toEqual({});
    expect(faultsOf({ MAILTO_DOMAIN: "https://leave.acme.com" })).toHaveProperty("MAILTO_DOMAIN");
  });
});

describe("LINK_SECRET", () => {
  it("is a fault that says which setting is meant, without its value", () => {
    expect(faultsOf({ LINK_SECRETS: undefined, LINK_SECRET: SECRET })).toEqual({
      LINK_SECRET: "is not a setting. Did you mean `LINK_SECRETS`?",
      LINK_SECRETS: expect.stringContaining("is missing"),
    });
  });

  it("does no harm beside LINK_SECRETS", () => {
    expect(faultsOf({ LINK_SECRET: "an-old-one" })).toEqual({});
  });
});

describe("BRAND", () => {
  const brandOf = (brand: unknown) => {
    const settings = readEnv({ ...good, BRAND: brand });
    if (settings.kind === "faulty") throw new Error("leaves must go on");
    const faults = settings.brandFaults.map(({ setting }) => setting);
    return { brand: settings.config.brand, faults };
  };

  it("takes every part, and none", () => {
    const whole = {
      name: "Acme",
      url: "https://acme.com/",
      logo: "https://cdn.acme.com/logo.svg",
      color: "#0a7c4a",
      support: "help@acme.com",
    };
    expect(brandOf(whole)).toEqual({ brand: whole, faults: [] });
    expect(brandOf({ color: "#FA0", support: "" })).toEqual({
      brand: { color: "#ffaa00" },
      faults: [],
    });
    expect(brandOf(undefined)).toEqual({ brand: {}, faults: [] });
  });

  it.each([
    ["BRAND", "Acme"],
    ["BRAND.name", { name: "x".repeat(81) }],
    ["BRAND.url", { name: "Acme", url: "javascript:alert(1)" }],
    ["BRAND.url", { url: "http://localhost" }],
    ["BRAND.logo", { logo: "data:image/png;base64,AA" }],
    ["BRAND.logo", { logo: "https://a;sandbox/x.png" }],
    ["BRAND.color", { color: "red;}*{display:none" }],
    ["BRAND.support", { support: "nobody" }],
    ["BRAND.colour", { colour: "#fff" }],
    ["BRAND.constructor", { constructor: "x" }],
  ])("goes without a brand and names %s", (setting, brand) => {
    expect(brandOf(brand)).toEqual({ brand: {}, faults: [setting] });
  });

  it("is reported with the other faults when there are any", () => {
    const faults = faultsOf({ RESEND_API_KEY: "", BRAND: { url: "nowhere" } });
    expect(Object.keys(faults)).toEqual(["RESEND_API_KEY", "BRAND.url"]);
  });
});
