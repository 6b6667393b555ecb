import { equal, match } from "node:assert/strict";
import { chooseNode, type NodeCandidate } from "../../../../src/reconciliation/decide/placement.ts";
import { serviceOf } from "../../../support/domain.ts";

const up = (name: string, load = 0): NodeCandidate => ({ name, isReachable: true, isLost: false, load });
const silent = (name: string): NodeCandidate => ({ name, isReachable: false, isLost: false, load: 0 });
const lost = (name: string): NodeCandidate => ({ name, isReachable: false, isLost: true, load: 0 });

function choose(nodes: readonly string[], candidates: readonly NodeCandidate[], except = ""): string {
  const choice = chooseNode(serviceOf({ spec: { nodes } }).spec, candidates, except);
  return choice.kind === "node" ? choice.node : choice.why;
}

Deno.test("chooseNode() takes the node with the fewest services, by name where they are equal", () => {
  equal(choose([], [up("c", 2), up("b", 1), up("a", 1)]), "a");
});

Deno.test("chooseNode() takes the first named node that answers", () => {
  equal(choose(["rear", "front"], [up("front"), up("rear", 9)]), "rear");
  equal(choose(["rear", "front"], [up("front"), lost("rear")]), "front");
});

Deno.test("chooseNode() waits for a preferred node that is silent and not given up", () => {
  match(choose(["rear", "front"], [up("front"), silent("rear")]), /waits for node rear/);
});

Deno.test("chooseNode() never takes the node that is to be left, nor an unknown one", () => {
  equal(choose(["rear", "front"], [up("front"), up("rear")], "rear"), "front");
  equal(choose([], [up("a"), up("b")], "a"), "b");
  match(choose(["moon"], [up("front")]), /No node of its spec answers: moon/);
});

Deno.test("chooseNode() says so when no node answers", () => {
  equal(choose([], [silent("a"), lost("b")]), "No node answers");
});
