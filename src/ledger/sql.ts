/**
 * The only access to the Ledger's tables. It counts the rows that are read and written: Cloudflare bills them, and no
 * request may cost more because of what is queued or was ever done.
 */

type Row = Record<string, SqlStorageValue>;

export class Sql {
  readonly #storage: DurableObjectStorage;
  /** Since the object started. */
  readonly rows = { read: 0, written: 0 };

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Every row of a query, of the type that its columns have. */
  all<Result extends object>(query: string, ...values: SqlStorageValue[]): Result[] {
    const cursor = this.#storage.sql.exec<Row>(query, ...values);
    const rows = cursor.toArray();
    this.rows.read += cursor.rowsRead;
    this.rows.written += cursor.rowsWritten;
    return rows as unknown as Result[];
  }

  /** The first row of a query; `undefined` where it has none. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the query says what its rows are
  first<Result extends object>(query: string, ...values: SqlStorageValue[]): Result | undefined {
    return this.all<Result>(query, ...values)[0];
  }

  /** The row of a query that always has one. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the query says what its rows are
  one<Result extends object>(query: string, ...values: SqlStorageValue[]): Result {
    const row = this.first<Result>(query, ...values);
    if (row === undefined) throw new Error("a query that always has a row had none");
    return row;
  }

  /** Runs a statement. */
  run(query: string, ...values: SqlStorageValue[]): void {
    this.all(query, ...values);
  }

  /** Runs a statement that may fail, because the disk may be full: its loss costs repeated work and nothing else. */
  note(query: string, ...values: SqlStorageValue[]): void {
    try {
      this.run(query, ...values);
    } catch {
      // The value is still in memory.
    }
  }

  /** Runs statements that are all on disk, or none of them. */
  transaction<Result>(statements: () => Result): Result {
    return this.#storage.transactionSync(statements);
  }
}
