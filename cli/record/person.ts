/** Reads a CSV of people, and finds out whom each row is about: a contact ID, an address, or both. */

import { domainToASCII } from "node:url";

import { addressProblem, isContactId } from "../../src/links/names.ts";
import { UsageError } from "../command.ts";
import { openCsv, type Row } from "../csv-reader.ts";

/** A person's names in the form in which they are compared; at least one is known, unless there is a `problem`. */
export interface Person {
  id: string | undefined;
  email: string | undefined;
  /** Why the row cannot be judged: the rest of a sentence that begins with its line. */
  problem?: string;
}

/** Addresses are compared without regard to case, and by their domain as DNS writes it. */
export function foldAddress(address: string): string {
  const folded = address.trim().normalize("NFC").toLowerCase();
  const at = folded.lastIndexOf("@");
  const domain = folded.slice(at + 1);
  // Otherwise, it is as DNS writes it already.
  if (!/[^\p{ASCII}]/u.test(domain)) return folded;
  return folded.slice(0, at + 1) + (domainToASCII(domain) || domain);
}

/**
 * Opens a CSV of people.
 *
 * @param option the command's option, for errors
 * @returns the header row and the form of the file, and the rows, which are read on demand
 * @throws UsageError, also while the rows are read
 */
export async function openPeople(input: AsyncIterable<Uint8Array>, option: string) {
  const { rows, ...form } = await openCsv(input, option);
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
    const [id, email] = [idAt, emailAt].map((index) => fields[index]?.trim() ?? "");
    const lowerId = id?.toLowerCase() ?? "";
    const isId = isContactId(lowerId);
    const problem = email ? addressProblem(email) : "is missing";
    const person = {
      id: isId ? lowerId : undefined,
      email: email && problem === undefined ? foldAddress(email) : undefined,
    };
    if (isId || problem === undefined) return person;
    if (emailAt === -1 || (!email && id)) {
      return { ...person, problem: id ? "id: is not a Resend contact ID" : "id: is missing" };
    }
    return { ...person, problem: `email: ${problem}` };
  };
}
