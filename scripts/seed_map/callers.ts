/** Holds what a row says of who calls it to what is so. Pure. */
import type { SeedRow } from "./parse.ts";

/** Callers that are written where a row names none. */
const WRITTEN = 2;

/** What is wrong with the row, and what it should say. */
export interface Judgement {
  readonly problems: readonly string[];
  readonly calledBy: readonly string[];
}

/**
 * `callers` = who uses it in the running program, nearest to its beginning first. A row need not name all of them: what it names
 * stays as long as it is true.
 */
export function judge(row: SeedRow, callers: readonly string[]): Judgement {
  const it = `\`${row.symbol}\``;
  const right = row.calledBy.filter((name) => callers.includes(name));
  const calledBy = right.length > 0 ? right : callers.slice(0, WRITTEN);
  if (callers.length === 0) {
    return { calledBy, problems: [`nothing in the running program uses ${it} (${row.seed} ${row.name})`] };
  }
  const wrong = row.calledBy.filter((name) => !callers.includes(name));
  return {
    calledBy,
    problems: [
      ...wrong.map((name) => `\`${name}\` does not use ${it}`),
      ...(row.calledBy.length === 0 && callers.length > 0 ? [`the row of ${it} names no caller`] : []),
    ],
  };
}
