/** What the control routes make of a request's body, and how they refuse one. */

import type { Context } from "hono";

/** @returns the body's fields; none if it is not a JSON object */
export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? { ...body } : {};
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

/** Says 400, and why. */
export function wrong(c: Context, error: string): Response {
  return c.json({ error }, 400);
}
