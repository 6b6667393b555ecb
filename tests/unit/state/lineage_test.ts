import { deepEqual, equal } from "node:assert/strict";
import {
  divergence,
  type Lineage,
  MAX_TERMS,
  parting,
  termAt,
  withTerm,
} from "../../../src/state/lineage.ts";

/** Term 2 went on after revision 7 with 100, term 3 after 104 with 200. */
const LINEAGE: Lineage = [
  { term: 2n, after: 7n, from: 100n },
  { term: 3n, after: 104n, from: 200n },
];

Deno.test("a revision belongs to the term that had begun; before the first that is known it belongs to none", () => {
  deepEqual([7n, 100n, 104n, 200n, 999n].map((revision) => termAt(LINEAGE, revision)), [0n, 2n, 2n, 3n, 3n]);
});

for (
  const [revision, term, expected] of [
    [7n, 0n, undefined],
    [8n, 0n, 7n],
    [99n, 0n, 7n],
    [100n, 2n, undefined],
    [104n, 2n, undefined],
    [105n, 2n, 104n],
    [199n, 0n, 104n],
    [200n, 3n, undefined],
    [5_000n, 0n, undefined],
    [103n, 9n, 0n],
    [103n, 1n, 7n],
    [7n, 1n, undefined],
  ] as const
) {
  Deno.test(`a reader at revision ${revision} of term ${term} shares the history up to ${expected ?? "there"}`, () => {
    equal(divergence(LINEAGE, { revision, term }), expected);
  });
}

Deno.test("a term that began after the revision at which another one went on is forgotten", () => {
  const lineage = withTerm(LINEAGE, { term: 4n, after: 104n, from: 300n });
  deepEqual(lineage.map(({ term }) => term), [2n, 4n]);
  equal(divergence(lineage, { revision: 201n, term: 3n }), 104n);
});

Deno.test("a position older than all that is remembered is unknown", () => {
  let lineage: Lineage = [];
  for (let term = 1n; term <= BigInt(MAX_TERMS) + 5n; term++) {
    lineage = withTerm(lineage, { term, after: term * 100n - 50n, from: term * 100n });
  }
  equal(lineage.length, MAX_TERMS);
  equal(divergence(lineage, { revision: 101n, term: 1n }), 0n);
  equal(divergence(lineage, { revision: 700n, term: 7n }), undefined);
});

for (
  const [what, lineage, revision, expected] of [
    ["the same", LINEAGE, 250n, undefined],
    ["an older one", LINEAGE.slice(0, 1), 104n, undefined],
    ["one that went on in a term that was over", LINEAGE.slice(0, 1), 150n, 104n],
    ["one with a term of its own", [...LINEAGE, { term: 3n, after: 230n, from: 300n }], 301n, 230n],
    [
      "one with terms of its own, before what the other went on with",
      [LINEAGE[0], { term: 2n, after: 102n, from: 150n }, { term: 4n, after: 151n, from: 400n }],
      402n,
      102n,
    ],
    [
      "one with a term of its own that it left",
      [...LINEAGE, { term: 9n, after: 230n, from: 900n }],
      240n,
      undefined,
    ],
    [
      "one that began a term without what it had missed before it",
      [LINEAGE[0], { term: 3n, after: 101n, from: 200n }],
      201n,
      101n,
    ],
    [
      "one that began the first term without what it had missed before it",
      [{ term: 2n, after: 3n, from: 100n }],
      100n,
      3n,
    ],
    [
      "one that began a term with more than the other had",
      [{ term: 2n, after: 9n, from: 100n }, LINEAGE[1]],
      201n,
      7n,
    ],
    [
      "one that began another term where the other began its first",
      [{ term: 1n, after: 3n, from: 100n }],
      100n,
      3n,
    ],
    [
      "one with a term of its own before the first that the other remembers, and less before it",
      [{ term: 1n, after: 3n, from: 50n }],
      50n,
      3n,
    ],
    [
      "one with less before an older term",
      [{ term: 2n, after: 3n, from: 100n }, LINEAGE[1]],
      250n,
      3n,
    ],
    ["one that nothing is remembered of", [], 250n, undefined],
    ["one of which the other remembers nothing", [{ term: 1n, after: 0n, from: 50n }], 7n, undefined],
  ] as const
) {
  Deno.test(`two histories: ${what} is shared up to ${expected ?? "its end"}`, () => {
    const known = lineage.flatMap((start) => start ?? []);
    equal(parting({ lineage: known, revision }, LINEAGE), expected);
  });
}

Deno.test("two histories: of one without a lineage all that is older is shared", () => {
  equal(parting({ lineage: LINEAGE, revision: 250n }, []), undefined);
});
