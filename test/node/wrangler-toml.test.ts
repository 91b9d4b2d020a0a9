import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { parse } from "smol-toml";
import { expect, it } from "vitest";

const WRANGLER_TOML = fileURLToPath(new URL("../../wrangler.toml", import.meta.url));

it("wrangler.toml keeps URLs, and so tickets, out of Cloudflare's logs, and holds no secret", () => {
  const settings = parse(readFileSync(WRANGLER_TOML, "utf8"));
  expect(settings["observability"]).toMatchObject({ logs: { invocation_logs: false } });
  expect(settings["secrets"]).toMatchObject({ required: ["RESEND_API_KEY", "LINK_SECRETS"] });
  const names = Object.keys(settings["vars"] as object);
  expect(names.filter((name) => /KEY|SECRET|TOKEN/.test(name))).toEqual([]);
});
