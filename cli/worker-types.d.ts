/** What the runtime has and Node does not, as far as the types that a command reads name it. */

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
