/** What `stamp` says of flags and settings that it cannot use. It asks Resend nothing then. */

import { describe, expect, it } from "vitest";

import { OTHER_SECRET, SECRET } from "../run.ts";
import { type Given, ORIGIN, stamp, WEEKLY } from "./run.ts";

const env = { RESEND_API_KEY: "re_anything", LINK_SECRETS: SECRET };

/** Nobody listens there. */
const NOWHERE = { RESEND_BASE_URL: "http://127.0.0.1:9" };

async function refusal(args: readonly string[], given: Given): Promise<string> {
  const { exitCode, stdout, stderr } = await stamp(args, given);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).not.toContain(SECRET);
  return stderr;
}

const lists = (LISTS: object) => ({ vars: { ORIGIN, LISTS } });

describe("stamp refuses", () => {
  it.each<[string, readonly string[], Given, string]>([
    ["no API key", [], { env: { LINK_SECRETS: SECRET } }, "error: RESEND_API_KEY: is missing; put"],
    ["no secret", [], { env: { RESEND_API_KEY: "re_x" } }, "error: LINK_SECRETS: is missing; put"],
    [
      "a short secret",
      [],
      { env: { ...env, LINK_SECRETS: "short" } },
      "LINK_SECRETS: secret 1 of 1",
    ],
    ["no origin", [], { vars: { LISTS: { weekly: WEEKLY } } }, "error: ORIGIN: is missing"],
    [
      "an origin with a path",
      [],
      { vars: { ORIGIN: `${ORIGIN}/mail`, LISTS: { weekly: WEEKLY } } },
      "error: ORIGIN: is not https and a host alone",
    ],
    [
      "a property that Resend would refuse",
      [],
      lists({ weekly: { ...WEEKLY, property: "leave-weekly" } }),
      "error: LISTS.weekly.property: is not a valid key",
    ],
    [
      "a segment that is none",
      [],
      lists({ weekly: { ...WEEKLY, segment: "weekly" } }),
      "error: LISTS.weekly.segment: is not a Resend segment ID",
    ],
    [
      "lists without a property",
      [],
      lists({ weekly: { segment: WEEKLY.segment } }),
      "error: LISTS: no list has a property; give one",
    ],
    [
      "a list that does not exist",
      ["--list", "daily"],
      {},
      "error: --list: LISTS has no daily; it has weekly",
    ],
    [
      "a list without a property",
      ["--list", "product-news"],
      lists({ weekly: WEEKLY, "product-news": { segment: WEEKLY.segment } }),
      "error: LISTS.product-news.property: is missing; name the contact property that holds the links, such as leave_product_news",
    ],
    ["--after without a list", ["--after", "x"], {}, "error: --after: needs one --list"],
    ["a flag that it does not know", ["--force"], {}, "error: unknown option '--force'"],
  ])("%s", async (_, args, given, said) => {
    expect(await refusal(args, given)).toContain(said);
  });

  it("a wrangler.toml that is not there", async () => {
    const said = await refusal(["--config", "/nowhere/wrangler.toml"], {});
    expect(said).toContain("error: --config: there is no /nowhere/wrangler.toml");
  });
});

describe("stamp reads", () => {
  const vars = { ORIGIN, LISTS: { weekly: WEEKLY }, ...NOWHERE };

  /** Far enough to knock: the settings are all there. */
  async function knocks(given: Given): Promise<boolean> {
    const { exitCode, stdout } = await stamp([], { ...given, interrupt: AbortSignal.timeout(200) });
    return exitCode === 130 && /interrupted after \d+ requests/.test(stdout);
  }

  it("the key and the secrets from the environment", async () => {
    expect(await knocks({ vars, env })).toBe(true);
  });

  it("the key and the secrets from .dev.vars beside wrangler.toml", async () => {
    const devVars = `RESEND_API_KEY="re_anything"\nLINK_SECRETS='${SECRET}, ${OTHER_SECRET}'\n`;
    expect(await knocks({ vars, devVars, env: {} })).toBe(true);
  });

  it("the environment before .dev.vars", async () => {
    const devVars = "RESEND_API_KEY=re_anything\nLINK_SECRETS=short\n";
    expect(await knocks({ vars, devVars, env: { LINK_SECRETS: SECRET } })).toBe(true);
  });
});

it("stamp --help says what it does and what it costs", async () => {
  const { exitCode, stdout, stderr } = await stamp(["--help"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("--dry-run");
  expect(stdout).toContain("100,000 contacts take 12 hours");
});
