/**
 * The account before and after the questions. Before anything changes, a note says what the contact was like, and what the
 * temporary things are called. Putting back needs only the note, so the next run can do it for one that was killed.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import type { SegmentId, TopicId } from "../../src/links/names.ts";
import type { Found, Subscription } from "../../src/resend/client.ts";
import { CommandError, type Terminal, UsageError } from "../command.ts";
import type { Connection } from "../resend.ts";

export interface Note {
  baseUrl: string;
  /** The name of the temporary segment and topic, and the key of the temporary property. */
  name: string;
  before: Before;
}

type Before = Awaited<ReturnType<typeof readBefore>>;

/** Where the temporary things are. */
export const PATHS = {
  property: "/contact-properties",
  topic: "/topics",
  segment: "/segments",
} as const;

const PATIENCE_MS = 60_000;

/** Where the note is: in the person's state folder, which outlives a restart. */
export function noteFile({ XDG_STATE_HOME: state, HOME: home = homedir() }: Terminal["env"]) {
  return join(state || join(home, ".local", "state"), "leave-this-list", "resend-contract.json");
}

/** Writes the note, whole or not at all. */
export function writeNote(file: string, note: Note): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(note), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The note of a run that was cut off. @throws UsageError if it was about another account */
export function readNote(file: string, baseUrl: string): Note | undefined {
  if (!existsSync(file)) return undefined;
  const note = JSON.parse(readFileSync(file, "utf8")) as Note;
  if (note.baseUrl === baseUrl) return note;
  throw new UsageError(
    `${file}: an earlier run was cut off; set RESEND_BASE_URL to ${note.baseUrl} and run it again, or delete this file`,
  );
}

/** Repeats a request until Resend answers. @throws CommandError if it is not done */
async function need<Value>({ retry }: Connection, attempt: () => Promise<Found<Value>>) {
  const found = await retry(attempt, PATIENCE_MS);
  if (found.kind === "found") return found.value;
  const status = found.kind === "missing" ? 404 : found.status;
  throw new CommandError(`Resend ${status ? `answers with ${status}` : "does not answer"}`);
}

/** Reads all that the questions could change. @throws CommandError if Resend does not show it */
export async function readBefore(connection: Connection, id: string) {
  const { resend } = connection;
  const { unsubscribed, properties } = await need(connection, () => resend.readContact(id));
  const { first_name = null, last_name = null } = await need(connection, () =>
    resend.request("GET", `/contacts/${id}`),
  );
  const segments = await need(connection, () => resend.readSegments(id));
  const topics = await need(connection, () => resend.readTopics(id));
  return {
    id,
    fields: { unsubscribed, first_name, last_name, properties } as Record<string, unknown>,
    segments: segments.toSorted(),
    topics: topics.toSorted((a, b) => a.id.localeCompare(b.id)),
  };
}

/** Puts everything back, and deletes the note. @throws CommandError if something could not be put back */
export async function putBack(connection: Connection, file: string, note: Note): Promise<void> {
  const { resend } = connection;
  const { name, before } = note;
  const named = (path: string) => need(connection, () => resend.findNamed(path, name));
  try {
    for (const path of Object.values(PATHS)) {
      for (const one of await named(path)) {
        await need(connection, () => resend.request("DELETE", `${path}/${one}`));
      }
    }
    await restore(connection, before);
    const left = await Promise.all(Object.values(PATHS).map(named));
    const now = await readBefore(connection, before.id);
    if (!isDeepStrictEqual(now, before) || left.flat().length > 0) {
      throw new CommandError("Resend does not show the contact as it was before");
    }
    rmSync(file);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(
      `not everything is put back: ${error.message}; run the command again, which first puts back what ${file} names`,
    );
  }
}

/** Makes the contact what it was, by changing only what differs. */
async function restore(connection: Connection, { id, ...before }: Before): Promise<void> {
  const { resend } = connection;
  const now = await readBefore(connection, id);
  const fields = Object.entries(before.fields).filter(
    ([field, value]) => !isDeepStrictEqual(now.fields[field], value),
  );
  const changed = Object.fromEntries(fields);
  if (fields.length > 0) {
    await need(connection, () => resend.request("PATCH", `/contacts/${id}`, changed));
  }
  for (const segment of before.segments.filter((one) => !now.segments.includes(one))) {
    await resend.addToSegment(id, segment as SegmentId);
  }
  for (const topic of before.topics) {
    if (now.topics.some((one) => isDeepStrictEqual(one, topic))) continue;
    await resend.setTopic(id, topic.id as TopicId, topic.subscription as Subscription);
  }
}
