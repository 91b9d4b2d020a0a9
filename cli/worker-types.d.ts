/** Types of the Workers runtime that Node programs meet in the Worker's own types. Alone here, since it declares globals. */

interface RateLimit {}

interface AnalyticsEngineDataset {}

type SqlStorageValue = ArrayBuffer | string | number | null;

interface DurableObjectStorage {
  sql: {
    exec<Row>(
      query: string,
      ...values: SqlStorageValue[]
    ): { toArray(): Row[]; rowsRead: number; rowsWritten: number };
  };
  transactionSync<Result>(statements: () => Result): Result;
}
