/**
 * What the Ledger knows of people by a hash of their name alone: who left and was forgotten, and who signed up. The key is
 * random and never leaves the Ledger, so that no one can test guesses against the hashes.
 */

import { encodeBase32 } from "../crypto/encoding.ts";
import { keyedHash } from "../crypto/hmac.ts";
import type { Sql } from "./sql.ts";

export interface Mark {
  /** A list as its links name it; `*` for everything. */
  scope: string;
  /** When they signed up, in milliseconds since 1970; 0: they left, and were forgotten. */
  joinedAt: number;
}

export class Marks {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The marks of a person, by any of their names. */
  async of(names: readonly string[]): Promise<Mark[]> {
    const { key } = this.#sql.one<{ key: string }>("SELECT key FROM record");
    if (key === "") return [];
    return this.#sql.all<Mark>(
      "SELECT scope, joined_at AS joinedAt FROM marks WHERE name IN (SELECT value FROM json_each(?))",
      JSON.stringify(await hashes(names, key)),
    );
  }

  /** Hashes names, so that `put` and `remove` can be part of a transaction. */
  async hash(names: readonly string[]): Promise<string[]> {
    const key = encodeBase32(crypto.getRandomValues(new Uint8Array(32)));
    this.#sql.run("UPDATE record SET key = ? WHERE key = ''", key);
    return hashes(names, this.#sql.one<{ key: string }>("SELECT key FROM record").key);
  }

  put(hashed: readonly string[], { scope, joinedAt }: Mark): void {
    for (const name of hashed) {
      this.#sql.run("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", name, scope, joinedAt);
    }
  }
}

function hashes(names: readonly string[], key: string): Promise<string[]> {
  const unique = [...new Set(names.map((name) => name.toLowerCase()))];
  return Promise.all(unique.map((name) => keyedHash(name, key)));
}
