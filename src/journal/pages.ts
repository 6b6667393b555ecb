/**
 * Reads rows of a journal, with integers as bigint.
 *
 * I1  Many rows are read in pages of `all()`, never by `iterate()`, which on a damaged page ends as if there were no more rows.
 */
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Rows read at once (I1). */
const PAGE_ROWS = 500;

/** All rows of `sql`, whose parameters are the position to begin after and the number of rows to read. Throws what SQLite throws. */
export function* inPages<Place extends readonly (bigint | string)[]>(
  db: DatabaseSync,
  sql: string,
  { start, placeOf }: { readonly start: Place; readonly placeOf: (row: Row) => Place },
): Generator<Row> {
  const statement = readingBigInts(db.prepare(sql));
  let after = start;
  for (;;) {
    const page = statement.all(...after, PAGE_ROWS);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = placeOf(last);
  }
}

export function readingBigInts(statement: StatementSync): StatementSync {
  statement.setReadBigInts(true);
  return statement;
}

export function toBigInt(value: unknown): bigint {
  return typeof value === "bigint" ? value : BigInt(Number(value));
}
