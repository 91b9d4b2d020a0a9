/** Runs the command `record` in this process, against a record that is served in pages, as docs/record.md says. */

import { getRequestListener } from "@hono/node-server";

import type { Entry } from "../../cli/record/worker.ts";
import { folderOf, run, serve } from "./run.ts";

const TOKEN = "a-token-of-the-operator";

/** An entry; without names, of a person who no one else is. */
export function entry(id: number, of: Partial<Entry> = {}): Entry {
  return {
    id,
    seq: id,
    list: "weekly",
    operation: "list",
    channel: "one-click",
    contact: `person-${id}@example.com`,
    contact_id: null,
    email: `person-${id}@example.com`,
    asked_at: "2026-11-01T08:00:00.000Z",
    done_at: "2026-11-01T08:00:01.000Z",
    state: "done",
    ...of,
  };
}

/** Starts the Worker, which ends with the test. @param answer in place of its record */
export async function startRecord(
  entries: readonly Entry[] = [],
  answer?: (request: Request, path: string) => Response | undefined,
) {
  const bodies: unknown[] = [];
  const listener = getRequestListener(async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.replace("/leave/-/", "");
    const own = answer?.(request, path);
    if (own !== undefined) return own;
    if (path === "health") return Response.json({ status: "ok" });
    if (request.headers.get("authorization") !== `Bearer ${TOKEN}`) {
      return Response.json({ error: "send OPERATOR_TOKEN" }, { status: 401 });
    }
    if (request.method === "POST") {
      bodies.push(await request.json());
      return Response.json({});
    }
    if (path !== "record") return new Response("no route", { status: 404 });
    const [after, limit, list] = ["after", "limit", "list"].map((name) => searchParams.get(name));
    const later = entries.filter(
      (one) => one.seq > Number(after) && (list === null || one.list === list),
    );
    const data = later.slice(0, Math.min(Number(limit), 7));
    return Response.json({ object: "list", data, has_more: later.length > data.length });
  });
  const origin = await serve(listener);
  return {
    bodies,
    origin,
    /** Runs the command in a folder with these files. */
    record: (args: readonly string[], files: Record<string, string> = {}, env = {}) => {
      const cwd = folderOf(files);
      const ended = run(["record", origin, ...args], {
        env: { OPERATOR_TOKEN: TOKEN, ...env },
        cwd,
      });
      return ended.then((result) => ({ ...result, cwd }));
    },
  };
}
