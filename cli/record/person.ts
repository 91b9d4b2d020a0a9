/** Reads a CSV of people, and finds out whom each row is about: a contact ID, an address, or both. */

import { createReadStream } from "node:fs";
import { domainToASCII } from "node:url";

import { addressProblem, isContactId } from "../../src/links/names.ts";
import { UsageError } from "../command.ts";
import { openCsv, type Row } from "../csv.ts";

/** A person's names, as they are compared. With a `problem`, none is known; it ends a sentence about the row. */
export interface Person {
  id: string | undefined;
  email: string | undefined;
  problem?: string;
}

/** Addresses are compared without regard to case, and by their domain as DNS writes it. */
export function foldAddress(address: string): string {
  const [local = "", domain = ""] = address.normalize("NFC").toLowerCase().split("@");
  return `${local}@${/^\p{ASCII}*$/u.test(domain) ? domain : domainToASCII(domain) || domain}`;
}

/**
 * Opens a CSV of people.
 *
 * @param option the command's option, for errors
 * @returns the header row and the form of the file, and the rows, which are read on demand
 * @throws UsageError, also while the rows are read
 */
export async function openPeople(file: string, option: string) {
  const { rows, ...form } = await openCsv(createReadStream(file), option);
  const reading = rows[Symbol.asyncIterator]();
  const first = await reading.next();
  const header: Row = first.done ? { line: 1, fields: [], raw: "" } : first.value;
  const personIn = personColumns(header.fields, option);
  async function* people(): AsyncGenerator<Row & Person, void, undefined> {
    const others = { [Symbol.asyncIterator]: () => reading };
    for await (const row of others) yield { ...row, ...personIn(row.fields) };
  }
  const names = header.fields.map((name) => name.trim().toLowerCase());
  return {
    ...form,
    header: header.raw,
    people: people(),
    /** What a row has in the first of these columns that is not empty. */
    valueIn: (fields: readonly string[], ...columns: readonly string[]) =>
      columns.map((column) => fields[names.indexOf(column)]?.trim()).find(Boolean),
  };
}

/**
 * Finds the columns of a CSV that name people: `email`, `E-mail`, `Email Address`, and `contact_id` or `id`. An `id` that
 * is not a Resend contact ID is another system's, and is ignored if there is an address.
 *
 * @returns a function that reads a row's fields
 * @throws UsageError if there is no such column, or more than one that could be meant
 */
function personColumns(
  header: readonly string[],
  option: string,
): (fields: readonly string[]) => Person {
  const plain = header.map((name) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ""));
  const indexOf = (...names: string[]): number => {
    const found = plain.flatMap((name, index) => (names.includes(name) ? [index] : []));
    if (found.length <= 1) return found[0] ?? -1;
    const columns = found.map((index) => JSON.stringify(header[index])).join(" and ");
    throw new UsageError(`${option}: the columns ${columns} could both be it; rename all but one`);
  };
  const emailAt = indexOf("email", "emailaddress");
  const contactIdAt = indexOf("contactid");
  const idAt = contactIdAt === -1 ? indexOf("id") : contactIdAt;
  if (emailAt === -1 && idAt === -1) {
    const found = header.map((name) => JSON.stringify(name)).join(", ");
    throw new UsageError(
      `${option}: the first row has no column "email" or "id"; it has ${found || "nothing"}`,
    );
  }
  return (fields) => {
    const id = (fields[idAt] ?? "").trim().toLowerCase();
    const email = (fields[emailAt] ?? "").trim();
    const fault = addressProblem(email);
    const person = {
      id: isContactId(id) ? id : undefined,
      email: fault === undefined ? foldAddress(email) : undefined,
    };
    if (person.id !== undefined || person.email !== undefined) return person;
    const reason = id ? "id: is not a Resend contact ID" : "has no ID and no address";
    return { ...person, problem: email ? `email: ${fault}` : reason };
  };
}
