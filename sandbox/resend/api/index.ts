/**
 * The part of Resend's REST API that has to do with contacts, segments and Broadcasts, on the wire as
 * Resend documents it. Paths are matched undecoded, so no address can pass for a piece of the path.
 */

import { Hono } from "hono";
import { rawPath } from "../raw-path.ts";
import type { World } from "../world.ts";
import { broadcasts } from "./broadcasts.ts";
import { contacts } from "./contacts.ts";
import { edge, faulty, keyed, limited, logged, wellEncoded } from "./gate.ts";
import { memberships } from "./memberships.ts";
import { properties } from "./properties.ts";
import { type ApiEnv, refuse } from "./refuse.ts";
import { segments } from "./segments.ts";

export function api(world: World) {
  const app = new Hono<ApiEnv>({ getPath: rawPath });
  app.use(logged(world), edge, limited(world), faulty(world), keyed(world), wellEncoded);
  app.route("/", contacts(world));
  app.route("/", memberships(world));
  app.route("/", segments(world));
  app.route("/", properties(world));
  app.route("/", broadcasts(world));
  app.notFound((c) => refuse(c, "not_found", "The requested endpoint does not exist"));
  return app;
}
