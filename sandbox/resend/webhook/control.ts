/**
 * The webhook's own switches, under `/-/webhook`: where events go, what became of each, and ways to
 * hold them back, let them go and send one again.
 */

import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { bodyOf, isCount, wrong } from "../control-body.ts";
import { rawPath } from "../raw-path.ts";
import type { World } from "../world.ts";
import type { WebhookOptions } from "./delivery.ts";
import { isWebhookSecret } from "./signature.ts";

export function webhookControl({ webhook }: World) {
  const app = new Hono<{ Bindings: HttpBindings }>({ getPath: rawPath });

  const view = () => ({
    url: webhook.options?.url ?? null,
    held: webhook.held,
    inFlight: webhook.inFlight,
    deliveries: webhook.deliveries,
  });

  app.get("/-/webhook", (c) => c.json(view()));

  app.put("/-/webhook", async (c) => {
    const options = optionsOf(await bodyOf(c));
    if ("fault" in options) return wrong(c, options.fault);
    webhook.configure(options);
    return c.json(view());
  });

  app.delete("/-/webhook", (c) => {
    webhook.configure(undefined);
    return c.json(view());
  });

  app.post("/-/webhook/hold", (c) => {
    webhook.hold();
    return c.json(view());
  });

  app.post("/-/webhook/release", (c) => {
    webhook.release();
    return c.json(view());
  });

  app.post("/-/webhook/replay", async (c) => {
    const { id } = await bodyOf(c);
    if (typeof id !== "string" || !webhook.replay(id)) {
      return wrong(c, '"id" must be the ID of a delivery');
    }
    return c.json({ id });
  });

  return app;
}

function optionsOf(body: Record<string, unknown>): WebhookOptions | { fault: string } {
  const { url, secret, retryDelaysMs, maxInFlight, membershipEvents } = body;
  if (typeof url !== "string" || !URL.canParse(url)) return { fault: '"url" must be a URL' };
  if (typeof secret !== "string" || !isWebhookSecret(secret)) {
    return { fault: '"secret" must be whsec_ and at least 16 characters of base64' };
  }
  if (retryDelaysMs !== undefined && !isDelays(retryDelaysMs)) {
    return { fault: '"retryDelaysMs" must be a list of milliseconds' };
  }
  if (maxInFlight !== undefined && !isCount(maxInFlight)) {
    return { fault: '"maxInFlight" must be a whole number above 0' };
  }
  if (membershipEvents !== undefined && typeof membershipEvents !== "boolean") {
    return { fault: '"membershipEvents" must be true or false' };
  }
  return {
    url,
    secret,
    ...(retryDelaysMs !== undefined && { retryDelaysMs }),
    ...(maxInFlight !== undefined && { maxInFlight }),
    ...(membershipEvents !== undefined && { membershipEvents }),
  };
}

function isDelays(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number" && item >= 0);
}
