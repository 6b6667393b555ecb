import { equal } from "node:assert/strict";
import { judgeLiveness, type Liveness } from "../../../../src/manager/nodes/liveness.ts";

const LIMITS = { unreachableAfterMs: 1_000, lostAfterMs: 3_000 };
/** The last millisecond before each limit, and the limit itself. */
const SILENCES = [0, 999, 1_000, 2_999, 3_000] as const;

/** One column a silence; the rows are all there are. */
const TABLE: readonly (readonly [Liveness, "stream" | "none", readonly Liveness[]])[] = [
  ["new", "stream", ["reachable", "reachable", "silent", "silent", "lost"]],
  ["new", "none", ["new", "new", "silent", "silent", "lost"]],
  ["reachable", "stream", ["reachable", "reachable", "silent", "silent", "lost"]],
  ["reachable", "none", ["silent", "silent", "silent", "silent", "lost"]],
  ["silent", "stream", ["reachable", "reachable", "silent", "silent", "lost"]],
  ["silent", "none", ["silent", "silent", "silent", "silent", "lost"]],
  ["lost", "stream", ["reachable", "reachable", "silent", "silent", "lost"]],
  ["lost", "none", ["lost", "lost", "lost", "lost", "lost"]],
];

Deno.test("judgeLiveness() of every judgement so far, with and without a stream, around both limits", () => {
  for (const [before, stream, expected] of TABLE) {
    SILENCES.forEach((silentMs, column) => {
      const facts = { before, isConnected: stream === "stream", silentMs };
      equal(
        judgeLiveness(facts, LIMITS),
        expected[column],
        `${before}, ${stream}, silent for ${silentMs} ms`,
      );
    });
  }
});

Deno.test("judgeLiveness() of a node that is lost before it is unreachable is lost", () => {
  const limits = { unreachableAfterMs: 3_000, lostAfterMs: 1_000 };
  const facts = { before: "reachable", isConnected: true } as const;
  equal(judgeLiveness({ ...facts, silentMs: 999 }, limits), "reachable");
  equal(judgeLiveness({ ...facts, silentMs: 1_000 }, limits), "lost");
});
