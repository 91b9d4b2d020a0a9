/**
 * `/contacts/imports`: contacts from a CSV file, see https://resend.com/docs/api-reference/contact-imports. It is
 * carried out at once, and sends no events. The columns that count are `email`, `first_name`, and `last_name`.
 */

import { randomUUID } from "node:crypto";

import { parse } from "csv-parse/sync";

import type { World } from "../world.ts";
import { type Api, found, isAddress, NO_SEGMENT, Refusal } from "./request.ts";

export function importRoutes(app: Api, world: World): void {
  const { store } = world;
  const imports = new Map<string, object>();

  app.post("/contacts/imports", async (c) => {
    const { file, on_conflict: onConflict = "upsert", segments = "[]" } = await c.req.parseBody();
    if (!(file instanceof File)) {
      throw new Refusal("missing_required_field", "Missing `file` field.");
    }
    const segmentIds = JSON.parse(typeof segments === "string" ? segments : "[]") as string[];
    if (segmentIds.some((id) => store.segment(id) === undefined)) {
      throw new Refusal("not_found", NO_SEGMENT);
    }
    const rows: Record<string, string>[] = parse(await file.text(), { columns: true, trim: true });
    const counts = { total: rows.length, created: 0, updated: 0, skipped: 0, failed: 0 };
    for (const { email, first_name: firstName, last_name: lastName } of rows) {
      const known = isAddress(email) ? store.contact(email) : undefined;
      if (!isAddress(email)) counts.failed += 1;
      else if (known !== undefined && onConflict === "skip") counts.skipped += 1;
      else {
        counts[known === undefined ? "created" : "updated"] += 1;
        const keeps = world.behavior.importResets === "nothing";
        const draft = {
          email,
          firstName: firstName ?? known?.firstName ?? null,
          lastName: lastName ?? known?.lastName ?? null,
          unsubscribed: keeps && known?.unsubscribed === true,
          properties: known?.properties ?? {},
          topics: {},
        };
        world.upsertContact(draft, segmentIds, "without an event");
      }
    }
    const [id, now] = [randomUUID(), new Date().toISOString()];
    const times = { created_at: now, completed_at: now };
    imports.set(id, { object: "contact_import", id, status: "completed", ...times, counts });
    return c.json({ object: "contact_import", id }, 201);
  });

  app.get("/contacts/imports/:id", (c) => c.json(found(c, imports, "Import")));
}
