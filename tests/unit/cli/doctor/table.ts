/** Tables of checks: what is known, and what must be found. */
import assert from "node:assert/strict";
import type { Finding, FindingLevel } from "../../../../src/cli/doctor/finding.ts";

/** What was found, the level of each in order, and what its text must say. */
export type Row = readonly [
  what: string,
  found: readonly Finding[],
  levels: readonly FindingLevel[],
  text: RegExp,
];

/** A test for each row. */
export function table(name: string, rows: readonly Row[]): void {
  for (const [what, found, levels, text] of rows) {
    Deno.test(`${name}: ${what}`, () => {
      assert.deepEqual(found.map(({ level }) => level), levels);
      const said = found.map((one) => `${one.message} ${one.level === "ok" ? "" : one.advice ?? ""}`).join(
        "\n",
      );
      assert.match(said, text);
      for (const one of found) {
        if (one.level === "problem") assert.ok(one.advice.length > 10, `${one.message}: no advice`);
      }
    });
  }
}
