/** From every situation, legal or absurd, the steps of one service come to an end, or to an action, while nothing outside changes. */
import { ok } from "node:assert/strict";
import fc from "fast-check";
import { apply } from "../../src/reconciliation/apply/apply.ts";
import type { ApplyContext } from "../../src/reconciliation/apply/step.ts";
import { decide, type DecisionInput } from "../../src/reconciliation/decide/decision.ts";
import type { ServiceRecord } from "../../src/state/record.ts";
import { type ServiceRuntime, strayOn } from "../../src/state/runtime.ts";
import { situations } from "../support/decision_arbitraries.ts";
import { applyContext, freshRuntime } from "../support/steps.ts";

/** The engine takes more for a bug. */
const MOST_STEPS = 40;

interface Standing {
  readonly record: ServiceRecord;
  readonly runtime: ServiceRuntime;
}

function standingOf(input: DecisionInput): Standing {
  const { service, recovery, plan, diff, stray, wasSeenUp = true } = input;
  const record: ServiceRecord = {
    ...{ service, term: 1n },
    ...(recovery === undefined ? {} : { recovery }),
    ...(plan === undefined ? {} : { plan }),
  };
  const fresh = freshRuntime(record);
  const { verifyUntilMs, verifyFromSequence, retryAtMs } = input;
  return {
    record,
    runtime: {
      ...fresh,
      observation: { diff, strays: stray === undefined ? undefined : [stray], wasSeenUp },
      phase: { ...fresh.phase, sinceMs: input.phaseSinceMs },
      plan: { ...fresh.plan, verifyUntilMs, verifyFromSequence },
      backoff: { retryAtMs },
    },
  };
}

/** What `decide` is asked with next: as the engine gathers it, in a world that stands still. */
function inputOf(world: DecisionInput, { record, runtime }: Standing): DecisionInput {
  const { service, recovery, plan } = record;
  const { node } = service.status;
  const place = plan?.plan.actions.at(-1)?.node;
  const isMoved = node !== world.service.status.node;
  return {
    ...world,
    ...{ service, recovery, plan },
    diff: runtime.observation.diff,
    stray: place === undefined ? runtime.observation.strays?.[0] : strayOn(runtime, place),
    node: node === "" ? undefined : isMoved ? { name: node, isReachable: true, isLost: false } : world.node,
    choice: isMoved ? { kind: "none", why: "the service has a node" } : world.choice,
    phaseSinceMs: runtime.phase.sinceMs,
    verifyUntilMs: runtime.plan.verifyUntilMs,
    verifyFromSequence: runtime.plan.verifyFromSequence,
    retryAtMs: runtime.backoff.retryAtMs,
    strayRetryAtMs: runtime.backoff.strayRetryAtMs,
    driftUntilMs: runtime.backoff.drift?.untilMs,
    wasSeenUp: runtime.observation.wasSeenUp,
    agedAtMs: runtime.damping.agedAtMs,
    dampedUntilMs: runtime.damping.untilMs,
    isFlappingTreated: runtime.damping.isTreated,
    isolatedUntilMs: runtime.isolation.untilMs,
  };
}

/** The decisions until nothing more is to be done now. */
function decisionsFrom(world: DecisionInput, context: ApplyContext): readonly string[] {
  const decisions: string[] = [];
  let standing = standingOf(world);
  for (let input = world; decisions.length < MOST_STEPS; input = inputOf(world, standing)) {
    const decision = decide(input);
    decisions.push(decision.kind);
    // An action leaves, and what follows is not a matter of this moment.
    if (decision.kind === "run-plan") return decisions;
    const { record, runtime, next } = apply(decision, standing.record, standing.runtime, context);
    if (next.kind !== "again" || record === undefined) return decisions;
    standing = { record, runtime };
  }
  return decisions;
}

Deno.test("the steps of a service come to an end while nothing outside changes", () => {
  fc.assert(
    fc.property(situations, fc.boolean(), (world, hasOther) => {
      // Where it goes now is where else it can go.
      const canMove = world.choice.kind === "node" || (hasOther && world.node?.isLost !== true);
      const context = applyContext({
        nowMs: world.nowMs,
        otherNode: () => canMove ? "node-c" : undefined,
      });
      const decisions = decisionsFrom(world, context);
      ok(decisions.length < MOST_STEPS, decisions.slice(-8).join(", "));
    }),
    { numRuns: 20_000 },
  );
});
