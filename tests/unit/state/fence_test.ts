/** Why a peer may know a higher term, and how that is said. */
import { deepEqual, equal, match } from "node:assert/strict";
import {
  causeOf,
  type Fence,
  fencesText,
  NEVER_HEARD,
  wayOutText,
  worstFence,
} from "../../../src/state/fence.ts";

const newest = { sent: 2n, highest: 7n, message: "stale" };

function fence(known: Partial<Fence>): Fence {
  return { ...newest, peer: "Node front", refusedForMs: 10_000, cause: "unknown", ...known };
}

Deno.test("the cause follows from what the peer heard since it refuses, and from a term that rises", () => {
  const cases = [
    [{ heardMsAgo: 0 }, 10_000, 7n, "another-leader"],
    [{ heardMsAgo: 5_000 }, 10_000, 7n, "another-leader"],
    // It was heard just before, as after a quick change of the State Manager.
    [{ heardMsAgo: 10_500 }, 10_000, 7n, "lost-state"],
    [{ heardMsAgo: 9_500 }, 10_000, 7n, "lost-state"],
    [{ heardMsAgo: NEVER_HEARD }, 10_000, 7n, "lost-state"],
    [{}, 10_000, 7n, "unknown"],
    [{}, 10_000, undefined, "unknown"],
    [{}, 10_000, 6n, "another-leader"],
    [{ heardMsAgo: 0 }, 0, 7n, "lost-state"],
  ] as const;
  for (const [said, refusedForMs, firstHighest, cause] of cases) {
    equal(
      causeOf({ newest: { ...newest, ...said }, firstHighest, refusedForMs }),
      cause,
      JSON.stringify(said),
    );
  }
});

Deno.test("the text names the worst peer and both terms, the others, the cause and the way out", () => {
  const fences = [
    fence({ peer: "Node a", cause: "lost-state" }),
    fence({ peer: "Node b", cause: "lost-state", highest: 9n }),
    fence({ peer: "Node c", cause: "lost-state" }),
    fence({ peer: "Node d", cause: "lost-state" }),
    fence({ peer: "Node e", cause: "lost-state" }),
  ];
  equal(worstFence(fences)?.peer, "Node b");
  match(
    fencesText(fences),
    /^Node b refuses term 2 .* term 9 \(so do: Node a, Node c, Node d and 1 more\)\. Nobody/,
  );
  match(fencesText(fences), /term adopt 10$/);
  equal(worstFence([...fences, fence({ cause: "another-leader" })])?.cause, "another-leader");
  equal(fencesText([]), "");
});

Deno.test("no term is recommended while another leader works, nor where the peers name none", () => {
  deepEqual(
    [wayOutText(fence({ cause: "another-leader" })), wayOutText({ cause: "unknown" })].map((text) =>
      /adopt (\S+)/.exec(text)?.[1]
    ),
    [undefined, "TERM,"],
  );
});
