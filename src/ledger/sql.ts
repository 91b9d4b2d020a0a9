/**
 * The only access to the Ledger's tables. It keeps writes in the order in which they arrive, and lets those that arrive
 * together share a commit. It counts the rows read and written, since Cloudflare bills them, and no request may cost more as
 * the queue or the record grows.
 */

import type { DurableObjectStorage, SqlStorageValue } from "@cloudflare/workers-types";

type Row = Record<string, SqlStorageValue>;

export class Sql {
  readonly #storage: DurableObjectStorage;
  readonly #sync: () => Promise<void>;
  /** Writes that wait for the next commit. */
  #waiting: (() => void)[] = [];
  #isCommitting = false;
  /** Since the object started. */
  readonly rows = { read: 0, written: 0 };

  /** @param sync resolves when everything that was written is on disk */
  constructor(storage: DurableObjectStorage, sync: () => Promise<void>) {
    this.#storage = storage;
    this.#sync = sync;
  }

  /** Every row of a query; the type is that of its columns. */
  all<Result extends object>(query: string, ...values: SqlStorageValue[]): Result[] {
    this.#flush();
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

  /**
   * Group commit: writes at once if nothing is being written to disk. Otherwise it waits, and all that wait go into the
   * next commit together.
   *
   * @returns what `write` returns or throws
   */
  commit<Result>(write: () => Result): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.push(() => {
      try {
        resolve(write());
      } catch (error) {
        reject(error);
      }
    });
    if (!this.#isCommitting) void this.#commitAll();
    return promise;
  }

  /** Writes what waits. Every other statement does this first, so that nothing overtakes what has arrived before it. */
  #flush(): void {
    for (const write of this.#waiting.splice(0)) write();
  }

  async #commitAll(): Promise<void> {
    this.#isCommitting = true;
    while (this.#waiting.length > 0) {
      this.#flush();
      // If it fails, the runtime ends the object, and no answer leaves it.
      await this.#sync().catch(() => undefined);
    }
    this.#isCommitting = false;
  }

  /** Runs statements in one transaction: either all of them are stored, or none. */
  transaction<Result>(statements: () => Result): Result {
    this.#flush();
    return this.#storage.transactionSync(statements);
  }
}
