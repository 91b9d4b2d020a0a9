/** What every call passes before a route sees it: the log, the fault of the day, the token, the account. */

import type { MiddlewareHandler } from "hono";

import { REFUSALS, refuse } from "./envelope.ts";
import type { World } from "./world.ts";

export function gate(world: World): MiddlewareHandler {
  return async (c, next) => {
    const request = { method: c.req.method, path: c.req.path.replace("/client/v4", "") };
    world.requests.push(request);
    if (c.req.header("authorization") !== `Bearer ${world.token}`) {
      return refuse(c, REFUSALS.badToken);
    }
    if (world.fault?.on(request) === true) {
      if (world.fault.how === "hang") return new Promise<never>(() => {});
      return refuse(c, world.fault.how === "500" ? REFUSALS.broken : REFUSALS.notAllowed);
    }
    const [, account] = /^\/accounts\/([^/]+)/.exec(request.path) ?? [];
    if (account !== undefined && !world.accounts.some(({ id }) => id === account)) {
      return refuse(c, REFUSALS.notAllowed);
    }
    return next();
  };
}
