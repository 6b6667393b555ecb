import { deepEqual, equal } from "node:assert/strict";
import { decide, type Decision, type DecisionInput } from "../../../../src/reconciliation/decide/decision.ts";
import { withCondition } from "../../../../src/state/model.ts";
import { DECISION_SETTINGS } from "../../../support/decision_arbitraries.ts";
import { diffOf, serviceOf } from "../../../support/domain.ts";

/** Something of it runs on node-b, where nobody placed it. */
const STRAY = diffOf({ node: "node-b", existenceDiff: { desiredExists: false, actualExists: true } });

function decided(
  service: DecisionInput["service"],
  parts: Partial<DecisionInput> = {},
): string {
  const decision = decisionOn(service, parts);
  return decision.kind === "assign"
    ? `assign ${decision.node}`
    : decision.kind === "make-plan"
    ? `make-plan ${decision.diff.node}`
    : decision.kind;
}

function decisionOn(service: DecisionInput["service"], parts: Partial<DecisionInput>): Decision {
  return decide({
    service,
    diff: undefined,
    stray: STRAY,
    node: undefined,
    choice: { kind: "node", node: "node-a", why: "it is empty" },
    waitingFor: [],
    stopsFirst: [],
    nowMs: 1_000,
    phaseSinceMs: 900,
    retryAtMs: 0,
    settings: DECISION_SETTINGS,
    ...parts,
  });
}

const PENDING = { state: "Pending", node: "" } as const;

Deno.test("it has no node and runs somewhere it may: that is its node", () => {
  for (const nodes of [[], ["node-b"], ["node-a", "node-b"]]) {
    equal(decided(serviceOf({ spec: { nodes }, status: PENDING })), "assign node-b");
    equal(
      decided(serviceOf({ spec: { nodes }, status: PENDING }), { choice: { kind: "none", why: "full" } }),
      "assign node-b",
    );
  }
});

Deno.test("it has no node and runs where it may not: it is placed first, and stopped there once it has its place", () => {
  const nodes = ["node-a"];
  equal(decided(serviceOf({ spec: { nodes }, status: PENDING })), "assign node-a");
  equal(
    decided(serviceOf({ spec: { nodes }, status: PENDING }), { choice: { kind: "none", why: "lost" } }),
    "block",
  );
  const placed = serviceOf({ spec: { nodes }, status: { state: "Pending", node: "node-a" } });
  equal(decided(placed, { node: { name: "node-a", isReachable: true, isLost: false } }), "make-plan node-b");
});

Deno.test("it is not to run: whatever is found of it is stopped, wherever", () => {
  for (const state of ["Pending", "Terminating"] as const) {
    equal(decided(serviceOf({ spec: { state }, status: { state, node: "" } })), "make-plan node-b");
  }
  const plain = serviceOf({ status: PENDING });
  const isolated = {
    ...plain,
    status: withCondition(
      plain.status,
      { type: "Isolated", status: "True", reason: "Isolated", message: "" },
      0,
    ),
  };
  equal(decided(isolated), "make-plan node-b");
});

Deno.test("what was there is gone: it decides nothing", () => {
  const service = serviceOf({ status: PENDING });
  equal(
    decided(service, { stray: { ...STRAY, existenceDiff: { desiredExists: false, actualExists: false } } }),
    "assign node-a",
  );
});

Deno.test("what runs somewhere counts, whatever its node believes is desired", () => {
  equal(decided(serviceOf({ status: PENDING }), { stray: diffOf({ node: "node-b" }) }), "assign node-b");
});

const HOME = { node: { name: "node-a", isReachable: true, isLost: false } } as const;
const MISSING = diffOf({
  existenceDiff: { desiredExists: true, actualExists: false },
  actual: { replicas: 0, availableReplicas: 0, version: "" },
});

Deno.test("a service that is down at home is recovered before a copy elsewhere is stopped", () => {
  const running = serviceOf({ status: { state: "Running", node: "node-a" } });
  equal(decided(running, { ...HOME, diff: MISSING }), "transition");
  const failed = serviceOf({ status: { state: "Failed", node: "node-a" } });
  equal(decided(failed, { ...HOME, diff: MISSING }), "recover");
  equal(decided(failed, { ...HOME, diff: MISSING, retryAtMs: 2_000 }), "make-plan node-b");
});

Deno.test("no second copy is started while one elsewhere can be stopped; one that cannot is waited for by nobody", () => {
  const pending = serviceOf({ status: { state: "Pending", node: "node-a" } });
  equal(decided(pending, { ...HOME, diff: MISSING }), "make-plan node-b");
  equal(decided(pending, { ...HOME, diff: MISSING, strayRetryAtMs: 2_000 }), "transition");
});

Deno.test("a copy that could not be stopped is tried again, whatever the service at home waits for", () => {
  const running = serviceOf({ status: { state: "Running", node: "node-a" } });
  equal(decided(running, { ...HOME, diff: diffOf(), strayRetryAtMs: 1_200 }), "wait");
  const held = serviceOf({
    spec: { state: "Terminating" },
    status: { state: "Terminating", node: "node-a" },
  });
  const gone = diffOf({ actual: { replicas: 0, availableReplicas: 0, version: "" } });
  equal(decided(held, { ...HOME, diff: gone, strayRetryAtMs: 1_200 }), "wait");
  equal(decided(held, { ...HOME, diff: gone }), "make-plan node-b");
});

Deno.test("a copy that could not be stopped is what the service is said to wait for, unless it is not well itself", () => {
  const running = serviceOf({ status: { state: "Running", node: "node-a" } });
  deepEqual(decisionOn(running, { ...HOME, diff: diffOf(), strayRetryAtMs: 1_200 }), {
    kind: "wait",
    why: "A copy on node-b could not be stopped",
    untilMs: 1_200,
  });
  // Its version has to prove itself for a while, which is no reason for the copy to be there.
  const { why, untilMs } = decisionOn(running, {
    ...{ ...HOME, diff: diffOf(), strayRetryAtMs: 999_000 },
    settings: { ...DECISION_SETTINGS, knownGoodAfterMs: 500 },
  }) as Decision & { readonly kind: "wait" };
  deepEqual([why, untilMs], ["A copy on node-b could not be stopped", 1_400]);
  const failed = serviceOf({ status: { state: "Failed", node: "node-a" } });
  const backingOff = { ...HOME, diff: MISSING, retryAtMs: 2_000, strayRetryAtMs: 3_000 };
  deepEqual(decisionOn(failed, backingOff), {
    kind: "wait",
    why: "Backing off before the next recovery",
    untilMs: 2_000,
  });
});
