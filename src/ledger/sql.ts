/**
 * The only access to the Ledger's tables. It counts the rows read and written, since Cloudflare bills them, and no request
 * may cost more as the queue or the record grows.
 */

import type { DurableObjectStorage, SqlStorageValue } from "@cloudflare/workers-types";

type Row = Record<string, SqlStorageValue>;

export class Sql {
  readonly #storage: DurableObjectStorage;
  /** Since the object started. */
  readonly rows = { read: 0, written: 0 };

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Every row of a query; the type is that of its columns. */
  all<Result extends object>(query: string, ...values: SqlStorageValue[]): Result[] {
    const cursor = this.#storage.sql.exec<Row>(query, ...values);
    const rows = cursor.toArray();
    this.rows.read += cursor.rowsRead;
    this.rows.written += cursor.rowsWritten;
    return rows as unknown as Result[];
  }

  /** The first row of a query; `undefined` if it has no rows. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the query determines the type of its rows
  first<Result extends object>(query: string, ...values: SqlStorageValue[]): Result | undefined {
    return this.all<Result>(query, ...values)[0];
  }

  /** The only row of a query that always has one. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the query determines the type of its rows
  one<Result extends object>(query: string, ...values: SqlStorageValue[]): Result {
    const row = this.first<Result>(query, ...values);
    if (row === undefined) throw new Error("a query that always has a row had none");
    return row;
  }

  /** Runs a statement. */
  run(query: string, ...values: SqlStorageValue[]): void {
    this.all(query, ...values);
  }

  /** Runs a statement that may fail, such as on a full disk. If it is lost, some work is repeated. */
  note(query: string, ...values: SqlStorageValue[]): void {
    try {
      this.run(query, ...values);
    } catch {
      // The value is still in memory.
    }
  }

  /** Runs statements in one transaction: either all of them are stored, or none. */
  transaction<Result>(statements: () => Result): Result {
    return this.#storage.transactionSync(statements);
  }
}
