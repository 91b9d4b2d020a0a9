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
  /** When they signed up or undid, in milliseconds since 1970; 0: they left, and were forgotten. */
  joinedAt: number;
}

export class Marks {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Hashes a person's names, for the other operations. The hashes of names that were forgotten with them are among them. */
  async hash(names: readonly string[]): Promise<string[]> {
    const key = encodeBase32(crypto.getRandomValues(new Uint8Array(32)));
    this.#sql.run("UPDATE record SET key = ? WHERE key = ''", key);
    const record = this.#sql.one<{ key: string }>("SELECT key FROM record");
    const unique = [...new Set(names.map((name) => name.toLowerCase()))];
    const hashed = await Promise.all(unique.map((name) => keyedHash(name, record.key)));
    const others = this.#sql.all<{ names: string }>(
      "SELECT names FROM marks WHERE name IN (SELECT value FROM json_each(?))",
      JSON.stringify(hashed),
    );
    return [...new Set([...hashed, ...others.flatMap(({ names: all }) => all.split(" "))])];
  }

  /** The marks of a person. */
  find(hashed: readonly string[]): Mark[] {
    return this.#sql.all<Mark>(
      "SELECT scope, joined_at AS joinedAt FROM marks WHERE name IN (SELECT value FROM json_each(?))",
      JSON.stringify(hashed),
    );
  }

  /** Which of these hashes are of people who left, what these scopes name or anything, and were forgotten. */
  findForgotten(hashed: readonly string[], scopes: readonly string[] | undefined): Set<string> {
    const rows = this.#sql.all<{ name: string }>(
      `SELECT name FROM marks WHERE joined_at = 0 AND name IN (SELECT value FROM json_each(?1))
       AND (?2 IS NULL OR scope IN (SELECT value FROM json_each(?2)))`,
      JSON.stringify(hashed),
      scopes === undefined ? null : JSON.stringify(scopes),
    );
    return new Set(rows.map(({ name }) => name));
  }

  /** Notes that a person left and was forgotten, or came back, which replaces that. */
  put(hashed: readonly string[], { scope, joinedAt }: Mark): void {
    for (const name of hashed) {
      this.#sql.run(
        `INSERT INTO marks VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET names = excluded.names,
         joined_at = iif(excluded.joined_at = 0, 0, max(joined_at, excluded.joined_at))`,
        name,
        scope,
        joinedAt,
        hashed.join(" "),
      );
    }
  }
}
